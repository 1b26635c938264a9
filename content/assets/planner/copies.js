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
  #planner;
  #rooms;
  #place;

  /**
   * @param {HTMLElement} planner <hamstring-planner>, which knows the day
   * @param {{turns: object, keeping: object, notices: object}} rooms
   */
  constructor(planner, rooms) {
    this.#planner = planner;
    this.#rooms = rooms;
    this.#place = planner.querySelector(".copies");
    this.#place.addEventListener("click", ({ target }) => target.closest("[data-copy]") && this.#offer(target.closest("[data-copy]").dataset));
  }

  #now(why) {
    return { why, at: `${this.#planner.today}T${localTime(new Date())}` };
  }

  /** Keeps a copy of the log as it is now. Where there is no room for it, what the reader tells is still kept. */
  async keep(why) {
    const what = this.#now(why);
    const isDue = (copies) => !ONCE_A_DAY.has(why) || !copies.some((copy) => copy.why === why && dayOf(copy) === dayOf(what));
    await this.#rooms.keeping.store.keepCopy(what, isDue).catch(() => {});
    await this.show();
  }

  async show() {
    const copies = await this.#rooms.keeping.store.copies().catch(() => []);
    const list = Array.isArray(copies) ? copies : [];
    this.#place.hidden = !list.length;
    this.#place.querySelector("ol").replaceChildren(...list.map(shown));
  }

  async #offer({ copy, name, count }) {
    const sheet = this.#planner.querySelector('dialog[data-sheet="copy"]');
    if ((await ask(sheet, { name, count })) === "restore") this.#rooms.turns.take(() => this.#goBackTo(copy));
  }

  async #goBackTo(copy) {
    const { keeping, notices } = this.#rooms;
    if (!keeping.isSaved) await keeping.save([]);
    if (!keeping.isSaved) return; // it would be in no copy; the page says why already
    const answer = await keeping.restore(copy, this.#now("restore")).catch((cause) => cause);
    await this.#planner.refresh();
    this.#place.querySelector("h3").focus(); // the button that was pressed is no more
    if (answer === true) notices.saved("Your log is as it was then. A copy of how it was before is at the top of the list, so you can go back.", false);
    else notices.trouble("file", whyNot(answer));
  }
}

/** Why the log is not as it was then: the copy is gone, or it cannot be read, or the browser refused. */
function whyNot(answer) {
  if (answer === false) return "This copy is not here any more. Nothing was changed.";
  if (answer instanceof DOMException) return `Nothing was changed: this browser refused (${answer.name}).`;
  return "This copy cannot be read. Nothing was changed. Go back to another one.";
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
