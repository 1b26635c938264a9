// A long form in short steps: one part at a time, with a way forward and back. Without this script the parts stand below each other.

import { once } from "./once.js";

export class Steps {
  #form;
  #parts;
  #place = 0;
  #back = button("Back", "steps-back");
  #next = button("Next", "steps-next");
  #send;
  #mayLeave;
  #progress = document.createElement("progress");

  /**
   * @param {HTMLFormElement} form
   * @param {(part: HTMLElement) => Promise<boolean>} mayLeave asked before the next part is shown
   */
  constructor(form, mayLeave) {
    this.#form = form;
    this.#parts = [...form.querySelectorAll(".intake-section")];
    this.#send = form.querySelector(".intake-send");
    this.#progress.max = this.#parts.length;
    this.#progress.setAttribute("aria-hidden", "true"); // "Part 2 of 5" in the heading says it
    this.#progress.className = "steps-progress";
    form.prepend(this.#progress);
    this.#send.prepend(this.#back, this.#next);
    this.#back.addEventListener("click", () => this.show(this.#place - 1));
    this.#mayLeave = mayLeave;
    this.#next.addEventListener("click", () => this.next());
    this.show(0, { moves: false });
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
    const may = await once(this.#next, () => this.#mayLeave(this.#parts[from]));
    if (may && this.#place === from) this.show(from + 1);
  }

  /** The parts up to the one on show. */
  get seen() {
    return this.#parts.slice(0, this.#place + 1);
  }

  show(place, { moves = true } = {}) {
    // A place may come from a draft, and a draft may be damaged.
    this.#place = Number.isInteger(place) ? Math.max(0, Math.min(place, this.#parts.length - 1)) : 0;
    this.#parts.forEach((part, index) => (part.hidden = index !== this.#place));
    this.#progress.value = this.#place + 1;
    this.#back.hidden = this.#place === 0;
    this.#next.hidden = this.isLast;
    this.#send.querySelector("[type=submit]").hidden = !this.isLast;
    if (!moves) return;
    const heading = this.#parts[this.#place].querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
    heading.scrollIntoView({ block: "start" });
  }

  /** Goes to the part with this question in it. */
  showQuestion(question) {
    const place = this.#parts.findIndex((part) => part.contains(question));
    if (place >= 0 && place !== this.#place) this.show(place, { moves: false });
  }
}

function button(label, className) {
  return Object.assign(document.createElement("button"), { type: "button", textContent: label, className });
}
