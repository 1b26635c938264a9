// A spare of the log, in another kind of store than the log itself. Who kills a browser while it writes may lose every database of a site,
// copies too, since they are one file underneath. The cache is others.
//
// One file for each entry, under its id. An entry never changes, so its file need not either. The database is always written first, and under a
// lock the spare is made like it: so no tab can put back what another has deleted. Nothing here rejects, or keeps anybody waiting for long.

const PATIENCE = 2000;
const AT_ONCE = 50; // a thousand files at once would hold the page

export class Spare {
  #name;

  /** @param {string} name of the database that it is a spare of */
  constructor(name) {
    this.#name = `${name} spare`; // content/app/sw.js and keeper.js delete no such name
  }

  /**
   * Adds some entries, if the log still has them.
   * @param {object[]} entries
   * @param {(ids: string[]) => Promise<Set<string>>} present which of these are in the log
   */
  async add(entries, present) {
    await this.#alone(async () => {
      const there = await present(entries.map(({ id }) => id));
      await put(await caches.open(this.#name), entries.filter(({ id }) => there.has(id)));
    });
  }

  /**
   * Makes it like the log: what is missing comes in, and what the reader took out of the log goes.
   * @param {() => Promise<{entries: object[], deletedAt?: string, restoredAt?: string}>} read the log with its marks. Without a mark the reader took
   *   nothing out, so what the log lacks is what the browser lost
   */
  async follow(read) {
    await this.#alone(async () => {
      const isThere = await caches.has(this.#name);
      const spared = isThere ? await (await caches.open(this.#name)).keys() : [];
      const { entries, deletedAt, restoredAt } = await read();
      const log = new Map(entries.map((entry) => [addressOf(entry.id), entry]));
      const hasTakenOut = deletedAt !== undefined || restoredAt !== undefined;
      if (!log.size) return isThere && hasTakenOut && caches.delete(this.#name);
      const cache = await caches.open(this.#name);
      const known = new Set(spared.map(({ url }) => url));
      await put(cache, [...log].filter(([address]) => !known.has(address)).map(([, entry]) => entry));
      if (hasTakenOut) await Promise.all([...known].filter((address) => !log.has(address)).map((address) => cache.delete(address)));
    });
  }

  /** Every entry that is in it; none where it cannot be read. One torn file does not hide the others. */
  async entries() {
    const found = await inTime(async () => {
      if (!(await caches.has(this.#name))) return [];
      const cache = await caches.open(this.#name);
      const read = async (request) => (await cache.match(request)).json();
      return Promise.all((await cache.keys()).map((request) => read(request).catch(told)));
    });
    return (found ?? []).filter((entry) => typeof entry?.id === "string");
  }

  /** All of it, for good. */
  async forget() {
    await this.#alone(() => caches.delete(this.#name));
  }

  #alone(act) {
    return inTime(() => (navigator.locks ? navigator.locks.request(this.#name, act) : act()));
  }
}

async function put(cache, entries) {
  for (let place = 0; place < entries.length; place += AT_ONCE) {
    const part = entries.slice(place, place + AT_ONCE);
    await Promise.all(part.map((entry) => cache.put(addressOf(entry.id), new Response(JSON.stringify(entry)))));
  }
}

/** As JSON first, since an id from a file may hold half a letter, which no address can. */
function addressOf(id) {
  return new URL(`/spare/${encodeURIComponent(JSON.stringify(id))}`, location.origin).href;
}

/** What the act gives, or undefined where there is no cache, it fails, or it takes too long. Then it goes on by itself. */
async function inTime(act) {
  if (!globalThis.caches) return undefined;
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE)));
  const found = await Promise.race([act().catch(told), late]);
  clearTimeout(timer);
  return found;
}

function told(cause) {
  console.warn("The spare of the log:", String(cause));
}
