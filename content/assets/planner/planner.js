// <hamstring-planner>: a form and a mailbox. The page brings the questions, Python brings every view, the log is kept on the device.
//
//   idle → downloading → starting → ready | failed        in data-state; only "try again" leads out of failed
//
// It writes data-started-from: what Python started from the last time, "library", "memory" (of an earlier start) or "whole".
// Attributes: data-runtime and data-figures (folders), data-worker (worker.js), data-example (the example log).
// For tests: data-today ("2026-11-22"), data-timeout-seconds. The address may say ?today=2026-11-22 too; such a page keeps its log apart.
//
// One turn after the other: a turn reads the log, asks Python what it means together with what is new, and only then adds to it.

import { Book } from "./book.js";
import { CheckIn } from "./check-in.js";
import { Copies } from "./copies.js";
import { Engine } from "./engine.js";
import { Example } from "./example.js";
import { Failure } from "./failure.js";
import { clearProblems, fillAnswers, followAlone, followConditions, isAnswered, readAnswers, showProblems } from "./form.js";
import { whenIdle } from "./idle.js";
import { mayKeepByItself } from "./keeper.js";
import { download, lateEntry, localDate, logOf, newEntry, textOf } from "./log.js";
import { LogFile } from "./log-file.js";
import { Notices } from "./notices.js";
import "./player.js";
import { Rescue } from "./rescue.js";
import { ask, openFields, openForm } from "./sheet.js";
import { Slots } from "./slots.js";
import { Steps } from "./steps.js";
import { openStore, whyNot } from "./store.js";
import { TakeAlong } from "./take-along.js";
import { showToldProblems, toldBy, toldIn } from "./tell.js";
import { Views, titleOf } from "./views.js";
import { forget, remember, wasHereBefore } from "./visited.js";

const DATABASE = "hamstring-guide";
const QUESTIONS = "questions";
const DATA = "data";
const FILE_NAME = "hamstring-guide-log.json";
const MINUTE = 60_000;
const A_MOMENT = /^[a-z-]+ of \S+: /; // "check-in of 2026-12-01T08:00:00+01:00: "
const A_DAY = /^\d{4}-\d\d-\d\d$/;

class HamstringPlanner extends HTMLElement {
  #engine;
  #notices;
  #slots;
  #views;
  #steps;
  #book;
  #checkIn;
  #example;
  #files;
  #copies;
  #rescue;
  #turns = Promise.resolve();
  #saving; // the save that was begun last
  #last; // the response on show
  #left; // a session that was begun on an earlier day and never saved
  #lastEntry = ""; // what "Undo" takes back
  #wanted; // what was told while Python failed, to be told again with the next try
  #hasAskedToPersist = false;
  #isOld = false; // the plan on show is an earlier day's
  #isCleared = false; // the browser threw the log away while this page was open, and it is not saved again yet
  #isTouched = false; // the questions, since the page was opened

  connectedCallback() {
    if (this.#engine) return; // moved within the page
    const test = new URLSearchParams(location.search).get("today");
    if (A_DAY.test(test ?? "")) this.#useTestDate(test);
    this.form = this.querySelector(".intake");
    this.#notices = new Notices(this);
    this.#engine = new Engine(() => this.#where(), (state, detail, isNew) => this.#become(state, detail, isNew));
    this.#slots = new Slots(this, () => this.#figures, (place) => this.#dress(place));
    this.#views = new Views(this, (section) => this.#slots.settle(section));
    this.#steps = new Steps(this.form, (part) => this.#mayLeave(part));
    this.#checkIn = new CheckIn(this.querySelector(".check-in"));
    this.#example = new Example(this, this.#lentToExample());
    this.#files = new LogFile(this.#lentToFiles());
    this.#copies = new Copies(this, this.#lentToCopies());
    this.#rescue = new Rescue(this);
    this.#listen();
    followConditions(this.form);
    if (isFramed()) return this.#refuse();
    const takeAlong = new TakeAlong(this, this.#lent());
    this.#turn(() => this.#open());
    takeAlong.openAddress();
  }

  disconnectedCallback() {
    this.#engine.stop();
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
  get #day() {
    const planned = this.#last?.asked_on === this.today ? this.#last.today : "";
    return planned > this.today ? planned : this.today;
  }

  /**
   * One request to planner.bridge.handle. Starts Python if need be.
   * @returns {Promise<object>} the response; rejects with a Failure (no Python) or a PlannerMistake (an exception in it)
   */
  ask(request) {
    return this.#engine.ask(request);
  }

  #startPython() {
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

  get #figures() {
    return new URL(this.dataset.figures, document.baseURI).href;
  }

  #become(state, detail, isNew) {
    this.dataset.state = state;
    if (state === "ready") this.dataset.startedFrom = detail.from;
    this.#notices.state(state, detail, isNew);
  }

  /** Another site could lay its own words around a plan and make it say something else. */
  #refuse() {
    this.#engine.fail(new Failure("framed"));
    this.#notices.noRetry();
  }

  /** The app's own switch for trying out another day. What is told then is kept apart from the reader's log. */
  #useTestDate(day) {
    this.dataset.today = day;
    this.dataset.database = `${DATABASE}-test`;
    const note = this.querySelector(".planner-test");
    note.querySelector("strong").textContent = day;
    note.hidden = false;
  }

  // Listening ----------------------------------------------------------------------------------------------------------

  #listen() {
    // Nothing is downloaded for a reader who only looks. These are the signs that somebody wants a plan.
    const start = () => this.#startPython();
    this.addEventListener("input", ({ target }) => followAlone(target), { capture: true });
    this.form.addEventListener("focusin", start);
    this.form.querySelector(".intake-send").addEventListener("pointerenter", start);
    this.form.addEventListener("input", () => {
      start();
      this.#isTouched = true;
      followConditions(this.form);
      this.#keepDraft();
    });
    this.addEventListener("submit", (event) => this.#submit(event));
    this.addEventListener("click", ({ target }) => this.#click(target.closest("button")));
    this.querySelector(".planner-file").addEventListener("change", ({ target }) => this.#files.read(target));
    this.#listenToPlayer();
    // Midnight, a journey, a phone that lay in a pocket over night: the day may be another one.
    const look = () => document.visibilityState === "visible" && this.#last && this.#last.asked_on !== this.today && this.#turn(() => this.#refresh());
    document.addEventListener("visibilitychange", look);
    setInterval(look, MINUTE);
    window.addEventListener("pageshow", () => followConditions(this.form));
    window.addEventListener("beforeunload", (event) => {
      const isSaved = [this.#book, this.#example?.own].every((book) => !book || book.isSaved || !book.store.isKept);
      if (!isSaved) event.preventDefault();
    });
  }

  #listenToPlayer() {
    const player = this.#player;
    player.addEventListener("player-draft", ({ detail }) => this.#keep("session", detail));
    player.addEventListener("player-settings", ({ detail }) => this.#keep("settings", detail));
    player.addEventListener("player-done", ({ detail }) => this.#saveSession(detail));
    player.addEventListener("player-close", () => this.#namePlay());
  }

  get #player() {
    return this.querySelector("session-player");
  }

  #submit(event) {
    const form = event.target;
    if (form.method === "dialog") return; // the browser closes it
    event.preventDefault();
    if (form !== this.form) this.#tellForm(form);
    // Enter in a field of an earlier part means "go on", not "send it all".
    else if (event.submitter && !this.#steps.isLast) this.#steps.next();
    else this.#answer();
  }

  #tellForm(form) {
    const done = () => {
      form.closest("dialog")?.close();
      form.reset();
    };
    this.#tell(toldIn(form), { form, done });
  }

  #click(button) {
    if (!button) return;
    if (button.dataset.fill) return this.#checkIn.fillIn(button);
    const told = toldBy(button);
    if (told) return this.#tell(told, { button });
    const acts = {
      play: () => this.#player.open(),
      "answer-again": () => this.#answerAgain(),
      test: () => openForm(this.#sheet("form"), { title: button.dataset.title, kind: "test", questions: button.dataset.questions.split(" ") }),
      edit: () => this.#edit(button.dataset.entry),
      undo: () => this.#tell({ kind: "correction", answers: { entry: this.#lastEntry, removed: true } }, { button }),
      download: () => this.#download(),
      "download-stored": () => this.#rescue.download(),
      open: () => this.querySelector(".planner-file").click(),
      delete: () => this.#deleteEverything(),
      example: () => this.#turn(() => this.#example.open()),
      "leave-example": () => this.#turn(() => this.#example.leave()),
      "save-again": () => this.#turn(() => this.#save([])),
      "save-left": () => this.#saveLeft(),
      "drop-left": () => this.#dropLeft(),
      "close-trouble": () => this.#notices.closeTrouble(),
      retry: () => this.#retry(),
      "close-sheet": () => button.closest("dialog").close(),
    };
    acts[button.dataset.do]?.();
  }

  #sheet(name) {
    return this.querySelector(`dialog[data-sheet="${name}"]`);
  }

  // Opening ------------------------------------------------------------------------------------------------------------

  /** What was on the screen last time comes first, and Python brings it up to date. */
  async #open() {
    const store = await openStore(this.dataset.database ?? DATABASE);
    this.#book = new Book(store);
    this.#notices.trouble("store", store.why);
    store.onChange(() => this.#turn(() => !this.#example.isOpen && this.#refresh()));
    await this.#readBook();
    if (!store.isKept && (await this.#rescue.open(store))) return this.#showStored();
    const [view, draft, settings] = await Promise.all(["view", "draft", "settings"].map((name) => store.thing(name)));
    this.#player.settings = settings ?? {};
    if (!this.#isTouched) this.#takeDraft(draft); // who was quicker than the store has the newer answers
    if (!this.#book.entries.length) {
      if (this.#isOwnDevice && wasHereBefore()) this.#notices.trouble("cleared", "This browser has cleared what you told before, or another reader of this device did. If you saved your log as a file, open it below.");
      whenIdle(() => this.isConnected && this.#engine.prepare());
      return this.#views.allow([QUESTIONS]);
    }
    // Fragments of an older version of the site might not fit its script any more. What is damaged is made anew.
    if (view?.runtime === this.dataset.runtime) await this.#show(view, { isFresh: false }).catch(() => this.#keep("view", undefined));
    await this.#refresh();
  }

  /** What cannot be used can be looked at, saved and deleted. */
  #showStored() {
    this.#slots.fill({});
    this.#views.allow([DATA, QUESTIONS]);
    this.#views.go(DATA);
  }

  get #isOwnDevice() {
    return this.#book.store.isKept && !this.dataset.database;
  }

  #takeDraft(draft) {
    if (!draft?.answers) return;
    fillAnswers(this.form, draft.answers);
    this.#steps.show(draft.place, { moves: false });
  }

  #keepDraft() {
    this.#keep("draft", { answers: readAnswers(this.form), place: this.#steps.place });
  }

  /** A small thing. When the device does not take it, the log's own trouble is told, not this one's. */
  #keep(name, thing) {
    return this.#book?.store.keep(name, thing).catch(() => {});
  }

  // Turns --------------------------------------------------------------------------------------------------------------

  /** One after the other, so that no two of them see half of each other. */
  #turn(act) {
    this.#turns = this.#turns.then(act).catch((cause) => this.#stumble(cause));
    return this.#turns;
  }

  #stumble(cause) {
    if (cause instanceof Failure) return; // it stands on the page already
    if (cause?.name === "VersionError") return this.#notices.trouble("store", whyNot(cause)); // another tab has a newer page
    this.#wanted = undefined; // the same words would end the same way
    this.#notices.trouble("mistake", `The planner made a mistake of its own, and what you told last is not saved. What you told before is safe. Please report it, with these words: ${cause.message}`);
  }

  async #readBook() {
    const { isCleared, isHealed } = await this.#book.read();
    if (isHealed) this.#notices.trouble("healed", "This browser had lost what you told. It is back, from a spare on this device. Save your log as a file too, in case it happens once more.");
    if (!isCleared) return;
    this.#isCleared = true;
    this.#notices.trouble("unsaved", "This browser has just cleared what you told. It is still on this page. Save your log as a file, or press “Try to save again”.");
  }

  /** Everything as the log has it now. */
  async #refresh() {
    const before = this.#book.entries;
    await this.#readBook();
    if (!this.#book.entries.length) return this.dataset.outcome && this.#empty(before);
    const response = await this.#askFor([]).catch((cause) => this.#refusal(cause));
    if (response.asked_on !== this.today) return this.#refresh(); // midnight came while Python was busy
    if (!response.ok) return this.#cannotRead(response.problems);
    this.#notices.trouble("log", "");
    await this.#show(response, { isFresh: true });
    if (!this.#example.isOpen) await this.#copies.keep("day");
  }

  /** An entry so odd that Python stumbles over it, or that no text can hold, is a log that cannot be read, too. */
  #refusal(cause) {
    if (cause instanceof Failure) throw cause;
    return { ok: false, asked_on: this.today, problems: [{ place: "", message: `the planner made a mistake of its own. Please report it, with these words: ${cause.message}` }] };
  }

  /** First of all it can be saved as it lies there. */
  async #cannotRead(problems) {
    this.#last = undefined;
    const what = problems.map(({ place, message }) => [place, message].filter(Boolean).join(": ")).join(" ");
    this.#notices.trouble("log", `Your log cannot be read: ${what} Nothing of it is changed. Save what is stored as a file. Then go back to a copy under “My data”, or answer the questions again.`);
    await this.#rescue.open(this.#book.store);
    await this.#copies.show();
    this.#showStored();
  }

  /** The plan of the log with these entries more. */
  async #askFor(more) {
    const today = this.today;
    const response = await this.ask({ do: "show", log: logOf([...this.#book.entries, ...more]), today });
    return { ...response, asked_on: today, runtime: this.dataset.runtime };
  }

  /** Nothing is left: another tab or the reader deleted it, or an example was closed. */
  #empty(before) {
    this.#last = undefined;
    this.#isCleared = false;
    delete this.dataset.outcome;
    this.#player.close();
    for (const name of ["view", "session", "draft"]) this.#keep(name, undefined);
    this.#slots.fill({});
    this.#views.allow([QUESTIONS]);
    this.#views.go(QUESTIONS);
    this.#copies.show();
    if (!before.length && !this.#rescue.isOpen) return;
    this.#rescue.close();
    this.#notices.saved("Everything is deleted. Nothing is kept on this device.", false);
    this.#notices.clear();
  }

  /**
   * Takes an entry into the log, if it means something, and shows what follows from it.
   * @param {{kind: string, answers: object}} told
   * @param {{form?: HTMLFormElement, button?: HTMLElement, day?: string, done?: () => void, landed?: () => void, kept?: () => unknown}} how
   *   done: once Python has taken it; landed: once what follows from it is on show; kept: once it is on the device
   */
  #tell(told, how = {}) {
    const { form, button, day, done = () => {}, landed = () => {}, kept } = how;
    const busy = form ?? button;
    if (busy?.getAttribute("aria-busy") === "true") return undefined; // pressed twice
    busy?.setAttribute("aria-busy", "true");
    this.#startPython(); // it need not wait for the store
    return this.#turn(async () => {
      if (form) clearProblems(form);
      this.#wanted = () => this.#tell(told, how);
      const { response, entry } = await this.#meaningOf(told, day);
      this.#wanted = undefined;
      for (const subject of ["mistake", "refused", "session", "log"]) this.#notices.trouble(subject, "");
      if (!response.ok) {
        this.#complain(response.problems, entry, form);
        return response;
      }
      if (entry.answers.removed === true && !this.#example.isOpen) await this.#copies.keep("take-back");
      this.#saving = this.#save([entry], kept); // nobody waits for a slow device to see what follows
      if (entry.kind === "session") await this.#saving; // what is shown of a session begun is what is left of it then
      done();
      this.#present(response, { isFresh: true });
      this.#landOn(told);
      landed();
      await Promise.all([this.#saving, this.#prepareSession()]);
      this.#keepShown(response);
      return response;
    }).finally(() => busy?.removeAttribute("aria-busy"));
  }

  async #meaningOf({ kind, answers }, day) {
    await this.#readBook();
    const entry = day && day < this.#day ? lateEntry(kind, answers, day) : newEntry(kind, answers, this.#book.entries, this.#day);
    return { entry, response: await this.#askFor([entry]) };
  }

  /** "Saved" is said only when it is. */
  async #save(fresh, kept) {
    try {
      await this.#book.add(fresh, kept);
    } catch (cause) {
      const why = cause?.name === "QuotaExceededError" ? "this device has no room left" : `this browser refused (${cause?.name ?? cause})`;
      this.#notices.saved("", false);
      this.#notices.trouble("unsaved", `Not saved: ${why}. What you told last is only on this page. Save your log as a file now, make room, and press “Try to save again”.`);
      return;
    }
    this.#notices.trouble("unsaved", "");
    this.#sayHowItIsKept(fresh);
    if (this.#isCleared) this.#notices.trouble("cleared", "This browser had cleared what you told. This page still had it, and has saved it again. Save your log as a file too, in case it happens once more.");
    this.#isCleared = false;
  }

  #sayHowItIsKept(fresh) {
    const [entry] = fresh;
    const canUndo = fresh.length === 1 && entry.kind !== "correction";
    this.#lastEntry = entry?.id ?? "";
    if (this.#example.isOpen) return this.#notices.saved("Noted in the example. It is gone when you close it.", canUndo);
    if (!this.#book.store.isKept) return this.#notices.saved("Noted on this page only.", canUndo);
    this.#notices.saved(entry?.answers.removed === true ? "Taken back. It stays in your diary, and can be brought back there." : "Saved on this device.", canUndo);
    this.#notices.trouble("cleared", "");
    if (this.#isOwnDevice) remember();
    this.#askToPersist();
  }

  /** Asked once, and never waited for: some browsers ask the reader, who may take their time. */
  #askToPersist() {
    if (this.#hasAskedToPersist) return;
    this.#hasAskedToPersist = true;
    const place = this.querySelector(".planner-promise");
    const tell = (isPersistent) =>
      (place.textContent = isPersistent
        ? "This browser has promised to keep it until you delete it."
        : "This browser may clear it when it needs room, or when you have not been here for some weeks. Save your log as a file now and then.");
    this.#book.store.persist().then(tell, () => tell(false));
  }

  // Showing ------------------------------------------------------------------------------------------------------------

  async #show(response, how) {
    this.#present(response, how);
    await this.#prepareSession();
    if (how.isFresh) this.#keepShown(response);
  }

  /** For a quicker start the next time. Nobody waits for it, and what the reader told needs the room more. */
  #keepShown(response) {
    this.#book.store.keepWithLog("view", response).catch(() => {});
    this.#copies.show();
  }

  #present(response, { isFresh }) {
    if (isFresh && this.#book.store.isKept) this.#rescue.close(); // what cannot be used by this page stays to be seen
    const isNewStop = response.outcome === "stop" && this.dataset.outcome !== "stop";
    this.#last = isFresh ? response : undefined;
    this.dataset.outcome = response.outcome;
    this.#isOld = !isFresh && response.asked_on !== this.today;
    this.toggleAttribute("data-waits", !isFresh);
    this.#notices.old(this.#isOld ? response.today : "");
    this.#slots.fill(response.views);
    this.#slots.settle(this.#views.section("today")); // most come to it next, and then to show it is little work
    this.#views.allow([...Object.keys(response.views).filter((name) => this.#views.section(name)), DATA, QUESTIONS]);
    if (isNewStop) this.#views.go("today");
    this.#checkIn.show({ outcome: response.outcome, asked: response.asked && !this.#isOld });
    if (document.activeElement === document.body && isFresh) titleOf(this.#views.section(this.#views.shown))?.focus({ preventScroll: true });
  }

  /** What a fragment needs to know of the page. */
  #dress(place) {
    if (this.#isOld) for (const control of place.querySelectorAll("button, input, textarea")) control.disabled = true;
    this.#namePlay();
  }

  /** Hands today's session to the player, with what was begun of it; what was begun on an earlier day is offered to be saved. */
  async #prepareSession() {
    const session = this.querySelector('[data-slot="player"] dialog');
    this.#player.source = session;
    const draft = await this.#book.store.thing("session").catch(() => undefined);
    const isTodays = session && draft?.day === session.dataset.day;
    if (!this.#player.isOpen) this.#player.draft = isTodays ? draft : null;
    this.#left = !isTodays && A_DAY.test(draft?.day) && draft.day < this.#day && isTold(draft) ? draft : undefined;
    const note = this.querySelector(".planner-left");
    note.hidden = !this.#left || this.#player.isOpen;
    note.querySelector("strong").textContent = this.#left?.day ?? "";
    this.#namePlay();
  }

  /** The button says whether a session was begun. */
  #namePlay() {
    const button = this.querySelector('[data-do="play"]');
    if (button && this.#player.draft) button.textContent = button.dataset.goOn;
  }

  /** After some entries the reader is taken where their answer stands; after others they stay where they are. */
  #landOn({ kind, answers }) {
    if (kind === "check-in") this.#checkIn.fold();
    if (kind === "intake") this.#views.go("today");
    else if (kind !== "correction" && !answers.swap && this.#views.shown === "today") bring(titleOf(this.querySelector('[data-slot="today"]')));
  }

  #complain(problems, entry, form) {
    const subject = entry.kind === "correction" ? (this.#book.entries.find(({ id }) => id === entry.answers.entry) ?? entry) : entry;
    const own = `${subject.kind} of ${subject.at}: `;
    const mine = problems.map(({ place, message }) => {
      if (place.startsWith(own)) return { place: place.slice(own.length), message };
      return A_MOMENT.test(place) ? { place, message: `${place}: ${message}` } : { place, message }; // what stands elsewhere in the log says where
    });
    const elsewhere = form ? showToldProblems(form, mine) : mine.map(({ message }) => message);
    if (form === this.form) {
      const first = form.querySelector('[aria-invalid="true"]');
      if (first) this.#steps.showQuestion(first);
      first?.focus();
    }
    const place = form?.querySelector(".planner-message");
    if (!place) return this.#notices.trouble("refused", elsewhere.join(" "));
    place.textContent = elsewhere.join(" ");
    place.hidden = !elsewhere.length;
    if (elsewhere.length === problems.length) focusOn(place);
  }

  #retry() {
    this.#engine.retry();
    if (this.#wanted) this.#wanted();
    else if (this.#book.entries.length) this.#turn(() => this.#refresh());
  }

  // The questions ------------------------------------------------------------------------------------------------------

  #answer() {
    if (this.state === "failed") this.querySelector(".planner-retry")?.focus();
    this.#message("");
    this.#tellIntake(readAnswers(this.form));
  }

  #tellIntake(answers) {
    this.#tell({ kind: "intake", answers }, { form: this.form, landed: () => this.#beginQuestions(), kept: () => this.#keep("draft", undefined) });
  }

  /** A stop is told before anything else is asked; what is missing is told before the part is left. */
  async #mayLeave(part) {
    clearProblems(this.form);
    const seen = this.#steps.seen;
    const answers = Object.fromEntries(Object.entries(readAnswers(this.form)).filter(([id]) => seen.some((each) => each.querySelector(`[data-question="${id}"]`))));
    const isUrgent = seen.some((each) => each.querySelector("[data-level]:checked"));
    if (this.#engine.state !== "ready" && !isUrgent) return this.#isComplete(part);
    try {
      const response = await this.ask({ do: "show", log: logOf([newEntry("intake", answers, [], this.today)]), today: this.today });
      if (response.ok) {
        if (response.outcome !== "stop") return true;
        this.#tellIntake(answers);
        return false;
      }
      const here = response.problems.filter(({ place }) => questionOf(part, place));
      showProblems(this.form, here);
      return here.length === 0;
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause;
      return this.#isComplete(part); // the failure stands on the page; the answers are kept
    }
  }

  /** The little that can be said before Python is there. */
  #isComplete(part) {
    const missing = [...part.querySelectorAll("[data-required]")].filter((question) => !question.hidden && !isAnswered(question));
    showProblems(this.form, missing.map((question) => ({ place: `answers.${question.dataset.question}`, message: "Please answer this question." })));
    return missing.length === 0;
  }

  /** Last time's answers are there again, but for how the leg is: that is asked afresh. What was begun already is gone on with. */
  async #answerAgain() {
    await this.#saving; // or the answers that were just sent would still be here as a draft
    const draft = await this.#book.store.thing("draft").catch(() => undefined);
    if (!draft) {
      this.form.reset();
      const afresh = new Set([...this.form.querySelectorAll("[data-afresh] [data-question]")].map((question) => question.dataset.question));
      const kept = Object.entries(this.#last?.answers ?? {}).filter(([id]) => !afresh.has(id));
      fillAnswers(this.form, Object.fromEntries(kept));
      this.#steps.show(0, { moves: false });
    }
    clearProblems(this.form);
    this.#message("");
    this.#views.go(QUESTIONS);
  }

  #message(words) {
    const place = this.form.querySelector(".planner-message");
    place.textContent = words;
    place.hidden = !words;
  }

  // A session, a correction ---------------------------------------------------------------------------------------------

  /** A finished session belongs to the day it was begun on, also after midnight. */
  async #saveSession(detail) {
    const { day } = this.#player.querySelector("dialog").dataset;
    const response = await this.#tell({ kind: "session", answers: detail }, { day, kept: () => this.#keep("session", undefined) });
    if (response?.ok) return;
    this.#player.draft = await this.#book.store.thing("session").catch(() => null);
    this.#namePlay();
    this.#notices.trouble("session", "This session is not in your log yet. It is kept on this device: press “Go on with your session” and save it again.");
  }

  #saveLeft() {
    const { day, stopped } = this.#left;
    this.#tell({ kind: "session", answers: { items: doneIn(this.#left), stopped: stopped === true } }, { day, kept: () => this.#dropLeft() });
  }

  #dropLeft() {
    this.#left = undefined;
    this.querySelector(".planner-left").hidden = true;
    return this.#keep("session", undefined);
  }

  #edit(id) {
    const entry = this.#book.entries.find((each) => each.id === id);
    // HTML cannot hold every letter: an id from a strange file may have come back as another.
    if (!entry) return this.#notices.trouble("refused", "This entry came from a file in a form that cannot be put right here. You can take it back and tell it anew.");
    if (entry.kind === "session") return this.#turn(() => this.#editSession(id));
    const corrections = this.#book.entries.filter(({ kind, answers }) => kind === "correction" && answers.entry === id && answers.answers);
    const last = corrections.sort((one, other) => Date.parse(one.at) - Date.parse(other.at)).at(-1);
    const answers = last?.answers.answers ?? entry.answers;
    const asked = entry.kind === "check-in" ? [...this.querySelectorAll(".check-in [data-question]")].map((question) => question.dataset.question) : Object.keys(answers);
    const form = openForm(this.#sheet("form"), { title: "Put it right", kind: entry.kind, questions: asked, entry: id });
    fillAnswers(form, answers);
  }

  /** What was done of which exercise is Python's to know, as it holds now. */
  async #editSession(id) {
    const answer = await this.ask({ do: "session-again", log: logOf(this.#book.entries), today: this.today, entry: id });
    if (answer.ok && answer.html) openFields(this.#sheet("form"), { title: "Put it right", kind: "session", html: answer.html, entry: id });
  }

  // The log as a file, and the end of it ------------------------------------------------------------------------------------

  /** What take-along.js may use of the page. */
  #lent() {
    return {
      turn: (act) => this.#turn(act),
      log: async () => {
        await this.#readBook();
        return logOf(this.#book.entries);
      },
      settle: () => this.#slots.settle(),
      thing: (name) => this.#book.store.thing(name),
      keep: (name, thing) => this.#keep(name, thing),
      trouble: (words) => this.#notices.trouble("file", words),
      wanted: (act) => (this.#wanted = act),
      arrive: (read, name) => this.#files.arrive(read, name),
    };
  }

  /** What log-file.js may use of the page. */
  #lentToFiles() {
    return {
      turn: (act) => this.#turn(act),
      ask: (request) => this.ask(request),
      stumble: (cause) => this.#stumble(cause),
      entries: () => this.#book.entries,
      sheet: () => this.#sheet("file"),
      trouble: (words) => this.#notices.trouble("file", words),
      read: () => this.#readBook(),
      askFor: (entries) => this.#askFor(entries),
      add: async (fresh, response) => {
        if (fresh.length) {
          if (!this.#example.isOpen) await this.#copies.keep("add");
          await this.#save(fresh);
        }
        await this.#show(response, { isFresh: true });
        this.#views.go("today");
      },
    };
  }

  /** What copies.js may use of the page. */
  #lentToCopies() {
    return {
      store: () => this.#book.store,
      sheet: () => this.#sheet("copy"),
      restore: (id, what) => this.#turn(() => this.#restore(id, what)),
    };
  }

  async #restore(id, what) {
    if (!this.#book.isSaved) await this.#save([]);
    if (!this.#book.isSaved) return; // it would be in no copy; the page says why already
    const answer = await this.#book.restore(id, what).catch((cause) => cause);
    await this.#refresh();
    this.#copies.focus();
    if (answer === true) this.#notices.saved("Your log is as it was then. A copy of how it was before is at the top of the list, so you can go back.", false);
    else this.#notices.trouble("file", answer === false ? "This copy is not here any more. Nothing was changed." : `Nothing was changed: this browser refused (${answer.name}).`);
  }

  /** The log, or what lies there in its place and is none. */
  #download() {
    if (this.#rescue.isOpen && !this.#last) return this.#rescue.download();
    return download(textOf(logOf((this.#example.own ?? this.#book).entries)), FILE_NAME);
  }

  /** What example.js may use of the page. */
  #lentToExample() {
    return {
      book: () => this.#book,
      use: (book) => {
        this.#book = book;
        this.#last = undefined;
      },
      refresh: () => this.#refresh(),
      go: (name) => this.#views.go(name),
      empty: () => {
        this.#empty([]);
        this.#notices.saved("", false);
        this.#beginQuestions();
      },
      takeDraft: (draft) => this.#takeDraft(draft),
    };
  }

  /** The questions as on a first visit. */
  #beginQuestions() {
    this.form.reset();
    followConditions(this.form);
    this.#steps.show(0, { moves: false });
  }

  async #deleteEverything() {
    if (this.#example.isOpen || this.#sheet("delete").open) return;
    if ((await ask(this.#sheet("delete"))) !== "delete") return;
    const before = this.#book.entries;
    // It waits for nothing: a reader who wants it gone need not wait for Python.
    await this.#book.deleteEverything();
    if (!this.dataset.database) forget();
    this.#beginQuestions();
    this.#empty(before);
    // A turn that was under way may have added to the log and shown it once more.
    this.#turn(() => this.#book.deleteEverything().then(() => this.#refresh()));
    if (!this.#book.store.isKept) this.#turn(() => this.#open()); // what stood in the way may be gone
  }

}

/** Whether a session that was never saved says anything: a whole set, an answer about the first one, or that it was broken off. */
function isTold(draft) {
  return draft?.stopped === true || doneIn(draft).some(({ exercise: _exercise, sets, ...answers }) => sets > 0 || Object.keys(answers).length > 0);
}

/** What was done in it or begun, as its entry says it. */
function doneIn(draft) {
  const items = Array.isArray(draft?.items) ? draft.items : [];
  return items.filter(({ sets, touched }) => sets > 0 || touched === true).map(({ turns: _turns, touched: _touched, ...told }) => told);
}

function questionOf(part, place) {
  const id = /^answers\.([\w-]+)/.exec(place)?.[1];
  return id && part.querySelector(`[data-question="${id}"]:not([hidden])`);
}

function isFramed() {
  return window.top !== window;
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
