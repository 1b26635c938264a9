// Which part of a long form each entry of the browser's history stands for, so that the browser's own back button leads to the part before.
//
// A round is one filling in, from the first answer until it is sent; its name is kept with the answers, so it goes on after a reload. What was
// sent is no part of a new round. Its entries are passed over, but for the one it began in: that stands for the beginning, where it shows the form.

export class Trail {
  #round = crypto.randomUUID();
  #at = history.state?.part?.place; // of the entry that the reader was in last, to know forward from back
  #isGoing = false; // our own step back is on its way: browsers take it some moments later
  #isFormAsked;

  /**
   * @param {(place: number) => unknown} follow the reader went to an entry that stands for this place
   * @param {() => boolean} isFormAsked whether the address is one that shows the form
   */
  constructor(follow, isFormAsked) {
    this.#isFormAsked = isFormAsked;
    window.addEventListener("popstate", () => {
      const isForward = this.#part?.place > this.#at;
      this.#at = this.#part?.place;
      this.#isGoing = false;
      if (this.#isOver) history[isForward ? "forward" : "back"]();
      else if (this.place !== undefined) follow(this.place);
    });
  }

  get round() {
    return this.#round;
  }

  /** @param {string} [round] one that was begun on an earlier visit */
  begin(round = crypto.randomUUID()) {
    this.#round = round;
    // The last part's entry may show what follows from the answers now, and then it is no part's.
    if (this.#isOver) history.replaceState({ ...history.state, part: undefined }, "");
  }

  /** The place that the browser's entry stands for; nothing where it stands for none. */
  get place() {
    if (!this.#part) return undefined;
    return this.#part.round === this.#round ? this.#part.place : 0;
  }

  /** One entry more, so that back leads from one place to the other. */
  goOn(from, to) {
    if (this.#part?.round !== this.#round || this.#part.place !== from) this.#write("replaceState", { place: from });
    this.#write("pushState", { place: to, from });
  }

  /** Another place is on show, and nobody went forward or back. */
  stay(place) {
    if (this.place !== undefined && this.place !== place) this.#write("replaceState", { place });
  }

  /** @returns {boolean} whether the browser's own step back leads from this place to that one, and is on its way */
  goBack(from, to) {
    const { round, ...part } = this.#part ?? {};
    if (round !== this.#round || part.place !== from || part.from !== to) return false;
    if (!this.#isGoing) history.back();
    return (this.#isGoing = true);
  }

  get #part() {
    return history.state?.part;
  }

  get #isOver() {
    return this.#part !== undefined && this.#part.round !== this.#round && (this.#part.from !== undefined || !this.#isFormAsked());
  }

  #write(how, part) {
    history[how]({ ...history.state, part: { round: this.#round, ...part } }, "");
    this.#at = part.place;
  }
}
