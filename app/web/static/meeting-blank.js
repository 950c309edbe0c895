// Hides the page at once when somebody comes in who must not see it. Whoever leads the room blanks the room's screen
// with it.

export class Blank {
  constructor(root) {
    this.root = root;
    this.cover = document.createElement("dialog");
    this.cover.className = "concord-dialog concord-dialog--blank";
    this.cover.setAttribute("aria-label", "This page is blank");
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "govuk-button govuk-button--secondary govuk-!-margin-bottom-0";
    this.button.textContent = "Show again";
    this.button.addEventListener("click", () => this.turn());
    this.cover.append(this.button);
    this.cover.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.turn();
    });
    document.body.append(this.cover);
    for (const pressed of document.querySelectorAll("[data-blank]")) {
      pressed.addEventListener("click", (event) => {
        event.preventDefault();
        this.turn();
      });
    }
  }

  get on() {
    return this.cover.open;
  }

  turn() {
    if (this.on) {
      document.body.classList.remove("concord-covered");
      this.cover.close();
    } else {
      document.body.classList.add("concord-covered");
      this.cover.showModal();
    }
    if ("operates" in this.root.dataset) this.tell(this.on);
  }

  /** The room's screen follows; without a connection it stays as it was, and this page is hidden all the same. */
  async tell(blank, tries = 5) {
    const body = new URLSearchParams({ to: blank ? "blank" : "unblank", csrf_token: token() });
    try {
      const answer = await fetch(this.root.dataset.screen, { method: "POST", body, redirect: "manual" });
      if (answer.status < 400 || blank !== this.on) return;
    } catch {
      // tried again below
    }
    if (tries && blank === this.on) setTimeout(() => this.tell(blank, tries - 1), 1000);
  }
}

function token() {
  return document.querySelector("input[name='csrf_token']")?.value || "";
}
