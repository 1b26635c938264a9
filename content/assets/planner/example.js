// The example: some weeks of somebody made up, in memory. Whatever the visitor does with it is gone afterwards.

import { Book } from "./book.js";
import { MemoryStore } from "./store.js";

const MOST_SECONDS = 15;

export class Example {
  #planner;
  #rooms;
  #ownDay; // the day that was asked for, while the example plays on its own

  /**
   * @param {HTMLElement} planner <hamstring-planner>: data-example is the address of the example, data-today the day it plays on
   * @param {{keeping: object, intake: object, notices: object, views: object}} rooms
   */
  constructor(planner, rooms) {
    this.#planner = planner;
    this.#rooms = rooms;
  }

  /** Its last day is checked in, so it opens on what the plan is for: a session. */
  async open() {
    const { keeping, notices, views } = this.#rooms;
    if (keeping.isExample) return;
    const example = await fetched(new URL(this.#planner.dataset.example, document.baseURI));
    notices.trouble("file", example ? "" : "The example could not be downloaded. Check your connection, then press again.");
    if (!example) return;
    const book = new Book(new MemoryStore(example.log.entries, ""));
    await book.read();
    keeping.lend(book);
    this.#ownDay = this.#planner.dataset.today;
    this.#planner.dataset.today = example.today;
    this.#mark();
    await this.#planner.refresh();
    views.go("today");
  }

  async leave() {
    const { keeping, intake, notices, views } = this.#rooms;
    if (!keeping.isExample) return;
    this.#planner.empty();
    keeping.giveBack();
    if (this.#ownDay) this.#planner.dataset.today = this.#ownDay;
    else delete this.#planner.dataset.today;
    this.#mark();
    notices.saved("", false);
    intake.begin();
    await intake.goOn();
    if (!keeping.entries.length) return;
    await this.#planner.refresh();
    views.go("today");
  }

  #mark() {
    const { isExample } = this.#rooms.keeping;
    this.#planner.toggleAttribute("data-shows-example", isExample);
    this.#planner.querySelector(".planner-example").hidden = !isExample;
  }
}

/** @returns {Promise<{log: object, today: string} | undefined>} nothing where it does not come */
async function fetched(address) {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(MOST_SECONDS * 1000) }); // other turns wait for it
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}
