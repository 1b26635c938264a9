// The check-in: folded away once it is told, and filled in by one press where nothing is new. Python says what such a press answers.

import { clearProblems, fillAnswers } from "./form.js";

// The questions on both sides of what one press fills in: the signs above it, which must be read first, and the first answer below.
const SIGNS = ".question:has(+ [data-slot])";
const FIRST_ANSWER = "[data-slot] + .question";

export class CheckIn {
  #place;

  /** @param {HTMLDetailsElement} place holds the form, and the place for what one press fills in */
  constructor(place) {
    this.#place = place;
    this.#form.addEventListener("reset", () => this.#say(""));
  }

  get #form() {
    return this.#place.querySelector("form");
  }

  /** With a plan there is a check-in: open while today's is due, folded once it is told. */
  show({ outcome, isTold }) {
    this.#place.hidden = outcome !== "plan";
    if (this.#place.dataset.done !== String(isTold)) this.#place.open = !isTold;
    this.#place.dataset.done = isTold;
  }

  fold() {
    this.#place.open = false;
  }

  /** Fills in what a button says, for the reader to look over and send. A sign that is ticked is never unticked by it. */
  fillIn(button) {
    if (this.#form.querySelector(`${SIGNS} input:checked:not([value="none"])`)) return;
    clearProblems(this.#form);
    fillAnswers(this.#form, JSON.parse(button.dataset.fill));
    this.#say(this.#said.dataset.words);
    this.#form.querySelector(FIRST_ANSWER).scrollIntoView({ block: "start" });
  }

  get #said() {
    return this.#place.querySelector(".short-said");
  }

  #say(words) {
    this.#said.textContent = words;
  }
}
