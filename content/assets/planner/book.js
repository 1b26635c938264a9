// The log as the page has it: what the device keeps, and what it would not take yet.
//
// Whatever is added counts at once and is saved when the device takes it. What the browser cleared behind our back is put back.

export class Book {
  entries = [];
  #store;
  #waiting = []; // told, and not on the device
  #stored = new Map(); // what was on the device when it was last read
  #kept = []; // to be done once everything is saved

  constructor(store) {
    this.#store = store;
  }

  get store() {
    return this.#store;
  }

  get isSaved() {
    return this.#waiting.length === 0;
  }

  /**
   * Reads what is on the device now: another tab may have added to it, or deleted it.
   * @returns {Promise<{isCleared: boolean}>} whether the browser has thrown away what was there
   */
  async read() {
    const [stored, deletedAt] = [await this.#store.entries(), await this.#store.thing("deleted")];
    const there = new Set(stored.map(({ id }) => id));
    const gone = [...this.#stored.values()].filter(({ id }) => !there.has(id));
    const isDeleted = deletedAt !== undefined && deletedAt !== this.deletedAt;
    this.deletedAt = deletedAt;
    if (isDeleted) this.#waiting = [];
    else this.#waiting.unshift(...gone);
    this.#stored = new Map(stored.map((entry) => [entry.id, entry]));
    this.#take();
    return { isCleared: gone.length > 0 && !isDeleted };
  }

  /**
   * Adds entries and saves them. Rejects where the device does not take them; they are part of the log all the same.
   * @param {() => unknown} [kept] done once they are saved
   */
  async add(fresh, kept) {
    this.#waiting.push(...fresh);
    if (kept) this.#kept.push(kept);
    this.#take();
    await this.save();
  }

  /** Saves what is not saved yet. */
  async save() {
    await this.#store.append(this.#waiting);
    for (const entry of this.#waiting) this.#stored.set(entry.id, entry);
    this.#waiting = [];
    for (const act of this.#kept.splice(0)) await act();
  }

  /** Everything, for good. */
  async deleteEverything() {
    this.deletedAt = await this.#store.deleteEverything();
    this.#waiting = [];
    this.#kept = [];
    this.#stored = new Map();
    this.#take();
  }

  #take() {
    const waiting = this.#waiting.filter(({ id }) => !this.#stored.has(id));
    this.entries = [...this.#stored.values(), ...waiting];
  }
}
