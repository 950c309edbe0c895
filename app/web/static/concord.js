// What pages gain where scripts run. Every page works without this file.
import { initAll } from "./vendor/govuk-frontend.min.js";
import { watchIdle } from "./idle.js";

initAll();
// Radios may not carry aria-expanded (ARIA 1.2), and screen readers do not speak it there; GOV.UK Frontend sets it.
const dropExpanded = () => document
  .querySelectorAll(".govuk-radios__input[aria-expanded]")
  .forEach((radio) => radio.removeAttribute("aria-expanded"));
dropExpanded();
document.addEventListener("click", dropExpanded);
window.addEventListener("pageshow", dropExpanded);
if (document.querySelector("[data-module^='moj-']")) {
  import("./vendor/moj-frontend.min.js").then((moj) => moj.initAll());
}

// A second press while the first is on its way would do the thing twice. The button is not disabled, because a
// disabled button is not sent; after a while it works again, since a download leaves the page where it is.
const BUSY_FOR = 4000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  const now = Date.now();
  if (form.method !== "post") return;
  if (now - Number(form.dataset.sentAt || 0) < BUSY_FOR) {
    event.preventDefault();
    return;
  }
  form.dataset.sentAt = String(now);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent-at]").forEach((form) => delete form.dataset.sentAt);
});

// The entry that "Add another" has just added.
const added = document.querySelector("[data-focus]");
if (added && !document.querySelector(".govuk-error-summary")) added.focus();

// Filters start closed on a narrow screen, where they would push the list out of sight.
if (window.matchMedia("(max-width: 48rem)").matches) {
  document.querySelectorAll(".concord-filter__details").forEach((details) => details.removeAttribute("open"));
}

watchIdle(document.body);
