// What is kept of what the reader told: the log, the small things beside it, and what is said about how they are kept.

import { Book } from "./book.js";
import { download, logOf, textOf } from "./log.js";
import { openReadersStore } from "./opening.js";
import { forget, remember, wasHereBefore } from "./visited.js";

const FILE_NAME = "hamstring-guide-log.json";

export class Keeping {
  #notices;
  #isReaders; // the reader's own log, and not one of a test date
  #book;
  #own; // the reader's own book, while an example stands in its place
  #saving = Promise.resolve();
  #lastEntry = ""; // what "Undo" takes back
  #isCleared = false; // the browser threw the log away while this page was open, and it is not saved again yet
  #hasAskedToPersist = false;
  #promise;

  /**
   * @param {HTMLElement} root holds the place for what the browser has promised
   * @param {import("./notices.js").Notices} notices
   * @param {boolean} isReaders
   */
  constructor(root, notices, isReaders) {
    this.#promise = root.querySelector(".planner-promise");
    this.#notices = notices;
    this.#isReaders = isReaders;
  }

  /** @param {() => void} changed called when another tab has added to the log or deleted it */
  async open(changed) {
    const store = await openReadersStore();
    this.#book = new Book(store);
    this.#notices.trouble("store", store.why);
    store.onChange(changed);
  }

  get store() {
    return this.#book.store;
  }

  get entries() {
    return this.#book.entries;
  }

  get log() {
    return logOf(this.entries);
  }

  get isKept() {
    return this.store.isKept;
  }

  get isSaved() {
    return this.#book.isSaved;
  }

  /** Whether all that the reader told would be lost with the page: where nothing can be kept it was said at once. */
  get isAtRisk() {
    return [this.#book, this.#own].some((book) => book && !book.isSaved && book.store.isKept);
  }

  /** Whether there was a log on this device once, and is none now. */
  get wasCleared() {
    return this.#isKeptHere && this.entries.length === 0 && wasHereBefore();
  }

  get #isKeptHere() {
    return this.isKept && this.#isReaders;
  }

  // The example ----------------------------------------------------------------------------------------------------------

  get isExample() {
    return this.#own !== undefined;
  }

  /** Another book takes the place of the reader's own. */
  lend(book) {
    this.#own = this.#book;
    this.#book = book;
  }

  giveBack() {
    this.#book = this.#own;
    this.#own = undefined;
  }

  // Reading and saving ---------------------------------------------------------------------------------------------------

  /** What is on the device now: another tab may have added to it, or deleted it. */
  async read() {
    const { isCleared, isHealed } = await this.#book.read();
    if (isHealed) this.#notices.trouble("healed", "This browser had lost what you told. It is back, from a spare on this device. Save your log as a file too, in case it happens once more.");
    if (!isCleared) return;
    this.#isCleared = true;
    this.#notices.trouble("unsaved", "This browser has just cleared what you told. It is still on this page. Save your log as a file, or press “Try to save again”.");
  }

  /**
   * Adds entries to the log, at once, and saves them. "Saved" is said only when they are.
   * @param {() => unknown} [kept] done once they are on the device
   */
  save(fresh, kept) {
    this.#saving = this.#save(fresh, kept);
    return this.#saving;
  }

  /** Resolves when the save that was begun last is over. */
  get saving() {
    return this.#saving;
  }

  async #save(fresh, kept) {
    try {
      await this.#book.add(fresh, kept);
    } catch (cause) {
      const why = cause?.name === "QuotaExceededError" ? "this device has no room left" : `this browser refused (${cause?.name ?? cause})`;
      this.#notices.saved("", false);
      this.#notices.trouble("unsaved", `Not saved: ${why}. What you told last is only on this page. Save your log as a file now, make room, and press “Try to save again”.`);
      return;
    }
    this.#notices.trouble("unsaved", "");
    this.#sayHowItIsKept(fresh);
    if (this.#isCleared) this.#notices.trouble("cleared", "This browser had cleared what you told. This page still had it, and has saved it again. Save your log as a file too, in case it happens once more.");
    this.#isCleared = false;
  }

  #sayHowItIsKept(fresh) {
    const [entry] = fresh;
    const canUndo = fresh.length === 1 && entry.kind !== "correction";
    this.#lastEntry = entry?.id ?? "";
    if (this.isExample) return this.#notices.saved("Noted in the example. It is gone when you close it.", canUndo);
    if (!this.isKept) return this.#notices.saved("Noted on this page only.", canUndo);
    this.#notices.saved(entry?.answers.removed === true ? "Taken back. It stays in your diary, and can be brought back there." : "Saved on this device.", canUndo);
    this.#notices.trouble("cleared", "");
    if (this.#isKeptHere) remember();
    this.#askToPersist();
  }

  /** Asked once, and never waited for: some browsers ask the reader, who may take their time. */
  #askToPersist() {
    if (this.#hasAskedToPersist) return;
    this.#hasAskedToPersist = true;
    const tell = (isPersistent) =>
      (this.#promise.textContent = isPersistent
        ? "This browser has promised to keep it until you delete it."
        : "This browser may clear it when it needs room, or when you have not been here for some weeks. Save your log as a file now and then.");
    this.store.persist().then(tell, () => tell(false));
  }

  /** The correction that takes back what was told last. */
  get undoing() {
    return { kind: "correction", answers: { entry: this.#lastEntry, removed: true } };
  }

  /** @returns {Promise<boolean>} false where the copy is gone; rejects where the browser refuses */
  restore(id, what) {
    return this.#book.restore(id, what);
  }

  /** The reader's own log as a file, also while the example is on show. */
  download() {
    download(textOf(logOf((this.#own ?? this.#book).entries)), FILE_NAME);
  }

  /** Rejects where the browser refuses. */
  async deleteEverything() {
    await this.#book.deleteEverything();
    this.#isCleared = false;
    if (this.#isReaders) forget();
  }

  // Small things -----------------------------------------------------------------------------------------------------------

  /** One of them, or undefined, also where it cannot be read. */
  thing(name) {
    return this.store.thing(name).catch(() => undefined);
  }

  /** When the device does not take it, the log's own trouble is told, not this one's. */
  keep(name, thing) {
    return this.#book?.store.keep(name, thing).catch(() => {});
  }

  keepWithLog(name, thing) {
    return this.store.keepWithLog(name, thing).catch(() => {});
  }
}
