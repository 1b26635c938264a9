// What lies on the device and cannot be used: shown as it is, to be looked at and taken away. Nothing of it is changed.

import { download } from "./log.js";

const FILE_NAME = "hamstring-guide-stored.json";

export class Rescue {
  #place;
  #stored;

  /** @param {HTMLElement} root holds the place for it */
  constructor(root) {
    this.#place = root.querySelector(".planner-rescue");
    const look = this.#place.querySelector("details");
    look.addEventListener("toggle", () => (look.querySelector("pre").textContent = look.open && this.#stored ? textOf(this.#stored.entries) : ""));
  }

  get isOpen() {
    return this.#stored !== undefined;
  }

  /** @returns {Promise<boolean>} whether anything is stored */
  async open(store) {
    this.#stored = await store.stored().catch(() => undefined);
    this.#place.hidden = !this.isOpen;
    this.#place.querySelector(".rescue-count").textContent = this.#stored?.entries.length ?? "";
    return this.isOpen;
  }

  close() {
    this.#stored = undefined;
    this.#place.hidden = true;
  }

  /** Everything, the copies too. */
  download() {
    const { version, stores } = this.#stored;
    download(textOf({ format: "hamstring-guide-stored", version, stores }), FILE_NAME);
  }
}

/** What JSON has no word for is put in words: a damaged record may hold anything that a browser can store. */
function textOf(value) {
  const above = [];
  function inWords(_key, each) {
    if (typeof each === "bigint") return String(each);
    if (each instanceof Map || each instanceof Set) return [...each];
    if (each === null || typeof each !== "object") return each;
    while (above.length && above.at(-1) !== this) above.pop();
    if (above.includes(each)) return "the same again";
    above.push(each);
    return each;
  }
  return `${JSON.stringify(value, inWords, 1)}\n`;
}
