// Python's memory as it was when it had just started, kept on the device for the next start, which then takes about half the time.
//
// It is taken before Python hears anything of the reader, so nothing of the reader is in it. What was kept is checked before it is used,
// and whoever finds none, or cannot use it, starts Python as on the first day.

import { sha256 } from "./checksum.js";

const SHA256 = "X-SHA-256";
const PAGE = 4096;

export class Memory {
  #name;
  #siblings;
  #address;

  /** @param {URL} folder the runtime's: another version has another memory */
  constructor(folder) {
    const [, site, version] = folder.href.match(/^(.*\/)runtime\/([^/]+)\/$/) ?? [];
    if (!version || !globalThis.caches) return;
    // The service worker and the page's button that takes everything away know these names (content/app/sw.js, keeper.js).
    this.#siblings = `hamstring-guide ${new URL(site).pathname} memory/`;
    this.#name = `${this.#siblings}${version}/`;
    this.#address = new URL("memory.pages", folder).href;
  }

  /** @returns {Promise<Uint8Array | undefined>} what was kept, if it is whole */
  async look() {
    try {
      if (!this.#name || !(await caches.has(this.#name))) return undefined;
      const kept = await (await caches.open(this.#name)).match(this.#address);
      const pages = await kept.arrayBuffer();
      return (await sha256(pages)) === kept.headers.get(SHA256) ? unpacked(pages) : undefined;
    } catch (cause) {
      console.warn("The kept start cannot be used:", String(cause));
      return undefined;
    }
  }

  /** Keeps it, in the place of any other. Where that does not work, nothing is lost. */
  async keep(content) {
    try {
      if (!this.#name) return;
      const pages = packed(content);
      const headers = { [SHA256]: await sha256(pages) };
      for (const name of await caches.keys()) if (name.startsWith(this.#siblings) && name !== this.#name) await caches.delete(name);
      await (await caches.open(this.#name)).put(this.#address, new Response(pages, { headers }));
    } catch (cause) {
      console.warn("This start cannot be kept for the next:", String(cause));
      await this.forget();
    }
  }

  async forget() {
    if (this.#name) await caches.delete(this.#name).catch(() => {});
  }
}

// Half of Python's memory is empty. What is kept is its length, the number of pages with something in them, which they are (each as 32
// bits), and those pages. To compress it would make it three times smaller, and the start slower by a tenth of a second.

function packed(content) {
  const pageAt = (page) => content.subarray(page * PAGE, (page + 1) * PAGE); // the last may be shorter
  const full = [...Array(Math.ceil(content.length / PAGE)).keys()].filter((page) => pageAt(page).some((byte) => byte !== 0));
  const head = new Uint32Array([content.length, full.length, ...full]);
  const kept = new Uint8Array(head.byteLength + full.length * PAGE);
  kept.set(new Uint8Array(head.buffer));
  full.forEach((page, place) => kept.set(pageAt(page), head.byteLength + place * PAGE));
  return kept;
}

function unpacked(kept) {
  const [length, count] = new Uint32Array(kept, 0, 2);
  const full = new Uint32Array(kept, 8, count);
  const content = new Uint8Array(Math.ceil(length / PAGE) * PAGE);
  full.forEach((page, place) => content.set(new Uint8Array(kept, 8 + 4 * count + place * PAGE, PAGE), page * PAGE));
  return content.subarray(0, length);
}
