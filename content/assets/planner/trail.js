// The browser's own back button leads from one part of the questions to the one before. Each part that the reader goes on to has an
// entry in the browser's history, which holds which part it is and how many of these entries lie behind it.

// A step of ours through the history takes some moments. If it is never told, nobody waits longer than this for it.
const STEP_MILLISECONDS = 1000;

export class Trail {
  #depth = stepIn(history.state)?.depth ?? 0; // how many entries of ours lie behind the one on show
  #came;

  /** Resolves when no step of ours is on its way. */
  calm = Promise.resolve();

  /** @param {(part: number) => void} came the reader came back to this part by the browser's button */
  constructor(came) {
    this.#came = came;
    window.addEventListener("popstate", ({ state }) => this.#follow(stepIn(state)));
  }

  /** The reader went on from one part to another. */
  goOn(from, to) {
    history.replaceState({ ...history.state, step: { part: from, depth: this.#depth } }, "");
    this.#depth += 1;
    history.pushState({ ...history.state, step: { part: to, depth: this.#depth } }, "");
  }

  /** The page went so many parts back by itself. After a visit that began in the middle there may be fewer entries. */
  goBack(parts) {
    if (parts <= this.#depth) this.#step(-parts);
  }

  /** The questions begin anew, and nothing of them lies behind. Where the page went on to another view first, its entry stays. */
  begin() {
    const behind = stepIn(history.state)?.depth ?? 0;
    this.#depth = 0;
    if (behind) this.#step(-behind);
  }

  /** Forward is what “Next” is for, which looks at the answers first; so is an entry of questions that have begun anew since. */
  #follow(step) {
    if (!step) return;
    if (step.depth > this.#depth) return this.#step(this.#depth - step.depth);
    this.#depth = step.depth;
    this.#came(step.part);
  }

  #step(entries) {
    const told = new Promise((resolve) => window.addEventListener("popstate", resolve, { once: true }));
    this.calm = Promise.race([told, new Promise((resolve) => setTimeout(resolve, STEP_MILLISECONDS))]);
    history.go(entries);
  }
}

/** What an entry says of the questions. Another page of the site, or an older one of this, may have written it. */
function stepIn(state) {
  const { part, depth } = state?.step ?? {};
  return Number.isInteger(part) && Number.isInteger(depth) ? { part, depth } : undefined;
}
