// <hamstring-planner>: a form and a mailbox. The page brings the questions, Python brings every view, the log is kept on the device.
//
//   idle → downloading → starting → ready | failed        in data-state; only "try again" leads out of failed
//
// It writes data-started-from: what Python started from the last time, "library", "memory" (of an earlier start) or "whole".
// Attributes: data-runtime and data-figures (folders), data-worker (worker.js), data-example (the example log).
// For tests: data-today ("2026-11-22"), data-timeout-seconds. The address may say ?today=2026-11-22 too; such a page keeps its log apart.
//
// One turn after the other: a turn reads the log, asks Python what it means together with what is new, and only then adds to it. Whatever
// the reader tells goes through tell(), and whatever they see comes through show().

import { CheckIn } from "./check-in.js";
import { Copies } from "./copies.js";
import { Engine } from "./engine.js";
import { Example } from "./example.js";
import { Failure } from "./failure.js";
import { clearProblems, followAlone, forgetProblem, showAdvice } from "./form.js";
import { breath, whenIdle } from "./idle.js";
import { Intake } from "./intake.js";
import { Keeping } from "./keeping.js";
import { mayKeepByItself } from "./keeper.js";
import { lateEntry, localDate, logOf, newEntry, newsOf } from "./log.js";
import { LogFile } from "./log-file.js";
import { Notices } from "./notices.js";
import { once } from "./once.js";
import { testDay } from "./opening.js";
import "./player.js";
import { PutRight } from "./put-right.js";
import { Rescue } from "./rescue.js";
import { ask } from "./sheet.js";
import { Slots } from "./slots.js";
import { TakeAlong } from "./take-along.js";
import { problemsOf, showToldProblems, toldBy, toldIn } from "./tell.js";
import { TodaysSession } from "./todays-session.js";
import { Turns } from "./turns.js";
import { QUESTIONS, Views, titleOf } from "./views.js";

const DATA = "data";
const MINUTE = 60_000;

class HamstringPlanner extends HTMLElement {
  #engine;
  #rooms; // by name, each of them what its module says
  #shown; // {response, isFresh}: what is on show, and whether Python made it on this visit

  connectedCallback() {
    if (this.#engine) return; // moved within the page
    if (testDay) this.#useTestDate(testDay);
    this.#engine = new Engine(() => this.#where(), (state, detail, isNew) => this.#become(state, detail, isNew));
    this.#furnish();
    this.#listen();
    if (window.top !== window) return this.#refuse();
    this.#rooms.turns.take(() => this.#open());
    this.#rooms.takeAlong.openAddress();
  }

  disconnectedCallback() {
    this.#engine.stop();
  }

  /** Every room gets all of them: what one needs of the others, its constructor says. */
  #furnish() {
    const rooms = (this.#rooms = {});
    rooms.notices = new Notices(this);
    rooms.turns = new Turns(rooms.notices);
    rooms.keeping = new Keeping(this, rooms.notices, !testDay);
    rooms.slots = new Slots(this, () => this.figures, (place) => this.#dress(place));
    rooms.views = new Views(this, (section) => rooms.slots.settle(section));
    rooms.intake = new Intake(this, rooms);
    rooms.checkIn = new CheckIn(this.querySelector(".check-in"));
    rooms.session = new TodaysSession(this, rooms);
    rooms.putRight = new PutRight(this, rooms);
    rooms.copies = new Copies(this, rooms);
    rooms.rescue = new Rescue(this);
    rooms.files = new LogFile(this, rooms);
    rooms.example = new Example(this, rooms);
    rooms.takeAlong = new TakeAlong(this, rooms);
  }

  /** One of: idle, downloading, starting, ready, failed. */
  get state() {
    return this.dataset.state;
  }

  /** The reader's own calendar day. */
  get today() {
    return this.dataset.today ?? localDate(new Date());
  }

  /** The day that the plan is for: somebody who flew west may be a day ahead of their calendar. */
  get day() {
    const { asked_on: asked, today: planned } = this.#shown?.response ?? {};
    return asked === this.today && planned > this.today ? planned : this.today;
  }

  /** The address of their folder. */
  get figures() {
    return new URL(this.dataset.figures, document.baseURI).href;
  }

  // Python ---------------------------------------------------------------------------------------------------------------

  /**
   * One request to planner.bridge.handle. Starts Python if need be.
   * @returns {Promise<object>} the response; rejects with a Failure (no Python) or a PlannerMistake (an exception in it)
   */
  ask(request) {
    return this.#engine.ask(request);
  }

  /**
   * What the log means together with these entries more.
   * @param {object[]} told those of them that the reader tells now: each must be readable in full, while a file may hold an old slip
   */
  async meaning(more, told = []) {
    const { today } = this;
    const log = logOf([...this.#rooms.keeping.entries, ...more]);
    const response = await this.ask({ do: "show", log, today, told: told.map(({ id }) => id) });
    return { ...response, asked_on: today, runtime: this.dataset.runtime };
  }

  start() {
    this.#engine.ready().catch(() => {}); // the failure is on the page already
  }

  #where() {
    const { worker, runtime, timeoutSeconds } = this.dataset;
    return {
      worker: new URL(worker, document.baseURI).href,
      runtime: new URL(runtime, document.baseURI).href,
      ...(timeoutSeconds ? { seconds: Number(timeoutSeconds) } : {}),
      keeps: mayKeepByItself(),
    };
  }

  #become(state, detail, isNew) {
    this.dataset.state = state;
    if (state === "ready") this.dataset.startedFrom = detail.from;
    this.#rooms.notices.state(state, detail, isNew);
  }

  /** Another site could lay its own words around a plan and make it say something else. */
  #refuse() {
    this.#engine.fail(new Failure("framed"));
    this.#rooms.notices.noRetry();
  }

  #retry() {
    this.#engine.retry();
    const { turns, keeping } = this.#rooms;
    if (!turns.retry() && keeping.entries.length) turns.take(() => this.refresh());
  }

  /** The app's own switch for trying out another day. What is told then is kept apart from the reader's log. */
  #useTestDate(day) {
    this.dataset.today = day;
    const note = this.querySelector(".planner-test");
    note.querySelector("strong").textContent = day;
    note.hidden = false;
  }

  // Listening ----------------------------------------------------------------------------------------------------------

  #listen() {
    this.addEventListener("input", ({ target }) => followAlone(target), { capture: true });
    this.addEventListener("input", ({ target }) => forgetProblem(target));
    this.addEventListener("input", ({ target }) => showAdvice(target)); // when all else that follows from it is done
    this.addEventListener("submit", (event) => this.#submit(event));
    this.addEventListener("click", ({ target }) => this.#click(target.closest("button")));
    this.querySelector(".planner-file").addEventListener("change", ({ target }) => this.#rooms.files.read(target));
    // Midnight, a journey, a phone that lay in a pocket over night: the day may be another one.
    const look = () => document.visibilityState === "visible" && this.#isOfAnotherDay && this.#rooms.turns.take(() => this.refresh());
    document.addEventListener("visibilitychange", look);
    setInterval(look, MINUTE);
    window.addEventListener("beforeunload", (event) => {
      if (this.#rooms.keeping.isAtRisk || this.#rooms.turns.isWaiting) event.preventDefault();
    });
  }

  #submit(event) {
    const form = event.target;
    if (form.method === "dialog") return; // the browser closes it
    event.preventDefault();
    if (form === this.#rooms.intake.form) this.#rooms.intake.submit(event.submitter);
    else this.#tellForm(form);
  }

  /** A form in a dialog is gone once it is taken; another is empty again. */
  #tellForm(form) {
    const done = () => (form.closest("dialog") ? form.closest("dialog").close() : form.reset());
    const told = () => toldIn(form);
    this.tell(told(), { form, done, again: told });
  }

  #click(button) {
    if (!button) return;
    if (button.dataset.fill) return this.#rooms.checkIn.fillIn(button);
    const told = toldBy(button);
    if (told) return this.tell(told, { button });
    const { example, keeping, notices, putRight, rescue, session, turns } = this.#rooms;
    const acts = {
      play: () => session.open(),
      "answer-again": () => this.#answerAgain(),
      test: () => putRight.test(button),
      edit: () => putRight.edit(button),
      undo: () => this.tell(keeping.undoing, { button }),
      download: () => (rescue.isOpen && !this.#isFresh ? rescue.download() : keeping.download()),
      "download-stored": () => rescue.download(),
      open: () => this.querySelector(".planner-file").click(),
      delete: () => this.#deleteEverything(),
      example: () => turns.take(() => example.open()),
      "leave-example": () => turns.take(() => example.leave()),
      "save-again": () => turns.take(() => keeping.save([])),
      "save-left": () => session.saveLeft(button),
      "drop-left": () => session.dropLeft(),
      "close-trouble": () => notices.closeTrouble(),
      retry: () => this.#retry(),
      "close-sheet": () => button.closest("dialog").close(),
    };
    acts[button.dataset.do]?.();
  }

  async #answerAgain() {
    await this.#rooms.intake.again(this.#shown?.response.answers ?? {});
    this.#rooms.views.go(QUESTIONS);
  }

  // Opening ------------------------------------------------------------------------------------------------------------

  /** What was on the screen last time comes first, and Python brings it up to date. */
  async #open() {
    const { intake, keeping, notices, rescue, session, turns, views } = this.#rooms;
    await keeping.open(() => turns.take(() => !keeping.isExample && this.refresh()));
    if (!keeping.isKept) {
      await keeping.read();
      if (await rescue.open(keeping.store)) return this.#showStored();
    }
    const [view] = await Promise.all([keeping.thing("view"), keeping.read(), session.readSettings(), intake.goOn()]);
    if (!keeping.entries.length) {
      if (keeping.wasCleared) notices.trouble("cleared", "This browser has cleared what you told before, or another reader of this device did. If you saved your log as a file, open it below.");
      whenIdle(() => this.isConnected && this.#engine.prepare());
      return views.allow([QUESTIONS]);
    }
    // Fragments of an older version of the site might not fit its script any more. What is damaged is made anew.
    if (view?.runtime === this.dataset.runtime) await this.#showKept(view).catch(() => keeping.keep("view", undefined));
    await this.refresh();
  }

  async #showKept(view) {
    this.#present({ response: view, isFresh: false });
    await this.#rooms.session.prepare();
  }

  /** What cannot be used can be looked at, saved and deleted. */
  #showStored() {
    const { slots, views } = this.#rooms;
    slots.fill({});
    views.allow([DATA, QUESTIONS]);
    views.go(DATA);
  }

  /** Everything as the log has it now. */
  async refresh() {
    const { copies, keeping, notices } = this.#rooms;
    const before = keeping.entries;
    await keeping.read();
    if (!keeping.entries.length) return this.#isEmpty || this.empty(before);
    if (this.#isFresh && this.#isOfAnotherDay) this.#present({ ...this.#shown, isFresh: false }); // until Python has answered
    const response = await this.meaning([]).catch((cause) => this.#refusal(cause));
    if (response.asked_on !== this.today) return this.refresh(); // midnight came while Python was busy
    if (!response.ok) return this.#cannotRead(response.problems);
    notices.trouble("log", "");
    await this.show(response);
    return copies.keep("day");
  }

  /** An entry so odd that Python stumbles over it, or that no text can hold, is a log that cannot be read, too. */
  #refusal(cause) {
    if (cause instanceof Failure) throw cause;
    return { ok: false, asked_on: this.today, problems: [{ place: "", message: `the planner made a mistake of its own. Please report it, with these words: ${cause.message}` }] };
  }

  /** First of all it can be saved as it lies there. */
  async #cannotRead(problems) {
    const { copies, keeping, notices, rescue } = this.#rooms;
    this.#shown = undefined;
    const what = problems.map(({ place, message }) => [place, message].filter(Boolean).join(": ")).join(" ");
    notices.trouble("log", `Your log cannot be read: ${what} Nothing of it is changed. Save what is stored as a file. Then go back to a copy under “My data”, or answer the questions again. If neither helps, “Delete everything” begins anew.`);
    await rescue.open(keeping.store);
    await copies.show();
    this.#showStored();
  }

  get #isEmpty() {
    return !this.dataset.outcome && !this.#rooms.rescue.isOpen;
  }

  /**
   * Nothing is left: another tab or the reader deleted it, or an example was closed.
   * @param {object[]} before what there was; without any, nothing is said of it
   */
  empty(before = []) {
    const { copies, keeping, notices, rescue, session, slots, takeAlong, turns, views } = this.#rooms;
    this.#shown = undefined;
    delete this.dataset.outcome;
    turns.forget();
    session.close();
    for (const name of ["view", "session", "left", "draft"]) keeping.keep(name, undefined);
    slots.fill({});
    takeAlong.follow([]);
    views.allow([QUESTIONS]);
    views.go(QUESTIONS);
    copies.show();
    if (!before.length && !rescue.isOpen) return;
    rescue.close();
    notices.saved("Everything is deleted. Nothing is kept on this device.", false);
    notices.clear();
  }

  // Telling --------------------------------------------------------------------------------------------------------------

  /**
   * Takes an entry into the log, if it means something, and shows what follows from it.
   * @param {{kind: string, answers: object, id?: string, day?: string}} told with an id it is one entry however often it is told, put right where more is told; `day` is one that may be over
   * @param {{form?: HTMLFormElement, button?: HTMLElement, again?: () => object, done?: () => void, landed?: () => void, kept?: () => unknown}} how
   *   again: what the form says by the time of another try, which is told then; done: once Python has taken it; landed: once what follows from it is on show;
   *   kept: once it is on the device
   * @returns {Promise<object | undefined>} Python's response
   */
  tell(told, how = {}) {
    return once(how.form ?? how.button, (free) => {
      this.start(); // it need not wait for the store
      return this.#rooms.turns.take(() => this.#take(told, how, free));
    });
  }

  async #take(told, how, free) {
    const { form, done = () => {}, landed = () => {}, kept } = how;
    const { copies, intake, keeping, notices, session, turns, views } = this.#rooms;
    if (form) clearProblems(form);
    const { response, entry, fresh } = await turns.wanting(how.form ?? how.button ?? told.id, () => this.tell(how.again?.() ?? told, how), () => this.#meaningOf(told));
    for (const subject of ["mistake", "refused", "session", "log"]) notices.trouble(subject, "");
    if (!response.ok) {
      this.#complain(response.problems, entry, form);
      return response;
    }
    if (entry.answers.removed === true) await copies.keep("take-back");
    const saving = keeping.save(fresh, kept); // nobody waits for a slow device to see what follows
    if (told.kind === "session") {
      await saving; // what is shown of a session begun is what is left of it then
      await keeping.read();
      const wasOvertaken = told.id && !how.isSecond && newsOf(told, keeping.entries); // by another tab
      if (wasOvertaken) return this.#take(told, { ...how, isSecond: true }, free);
    }
    if (told.kind === "intake") {
      await intake.leave();
      views.leaveQuestions("today");
      await breath();
    }
    done();
    this.#present({ response, isFresh: true });
    if (told.kind === "intake") await breath(); // the questions are on show still
    this.#landOn(told);
    landed();
    free(); // what is pressed now is something new, and waits for its turn
    await Promise.all([saving, session.prepare()]);
    this.#keepShown(response);
    return response;
  }

  async #meaningOf(told) {
    const { keeping } = this.#rooms;
    await keeping.read();
    const news = newsOf(told, keeping.entries);
    const entry = this.#entryOf(news ?? told);
    const fresh = news ? [entry] : [];
    return { entry, fresh, response: await this.meaning(fresh, fresh) };
  }

  #entryOf(told) {
    return told.day && told.day < this.day ? lateEntry(told, told.day) : newEntry(told, this.#rooms.keeping.entries, this.day);
  }

  /** After some entries the reader is taken where their answer stands; after others they stay where they are. */
  #landOn({ kind, answers }) {
    const { checkIn, views } = this.#rooms;
    if (kind === "check-in") checkIn.fold();
    if (kind === "intake") views.go("today");
    else if (kind !== "correction" && !answers.swap && views.shown === "today") bring(titleOf(this.querySelector('[data-slot="today"]')));
  }

  /** Beside the fields it is about, as far as they can be seen still. */
  #complain(problems, entry, form) {
    const { intake, keeping, notices } = this.#rooms;
    const original = entry.kind === "correction" ? (keeping.entries.find(({ id }) => id === entry.answers.entry) ?? entry) : entry;
    const { items } = entry.answers.answers ?? entry.answers;
    const mine = problemsOf(problems, original);
    const isSeen = form?.checkVisibility?.() ?? form?.isConnected;
    if (!isSeen) notices.trouble("refused", mine.map(({ message }) => message).join(" "));
    if (!form?.isConnected) return; // another has taken its place
    const elsewhere = showToldProblems(form, mine, items);
    if (form === intake.form) intake.showFirstProblem();
    const place = form.querySelector(".planner-message");
    if (!place) {
      notices.trouble("refused", elsewhere.join(" "));
      return;
    }
    place.textContent = elsewhere.join(" ");
    place.hidden = !elsewhere.length;
    if (elsewhere.length === problems.length) focusOn(place);
  }

  // Showing ------------------------------------------------------------------------------------------------------------

  /** What Python answered is on the screen, and kept for a quicker start the next time. */
  async show(response) {
    this.#present({ response, isFresh: true });
    await this.#rooms.session.prepare();
    this.#keepShown(response);
  }

  /** Nobody waits for it, and what the reader told needs the room more. */
  #keepShown(response) {
    this.#rooms.keeping.keepWithLog("view", response);
    this.#rooms.copies.show();
  }

  #present({ response, isFresh }) {
    const { checkIn, keeping, notices, rescue, slots, takeAlong, views } = this.#rooms;
    if (isFresh && keeping.isKept) rescue.close(); // what cannot be used by this page stays to be seen
    const isNewStop = response.outcome === "stop" && this.dataset.outcome !== "stop";
    this.#shown = { response, isFresh };
    this.dataset.outcome = response.outcome;
    this.toggleAttribute("data-waits", !isFresh);
    notices.old(this.#isOld ? response.today : "");
    slots.fill(response.views);
    slots.settle(views.section("today")); // most come to it next, and then to show it is little work
    views.allow([...Object.keys(response.views).filter((name) => views.section(name)), DATA, QUESTIONS]);
    if (isNewStop) views.go("today");
    checkIn.show({ outcome: response.outcome, isTold: response.asked && !this.#isOld });
    takeAlong.follow(keeping.entries);
    // Nothing of the questions was taken away; where they are answered, the reader is taken to the answer.
    if (document.activeElement === document.body && isFresh && views.shown !== QUESTIONS) titleOf(views.section(views.shown))?.focus({ preventScroll: true });
  }

  get #isFresh() {
    return this.#shown?.isFresh === true;
  }

  get #isOfAnotherDay() {
    return this.#shown !== undefined && this.#shown.response.asked_on !== this.today;
  }

  /** An earlier day's plan, until Python has made today's. */
  get #isOld() {
    return !this.#isFresh && this.#isOfAnotherDay;
  }

  /** What a fragment needs to know of the page. */
  #dress(place) {
    if (this.#isOld) for (const control of place.querySelectorAll("button, input, textarea")) control.disabled = true;
    this.#rooms.session.name();
  }

  // The end of it --------------------------------------------------------------------------------------------------------

  async #deleteEverything() {
    const { intake, keeping, notices, turns } = this.#rooms;
    const sheet = this.querySelector('dialog[data-sheet="delete"]');
    if (keeping.isExample || sheet.open || (await ask(sheet)) !== "delete") return;
    const before = keeping.entries;
    turns.forget(); // nor is anything told again
    try {
      await keeping.deleteEverything(); // which waits for nothing: a reader who wants it gone need not wait for Python
    } catch (cause) {
      notices.trouble("mistake", `Not deleted: this browser refused (${cause?.name ?? cause}). Close other tabs of this page and press again. If that does not help, delete the data of this site in the settings of your browser.`);
      return;
    }
    intake.begin();
    this.empty(before);
    // A turn that was under way may have added to the log and shown it once more.
    turns.take(async () => {
      await keeping.deleteEverything();
      turns.forget();
      await this.refresh();
    });
    if (!keeping.isKept) turns.take(() => this.#open()); // what stood in the way may be gone
  }
}

/** To its place on the screen, also when it has the focus already: what it says may be why somebody should rest. */
function bring(heading) {
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: "start", behavior: "instant" });
}

function focusOn(element) {
  element.tabIndex = -1;
  element.focus();
}

customElements.define("hamstring-planner", HamstringPlanner);
