// One turn after the other, so that no two of them see half of each other; and what becomes of one that fails.

import { Failure } from "./failure.js";
import { whyNot } from "./store.js";

export class Turns {
  #notices;
  #last = Promise.resolve();
  #wanted = new Map(); // what was asked for while Python failed, in order

  constructor(notices) {
    this.#notices = notices;
  }

  take(act) {
    this.#last = this.#last.then(act).catch((cause) => this.stumble(cause));
    return this.#last;
  }

  /**
   * What is to be done with the next try if Python fails now. It is forgotten when it is done, or when it would end the same way.
   * @param {unknown} key of several things asked for in one place, the last counts
   */
  async wanting(key, again, act) {
    this.#wanted.delete(key);
    this.#wanted.set(key, again);
    try {
      const answer = await act();
      this.#wanted.delete(key);
      return answer;
    } catch (cause) {
      if (!(cause instanceof Failure)) this.#wanted.delete(key);
      throw cause;
    } finally {
      this.#notices.waiting(this.isWaiting);
    }
  }

  /** Whether something was asked for that Python has not answered yet. */
  get isWaiting() {
    return this.#wanted.size > 0;
  }

  /** @returns {boolean} whether anything was waiting for another try */
  retry() {
    const waiting = [...this.#wanted.values()];
    for (const again of waiting) again();
    return waiting.length > 0;
  }

  /** Nothing is told again: the reader wants it gone. */
  forget() {
    this.#wanted.clear();
    this.#notices.waiting(false);
  }

  /** In words, whose fault it is. */
  stumble(cause) {
    if (cause instanceof Failure) return; // it stands on the page already, with the way to try again
    if (cause?.name === "VersionError") this.#notices.trouble("store", whyNot(cause)); // another tab has a newer page
    else if (cause instanceof DOMException) this.#notices.trouble("mistake", `This browser did not let the page read what is kept on this device (${cause.name}). What you told last is not saved. What you told before is as it was. Press again, or reload the page.`);
    else this.#notices.trouble("mistake", `The planner made a mistake of its own, and what you told last is not saved. What you told before is safe. Please report it, with these words: ${cause.message}`);
  }
}
