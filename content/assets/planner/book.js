// The log as the page has it: what the device keeps, and what it would not take yet.
//
// Whatever is added counts at once and is saved when the device takes it. What the browser cleared behind our back is put back.

export class Book {
  entries = [];
  #store;
  #waiting = []; // told, and not on the device
  #stored = new Map(); // what was on the device when it was last read
  #kept = []; // to be done once everything is saved
  #deletedAt; // the marks as they were read last
  #restoredAt;

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
   * @returns {Promise<{isCleared: boolean, isHealed: boolean}>} whether the browser has thrown away what was there, and whether it came back from the spare
   */
  async read() {
    const { entries: stored, deletedAt, restoredAt, isHealed = false } = await this.#store.read();
    const there = new Set(stored.map(({ id }) => id));
    const gone = [...this.#stored.values()].filter(({ id }) => !there.has(id));
    const isDeleted = deletedAt !== undefined && deletedAt !== this.#deletedAt;
    const isRestored = restoredAt !== undefined && restoredAt !== this.#restoredAt;
    [this.#deletedAt, this.#restoredAt] = [deletedAt, restoredAt];
    if (isDeleted) this.#waiting = [];
    else if (!isRestored) this.#waiting.unshift(...gone);
    this.#stored = new Map(stored.map((entry) => [entry.id, entry]));
    this.#take();
    return { isCleared: gone.length > 0 && !isDeleted && !isRestored, isHealed };
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
    const saving = [...this.#waiting];
    await this.#store.append(saving);
    for (const entry of saving) this.#stored.set(entry.id, entry);
    this.#waiting = this.#waiting.filter((entry) => !saving.includes(entry)); // more may have been told meanwhile
    for (const act of this.#kept.splice(0)) await act();
  }

  /**
   * Makes the log what it is in a copy, in every tab. What another tab has not saved yet comes on top of it.
   * @returns {Promise<boolean>} false where the copy is gone
   */
  async restore(id, what) {
    const isDone = await this.#store.restore(id, what);
    await this.read();
    return isDone;
  }

  /** Everything, for good. */
  async deleteEverything() {
    this.#deletedAt = await this.#store.deleteEverything();
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
