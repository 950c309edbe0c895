// Single keys. They work only when nobody types in a box and no other key is held, so that they never stand in the way
// of the browser or of a screen reader, and can be turned off (WCAG 2.1.4). Each has a button on the page.

const TYPES = "input, select, textarea, [contenteditable], dialog";

export function listenToKeys(root, { blank, drafts }) {
  const off = "keysOff" in root.dataset;
  const help = makeHelp();
  for (const way of document.querySelectorAll("[data-go]")) {
    way.addEventListener("click", (event) => {
      if (goTo(way.dataset.go)) event.preventDefault();
    });
  }
  document.querySelector("[data-key='?']")?.addEventListener("click", (event) => {
    if (help) {
      event.preventDefault();
      help.showModal();
    }
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.(TYPES);
    if (event.key === "Enter" && event.ctrlKey && field?.form?.id === "item-form") {
      event.preventDefault();
      field.form.requestSubmit(document.querySelector("[data-save]"));
    } else if (event.key === "Escape" && field?.form?.id === "item-form") {
      field.blur();
    } else if (!off && !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat && !event.isComposing) {
      if (blank.on && event.key === "b") blank.turn();
      else if (!field && !document.querySelector("dialog[open]")) press(event, drafts);
    }
  });
}

function press(event, drafts) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : "";
  if (!key) return;
  const saves = key === "n" && drafts?.unsaved && document.querySelector("[data-save-next]");
  const button = saves || document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

/** Open a part and put the cursor where one types. */
function goTo(name) {
  const place = document.getElementById(`at-${name}`);
  if (!place) return false;
  if (place.tagName === "DETAILS") place.open = true;
  const field = name === "notes" ? document.getElementById("summary") : place.querySelector("input:not([type=hidden]), select, textarea");
  field?.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" }); // below the bar at the top, by its scroll padding
  return Boolean(field);
}

function makeHelp() {
  const section = document.getElementById("keys");
  if (!section) return null;
  const dialog = document.createElement("dialog");
  dialog.className = "concord-dialog";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "govuk-button govuk-!-margin-bottom-0";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  section.removeAttribute("tabindex");
  dialog.append(section, close);
  document.body.append(dialog);
  return dialog;
}
