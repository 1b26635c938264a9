// Copies of the log that the page keeps on the device by itself: at most ten, the oldest go. Going back to one keeps a copy of what was.

import { localTime } from "./log.js";
import { ask } from "./sheet.js";

const WHY = {
  day: "kept once a day",
  "take-back": "before something was taken back",
  add: "before a log was added",
  restore: "before you went back to a copy",
};
const ONCE_A_DAY = new Set(["day", "take-back"]);
const SHOWN_DAY = { weekday: "long", day: "numeric", month: "long", year: "numeric" };

export class Copies {
  #place;
  #planner;

  /**
   * @param {HTMLElement} root <hamstring-planner>, which knows the day
   * @param {{store: Function, sheet: Function, restore: (id: string, what: object) => void}} planner what it lends
   */
  constructor(root, planner) {
    this.#place = root.querySelector(".copies");
    this.#planner = planner;
    this.#place.addEventListener("click", ({ target }) => target.closest("[data-copy]") && this.#offer(target.closest("[data-copy]").dataset));
    this.now = (why) => ({ why, at: `${root.today}T${localTime(new Date())}` });
  }

  /** Keeps a copy of the log as it is now. Where there is no room for it, what the reader tells is still kept. */
  async keep(why) {
    const what = this.now(why);
    const isDue = (copies) => !ONCE_A_DAY.has(why) || !copies.some((copy) => copy.why === why && dayOf(copy) === dayOf(what));
    await this.#planner.store().keepCopy(what, isDue).catch(() => {});
    await this.show();
  }

  async show() {
    const copies = await this.#planner.store().copies().catch(() => []);
    const list = Array.isArray(copies) ? copies : [];
    this.#place.hidden = !list.length;
    this.#place.querySelector("ol").replaceChildren(...list.map(shown));
  }

  /** After going back the button that was pressed is no more. */
  focus() {
    this.#place.querySelector("h3").focus();
  }

  async #offer({ copy, name, count }) {
    if ((await ask(this.#planner.sheet(), { name, count })) === "restore") this.#planner.restore(copy, this.now("restore"));
  }
}

function shown(copy) {
  const name = `${new Date(`${dayOf(copy)}T12:00`).toLocaleDateString("en-GB", SHOWN_DAY).replace(",", "")}, ${copy.at.slice(11, 16)}`;
  const count = copy.count === 1 ? "1 entry" : `${copy.count} entries`;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "tell tell--quiet", textContent: "Go back to it" });
  Object.assign(button.dataset, { copy: copy.id, name, count });
  button.setAttribute("aria-label", `Go back to it: ${name}`);
  const words = document.createElement("span");
  words.append(Object.assign(document.createElement("strong"), { textContent: name }), `: ${count}, ${WHY[copy.why] ?? "kept"}`);
  const item = document.createElement("li");
  item.append(words, button);
  return item;
}

function dayOf({ at }) {
  return at.slice(0, 10);
}
