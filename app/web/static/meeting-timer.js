// The time of an item: counted up on the page, set right by the server. It never makes a sound; words and colour
// change, and a screen reader is told at the thresholds alone.

const WARN_BEFORE = 120;
const STEPS = [
  ["long_over", (s, planned, grace) => s >= (planned + grace) * 60, "This item is far over its planned time"],
  ["over", (s, planned) => s >= planned * 60, "The planned time of this item is over"],
  ["nearly", (s, planned) => s >= planned * 60 - WARN_BEFORE, "Two minutes are left for this item"],
  ["within", () => true, ""],
];

export class Timer {
  constructor(box) {
    this.box = box;
    if (!box) return;
    this.planned = Number(box.dataset.planned);
    this.grace = Number(box.dataset.grace);
    this.runs = "runs" in box.dataset;
    this.from = performance.now() - Number(box.dataset.seconds) * 1000;
    this.held = Number(box.dataset.seconds);
    this.pace = null;
    this.beat = setInterval(() => this.show(), 1000);
    this.show();
  }

  stop() {
    clearInterval(this.beat);
  }

  set({ seconds, runs }) {
    if (!this.box) return;
    this.runs = runs;
    this.held = seconds;
    if (Math.abs(this.seconds() - seconds) > 1 || !runs) this.from = performance.now() - seconds * 1000;
    this.show();
  }

  seconds() {
    return this.runs ? Math.max(0, Math.floor((performance.now() - this.from) / 1000)) : this.held;
  }

  show() {
    const seconds = this.seconds();
    const [pace, , notice] = STEPS.find(([, reached]) => reached(seconds, this.planned, this.grace));
    write(this.box.querySelector("[data-timer-words]"), `${clock(seconds)} of ${this.planned} minutes`);
    if (pace === this.pace) return;
    this.box.className = `concord-timer concord-timer--${pace}`;
    write(this.box.querySelector("[data-timer-notice]"), this.runs ? notice : "");
    if (this.pace !== null && this.runs) write(this.box.querySelector("[data-timer-told]"), notice);
    this.pace = pace;
  }
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function write(place, text) {
  if (place && place.textContent !== text) place.textContent = text;
}
