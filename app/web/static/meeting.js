// Meeting mode: keeps what is typed, shows what others write, runs the time, and answers to keys. Without this file
// everything on the page still works as forms.
import { Blank } from "./meeting-blank.js";
import { Drafts } from "./meeting-drafts.js";
import { listenToKeys } from "./meeting-keys.js";
import { Timer } from "./meeting-timer.js";

const root = document.querySelector("[data-live]");
if (root) {
  const timer = new Timer(document.querySelector("[data-timer]"));
  const blank = new Blank(root);
  const drafts = "writes" in root.dataset ? new Drafts(root, (state) => follow(state, timer)) : null;
  if (!document.querySelector("[data-timer]")) timer.stop();
  listenToKeys(root, { blank, drafts });
}

/** What the server says of the room: the time is the same for all, and the screen may be at another item. */
function follow(state, timer) {
  timer.set(state.timer);
  const words = document.querySelector("[data-screen-words]");
  if (!words) return;
  const { here, item, number, mine } = state.screen;
  const key = `${here} ${item} ${mine}`;
  if (words.dataset.said === key) return;
  const first = !words.dataset.said;
  words.dataset.said = key;
  if (first) return; // the page was made with it
  words.replaceChildren();
  if (here) words.append(`The room’s screen shows this item${mine ? ", and goes where you go" : ""}.`);
  else if (number) words.append(link(item, `The room’s screen shows item ${number}`), ".");
  else words.append("The room’s screen shows nothing.");
}

function link(item, text) {
  const made = document.createElement("a");
  made.className = "govuk-link";
  made.href = `/meetings/items/${item}`;
  made.textContent = text;
  return made;
}
