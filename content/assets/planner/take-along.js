// What the reader takes along: files, a link, a picture. Python writes every text; this hands it to the reader. Nothing is sent anywhere.

import { fillFigureSlots } from "../figure-slots.js";
import { download } from "./log.js";

const MARK = "#log=";
const LETTERS_READ = 400_000; // Python refuses more, too; this saves handing it over
const TYPES = { ics: "text/calendar", csv: "text/csv", html: "text/html", json: "application/json" };
const QUIET_ZONE = 4; // modules around a QR code that stay light, as its standard asks
const MOST_PIXELS = 5; // of one module: larger reads no better and does not fit the screen
const SECONDS_FOR_FIGURES = 5; // then the week is printed without those that did not come
const SVG = "http://www.w3.org/2000/svg";

export class TakeAlong {
  #planner;
  #rooms;
  #pictures = [];
  #shown = 0;
  #madeOf = []; // the entries that the link and the pictures on show hold

  /**
   * @param {HTMLElement} planner <hamstring-planner>, which can be asked and knows the day
   * @param {{turns: object, keeping: object, notices: object, slots: object, files: object}} rooms
   */
  constructor(planner, rooms) {
    this.#planner = planner;
    this.#rooms = rooms;
    planner.addEventListener("click", ({ target }) => this.#click(target.closest("[data-take]")));
    window.addEventListener("hashchange", () => this.openAddress());
  }

  /** A log in the address: taken out of there at once, shown, and added when the reader says so. */
  openAddress() {
    if (!location.hash.startsWith(MARK)) return;
    const link = location.hash.slice(MARK.length);
    history.replaceState(history.state, "", location.pathname + location.search);
    this.#open(link);
  }

  #open(link) {
    return this.#rooms.turns.take(async () => {
      if (link.length > LETTERS_READ) return this.#refuse(`it is longer than ${LETTERS_READ} letters, so it holds no log of this planner.`);
      const read = await this.#rooms.turns.wanting("link", () => this.#open(link), () => this.#planner.ask({ do: "open-link", link }));
      if (!read.ok) return this.#refuse(told(read));
      this.#rooms.files.arrive(read, "This link"); // the reader may take their time over it
    });
  }

  #refuse(why) {
    this.#rooms.notices.trouble("file", `The link was not opened: ${why} What you told before is as it was.`);
  }

  /** A link and pictures hold the log as it was when they were made; of another log, or of one with more in it, they would be wrong. */
  follow(entries) {
    if (entries.length === this.#madeOf.length && entries.every(({ id }, place) => id === this.#madeOf[place].id)) return;
    this.#pictures = [];
    this.#find("#take-link").value = "";
    this.#find(".take-picture-place").replaceChildren();
    for (const place of [".take-link", ".take-picture"]) this.#find(place).hidden = true;
    this.#say("");
  }

  #click(button) {
    const acts = {
      calendar: () => this.#calendar(),
      table: () => this.#file({ do: "table" }),
      fhir: () => this.#file({ do: "fhir" }),
      handover: () => this.#handover(),
      link: () => this.#link(),
      copy: () => this.#copy(),
      picture: () => this.#picture(),
      before: () => this.#show(this.#shown - 1),
      next: () => this.#show(this.#shown + 1),
      print: () => this.#print(),
    };
    const act = acts[button?.dataset.take];
    if (!act) return;
    if (button.dataset.take === "print") return act(); // it needs no turn, and the browser waits in it
    button.closest(".tell-row").after(this.#find(".take-said")); // what is said stands where the finger is
    button.setAttribute("aria-busy", "true");
    this.#rooms.turns.take(act).finally(() => button.removeAttribute("aria-busy"));
  }

  // Files ---------------------------------------------------------------------------------------------------------------------

  /** What was given out before is told again, so that a calendar puts the new file in the place of the old one. */
  async #calendar() {
    if (!this.#find("#take-at").value) return this.#say("Choose the hour at which your sessions begin.");
    const { days = [], seed = null, sequence = 0 } = (await this.#rooms.keeping.thing("calendar")) ?? {};
    const minutes = this.#find("#take-reminder").value;
    const wish = { at: this.#find("#take-at").value, reminder: minutes === "" ? null : Number(minutes), detail: this.#find("#take-detail").checked };
    const answer = await this.#file({ do: "calendar", ...wish, given: days, seed, sequence });
    if (!answer.ok) return;
    const given = [...new Set([...days, ...answer.days])].filter((day) => day >= this.#planner.today).sort();
    await this.#rooms.keeping.keep("calendar", { days: given, seed: answer.seed, sequence: answer.sequence });
  }

  #handover() {
    const parts = this.#all("[name=take-part]:checked").map((box) => box.value);
    return parts.length ? this.#file({ do: "handover", parts, example: this.#rooms.keeping.isExample }) : this.#say("Tick what you want to share first.");
  }

  async #file(request) {
    const answer = await this.#ask(request);
    if (answer.ok) {
      const name = this.#rooms.keeping.isExample ? `example-${answer.name}` : answer.name;
      download(answer.text, name, TYPES[name.split(".").at(-1)]);
      this.#say(`Saved as ${name}, where your browser keeps downloads.`);
    }
    return answer;
  }

  async #ask(request) {
    this.#say("");
    await this.#rooms.keeping.read();
    const { log } = this.#rooms.keeping;
    this.#madeOf = log.entries;
    const answer = await this.#planner.ask({ ...request, log, today: this.#planner.today });
    if (!answer.ok) this.#say(told(answer));
    return answer;
  }

  /** The figures of the week come with it. Where one is missing still, it is waited for: what is printed cannot be filled in later. */
  async #print() {
    this.#rooms.slots.settle();
    const paper = this.#find(".week-paper");
    const late = new Promise((resolve) => setTimeout(resolve, SECONDS_FOR_FIGURES * 1000));
    if (paper.querySelector(".figure-slot:empty")) await Promise.race([fillFigureSlots(paper, this.#planner.figures, { atOnce: true }), late]);
    print();
  }

  // The link and its pictures -------------------------------------------------------------------------------------------------

  async #link() {
    const answer = await this.#ask({ do: "link" });
    if (!answer.ok) return;
    const place = this.#find("#take-link");
    place.value = addressOf(answer.link);
    this.#find(".take-link").hidden = false;
    place.select();
    this.#say(`The link has ${place.value.length} letters.${place.value.length > 2000 ? " Some apps cut a link as long as this. Then use the file." : ""}`);
  }

  async #copy() {
    const place = this.#find("#take-link");
    try {
      await navigator.clipboard.writeText(place.value);
      this.#say("Copied. Whoever has the link can read your log, so send it to nobody but yourself.");
    } catch {
      place.select();
      this.#say("This browser does not let the page copy. The link is selected: copy it yourself.");
    }
  }

  async #picture() {
    const answer = await this.#ask({ do: "link" });
    if (!answer.ok) return;
    this.#pictures = answer.pictures;
    if (!this.#pictures.length) return this.#say("A note in your log is too long for a picture. Use the link or the file.");
    await this.#show(0);
  }

  async #show(number) {
    const qrcode = await drawing();
    if (!qrcode) return this.#say("What draws the picture did not come. Check your connection, then press again.");
    this.#find(".take-picture").hidden = false;
    this.#shown = Math.min(Math.max(number, 0), this.#pictures.length - 1);
    const code = qrcode(0, "L");
    code.addData(addressOf(this.#pictures[this.#shown]), "Byte");
    code.make();
    const words = `Picture ${this.#shown + 1} of ${this.#pictures.length}`;
    const place = this.#find(".take-picture-place");
    place.replaceChildren(drawn(code, words, Math.min(place.clientWidth, innerHeight * 0.6)));
    place.scrollIntoView({ block: "center", behavior: "instant" }); // whole, and not under the row of links
    this.#find(".take-picture-words").textContent = this.#pictures.length > 1 ? `${words}. Open them one after the other on the other phone.` : `${words}.`;
    this.#find('[data-take="before"]').disabled = this.#shown === 0;
    this.#find('[data-take="next"]').disabled = this.#shown === this.#pictures.length - 1;
    this.#find(".take-picture-steps").hidden = this.#pictures.length < 2;
  }

  #say(words) {
    this.#find(".take-said").textContent = words;
  }

  #find(selector) {
    return this.#planner.querySelector(selector);
  }

  #all(selector) {
    return [...this.#planner.querySelectorAll(selector)];
  }
}

/** Fetched when the first picture is asked for; nothing where it does not come. */
async function drawing() {
  const room = await import("../vendor/qrcode.mjs").catch(() => undefined);
  return room?.default;
}

function addressOf(link) {
  return `${location.origin}${location.pathname}${MARK}${link}`;
}

function told({ problems }) {
  return problems.map(({ message }) => message).slice(0, 3).join(" ");
}

/** A QR code as SVG: dark on light in every scheme, since cameras read it so, and every module the same whole number of pixels. */
function drawn(code, label, room) {
  const count = code.getModuleCount();
  const size = count + 2 * QUIET_ZONE;
  const pixels = size * Math.min(Math.max(Math.floor(room / size), 1), MOST_PIXELS);
  const places = [...Array(count * count).keys()].map((place) => [Math.floor(place / count), place % count]);
  const dark = places.filter(([row, column]) => code.isDark(row, column));
  const svg = element("svg", { viewBox: `0 0 ${size} ${size}`, width: pixels, height: pixels, role: "img", "aria-label": label, "shape-rendering": "crispEdges" });
  svg.append(
    element("rect", { width: size, height: size, fill: "#fff" }),
    element("path", { fill: "#000", d: dark.map(([row, column]) => `M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`).join("") }),
  );
  return svg;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}
