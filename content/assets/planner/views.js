// The views of the planner: one is shown, the address says which, and the back button leads to the one before.

const START = "questions";
const FIRST = "today";

export class Views {
  #root;
  #prepare;
  #scrolled = new Map();
  #shown = "";
  #may = new Set([START]);

  /**
   * @param {HTMLElement} root holds the [data-view] sections and the links to them
   * @param {(section: HTMLElement) => void} prepare makes a section ready to be shown
   */
  constructor(root, prepare) {
    this.#root = root;
    this.#prepare = prepare;
    history.scrollRestoration = "manual"; // each view has its own place, which the browser does not know
    window.addEventListener("hashchange", () => this.#follow());
  }

  get shown() {
    return this.#shown;
  }

  /** Which views there are now. The one on show stays, if it is among them; else the one in the address, else Today. */
  allow(names) {
    this.#may = new Set(names);
    for (const link of this.#links()) link.hidden = !this.#may.has(nameOf(link));
    this.#root.querySelector(".views").hidden = !names.some((name) => name !== START);
    this.#show([this.#shown, this.#asked(), FIRST].find((name) => this.#may.has(name)) ?? names[0], { moves: false });
  }

  /** Goes to a view, as a click on its link would. */
  go(name) {
    if (this.#asked() === name) this.#show(name, { moves: true });
    else location.hash = name;
  }

  #follow() {
    if (this.#may.has(this.#asked())) this.#show(this.#asked(), { moves: true });
  }

  #show(name, { moves }) {
    if (name !== this.#shown && this.#shown) this.#scrolled.set(this.#shown, scrollY);
    this.#shown = name;
    this.#prepare(this.section(name));
    for (const view of this.#root.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== name;
    for (const link of this.#links()) {
      if (nameOf(link) === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (!moves) return;
    titleOf(this.section(name))?.focus({ preventScroll: true });
    scrollTo({ top: this.#scrolled.get(name) ?? this.#top(), behavior: "instant" });
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

function nameOf(link) {
  return link.hash.slice(1);
}

/** The first heading of a view that can be seen. */
export function titleOf(section) {
  const heading = [...(section?.querySelectorAll("h2, .view-title") ?? [])].find((each) => each.checkVisibility?.() ?? true);
  if (heading) heading.tabIndex = -1;
  return heading;
}
