// Saves a form while somebody types: <form data-autosave="/address">, with a line [data-autosave-said] that tells.
// The form works without this: its buttons save all the same.

const PAUSE = 2000; // after the last key
const SOONEST = 10000; // between two saves

for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);

function watch(form) {
  const said = form.querySelector("[data-autosave-said]");
  let timer = null;
  let underWay = null;
  let savedAt = 0;
  let stopped = false;

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  // Pressing a button while a save is under way would look like a change from elsewhere: wait for it.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    stopped = true;
    if (!underWay) return;
    event.preventDefault();
    event.stopPropagation();
    underWay.finally(() => form.requestSubmit(event.submitter));
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) stopped = false; });

  function later() {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(PAUSE, savedAt + SOONEST - Date.now()));
  }

  function save() {
    if (stopped) return;
    if (underWay) { later(); return; }
    underWay = send().finally(() => { underWay = null; });
  }

  async function send() {
    savedAt = Date.now();
    const typed = new FormData(form);
    const token = typed.get("csrf_token");
    typed.delete("csrf_token");
    let answer;
    try {
      answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(typed),
        headers: { Accept: "application/json", "X-CSRFToken": token },
        redirect: "error",
      });
    } catch {
      tell("Not saved: there is no connection. What you typed stays on this page.");
      later();
      return;
    }
    if (answer.ok) {
      const kept = await answer.json();
      form.elements.namedItem("seen").value = kept.seen;
      tell(`Saved at ${kept.at}${kept.unread ? ", but for an answer that cannot be read yet" : ""}`);
    } else if (answer.status === 409) {
      stopped = true;
      tell("Not saved: this part was changed on another device. Save it yourself to see both.");
    } else {
      tell("Not saved. Save it yourself before you leave this page.");
    }
  }

  function tell(words) {
    if (said) said.textContent = words;
  }
}
