// A long form in short steps: one part at a time, with a way forward and back, also by the browser's own buttons. Without this script the parts stand below each other.

import { once } from "./once.js";
import { Trail } from "./trail.js";

export class Steps {
  #form;
  #parts;
  #place = 0;
  #trail = new Trail(() => this.#follow());
  #isFollowing = false;
  #back = button("Back", "steps-back");
  #next = button("Next", "steps-next");
  #send;
  #mayLeave;
  #moved;
  #progress = document.createElement("progress");

  /**
   * @param {HTMLFormElement} form
   * @param {(part: HTMLElement) => Promise<boolean>} mayLeave asked before the next part is shown
   * @param {() => void} moved the reader went to another part
   */
  constructor(form, mayLeave, moved) {
    this.#form = form;
    this.#parts = [...form.querySelectorAll(".intake-section")];
    this.#send = form.querySelector(".intake-send");
    this.#progress.max = this.#parts.length;
    this.#progress.setAttribute("aria-hidden", "true"); // "Part 2 of 5" in the heading says it
    this.#progress.className = "steps-progress";
    form.prepend(this.#progress);
    this.#send.prepend(this.#back, this.#next);
    this.#back.addEventListener("click", () => this.#trail.goBack(this.#place, this.#place - 1) || this.#show(this.#place - 1));
    this.#mayLeave = mayLeave;
    this.#moved = moved;
    this.#next.addEventListener("click", () => this.next());
    this.#show(0, { moves: false });
  }

  /** From the beginning, with nothing of an earlier round. */
  begin() {
    this.#trail.begin();
    this.#show(0, { moves: false });
  }

  /** Goes on with a round that was begun on an earlier visit: where the browser's entry says, or else where its last answer was given. */
  goOn({ round, place }) {
    this.#trail.begin(typeof round === "string" ? round : undefined); // a draft may be an old one
    this.#show(this.#trail.place ?? place, { moves: false });
  }

  /** What is filled in is sent: what follows takes the place of the form in the browser's history. */
  leave() {
    return this.#trail.rewind();
  }

  get round() {
    return this.#trail.round;
  }

  get place() {
    return this.#place;
  }

  get isLast() {
    return this.#place === this.#parts.length - 1;
  }

  /** On to the next part, if this one may be left. Pressed twice it goes on once. */
  async next() {
    const from = this.#place;
    if (!(await this.#mayGoOn(from))) return;
    this.#trail.goOn(from, from + 1);
    this.#show(from + 1);
  }

  /** To where the browser went. Forward it goes past no more than the button does, and back again where it may not. */
  async #follow() {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    try {
      for (let place = this.#trail.place; place !== undefined && place !== this.#place; place = this.#trail.place) {
        const may = place < this.#place || this.#trail.wentBack || (await this.#mayGoOn(this.#place));
        if (this.#trail.place !== place) continue; // gone elsewhere meanwhile
        if (!may) return history.back();
        this.#show(place);
      }
    } finally {
      this.#isFollowing = false;
    }
  }

  /** Whether this part may be left, and is still on show once that is known. */
  async #mayGoOn(from) {
    const may = await once(this.#next, () => this.#mayLeave(this.#parts[from]));
    return may === true && this.#place === from && (this.#form.checkVisibility?.() ?? true);
  }

  /** The parts up to the one on show. */
  get seen() {
    return this.#parts.slice(0, this.#place + 1);
  }

  #show(place, { moves = true } = {}) {
    // A place may come from a draft, and a draft may be damaged.
    this.#place = Number.isInteger(place) ? Math.max(0, Math.min(place, this.#parts.length - 1)) : 0;
    this.#parts.forEach((part, index) => (part.hidden = index !== this.#place));
    this.#progress.value = this.#place + 1;
    this.#back.hidden = this.#place === 0;
    this.#next.hidden = this.isLast;
    this.#send.querySelector("[type=submit]").hidden = !this.isLast;
    this.#trail.stay(this.#place);
    if (!moves) return;
    this.#moved();
    const heading = this.#parts[this.#place].querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
    heading.scrollIntoView({ block: "start" });
  }

  /** Goes to the part with this question in it. */
  showQuestion(question) {
    const place = this.#parts.findIndex((part) => part.contains(question));
    if (place >= 0 && place !== this.#place) this.#show(place, { moves: false });
  }
}

function button(label, className) {
  return Object.assign(document.createElement("button"), { type: "button", textContent: label, className });
}
