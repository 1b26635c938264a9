// The questions: their parts, the answers that are not sent yet, and what must be said before a part may be left.

import { Failure } from "./failure.js";
import { clearProblems, fillAnswers, followConditions, isAnswered, readAnswers, showProblems } from "./form.js";
import { logOf, newEntry } from "./log.js";
import { Steps } from "./steps.js";

export class Intake {
  #planner;
  #rooms;
  #form;
  #steps;
  #isTouched = false; // since it was begun
  #isSent = false; // and what follows is not on show yet

  /**
   * @param {HTMLElement} planner <hamstring-planner>, which can be asked and told
   * @param {{turns: object, keeping: object}} rooms
   */
  constructor(planner, rooms) {
    this.#planner = planner;
    this.#rooms = rooms;
    this.#form = planner.querySelector(".intake");
    this.#steps = new Steps(this.#form, (part) => this.#mayLeave(part), () => this.#isTouched && this.#keepDraft());
    this.#listen();
    followConditions(this.#form);
  }

  #listen() {
    // Nothing is downloaded for a reader who only looks. These are the signs that somebody wants a plan.
    const start = () => this.#planner.start();
    this.#form.addEventListener("focusin", start);
    this.#form.querySelector(".intake-send").addEventListener("pointerenter", start);
    this.#form.addEventListener("input", () => {
      start();
      if (this.#isSent) return followConditions(this.#form); // or it would be a draft of what is told already
      this.#isTouched = true;
      followConditions(this.#form);
      this.#keepDraft();
    });
    window.addEventListener("pageshow", () => followConditions(this.#form));
  }

  get form() {
    return this.#form;
  }

  /** Enter in a field of an earlier part, which counts as its button, means "go on" and not "send it all". */
  submit(button) {
    if (button && !this.#steps.isLast) return this.#steps.next();
    if (this.#planner.state === "failed") this.#planner.querySelector(".planner-retry")?.focus();
    this.#message("");
    return this.#tell(readAnswers(this.#form), () => this.#told(readAnswers(this.#form)));
  }

  /** @param {() => object} [again] what another try tells, if not the same */
  #tell(answers, again) {
    return this.#planner.tell(this.#told(answers), { form: this.#form, again, landed: () => this.begin(), kept: () => this.#rooms.keeping.keep("draft", undefined) });
  }

  #told(answers) {
    return { kind: "intake", answers };
  }

  /** The answers of the parts that the reader has come to. */
  #answersSeen() {
    const { seen } = this.#steps;
    return Object.fromEntries(Object.entries(readAnswers(this.#form)).filter(([id]) => seen.some((each) => each.querySelector(`[data-question="${id}"]`))));
  }

  /** As on a first visit. */
  begin() {
    this.#isTouched = this.#isSent = false;
    this.#form.reset();
    followConditions(this.#form);
    this.#steps.begin();
  }

  /** The answers are sent. */
  leave() {
    this.#isSent = true;
    this.#isTouched = false; // or a step back through the parts would keep them once more
    return this.#steps.leave();
  }

  // Answers that are not sent yet ------------------------------------------------------------------------------------------

  /** What was begun on an earlier visit; whoever was quicker than the store has the newer answers. */
  async goOn() {
    const draft = await this.#rooms.keeping.thing("draft");
    if (!this.#isTouched) this.#take(draft);
  }

  #take(draft) {
    if (!draft?.answers) return this.#steps.begin();
    fillAnswers(this.#form, draft.answers);
    this.#steps.goOn(draft);
    this.#isTouched = true;
  }

  #keepDraft() {
    this.#rooms.keeping.keep("draft", { answers: readAnswers(this.#form), place: this.#steps.place, round: this.#steps.round });
  }

  /**
   * Last time's answers are there again, but for how the leg is: that is asked afresh. What was begun already is gone on with.
   * @param {object} answers the last ones
   */
  async again(answers) {
    await this.#rooms.keeping.saving; // or the answers that were just sent would still be here as a draft
    if (!(await this.#rooms.keeping.thing("draft"))) {
      this.begin();
      const afresh = new Set([...this.#form.querySelectorAll("[data-afresh] [data-question]")].map((question) => question.dataset.question));
      fillAnswers(this.#form, Object.fromEntries(Object.entries(answers).filter(([id]) => !afresh.has(id))));
    }
    clearProblems(this.#form);
    this.#message("");
  }

  // Leaving a part -----------------------------------------------------------------------------------------------------------

  /** A stop is told before anything else is asked; what is missing is told before the part is left. */
  async #mayLeave(part) {
    clearProblems(this.#form);
    const above = unansweredAboveSign(part);
    if (above.length) return this.#askFor(above);
    const { seen } = this.#steps;
    const isUrgent = seen.some((each) => each.querySelector("[data-level]:checked"));
    if (this.#planner.state !== "ready" && !isUrgent) return this.#isComplete(part);
    const answers = this.#answersSeen();
    const response = await this.#meaningOf(answers);
    if (!response) return this.#isComplete(part);
    if (response.outcome === "stop") {
      await this.#tell(answers); // until it is told, a second press would tell it twice
      return false;
    }
    const here = (response.problems ?? []).filter(({ place }) => questionOf(part, place));
    showProblems(this.#form, here);
    return here.length === 0;
  }

  /** Nothing where Python cannot say. The answers are kept, and what is wrong stands on the page. */
  async #meaningOf(answers) {
    const { today } = this.#planner;
    try {
      return await this.#planner.ask({ do: "show", log: logOf([newEntry({ kind: "intake", answers }, [], today)]), today });
    } catch (cause) {
      if (!(cause instanceof Failure)) this.#rooms.turns.stumble(cause);
      return undefined;
    }
  }

  /** The little that can be said before Python is there. */
  #isComplete(part) {
    return this.#askFor(requiredIn(part).filter(isMissing));
  }

  /** Whether nothing is missing. */
  #askFor(missing) {
    showProblems(this.#form, missing.map((question) => ({ place: `answers.${question.dataset.question}`, message: "Please answer this question." })));
    return missing.length === 0;
  }

  /** To the first answer that is wrong, in whichever part it stands. */
  showFirstProblem() {
    const first = this.#form.querySelector('[aria-invalid="true"]');
    if (first) this.#steps.showQuestion(first);
    first?.focus();
  }

  #message(words) {
    const place = this.#form.querySelector(".planner-message");
    place.textContent = words;
    place.hidden = !words;
  }
}

function requiredIn(part) {
  return [...part.querySelectorAll("[data-required]")];
}

function isMissing(question) {
  return !question.hidden && !isAnswered(question);
}

/** The most urgent lists stand first. A sign in a later one does not answer those above it. */
function unansweredAboveSign(part) {
  const required = requiredIn(part);
  const withSign = required.findIndex((question) => question.querySelector(":is([data-level], [data-unsure]):checked"));
  return required.slice(0, Math.max(0, withSign)).filter(isMissing);
}

function questionOf(part, place) {
  const id = /^answers\.([\w-]+)/.exec(place)?.[1];
  return id && part.querySelector(`[data-question="${id}"]:not([hidden])`);
}
