// Forms that open over the page: a test's result, and an entry of the diary that is to be put right.

import { fillAnswers } from "./form.js";
import { answersNow } from "./log.js";
import { once } from "./once.js";
import { openFields, openForm } from "./sheet.js";

const TITLE = "Put it right";

export class PutRight {
  #planner;
  #rooms;
  #sheet;

  /**
   * @param {HTMLElement} planner <hamstring-planner>, which can be asked
   * @param {{turns: object, keeping: object, notices: object}} rooms
   */
  constructor(planner, rooms) {
    this.#planner = planner;
    this.#rooms = rooms;
    this.#sheet = planner.querySelector('dialog[data-sheet="form"]');
  }

  /** A test's result, by its button. */
  test({ dataset }) {
    openForm(this.#sheet, { title: dataset.title, kind: "test", questions: dataset.questions.split(" ") });
  }

  /** An entry, by its button. */
  edit(button) {
    const entry = this.#rooms.keeping.entries.find(({ id }) => id === button.dataset.entry);
    // HTML cannot hold every letter: an id from a strange file may have come back as another.
    if (!entry) return this.#rooms.notices.trouble("refused", "This entry came from a file in a form that cannot be put right here. You can take it back and tell it anew.");
    if (entry.kind === "session") return this.#editSession(entry.id, button);
    const asked = entry.kind === "check-in" ? [...this.#planner.querySelectorAll(".check-in [data-question]")].map((question) => question.dataset.question) : undefined;
    const answers = answersNow(entry, this.#rooms.keeping.entries);
    const form = openForm(this.#sheet, { title: TITLE, kind: entry.kind, questions: asked ?? Object.keys(entry.answers), entry: entry.id });
    return fillAnswers(form, answers);
  }

  /** What was done of which exercise is Python's to know, as it holds now. */
  #editSession(entry, button) {
    const { keeping, notices, turns } = this.#rooms;
    const open = async () => {
      const answer = await this.#planner.ask({ do: "session-again", log: keeping.log, today: this.#planner.today, entry });
      if (answer.ok && answer.html) openFields(this.#sheet, { title: TITLE, kind: "session", html: answer.html, entry });
      else notices.trouble("refused", "This session cannot be read, so it cannot be put right. You can take it back and tell it anew.");
    };
    return once(button, () => turns.take(open));
  }
}
