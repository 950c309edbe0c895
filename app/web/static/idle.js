// Signs out of sight when nobody is there: warns two minutes before, then covers the page. Nothing typed is lost:
// the page stays as it is under the cover, and its forms get a fresh token before it is shown again.

const STILL_HERE = "/account/still-here";
const STATUS = "/account/status";
const WARN_BEFORE = 120;
const TELL_EVERY = 60;

const seconds = () => Date.now() / 1000;

/** Watch over a page whose body says `data-idle-seconds`. */
export function watchIdle(body) {
  const limit = Number(body.dataset.idleSeconds);
  if (!limit || typeof HTMLDialogElement === "undefined") return;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("concord-activity") : null;
  const warning = dialog(body, "concord-dialog", "You will be signed out soon", [
    paragraph("For safety you are signed out after a time with nothing done. What you have typed stays on the page."),
    button("Stay signed in", stay),
  ]);
  const message = paragraph("");
  message.setAttribute("role", "status");
  const cover = dialog(body, "concord-dialog concord-dialog--cover", "This page is covered", [
    paragraph("Nothing was done here for a while, so the page is hidden. What you typed is still there."),
    signIn(body.dataset.signIn || "/"),
    message,
    button("Carry on", carryOn),
  ]);
  let last = seconds();
  let told = seconds();

  for (const kind of ["keydown", "input", "pointerdown", "scroll"]) { // dictation types without keys
    document.addEventListener(kind, active, { passive: true, capture: true });
  }
  if (tabs) tabs.onmessage = (event) => { last = Math.max(last, Number(event.data) || 0); };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", look);
  setInterval(look, 5000);

  function active() {
    if (warning.open || cover.open) return;
    look();
    if (cover.open || warning.open) return;
    last = seconds();
    if (last - told > TELL_EVERY) tell();
  }

  function look() {
    const idle = seconds() - last;
    if (cover.open) return;
    if (idle >= limit) hide();
    else if (idle >= limit - WARN_BEFORE) open(warning);
    else if (warning.open) warning.close();
  }

  function tell() {
    told = seconds();
    if (tabs) tabs.postMessage(told);
    return fetch(STILL_HERE, { method: "POST", headers: { "X-CSRFToken": token() }, redirect: "error" }).then(
      (answer) => { if (!answer.ok) hide(); },
      () => {},
    );
  }

  function stay() {
    last = seconds();
    warning.close();
    tell();
  }

  function hide() {
    if (warning.open) warning.close();
    body.classList.add("concord-covered");
    open(cover);
  }

  async function carryOn() {
    message.textContent = "Checking…";
    let status = { signed_in: false };
    try {
      const answer = await fetch(STATUS, { headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) status = await answer.json();
    } catch {
      message.textContent = "There is no connection. Try again in a moment.";
      return;
    }
    if (!status.signed_in) {
      message.textContent = "You are not signed in yet. Sign in first, then choose Carry on.";
      return;
    }
    if (status.viewer && body.dataset.viewer && status.viewer !== body.dataset.viewer) {
      window.location.replace("/"); // somebody else signed in: this page is not theirs to see
      return;
    }
    document.querySelectorAll("input[name='csrf_token']").forEach((field) => { field.value = status.csrf_token; });
    last = told = seconds();
    message.textContent = "";
    body.classList.remove("concord-covered");
    cover.close();
  }
}

function token() {
  const field = document.querySelector("input[name='csrf_token']");
  return field ? field.value : "";
}

function open(box) {
  if (!box.open) box.showModal();
}

function dialog(body, classes, title, parts) {
  const box = document.createElement("dialog");
  box.className = classes;
  const heading = document.createElement("h2");
  heading.className = "govuk-heading-m";
  heading.id = `dialog-${document.querySelectorAll("dialog").length}`;
  heading.textContent = title;
  box.setAttribute("aria-labelledby", heading.id);
  box.append(heading, ...parts);
  box.addEventListener("cancel", (event) => event.preventDefault());
  // Chromium closes on a second Escape whatever `cancel` says.
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") event.preventDefault(); });
  body.append(box);
  return box;
}

function paragraph(text) {
  const line = document.createElement("p");
  line.className = "govuk-body";
  line.textContent = text;
  return line;
}

function button(text, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "govuk-button govuk-!-margin-bottom-0";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}

function signIn(address) {
  const line = paragraph("");
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Sign in (opens in a new tab)";
  line.append(link, " and come back to this one.");
  return line;
}
