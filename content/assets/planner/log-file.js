// A log from elsewhere, by file, link or picture: it is read, shown, and added when the reader says so. Nothing is overwritten.

import { ask } from "./sheet.js";

const MEGABYTES_READ = 4; // Python refuses more, too; this saves reading it

export class LogFile {
  #planner;

  /** @param {{turn: Function, ask: Function, stumble: Function, entries: Function, sheet: Function, trouble: Function, read: Function, askFor: Function, add: Function}} planner what it lends */
  constructor(planner) {
    this.#planner = planner;
  }

  /** The file that was chosen. */
  async read(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    if (file.size > MEGABYTES_READ * 1e6) return this.#refuse(`it is larger than ${MEGABYTES_READ} MB, so it is not a log of this planner.`);
    const read = await this.#planner.ask({ do: "read", text: await file.text() }).catch((cause) => this.#planner.stumble(cause));
    if (!read) return;
    if (!read.ok) return this.#refuse(read.problems.map(({ place, message }) => [place, message].filter(Boolean).join(": ")).slice(0, 3).join(" "));
    this.arrive(read, file.name);
  }

  /** Shows what is in a log and asks whether to add it; where there is nothing new, it says so and there is nothing to add. */
  async arrive(read, name) {
    const fresh = this.#unknown(read.log.entries).length;
    const sheet = this.#planner.sheet();
    for (const part of sheet.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "new") !== fresh > 0;
    const words = { name, count: read.log.entries.length, first: read.first?.slice(0, 10) ?? "–", last: read.last?.slice(0, 10) ?? "–", fresh };
    if ((await ask(sheet, words)) === "add" && fresh) this.#planner.turn(() => this.#add(read.log.entries));
  }

  #unknown(entries) {
    const known = new Set(this.#planner.entries().map(({ id }) => id));
    return entries.filter(({ id }) => !known.has(id));
  }

  async #add(entries) {
    await this.#planner.read();
    const fresh = this.#unknown(entries);
    const response = await this.#planner.askFor(fresh);
    if (!response.ok) return this.#refuse(`together with your log it cannot be used: ${response.problems[0].place}: ${response.problems[0].message}`);
    this.#planner.trouble("");
    await this.#planner.add(fresh, response);
  }

  #refuse(why) {
    this.#planner.trouble(`The file was not opened: ${why} What you told before is as it was.`);
  }
}
