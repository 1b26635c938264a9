// Where the reader's log is kept: IndexedDB, entry by entry. An entry is never changed; a write counts once its transaction is complete.
//
// Beside the log it keeps small things that are no part of it: answers not sent yet, a session in progress, the last view, settings.

import { openDB } from "../vendor/idb.js";

const VERSION = 1;

const NOTHING = "This browser keeps nothing for this page. Your answers are gone when you close it. Save your log as a file before you go.";
const NEWER = "A newer version of this page has been used on this device. Reload the page to get it. Until then nothing you tell here is kept.";

/**
 * Opens the store. Where the browser keeps nothing, everything lives in memory, and `why` says so.
 * @param {string} name of the database; a test date has one of its own
 */
export async function openStore(name) {
  const store = new Store(name);
  try {
    await store.entries();
    return store;
  } catch (cause) {
    return new MemoryStore([], cause?.name === "VersionError" ? NEWER : NOTHING);
  }
}

class Store {
  isKept = true;
  why = "";
  #name;
  #connection;
  #channel;

  constructor(name) {
    this.#name = name;
    this.#channel = globalThis.BroadcastChannel ? new BroadcastChannel(name) : undefined;
  }

  /** The database, opened again where the browser or another tab closed it. */
  #db() {
    const forget = () => (this.#connection = undefined);
    this.#connection ??= openDB(this.#name, VERSION, {
      upgrade(fresh) {
        fresh.createObjectStore("entries", { keyPath: "id" });
        fresh.createObjectStore("things");
      },
      // Another tab has a newer version: this one must not stand in its way.
      blocking(_from, _to, event) {
        forget();
        event.target.close();
      },
      terminated: forget,
    });
    this.#connection.catch(forget);
    return this.#connection;
  }

  /** Every entry, in no order that matters: Python puts them in theirs. */
  async entries() {
    return (await this.#db()).getAll("entries");
  }

  /** Adds entries. Resolves once they are on the disk; an id that is there already stays as it is. */
  async append(entries) {
    const transaction = (await this.#db()).transaction("entries", "readwrite", { durability: "strict" });
    // Both fail together when the disk is full, and the one that nobody waits for would be an error of the page's own.
    transaction.done.catch(() => {});
    const known = new Set(await transaction.store.getAllKeys());
    const fresh = entries.filter((entry) => !known.has(entry.id));
    await Promise.all([...fresh.map((entry) => transaction.store.add(entry)), transaction.done]);
    this.#channel?.postMessage("log");
    return fresh.length;
  }

  /** One of the small things, or undefined. */
  async thing(name) {
    return (await this.#db()).get("things", name);
  }

  async keep(name, thing) {
    const db = await this.#db();
    await (thing === undefined ? db.delete("things", name) : db.put("things", thing, name));
  }

  /** Everything, for good. */
  async deleteEverything() {
    const deletedAt = crypto.randomUUID(); // by this other tabs know that it was the reader, and not the browser
    const transaction = (await this.#db()).transaction(["entries", "things"], "readwrite", { durability: "strict" });
    const things = transaction.objectStore("things");
    await Promise.all([transaction.objectStore("entries").clear(), things.clear(), things.put(deletedAt, "deleted"), transaction.done]);
    this.#channel?.postMessage("log");
    return deletedAt;
  }

  /** Keeps a small thing that belongs to the log, unless the log was deleted meanwhile. */
  async keepWithLog(name, thing) {
    const transaction = (await this.#db()).transaction(["entries", "things"], "readwrite");
    const count = await transaction.objectStore("entries").count();
    if (count) await transaction.objectStore("things").put(thing, name);
    await transaction.done;
  }

  /** Calls back when another tab has added to the log or deleted it. */
  onChange(callback) {
    this.#channel?.addEventListener("message", callback);
  }

  /** Asks the browser not to clear the store when it needs room. Some ask the reader, some decide, some cannot. */
  async persist() {
    return (await navigator.storage?.persisted?.()) || (await navigator.storage?.persist?.()) || false;
  }
}

/** The same in memory: for an example, and where the browser keeps nothing. */
export class MemoryStore {
  isKept = false;
  #entries;
  #things = new Map();

  constructor(entries, why) {
    this.#entries = [...entries];
    this.why = why;
  }

  async entries() {
    return [...this.#entries];
  }

  async append(entries) {
    const known = new Set(this.#entries.map((entry) => entry.id));
    const fresh = entries.filter((entry) => !known.has(entry.id));
    this.#entries.push(...fresh);
    return fresh.length;
  }

  async thing(name) {
    return this.#things.get(name);
  }

  async keep(name, thing) {
    if (thing === undefined) this.#things.delete(name);
    else this.#things.set(name, thing);
  }

  async keepWithLog(name, thing) {
    await this.keep(name, thing);
  }

  async deleteEverything() {
    this.#entries = [];
    this.#things.clear();
    return undefined;
  }

  onChange() {}

  async persist() {
    return false;
  }
}
