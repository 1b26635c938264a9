// A spare of the log, in another kind of store than the log itself. Who kills a browser while it writes may lose every database of a site,
// copies too, since they are one file underneath. The cache is others.
//
// One file for each entry, under its id. An entry never changes, so its file is written once. Where there is no spare, nothing else is less safe.

// The page waits for it before it says "Saved", but not for ever.
const PATIENCE = 2000;

export class Spare {
  #name;
  #known; // which entries are in it, as far as this page knows

  /** @param {string} name of the database that it is a spare of */
  constructor(name) {
    this.#name = `${name} spare`; // content/app/sw.js and keeper.js delete no such name
  }

  /** Adds those of these entries that it has not. Never rejects, and resolves in time. */
  async add(entries) {
    let timer;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE)));
    await Promise.race([this.#add(entries).catch(told), late]);
    clearTimeout(timer);
  }

  async #add(entries) {
    if (!globalThis.caches || !entries.length) return;
    const cache = await caches.open(this.#name);
    this.#known ??= new Set((await cache.keys()).map(({ url }) => url));
    const known = this.#known;
    const keep = async (address, entry) => {
      await cache.put(address, Response.json(entry));
      known.add(address);
    };
    const places = entries.map((entry) => [addressOf(entry.id), entry]);
    await Promise.all(places.filter(([address]) => !known.has(address)).map(([address, entry]) => keep(address, entry)));
  }

  /** Every entry that is in it; none where it cannot be read. One torn file does not hide the others. */
  async entries() {
    try {
      if (!globalThis.caches || !(await caches.has(this.#name))) return [];
      const cache = await caches.open(this.#name);
      const read = async (request) => (await cache.match(request)).json();
      const found = await Promise.all((await cache.keys()).map((request) => read(request).catch(told)));
      return found.filter((entry) => typeof entry?.id === "string");
    } catch (cause) {
      told(cause);
      return [];
    }
  }

  /** All of it, for good. */
  async forget() {
    this.#known = undefined;
    if (globalThis.caches) await caches.delete(this.#name).catch(told);
  }
}

function addressOf(id) {
  return new URL(`/spare/${encodeURIComponent(id)}`, location.origin).href;
}

function told(cause) {
  console.warn("The spare of the log:", String(cause));
}
