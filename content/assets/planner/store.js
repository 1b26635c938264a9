// Where the reader's log is kept: IndexedDB, entry by entry. An entry is never changed; a write counts once its transaction is complete.
//
// Beside the log it keeps small things that are no part of it: answers not sent yet, a session in progress, the last view, settings, and
// copies of the log as it was on earlier days. "deleted" and "restored" are marks: by these another tab knows that it was the reader who took
// entries away, and not the browser. What the browser took away comes back from the spare (spare.js).

import { deleteDB, openDB } from "../vendor/idb.js";
import { whenIdle } from "./idle.js";
import { Spare } from "./spare.js";

// What each version of the database adds to the one before it. With each version of the log (planner/migrate.py) comes a step, even one that does
// nothing, so that an older page does not write into a log it cannot read.
const STEPS = [makeStores];
const VERSION = STEPS.length;

const LOG = ["entries"];
const THINGS = ["things"];
const BOTH = [...LOG, ...THINGS];

// How it shows that a connection is dead. In Firefox also that it has just refused something for want of room: then its next transaction may only delete.
const LOST = new Set(["InvalidStateError", "UnknownError"]);

const MOST_COPIES = 10;

const NOTHING = "This browser keeps nothing for this page. Your answers are gone when you close it. Save your log as a file before you go.";
const SPARED = "This browser cannot open what you told. What you see comes from a spare on this device. Save your log as a file now: what you tell here is gone when you close the page.";
const NEWER = "Your log was kept by a newer version of this page, and this version does not touch it. Reload the page to get the newer one. Until then nothing you tell here is kept.";
const CLOSED = "What is stored on this device cannot be used by this page. Nothing of it is changed. Save what is stored as a file. What you tell here now is gone when you close the page.";

/**
 * Opens the store. Where the browser keeps nothing, everything lives in memory, and `why` says so.
 * @param {string} name of the database; a test date has one of its own
 */
export async function openStore(name) {
  const store = new Store(name);
  try {
    await store.check();
    return store;
  } catch (cause) {
    const stored = await storedIn(name).catch(() => undefined);
    const spared = stored ? [] : await new Spare(name).entries(); // what can be looked at is looked at, and not what lies beside it
    return new MemoryStore(spared, spared.length ? SPARED : whyNot(cause, stored), name, Boolean(stored));
  }
}

/** In words, why the store cannot be used. */
export function whyNot(cause, stored) {
  if (cause?.name === "VersionError") return NEWER;
  return stored ? CLOSED : NOTHING;
}

/**
 * Everything of a database as it lies there, whatever its version and whatever is wrong with it: for the reader to take away. Nothing is written.
 * @returns {Promise<{version: number, entries: object[], stores: object} | undefined>} undefined where there is no such database
 */
export async function storedIn(name) {
  // Without a version it opens as it is. One that is not there would be made by this, so that is stopped.
  const db = await openDB(name, undefined, { upgrade: (_db, _from, _to, transaction) => transaction.abort() }).catch((cause) => {
    if (cause?.name !== "AbortError") throw cause;
  });
  if (!db) return undefined;
  try {
    const stores = {};
    for (const each of db.objectStoreNames) stores[each] = await recordsOf(db, each);
    return { version: db.version, entries: (stores.entries ?? []).map(({ value }) => value), stores };
  } finally {
    db.close();
  }
}

/** One damaged record must not hide the others, so each is asked for by itself. */
async function recordsOf(db, name) {
  const records = [];
  for (const key of await db.getAllKeys(name)) {
    const value = await db.get(name, key).catch((cause) => `cannot be read: ${cause}`);
    records.push({ key, value });
  }
  return records;
}

function upgrade(db, from, _to, transaction) {
  for (const step of STEPS.slice(from)) step(db, transaction);
}

function makeStores(db) {
  db.createObjectStore("entries", { keyPath: "id" });
  db.createObjectStore("things");
}

/** By this the tabs hear of each other. Where the reader has forbidden sites to keep anything, Firefox refuses this too. */
function channelOf(name) {
  try {
    return new BroadcastChannel(name);
  } catch {
    return undefined;
  }
}

async function within(db, stores, act, mode, durability) {
  const transaction = db.transaction(stores, mode, { durability });
  // It fails together with what is done in it, and the one that nobody waits for would be an error of the page's own.
  transaction.done.catch(() => {});
  try {
    const found = await act(...stores.map((name) => transaction.objectStore(name)));
    await transaction.done;
    return found;
  } catch (cause) {
    takeBack(transaction);
    throw cause;
  }
}

/** All or nothing: without this the browser would keep what was done before the exception. */
function takeBack(transaction) {
  try {
    transaction.abort();
  } catch {
    // The browser has done so already.
  }
}

class Store {
  isKept = true;
  why = "";
  #name;
  #connection;
  #channel;
  #spare;
  #hasLooked = false; // whether this page has made the spare like the log once

  constructor(name) {
    this.#name = name;
    this.#spare = new Spare(name);
    this.#channel = channelOf(name);
  }

  /** The database, opened again where the browser or another tab closed it. */
  #db() {
    if (this.#connection) return this.#connection;
    const forget = () => this.#forget(connection);
    // "Blocking" is when another tab has a newer version: this one must not stand in its way.
    const connection = openDB(this.#name, VERSION, { upgrade, blocking: forget, terminated: forget });
    connection.catch(forget);
    return (this.#connection = connection);
  }

  #forget(connection) {
    if (this.#connection === connection) this.#connection = undefined;
    connection.then((db) => db.close(), () => {});
  }

  /**
   * Does something in one transaction, and resolves once that is complete. A browser may have lost the connection without a word, as Safari on a phone
   * does; then it is done once more with a new one. So whatever is done here must come to the same when it is done twice.
   * @param {string[]} stores
   * @param {(...stores: object[]) => unknown} act is given the stores in their order
   */
  async #do(stores, act, mode = "readwrite", durability = "strict") {
    const connection = this.#db();
    try {
      return await within(await connection, stores, act, mode, durability);
    } catch (cause) {
      if (!LOST.has(cause?.name)) throw cause;
      this.#forget(connection);
      return within(await this.#db(), stores, act, mode, durability);
    }
  }

  #look(stores, act) {
    return this.#do(stores, act, "readonly");
  }

  /** Everything in the database, as it lies there. */
  async stored() {
    return storedIn(this.#name);
  }

  /**
   * Every entry, in no order that matters (Python puts them in theirs), and the marks. Where the browser threw the database away, the entries
   * come from the spare, and `isHealed` says so.
   */
  async read() {
    const found = await this.#read();
    if (found.entries.length || found.deletedAt !== undefined) {
      this.#lookLater();
      return found;
    }
    const spared = await this.#spare.entries();
    return spared.length ? this.#heal(spared) : found;
  }

  async #heal(spared) {
    try {
      await this.#do(BOTH, async (log, things) => {
        // Another tab may have deleted the log, or healed it, since it was read.
        const isDeleted = (await things.get("deleted")) !== undefined;
        if (!isDeleted) await Promise.all(spared.map((entry) => log.put(entry)));
      });
    } catch (cause) {
      console.warn("What was lost cannot be saved again:", String(cause));
      return { entries: spared, isHealed: true };
    }
    const found = await this.#read();
    return { ...found, isHealed: found.entries.length > 0 };
  }

  /** Rejects where nothing can be read. */
  async check() {
    await this.#read();
  }

  /** What an earlier version of this page kept or deleted, or this one while it was cut short, comes into the spare when the browser has nothing else to do. */
  #lookLater() {
    if (this.#hasLooked) return;
    this.#hasLooked = true;
    whenIdle(() => this.#followLog());
  }

  #followLog() {
    return this.#spare.follow(() => this.#read());
  }

  async #present(ids) {
    const keys = await this.#look(LOG, (log) => Promise.all(ids.map((id) => log.getKey(id))));
    return new Set(keys.filter((key) => key !== undefined));
  }

  /** All of one moment, or a deleted log could come back. */
  async #read() {
    const [entries, deletedAt, restoredAt] = await this.#look(BOTH, (log, things) => Promise.all([log.getAll(), things.get("deleted"), things.get("restored")]));
    return { entries, deletedAt, restoredAt };
  }

  /** Adds entries. Resolves once they are on the disk; an id that is there already stays as it is. The log needs the room more than its copies. */
  async append(entries) {
    const count = await this.#add(entries).catch(async (cause) => {
      if (cause?.name !== "QuotaExceededError" || !(await this.#forgetCopies())) throw cause;
      return this.#add(entries);
    });
    await this.#spare.add(entries, (ids) => this.#present(ids));
    return count;
  }

  async #add(entries) {
    const count = await this.#do(LOG, async (log) => {
      const known = new Set(await log.getAllKeys());
      const fresh = entries.filter((entry) => !known.has(entry.id));
      await Promise.all(fresh.map((entry) => log.add(entry)));
      return fresh.length;
    });
    this.#channel?.postMessage("log");
    return count;
  }

  /** One of the small things, or undefined. */
  async thing(name) {
    return this.#look(THINGS, (things) => things.get(name));
  }

  async keep(name, thing) {
    await this.#do(THINGS, (things) => (thing === undefined ? things.delete(name) : things.put(thing, name)), "readwrite", "default");
  }

  /** Everything, for good. */
  async deleteEverything() {
    const deletedAt = crypto.randomUUID(); // by this other tabs know that it was the reader, and not the browser
    await this.#do(BOTH, (log, things) => Promise.all([log.clear(), things.clear(), things.put(deletedAt, "deleted")]));
    await this.#spare.forget(); // if this is cut short, the mark keeps it from coming back, and the next visit takes it away
    this.#channel?.postMessage("log");
    return deletedAt;
  }

  /** Which copies of the log there are, the newest first: {id, at, why, count}. */
  async copies() {
    return (await this.thing("copies")) ?? [];
  }

  /**
   * Keeps a copy of the log as it is on the device; the oldest goes. An empty log needs none.
   * @param {{at: string, why: string}} what
   * @param {(copies: object[]) => boolean} [isDue] looks at the copies there are
   */
  async keepCopy(what, isDue = () => true) {
    await this.#do(BOTH, async (log, things) => {
      const entries = await log.getAll();
      if (entries.length && isDue((await things.get("copies")) ?? [])) await addCopy(things, what, entries);
    });
  }

  /**
   * Makes the log what it is in a copy, and keeps a copy of what it was: all of it or nothing.
   * @returns {Promise<boolean>} false where the copy is gone; then nothing is changed
   */
  async restore(id, what) {
    const isThere = await this.#do(BOTH, async (log, things) => {
      const copy = await things.get(nameOfCopy(id));
      if (!copy) return false;
      await addCopy(things, what, await log.getAll());
      await log.clear();
      await Promise.all([...copy.map((entry) => log.add(entry)), things.put(crypto.randomUUID(), "restored")]);
      return true;
    });
    if (isThere) {
      await this.#followLog();
      this.#channel?.postMessage("log");
    }
    return isThere;
  }

  /** @returns {Promise<boolean>} whether there were any */
  async #forgetCopies() {
    return this.#do(THINGS, async (things) => {
      const copies = (await things.get("copies")) ?? [];
      await Promise.all([...copies.map(({ id }) => things.delete(nameOfCopy(id))), things.delete("copies")]);
      return copies.length > 0;
    });
  }

  /** Keeps a small thing that belongs to the log, unless the log was deleted meanwhile. */
  async keepWithLog(name, thing) {
    await this.#do(BOTH, async (log, things) => (await log.count()) && things.put(thing, name), "readwrite", "default");
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

function nameOfCopy(id) {
  return `copy ${id}`;
}

/** A log that was kept as it is now already moves to the front. */
async function addCopy(things, { at, why }, entries) {
  const before = (await things.get("copies")) ?? [];
  const ids = new Set(entries.map(({ id }) => id));
  const same = [];
  for (const copy of before.filter(({ count }) => count === entries.length)) {
    const kept = await things.get(nameOfCopy(copy.id));
    if (!kept || kept.every(({ id }) => ids.has(id))) same.push(copy);
  }
  const others = before.filter((copy) => !same.includes(copy));
  const id = crypto.randomUUID();
  await Promise.all([
    ...[...same, ...others.slice(MOST_COPIES - 1)].map((copy) => things.delete(nameOfCopy(copy.id))),
    things.put(entries, nameOfCopy(id)),
    things.put([{ id, at, why, count: entries.length }, ...others.slice(0, MOST_COPIES - 1)], "copies"),
  ]);
}

/** The same in memory: for an example, and where the browser keeps nothing or this page must not touch what it keeps. */
export class MemoryStore {
  isKept = false;
  #entries;
  #things = new Map();
  #name; // of the database in whose place this is
  #isClosed; // whether that lies on the device and cannot be used

  constructor(entries, why, name, isClosed = false) {
    this.#entries = [...entries];
    this.why = why;
    this.#name = name;
    this.#isClosed = isClosed;
  }

  async stored() {
    return this.#isClosed ? storedIn(this.#name) : undefined;
  }

  async read() {
    return { entries: [...this.#entries] };
  }

  async copies() {
    return [];
  }

  async keepCopy() {}

  async restore() {
    return false;
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
    // "Everything" is what lies on the device, too.
    if (this.#name) await new Spare(this.#name).forget();
    if (this.#isClosed) await deleteDB(this.#name);
    this.#isClosed = false;
    return undefined;
  }

  onChange() {}

  async persist() {
    return false;
  }
}
