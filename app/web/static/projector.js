// The room's screen follows the item that is being heard.

const place = document.querySelector("[data-projector]");
let etag = "";

async function look() {
  try {
    const answer = await fetch(place.dataset.projector, {
      headers: etag ? { "If-None-Match": etag } : {}, redirect: "error", cache: "no-store",
    });
    if (answer.status === 404 || answer.status === 403) return clear();
    if (answer.ok) {
      etag = answer.headers.get("ETag") || "";
      place.innerHTML = await answer.text(); // made by our own templates, which escape what people typed
    }
  } catch {
    // Without a connection it cannot be told to go blank, so after a while it shows nothing.
    missed += 1;
    if (missed >= 5) clear();
    return again();
  }
  missed = 0;
  return again();
}

let missed = 0;

function clear() {
  etag = "";
  place.replaceChildren();
}

function again() {
  if (place.querySelector("[data-shows='over']")) return;
  setTimeout(look, Number(place.dataset.every) * 1000);
}

if (place) again();
