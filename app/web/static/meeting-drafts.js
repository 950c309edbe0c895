// Keeps what is typed on the server, two seconds after a pause at the latest, and shows what others type. What could
// not be sent stays in this page's memory, never on the device, and is sent when the connection is back.

const PAUSE = 1000;
const LOOK_EVERY = 3000;
const TRY_AGAIN = 3000;
const NOTES = ["voice_heard", "summary"];
const QUIET = 4000;

export class Drafts {
  constructor(root, told) {
    this.root = root;
    this.told = told;
    this.form = document.getElementById("item-form");
    this.notes = new Map(NOTES.map((name) => [name, document.getElementById(name)]).map(([name, box]) => [
      name, { box, base: box.value, typedAt: 0 },
    ]));
    this.recorded = this.start = new Map(NOTES.map((name) => [name, this.notes.get(name).base]));
    this.parts = new Map(); // touched, by name, with what was last kept
    this.sending = null;
    this.version = "";
    this.leaves = false;
    this.form.addEventListener("input", (event) => this.typed(event));
    this.form.addEventListener("change", (event) => this.typed(event));
    this.form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.leaves && this.waiting()) event.preventDefault();
    });
    window.addEventListener("online", () => this.keep());
    window.addEventListener("offline", () => this.offline(true));
    setInterval(() => this.look(), LOOK_EVERY);
    this.look();
  }

  /** Whether something on the page is not saved yet: typed here, or kept and waiting to be saved. */
  get unsaved() {
    const begun = document.querySelector("[data-part][open]:not(#at-chair)") && this.parts.size > 0;
    return this.waiting() || Boolean(begun) || this.kept === true || this.touched === true;
  }

  typed(event) {
    const note = this.notes.get(event.target.name);
    const part = event.target.closest("[data-part]");
    if (note) {
      note.typedAt = Date.now();
      this.touched = true;
    } else if (part) {
      if (!this.parts.has(part.dataset.part)) this.parts.set(part.dataset.part, null);
    } else {
      return;
    }
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.keep(), PAUSE);
  }

  /** What is typed and not yet kept. */
  waiting() {
    const notes = {};
    for (const [name, note] of this.notes) {
      if (note.box.value !== note.base) notes[name] = { base: note.base, text: note.box.value };
    }
    const parts = {};
    for (const [name, before] of this.parts) {
      const values = valuesOf(name);
      if (JSON.stringify(values) !== before) parts[name] = values;
    }
    return Object.keys(notes).length || Object.keys(parts).length ? { notes, parts } : null;
  }

  /** Send what is waiting. True when nothing is left to send. */
  async keep() {
    if (this.sending) {
      await this.sending;
      return this.waiting() ? this.keep() : true;
    }
    const sent = this.waiting();
    if (!sent) return true;
    this.sending = this.send(sent);
    const done = await this.sending;
    this.sending = null;
    if (!done) {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.keep(), TRY_AGAIN);
    }
    return done && !this.waiting();
  }

  async send(sent) {
    let answer;
    try {
      answer = await fetch(`${this.root.dataset.typed}?recorded=${this.version}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token(), Accept: "application/json" },
        body: JSON.stringify(sent),
        redirect: "manual",
      });
    } catch {
      this.offline(true);
      return false;
    }
    const json = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
    if (!answer.ok || !json) return this.failed(answer, json);
    this.offline(false);
    for (const [name, values] of Object.entries(sent.parts)) this.parts.set(name, JSON.stringify(values));
    for (const [name, one] of Object.entries(sent.notes)) {
      const note = this.notes.get(name);
      if (json.refused[name]) continue;
      // Typed on since: what was sent is what the rest was typed upon.
      if (note.box.value === one.text) put(note, json.notes[name].text);
      else note.base = one.text;
    }
    this.show(json);
    const refused = Object.values(json.refused)[0];
    const both = json.both.length ? " Two of you changed the same words: both are kept, read them through." : "";
    this.say(refused ? `Not saved: ${refused}.` : `Saved ${json.saved}.${both}`, Boolean(refused));
    return !refused;
  }

  async failed(answer, json) {
    if (answer.type === "opaqueredirect" || answer.status === 400 || answer.status === 401) {
      if (!(await freshToken())) this.warn("You are signed out. What you typed stays on this page: sign in again in another tab, and it is sent.");
      return false;
    }
    if (answer.status === 409 && !json) return false; // somebody else wrote in this moment: sent again, it is merged
    if (json?.message) this.warn(`${json.message}. What you typed stays on this page.`);
    else if (answer.status === 404 || answer.status === 403) this.warn("This item is no longer yours to see, so nothing more is kept.");
    else this.warn("What you typed could not be kept just now. It stays on this page and is sent again.");
    return false;
  }

  /** What others wrote and recorded. */
  async look() {
    if (this.sending || (document.hidden && Math.random() > 0.2)) return;
    try {
      const answer = await fetch(`${this.root.dataset.live}?recorded=${this.version}`, {
        headers: { Accept: "application/json" }, redirect: "manual",
      });
      if (!answer.ok || this.sending) return;
      const json = await answer.json();
      if (this.sending) return;
      this.offline(false);
      this.show(json);
      if (this.waiting()) this.keep();
    } catch {
      this.offline(true);
    }
  }

  show(state) {
    for (const [name, note] of this.notes) {
      const { text, by } = state.notes[name];
      const free = document.activeElement !== note.box || Date.now() - note.typedAt > QUIET;
      if (note.box.value === note.base && text !== note.base && free) put(note, text);
      document.querySelector(`[data-by="${name}"]`).textContent = by ? `Draft, last written by ${by}` : "";
    }
    this.kept = Object.values(state.notes).some((one) => one.by);
    if (!this.waiting()) this.form.elements.seen.value = state.seen;
    this.record(state.recorded);
    this.told(state);
  }

  record({ version, html }) {
    const place = document.querySelector("[data-recorded]");
    if (html !== null && place && !place.contains(document.activeElement)) {
      if (this.version) place.innerHTML = html; // made by our own templates, which escape what people typed
      this.version = version;
    }
  }

  /** Saving waits for what was typed to be kept, so that nobody's words are lost. */
  async submit(event) {
    if (this.passes || !this.waiting()) {
      this.leaves = true;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    if (await this.keep()) {
      this.passes = true;
      this.form.requestSubmit(button);
      this.passes = false;
    } else {
      this.say("Not saved yet: there is no connection. What you typed stays on this page. Press Save again when the connection is back.", true);
    }
  }

  offline(is) {
    if (is) this.warn("There is no connection. What you typed stays on this page and is sent when the connection is back. Do not close the page.");
    else if (!this.box().hidden) this.box().hidden = true;
  }

  warn(text) {
    const words = document.querySelector("[data-offline-words]");
    if (words.textContent !== text || this.box().hidden) {
      words.textContent = text;
      this.box().hidden = false;
    }
  }

  box() {
    return document.querySelector("[data-offline]");
  }

  say(text, bad = false) {
    const place = document.querySelector("[data-saved]");
    place.textContent = text;
    place.classList.toggle("concord-saved--bad", bad);
  }
}

/** Put what others wrote into a box; the cursor stays by the words it was at. */
function put(note, text) {
  const { box } = note;
  if (box.value !== text) {
    const start = box.selectionStart;
    const before = box.value;
    const common = shared(before, text);
    box.value = text;
    if (document.activeElement === box) {
      const at = start <= common ? start : Math.max(common, start + text.length - before.length);
      box.setSelectionRange(at, at);
    }
  }
  note.base = text;
}

function shared(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

/** The fields of a part as a form would send them; nothing when nothing was typed in it. */
function valuesOf(name) {
  const fields = document.querySelectorAll(`[data-part="${name}"] [name]`);
  const values = {};
  let typed = false;
  for (const field of fields) {
    if (field.type === "submit" || field.tagName === "BUTTON") continue;
    values[field.name] = field.type === "checkbox" ? (field.checked ? field.value : "") : field.value;
    if (field.tagName === "TEXTAREA" || field.type === "text") typed ||= field.value.trim() !== "";
    else if (field.tagName === "SELECT") typed ||= field.value !== (field.querySelector("option[selected]")?.value ?? "");
  }
  return typed ? values : {};
}

function token() {
  return document.querySelector("input[name='csrf_token']")?.value || "";
}

/** After signing in again in another tab the page goes on with the new session's token. */
async function freshToken() {
  try {
    const answer = await fetch("/account/status", { headers: { Accept: "application/json" }, redirect: "error" });
    const status = await answer.json();
    const { viewer } = document.body.dataset;
    if (!status.signed_in || (viewer && status.viewer !== viewer)) return false;
    document.querySelectorAll("input[name='csrf_token']").forEach((field) => { field.value = status.csrf_token; });
    return true;
  } catch {
    return false;
  }
}
