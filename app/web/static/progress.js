// Shows how far something is without anybody asking: reads the page again and takes over its progress. It stops when it
// is over, or after some minutes, so that a page left open does not keep somebody signed in.

const EVERY = 3000;
const MOST = 100;

async function look(left) {
  const part = document.querySelector("[data-progress]");
  if (!part || left === 0) return;
  try {
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (!fresh) return;
    if (fresh.dataset.progress === "over") {
      window.location.reload();
      return;
    }
    if (fresh.textContent !== part.textContent) part.replaceChildren(...fresh.childNodes);
  } catch {
    // The network is away for a moment: the link on the page is still there.
  }
  window.setTimeout(() => look(left - 1), EVERY);
}

window.setTimeout(() => look(MOST), EVERY);
