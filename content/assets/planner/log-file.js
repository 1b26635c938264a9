// A log from elsewhere, by file, link or picture: it is read, shown, and added when the reader says so. Nothing is overwritten.

import { ask } from "./sheet.js";

const MEGABYTES_READ = 4; // Python refuses more, too; this saves reading it

const SHOWN_DAY = { day: "numeric", month: "long", year: "numeric" };

export class LogFile {
  #planner;
  #rooms;

  /**
   * @param {HTMLElement} planner <hamstring-planner>, which can be asked and shows what follows
   * @param {{turns: object, keeping: object, notices: object, copies: object, views: object}} rooms
   */
  constructor(planner, rooms) {
    this.#planner = planner;
    this.#rooms = rooms;
  }

  /** The file that was chosen. */
  read(input) {
    const [file] = input.files;
    input.value = "";
    return file && this.#open(file);
  }

  #open(file) {
    return this.#rooms.turns.take(async () => {
      if (file.size > MEGABYTES_READ * 1e6) return this.#refuse(`it is larger than ${MEGABYTES_READ} MB, so it is not a log of this planner.`);
      const text = await file.text().catch(() => undefined); // one that lies in a cloud may not come
      if (text === undefined) return this.#refuse("this browser could not read it. Is it on this device?");
      const read = await this.#rooms.turns.wanting("file", () => this.#open(file), () => this.#planner.ask({ do: "read", text }));
      if (!read.ok) return this.#refuse(read.problems.map(({ place, message }) => [place, message].filter(Boolean).join(": ")).slice(0, 3).join(" "));
      this.arrive(read, file.name); // the reader may take their time over it
    });
  }

  /** Shows what is in a log and asks whether to add it; where there is nothing new, it says so and there is nothing to add. */
  async arrive(read, name) {
    const fresh = this.#unknown(read.log.entries).length;
    const sheet = this.#planner.querySelector('dialog[data-sheet="file"]');
    for (const part of sheet.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "new") !== fresh > 0;
    sheet.querySelector(".sheet-ahead").hidden = !fresh || (dayOf(read.last) ?? "") <= this.#planner.today;
    const words = { name, count: read.log.entries.length, first: inWords(read.first), last: inWords(read.last), fresh };
    if ((await ask(sheet, words)) === "add" && fresh) this.#rooms.turns.take(() => this.#add(read.log.entries));
  }

  #unknown(entries) {
    const known = new Set(this.#rooms.keeping.entries.map(({ id }) => id));
    return entries.filter(({ id }) => !known.has(id));
  }

  async #add(entries) {
    const { keeping, copies, notices, views } = this.#rooms;
    await keeping.read();
    const fresh = this.#unknown(entries);
    const response = await this.#rooms.turns.wanting("add", () => this.#rooms.turns.take(() => this.#add(entries)), () => this.#planner.meaning(fresh));
    if (!response.ok) return this.#refuse(`together with your log it cannot be used: ${response.problems[0].place}: ${response.problems[0].message}`);
    notices.trouble("file", "");
    if (fresh.length) {
      await copies.keep("add");
      await keeping.save(fresh);
    }
    await this.#planner.show(response);
    views.go("today");
  }

  #refuse(why) {
    this.#rooms.notices.trouble("file", `The file was not opened: ${why} What you told before is as it was.`);
  }
}

function dayOf(moment) {
  return moment?.slice(0, 10);
}

function inWords(moment) {
  return moment ? new Date(`${dayOf(moment)}T12:00`).toLocaleDateString("en-GB", SHOWN_DAY) : "–";
}
