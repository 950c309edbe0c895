// Plus and minus change the number on the page, and are saved with the rest. Without scripts each press is sent.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const field = document.getElementById(button.dataset.of);
  const number = Number(field.value || 0);
  if (!Number.isInteger(number)) return;
  event.preventDefault();
  field.value = String(Math.min(Number(field.dataset.most), Math.max(0, number + Number(button.dataset.step))));
});
