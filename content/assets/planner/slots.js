// Fragments from Python in their places. What the reader had open or written, where they were and what had the focus stays as it was.
//
// A view that is not on show gets its fragment when the browser has nothing else to do, or at the latest when it is shown or printed: to
// read all of them in one go would hold the page for longer than a press may take.

import { fillFigureSlots } from "../figure-slots.js";
import { whenIdle } from "./idle.js";
import { showHtml } from "./plan-html.js";

export class Slots {
  #root;
  #figures;
  #filled;
  #later = new Map(); // the places that wait, each with its fragment

  /**
   * @param {HTMLElement} root holds the [data-slot] places
   * @param {() => string} figures the address of the folder with the figures
   * @param {(place: HTMLElement) => void} filled does what is still to be done to a place that has its fragment
   */
  constructor(root, figures, filled) {
    this.#root = root;
    this.#figures = figures;
    this.#filled = filled;
    window.addEventListener("beforeprint", () => this.settle());
  }

  /** Each place gets the fragment of its name, or nothing. */
  fill(views) {
    const isIdle = this.#later.size === 0;
    for (const place of this.#root.querySelectorAll("[data-slot]")) {
      const html = views[place.dataset.slot] ?? "";
      this.#later.set(place, html);
      if (!html || !place.closest("[data-view]")?.hidden) this.#settle(place);
    }
    if (isIdle && this.#later.size) whenIdle(() => this.#goOn());
  }

  /** What waits in this part of the page waits no longer. */
  settle(part = this.#root) {
    for (const place of [...this.#later.keys()].filter((each) => part.contains(each))) this.#settle(place);
  }

  #goOn() {
    const [place] = this.#later.keys();
    if (place) this.#settle(place);
    if (this.#later.size) whenIdle(() => this.#goOn());
  }

  #settle(place) {
    const before = look(place);
    showHtml(place, this.#later.get(place));
    this.#later.delete(place);
    restore(place, before);
    this.#filled(place);
    // The words come first, and each drawing has its room. The parts may be elsewhere by then, as the player's is once it is open.
    const parts = [...place.children];
    whenIdle(() => parts.forEach((part) => fillFigureSlots(part, this.#figures())));
  }
}

/** What the reader did with a fragment; nothing where they did nothing, which is most often so. */
function look(place) {
  const of = (selector) => [...place.querySelectorAll(selector)];
  const [open, changed] = [of("details[open] > summary"), of("input, textarea").filter(isChanged)];
  const hasFocus = place.contains(document.activeElement);
  if (!open.length && !changed.length && !hasFocus) return undefined;
  const named = nameAll(place);
  return {
    open: open.map((summary) => named.get(summary)),
    written: changed.map((field) => [named.get(field), { value: field.value, checked: field.checked }]),
    focused: hasFocus ? named.get(document.activeElement) : undefined,
  };
}

function restore(place, before) {
  if (!before) return;
  const { open, written, focused } = before;
  const elements = new Map([...nameAll(place)].map(([element, name]) => [name, element]));
  for (const name of open) if (elements.has(name)) elements.get(name).parentElement.open = true;
  for (const [name, { value, checked }] of written) {
    const field = elements.get(name);
    if (!field) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = checked;
    else field.value = value;
  }
  // The focus must not be lost to the beginning of the page.
  if (focused) (elements.get(focused) ?? place.querySelector("h2"))?.focus({ preventScroll: true });
}

/** A name for everything that can be used, the same in two versions of a fragment: what it is and says, and which of those it is. */
function nameAll(place) {
  const counts = new Map();
  const named = new Map();
  for (const element of place.querySelectorAll("a, button, input, textarea, summary, h2")) {
    const { localName, name = "", dataset } = element;
    const item = element.closest("[data-item]")?.dataset.item ?? "";
    const sign = [localName, name, item, dataset.tell, dataset.do, dataset.entry, element.textContent.trim()].join("|");
    const count = (counts.get(sign) ?? 0) + 1;
    counts.set(sign, count);
    named.set(element, `${sign}|${count}`);
  }
  return named;
}

function isChanged(field) {
  return ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}
