// The example: some weeks of somebody made up, in memory. Whatever the visitor does with it is gone afterwards.

import { Book } from "./book.js";
import { MemoryStore } from "./store.js";

export class Example {
  #root;
  #planner;
  #own; // the reader's own book and day, while the example is on show

  /**
   * @param {HTMLElement} root <hamstring-planner>: data-example is the address of the example, data-today the day it plays on
   * @param {{book: Function, use: Function, refresh: Function, go: Function, empty: Function, takeDraft: Function}} planner what it lends
   */
  constructor(root, planner) {
    this.#root = root;
    this.#planner = planner;
  }

  get isOpen() {
    return this.#own !== undefined;
  }

  /** The reader's own book, while the example stands in its place. */
  get own() {
    return this.#own?.book;
  }

  /** Its last day is checked in, so it opens on what the plan is for: a session. */
  async open() {
    if (this.isOpen) return;
    const response = await fetch(new URL(this.#root.dataset.example, document.baseURI));
    const { log, today } = await response.json();
    const example = new Book(new MemoryStore(log.entries, ""));
    await example.read();
    this.#own = { book: this.#planner.book(), today: this.#root.dataset.today };
    this.#planner.use(example);
    this.#root.dataset.today = today;
    this.#mark(true);
    await this.#planner.refresh();
    this.#planner.go("today");
  }

  async leave() {
    if (!this.isOpen) return;
    const { book, today } = this.#own;
    this.#planner.empty();
    this.#planner.use(book);
    this.#own = undefined;
    if (today) this.#root.dataset.today = today;
    else delete this.#root.dataset.today;
    this.#mark(false);
    this.#planner.takeDraft(await book.store.thing("draft").catch(() => undefined));
    if (!book.entries.length) return;
    await this.#planner.refresh();
    this.#planner.go("today");
  }

  #mark(isOpen) {
    this.#root.toggleAttribute("data-shows-example", isOpen);
    this.#root.querySelector(".planner-example").hidden = !isOpen;
  }
}
