// Which part of a long form each entry of the browser's history stands for, so that the browser's own back button leads to the part before.
//
// A round is one filling in, from the first answer until it is sent; its name is kept with the answers, so it goes on after a reload. Each of
// its entries says how far it is from the round's first. When the answers are sent, the browser goes back to that one, and what follows from
// them takes its place: so nobody comes back to a part of what was sent.

import { QUESTIONS } from "./views.js";

// A browser that does not go back is not waited for.
const REWIND_MILLISECONDS = 1_000;

export class Trail {
  #round; // not known until the answers of an earlier visit are read
  #isGoingBack = false; // a step of our own is on its way: browsers take it some moments later
  #isRewinding = false;
  #at = 0; // steps of the entry that the reader was in last, to know back from forward
  wentBack = false; // by the last step

  /** @param {() => unknown} follow the reader went to another entry by the browser's buttons */
  constructor(follow) {
    window.addEventListener("popstate", () => {
      this.wentBack = this.#steps < this.#at;
      this.#at = this.#steps;
      this.#isGoingBack = false;
      if (!this.#isRewinding) follow();
    });
    window.addEventListener("pageshow", () => (this.#isGoingBack = false)); // what was on its way when the page was left never came
  }

  get round() {
    return (this.#round ??= crypto.randomUUID());
  }

  /** @param {string} [round] one that was begun on an earlier visit */
  begin(round = crypto.randomUUID()) {
    this.#round = round;
    this.#at = this.#steps;
  }

  /** The place that the browser's entry stands for; nothing where it stands for none, or where that is not known yet. */
  get place() {
    if (!this.#part || !this.#round) return undefined;
    return this.#part.round === this.#round ? this.#part.place : 0;
  }

  /** One entry more, so that back leads from one place to the other. */
  goOn(from, to) {
    if (!this.#isOfRound || this.#part.place !== from) this.#write("replaceState", { place: from, steps: this.#steps });
    this.#write("pushState", { place: to, from, steps: this.#steps + 1 });
  }

  /** Another place is on show, and nobody went forward or back. */
  stay(place) {
    if (this.#isOfRound && this.#part.place !== place) this.#write("replaceState", { place, steps: this.#steps });
  }

  /** @returns {boolean} whether the browser's own step back leads from this place to that one, and is on its way */
  goBack(from, to) {
    if (!this.#isOfRound || this.#part.place !== from || this.#part.from !== to) return false;
    if (!this.#isGoingBack) history.back();
    return (this.#isGoingBack = true);
  }

  /** Back to the round's first entry, which stands for none of its places any more. */
  async rewind() {
    if (!this.#isOfRound) return;
    const steps = this.#steps;
    if (steps > 0) {
      this.#isRewinding = true;
      history.go(-steps);
      await this.#backAtFirst();
      this.#isRewinding = false;
    }
    if (this.#isOfRound) history.replaceState({ ...history.state, part: undefined }, "");
  }

  /** Resolves when the browser is there, or has not moved for long. */
  #backAtFirst() {
    return new Promise((resolve) => {
      const enough = new AbortController();
      const end = () => (enough.abort(), resolve());
      window.addEventListener("popstate", () => this.#steps === 0 && end(), { signal: enough.signal });
      setTimeout(end, REWIND_MILLISECONDS);
    });
  }

  get #part() {
    return history.state?.part;
  }

  get #isOfRound() {
    return this.#part !== undefined && this.#part.round === this.#round;
  }

  /** How many entries lie between the round's first and this one. */
  get #steps() {
    return this.#isOfRound && Number.isInteger(this.#part.steps) ? this.#part.steps : 0;
  }

  /** An entry of the form has its address, so the form is on show wherever back and forward lead to one. */
  #write(how, part) {
    history[how]({ ...history.state, part: { round: this.round, ...part } }, "", `#${QUESTIONS}`);
    this.#at = part.steps;
  }
}
