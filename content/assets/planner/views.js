// The views of the planner: one is shown, the address says which, and the back button leads to the one before.
//
// Where the reader was in each view is kept in the entry of the browser's history, for the page may load anew: on a reload, or when
// somebody comes back from an exercise's page. A new entry begins at the top.

export const QUESTIONS = "questions";
const FIRST = "today";

// So long after the last scroll the place is kept: some browsers let a page write to its history only a few times a second.
const SETTLE_MILLISECONDS = 300;

// By these a reader goes somewhere else (a finger that scrolls ends its pointer); then nobody brings them back to where they were.
const MOVES = ["wheel", "pointerup", "pointercancel", "keydown"];

export class Views {
  #root;
  #prepare;
  #scrolled = placesIn(history.state); // by view, how far its beginning lies above the window: what stands above it may grow and go
  #settling; // a scroll that is not kept yet
  #owed = ""; // the view that the reader is brought back to, until what Python says now is on show
  #shown = "";
  #may = new Set([QUESTIONS]);

  /**
   * @param {HTMLElement} root holds the [data-view] sections and the links to them
   * @param {(section: HTMLElement) => void} prepare makes a section ready to be shown
   */
  constructor(root, prepare) {
    this.#root = root;
    this.#prepare = prepare;
    history.scrollRestoration = "manual"; // each view has its own place, which the browser does not know
    window.addEventListener("hashchange", () => this.#follow());
    window.addEventListener("scroll", () => this.#keepSoon(), { passive: true });
    window.addEventListener("click", () => this.#settling && this.#keep(), { capture: true }); // a link may lead away
    for (const move of MOVES) window.addEventListener(move, () => (this.#owed = ""), { capture: true, passive: true });
  }

  get shown() {
    return this.#shown;
  }

  /** Which views there are now. The one on show stays, if it is among them; else the one in the address, else Today. */
  allow(names) {
    this.#may = new Set(names);
    for (const link of this.#links()) link.hidden = !this.#may.has(nameOf(link));
    this.#root.querySelector(".views").hidden = !names.some((name) => name !== QUESTIONS);
    const name = [this.#shown, this.#asked(), FIRST].find((each) => this.#may.has(each)) ?? names[0];
    if (!this.#shown && this.#scrolled.has(name)) this.#owed = name;
    this.#show(name, { moves: false });
    queueMicrotask(() => this.#bringBack()); // once all that comes with the view is in its place
  }

  /** Goes to a view as a click on its link would, and to its beginning: what it says is new. */
  go(name) {
    this.#scrolled.delete(name);
    if (this.#asked() === name) this.#show(name, { moves: true });
    else location.hash = name;
  }

  /** The entry of the questions becomes another view's: what was asked is answered, and back leads to what was before. */
  leaveQuestions(name) {
    if (["", `#${QUESTIONS}`].includes(location.hash)) history.replaceState(history.state, "", `#${name}`);
  }

  #follow() {
    if (this.#may.has(this.#asked())) this.#show(this.#asked(), { moves: true });
  }

  #show(name, { moves }) {
    if (name !== this.#shown && this.#shown) this.#scrolled.set(this.#shown, this.#scroll);
    this.#shown = name;
    this.#prepare(this.section(name));
    for (const view of this.#root.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== name;
    for (const link of this.#links()) {
      if (nameOf(link) === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (!moves) return;
    this.#owed = "";
    titleOf(this.section(name))?.focus({ preventScroll: true });
    if (this.#scrolled.has(name)) this.#scrollBack();
    else scrollTo({ top: this.#top(), behavior: "instant" });
    this.#keepSoon(); // its entry is a new one
  }

  /** The kept view is as long as it was then; the one that Python makes now may be longer or shorter, so both are asked. */
  #bringBack() {
    if (this.#owed && this.#owed === this.#shown) this.#scrollBack();
    if (!this.#root.hasAttribute("data-waits")) this.#owed = "";
  }

  #scrollBack() {
    scrollBy({ top: this.#scrolled.get(this.#shown) - this.#scroll, behavior: "instant" });
  }

  /** How far the beginning of the view on show lies above the window. */
  get #scroll() {
    return -this.section(this.#shown).getBoundingClientRect().top;
  }

  #keepSoon() {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#keep(), SETTLE_MILLISECONDS);
  }

  #keep() {
    clearTimeout(this.#settling);
    this.#settling = undefined;
    if (!this.#shown || this.#owed) return; // what is owed may lie beyond the end of what is on show by now
    this.#scrolled.set(this.#shown, this.#scroll);
    history.replaceState({ ...history.state, places: Object.fromEntries(this.#scrolled) }, "");
  }

  section(name) {
    return this.#root.querySelector(`[data-view="${name}"]`);
  }

  /** A view opened for the first time begins at its beginning, under the row of links. */
  #top() {
    return Math.min(scrollY, this.#root.getBoundingClientRect().top + scrollY - 70);
  }

  #asked() {
    return location.hash.slice(1) || FIRST; // no name of a view needs decoding
  }

  #links() {
    return [...this.#root.querySelectorAll(".views a")];
  }
}

function placesIn(state) {
  return new Map(Object.entries(state?.places ?? {}).filter(([, place]) => Number.isFinite(place)));
}

function nameOf(link) {
  return link.hash.slice(1);
}

/** The first heading of a view that can be seen. */
export function titleOf(section) {
  const heading = [...(section?.querySelectorAll("h2, .view-title") ?? [])].find((each) => each.checkVisibility?.() ?? true);
  if (heading) heading.tabIndex = -1;
  return heading;
}
