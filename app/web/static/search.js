// Results while somebody types. What is typed is posted, so that it stands in no address; without this script the
// button does the same. Nothing is kept in the browser.

const WAIT = 350;
const SHORTEST = 3;

const form = document.getElementById("search");
const results = document.getElementById("results");
const said = document.getElementById("search-said");
let timer;
let asking;
const typed = () => `${form.elements.words.value.trim()}${form.elements.closed.checked ? " +" : ""}`;
let asked = typed();

async function ask(words) {
  asking?.abort();
  asking = new AbortController();
  asked = words;
  try {
    const answer = await fetch(form.dataset.results, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      signal: asking.signal,
    });
    // Signed out, or refused: the button leads to the page that says so.
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    results.replaceChildren(...fresh.body.childNodes);
    said.textContent = results.querySelector("h2")?.textContent ?? "";
  } catch {
    // A newer question took its place, or the network is away for a moment: the button is still there.
  }
}

form.addEventListener("input", () => {
  window.clearTimeout(timer);
  const words = form.elements.words.value.trim();
  if (words.length < SHORTEST || typed() === asked) return;
  timer = window.setTimeout(() => ask(typed()), WAIT);
});

form.addEventListener("submit", () => {
  window.clearTimeout(timer);
  asking?.abort();
});
