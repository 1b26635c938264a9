// The phone's back button closes what lies over the page; pressed once more it leaves the page. For as long as something lies over
// the page, the browser's history has one entry more, and that entry goes when it is closed in another way.

export class WayBack {
  #close;
  #isOver = false; // something lies over the page
  #isGoing = false; // our own step back is on its way: browsers take it some moments later
  #onStep = ({ state }) => this.#follow(state);
  #onShow = () => this.#tidy(history.state);

  /** @param {() => void} close what the back button does */
  constructor(close) {
    this.#close = close;
  }

  listen() {
    window.addEventListener("popstate", this.#onStep);
    window.addEventListener("pageshow", this.#onShow);
  }

  silence() {
    window.removeEventListener("popstate", this.#onStep);
    window.removeEventListener("pageshow", this.#onShow);
  }

  /** From now on back closes. */
  open() {
    this.#isOver = true;
    if (!this.#isGoing) this.#add();
  }

  /** It was closed, so back leaves the page again. */
  closed() {
    if (!this.#isOver) return;
    this.#isOver = false;
    this.#stepBack();
  }

  #follow(state) {
    if (this.#isGoing) {
      this.#isGoing = false;
      if (this.#isOver) this.#add(); // opened again while the step was on its way
    } else if (this.#isOver && !isOurs(state)) {
      this.#isOver = false;
      this.#close();
    } else this.#tidy(state);
  }

  /** After a reload, or by the forward button, the entry may be there and nothing lies over the page: then back would do nothing. */
  #tidy(state) {
    if (isOurs(state) && !this.#isOver) this.#stepBack();
  }

  #add() {
    history.pushState({ ...history.state, liesOver: true }, ""); // a reload may begin here, and the page is the same
  }

  #stepBack() {
    if (this.#isGoing) return;
    this.#isGoing = true;
    history.back();
  }
}

function isOurs(state) {
  return state?.liesOver === true;
}
