// Python's memory as it was when it had just started, kept on the device for the next start, which then takes about half the time.
//
// It is taken before Python hears anything of the reader, so nothing of the reader is in it. What was kept is checked before it is used,
// and whoever finds none, or cannot use it, starts Python as on the first day.

import { sha256 } from "./checksum.js";

const SHA256 = "X-SHA-256";

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
    this.#address = new URL("memory.gz", folder).href;
  }

  /** @returns {Promise<Uint8Array | undefined>} what was kept, if it is whole */
  async look() {
    try {
      if (!this.#name || !(await caches.has(this.#name))) return undefined;
      const kept = await (await caches.open(this.#name)).match(this.#address);
      const content = new Uint8Array(await new Response(kept.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
      return (await sha256(content)) === kept.headers.get(SHA256) ? content : undefined;
    } catch (cause) {
      console.warn("The kept start cannot be used:", String(cause));
      return undefined;
    }
  }

  /** Keeps it, in the place of any other. Where that does not work, nothing is lost. */
  async keep(content) {
    try {
      if (!this.#name) return;
      const compressed = new Blob([content]).stream().pipeThrough(new CompressionStream("gzip"));
      const body = await new Response(compressed).blob(); // whole before anything is written
      const headers = { [SHA256]: await sha256(content) };
      for (const name of await caches.keys()) if (name.startsWith(this.#siblings) && name !== this.#name) await caches.delete(name);
      await (await caches.open(this.#name)).put(this.#address, new Response(body, { headers }));
    } catch (cause) {
      console.warn("This start cannot be kept for the next:", String(cause));
      await this.forget();
    }
  }

  async forget() {
    if (this.#name) await caches.delete(this.#name).catch(() => {});
  }
}
