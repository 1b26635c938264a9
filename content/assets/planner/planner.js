// <hamstring-planner>: a form and a mailbox. The page brings the questions, Python brings every view, the log is kept on the device.
//
//   idle → downloading → starting → ready | failed        in data-state; only "try again" leads out of failed
//
// Attributes: data-runtime and data-figures (folders), data-worker (worker.js), data-example (the example log).
// For tests: data-today ("2026-11-22"), data-timeout-seconds. The address may say ?today=2026-11-22 too; such a page keeps its log apart.
//
// One turn after the other: a turn reads the log, asks Python what it means together with what is new, and only then adds to it.

import { Engine } from "./engine.js";
import { Failure } from "./failure.js";
import { clearProblems, fillAnswers, followAlone, followConditions, isAnswered, readAnswers, showProblems } from "./form.js";
import { download, localDate, logOf, newEntry, textOf } from "./log.js";
import { Notices } from "./notices.js";
import "./player.js";
import { ask, openForm } from "./sheet.js";
import { fillSlots } from "./slots.js";
import { Steps } from "./steps.js";
import { MemoryStore, openStore } from "./store.js";
import { TakeAlong } from "./take-along.js";
import { showToldProblems, toldBy, toldIn } from "./tell.js";
import { Views, titleOf } from "./views.js";

const DATABASE = "hamstring-guide";
const QUESTIONS = "questions";
const FILE_NAME = "hamstring-guide-log.json";
const MEGABYTES_READ = 5; // Python refuses more, too; this saves reading it
const MINUTE = 60_000;
const A_MOMENT = /^[a-z-]+ of \S+: /; // "check-in of 2026-12-01T08:00:00+01:00: "
const A_DAY = /^\d{4}-\d\d-\d\d$/;

class HamstringPlanner extends HTMLElement {
  #engine;
  #notices;
  #views;
  #steps;
  #store;
  #own; // the reader's store, while an example is on show
  #entries = []; // what the last turn knew of the log
  #unsaved = []; // what the device would not take
  #turns = Promise.resolve();
  #last; // the response on show
  #lastEntry = ""; // what "Undo" takes back
  #wanted; // what was told while Python failed, to be told again with the next try

  connectedCallback() {
    if (this.#engine) return; // moved within the page
    const test = new URLSearchParams(location.search).get("today");
    if (A_DAY.test(test ?? "")) this.#useTestDate(test);
    this.form = this.querySelector(".intake");
    this.#notices = new Notices(this);
    this.#engine = new Engine(() => this.#where(), (state, detail, isNew) => this.#become(state, detail, isNew));
    this.#views = new Views(this);
    this.#steps = new Steps(this.form, (part) => this.#mayLeave(part));
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

  /**
   * One request to planner.bridge.handle. Starts Python if need be.
   * @returns {Promise<object>} the response; rejects with a Failure (no Python) or a PlannerMistake (an exception in it)
   */
  ask(request) {
    return this.#engine.ask(request);
  }

  #where() {
    const { worker, runtime, timeoutSeconds } = this.dataset;
    return {
      worker: new URL(worker, document.baseURI).href,
      runtime: new URL(runtime, document.baseURI).href,
      ...(timeoutSeconds ? { seconds: Number(timeoutSeconds) } : {}),
    };
  }

  get #figures() {
    return new URL(this.dataset.figures, document.baseURI).href;
  }

  #become(state, detail, isNew) {
    this.dataset.state = state;
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
    const start = () => this.#engine.ready().catch(() => {}); // the failure is on the page already
    this.form.addEventListener("focusin", start);
    this.form.querySelector(".intake-send").addEventListener("pointerenter", start);
    this.form.addEventListener("input", () => {
      start();
      followConditions(this.form);
      this.#keepDraft();
    });
    this.addEventListener("input", ({ target }) => followAlone(target));
    this.addEventListener("submit", (event) => this.#submit(event));
    this.addEventListener("click", ({ target }) => this.#click(target.closest("button")));
    this.querySelector(".planner-file").addEventListener("change", ({ target }) => this.#readFile(target));
    this.#listenToPlayer();
    // Midnight, a journey, a phone that lay in a pocket over night: the day may be another one.
    const look = () => document.visibilityState === "visible" && this.#last && this.#last.asked_on !== this.today && this.#turn(() => this.#refresh());
    document.addEventListener("visibilitychange", look);
    setInterval(look, MINUTE);
    window.addEventListener("pageshow", () => followConditions(this.form));
  }

  #listenToPlayer() {
    const player = this.#player;
    player.addEventListener("player-draft", ({ detail }) => this.#keep("session", detail));
    player.addEventListener("player-settings", ({ detail }) => this.#keep("settings", detail));
    player.addEventListener("player-done", ({ detail }) => this.#tell({ kind: "session", answers: detail }, { after: () => this.#keep("session", undefined) }));
    player.addEventListener("player-close", () => this.#namePlay());
  }

  get #player() {
    return this.querySelector("session-player");
  }

  #submit(event) {
    const form = event.target;
    if (form.method === "dialog") return; // the browser closes it
    event.preventDefault();
    if (form === this.form) this.#answer();
    else this.#tell(toldIn(form), { form, after: () => form.closest("dialog")?.close() });
  }

  #click(button) {
    if (!button) return;
    const told = toldBy(button);
    if (told) return this.#tell(told, { button });
    const acts = {
      play: () => this.#play(),
      "answer-again": () => this.#answerAgain(),
      test: () => openForm(this.#sheet("form"), { title: button.dataset.title, kind: "test", questions: button.dataset.questions.split(" ") }),
      edit: () => this.#edit(button.dataset.entry),
      undo: () => this.#tell({ kind: "correction", answers: { entry: this.#lastEntry, removed: true } }, { button }),
      download: () => download(textOf(logOf([...this.#entries, ...this.#unsaved])), FILE_NAME),
      open: () => this.querySelector(".planner-file").click(),
      delete: () => this.#deleteEverything(),
      example: () => this.#turn(() => this.#openExample()),
      "leave-example": () => this.#turn(() => this.#leaveExample()),
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
    this.#store = await openStore(this.dataset.database ?? DATABASE);
    if (!this.#store.isKept) this.#notices.trouble("This browser keeps nothing for this page. Your answers are gone when you close it. Save your log as a file before you go.");
    this.#store.onChange(() => this.#turn(() => this.#refresh()));
    const [entries, view, draft, settings] = await Promise.all([this.#store.entries(), ...["view", "draft", "settings"].map((name) => this.#store.thing(name))]);
    this.#entries = entries;
    this.#player.settings = settings ?? {};
    if (!entries.length) {
      if (wasHereBefore() && this.#store.isKept && !this.dataset.database) this.#notices.trouble("This browser has cleared what you told before, or another reader of this device did. If you saved your log as a file, open it below.");
      this.#views.allow([QUESTIONS]);
      return this.#takeDraft(draft);
    }
    if (view) await this.#show(view, { isFresh: false });
    await this.#refresh();
  }

  #takeDraft(draft) {
    if (!draft) return;
    fillAnswers(this.form, draft.answers);
    this.#steps.show(draft.place, { moves: false });
  }

  #keepDraft() {
    this.#keep("draft", { answers: readAnswers(this.form), place: this.#steps.place });
  }

  /** A small thing. When the device does not take it, the log's own trouble is told, not this one's. */
  #keep(name, thing) {
    return this.#store?.keep(name, thing).catch(() => {});
  }

  // Turns --------------------------------------------------------------------------------------------------------------

  /** One after the other, so that no two of them see half of each other. */
  #turn(act) {
    this.#turns = this.#turns.then(act).catch((cause) => this.#stumble(cause));
    return this.#turns;
  }

  #stumble(cause) {
    if (cause instanceof Failure) return; // it stands on the page already
    this.#wanted = undefined; // the same words would end the same way
    this.#notices.trouble(`The planner made a mistake of its own. What you told before is safe. Please report it, with these words: ${cause.message}`);
  }

  /** Everything as the log has it now. */
  async #refresh() {
    const before = this.#entries;
    this.#entries = await this.#store.entries();
    if (!this.#entries.length && !this.#unsaved.length) return this.#empty(before);
    const response = await this.#askFor([]);
    if (response.asked_on !== this.today) return this.#refresh(); // midnight came while Python was busy
    if (response.ok) return this.#show(response, { isFresh: true });
    this.#notices.trouble(`Your log cannot be read: ${response.problems.map(({ place, message }) => `${place}: ${message}`).join(" ")} Save it as a file before you do anything else.`);
  }

  /** The plan of the log with these entries more. */
  async #askFor(more) {
    const today = this.today;
    const response = await this.ask({ do: "show", log: logOf([...this.#entries, ...this.#unsaved, ...more]), today });
    return { ...response, asked_on: today };
  }

  #empty(before) {
    this.#last = undefined;
    delete this.dataset.outcome;
    fillSlots(this, {}, this.#figures);
    this.#views.allow([QUESTIONS]);
    if (before.length) {
      this.#notices.saved("Everything is deleted. Nothing is kept on this device.", false);
      this.#notices.trouble("");
    }
  }

  /**
   * Takes an entry into the log, if it means something, and shows what follows from it.
   * @param {{kind: string, answers: object}} told
   */
  #tell(told, { form, button, after = () => {} } = {}) {
    button?.setAttribute("aria-busy", "true");
    form?.setAttribute("aria-busy", "true");
    return this.#turn(async () => {
      if (form) clearProblems(form);
      this.#wanted = () => this.#tell(told, { form, button, after });
      const response = await this.#take(told);
      this.#wanted = undefined;
      if (!response.ok) return this.#complain(response.problems, form);
      await after();
      if (form && form !== this.form) form.reset();
      this.#show(response, { isFresh: true });
      this.#landOn(told.kind);
      return response;
    }).finally(() => {
      button?.removeAttribute("aria-busy");
      form?.removeAttribute("aria-busy");
    });
  }

  /** "Saved" is said only when it is. */
  async #take({ kind, answers }) {
    this.#entries = await this.#store.entries();
    const entry = newEntry(kind, answers, [...this.#entries, ...this.#unsaved], this.today);
    const response = await this.#askFor([entry]);
    if (response.ok) await this.#save([entry]);
    else for (const problem of response.problems) problem.place = problem.place.replace(A_MOMENT, ""); // only what is new can be wrong
    return response;
  }

  async #save(fresh) {
    this.#unsaved.push(...fresh);
    try {
      await this.#store.append(this.#unsaved);
    } catch (cause) {
      const why = cause?.name === "QuotaExceededError" ? "this device has no room left" : `this browser refused (${cause?.name ?? cause})`;
      this.#notices.saved("", false);
      this.#notices.trouble(`Not saved: ${why}. What you told last is only on this page. Save your log as a file now, make room, and try again.`);
      return;
    }
    this.#entries = await this.#store.entries();
    this.#unsaved = [];
    this.#lastEntry = fresh.at(-1)?.id ?? "";
    const isCorrection = fresh.at(-1)?.kind === "correction";
    if (this.#own) return this.#notices.saved("Noted in the example. It is gone when you close it.", !isCorrection);
    if (!this.#store.isKept) return this.#notices.saved("Noted on this page only.", !isCorrection);
    this.#notices.saved(isCorrection ? "Saved. The plan goes by it from now on." : "Saved on this device.", !isCorrection);
    this.#notices.trouble("");
    remember();
    this.#tellWhatIsPromised(await this.#store.persist().catch(() => false));
  }

  #tellWhatIsPromised(isPersistent) {
    this.querySelector(".planner-promise").textContent = isPersistent
      ? "This browser has promised to keep it until you delete it."
      : "This browser may clear it when it needs room, or when you have not been here for some weeks. Save your log as a file now and then.";
  }

  async #show(response, { isFresh }) {
    this.#last = isFresh ? response : undefined;
    this.dataset.outcome = response.outcome;
    this.toggleAttribute("data-waits", !isFresh);
    fillSlots(this, response.views, this.#figures);
    for (const place of this.querySelectorAll("[data-slot]")) place.inert = !isFresh && response.asked_on !== this.today;
    this.#views.allow([...Object.keys(response.views).filter((name) => this.#views.section(name)), QUESTIONS]);
    const checkIn = this.querySelector(".check-in");
    checkIn.hidden = response.outcome !== "plan";
    if (checkIn.dataset.done !== String(response.asked)) checkIn.open = !response.asked;
    checkIn.dataset.done = response.asked;
    const session = this.querySelector('[data-slot="player"] dialog');
    this.#player.source = session;
    const draft = await this.#store.thing("session").catch(() => undefined);
    if (!this.#player.isOpen) this.#player.draft = session && draft?.day === session.dataset.day ? draft : null;
    this.#namePlay();
    if (isFresh) this.#keep("view", response);
  }

  /** After some entries the reader is taken where their answer stands; after others they stay where they are. */
  #landOn(kind) {
    if (kind === "check-in") this.querySelector(".check-in").open = false;
    if (kind === "intake") this.#views.go("today");
    else if (["check-in", "session"].includes(kind) && this.#views.shown === "today") titleOf(this.querySelector('[data-slot="today"]'))?.focus();
  }

  #complain(problems, form) {
    const elsewhere = form ? showToldProblems(form, problems) : problems.map(({ message }) => message);
    if (form === this.form) {
      const first = form.querySelector('[aria-invalid="true"]');
      if (first) this.#steps.showQuestion(first);
      first?.focus();
    }
    const place = form?.querySelector(".planner-message");
    if (!place) return elsewhere.length && this.#notices.trouble(elsewhere.join(" "));
    place.textContent = elsewhere.join(" ");
    place.hidden = !elsewhere.length;
    if (elsewhere.length === problems.length) focusOn(place);
  }

  #retry() {
    this.#engine.retry();
    if (this.#wanted) this.#wanted();
    else if (this.#entries.length) this.#turn(() => this.#refresh());
  }

  // The questions ------------------------------------------------------------------------------------------------------

  #answer() {
    if (this.state === "failed") this.querySelector(".planner-retry")?.focus();
    this.#message("");
    this.#tell({ kind: "intake", answers: readAnswers(this.form) }, { form: this.form, after: () => this.#keep("draft", undefined) });
  }

  /** A stop is told before anything else is asked; what is missing is told before the part is left. */
  async #mayLeave(part) {
    clearProblems(this.form);
    const seen = this.#steps.seen;
    const answers = Object.fromEntries(Object.entries(readAnswers(this.form)).filter(([id]) => seen.some((each) => each.querySelector(`[data-question="${id}"]`))));
    const isUrgent = seen.some((each) => [...each.querySelectorAll("[data-level]:checked")].length > 0);
    if (this.#engine.state !== "ready" && !isUrgent) return this.#isComplete(part);
    try {
      const response = await this.ask({ do: "show", log: logOf([newEntry("intake", answers, [], this.today)]), today: this.today });
      if (response.ok) {
        if (response.outcome !== "stop") return true;
        this.#tell({ kind: "intake", answers }, { form: this.form, after: () => this.#keep("draft", undefined) });
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

  /** Last time's answers are there again, but for how the leg is: that is asked afresh. */
  #answerAgain() {
    this.form.reset();
    clearProblems(this.form);
    const afresh = new Set([...this.form.querySelectorAll("[data-afresh] [data-question]")].map((question) => question.dataset.question));
    const kept = Object.entries(this.#last?.answers ?? {}).filter(([id]) => !afresh.has(id));
    fillAnswers(this.form, Object.fromEntries(kept));
    this.#message("");
    this.#steps.show(0, { moves: false });
    this.#views.go(QUESTIONS);
  }

  #message(words) {
    const place = this.form.querySelector(".planner-message");
    place.textContent = words;
    place.hidden = !words;
  }

  // A session, a result, a correction --------------------------------------------------------------------------------------

  #play() {
    this.#player.open();
  }

  /** The button says whether a session was begun. */
  #namePlay() {
    const button = this.querySelector('[data-do="play"]');
    if (button && this.#player.draft) button.textContent = button.dataset.goOn;
  }

  #edit(id) {
    const entry = this.#entries.find((each) => each.id === id);
    const corrected = this.#entries.filter(({ kind, answers }) => kind === "correction" && answers.entry === id && answers.answers).sort((one, other) => Date.parse(one.at) - Date.parse(other.at)).at(-1);
    const answers = corrected?.answers.answers ?? entry.answers;
    const asked = entry.kind === "check-in" ? [...this.querySelectorAll(".check-in [data-question]")].map((question) => question.dataset.question) : Object.keys(answers);
    const form = openForm(this.#sheet("form"), { title: "Put it right", kind: entry.kind, questions: asked, entry: id });
    fillAnswers(form, answers);
  }

  // The log as a file -------------------------------------------------------------------------------------------------------

  /** What take-along.js may use of the page. */
  #lent() {
    return {
      turn: (act) => this.#turn(act),
      log: async () => logOf([...(this.#entries = await this.#store.entries()), ...this.#unsaved]),
      thing: (name) => this.#store.thing(name),
      keep: (name, thing) => this.#keep(name, thing),
      trouble: (words) => this.#notices.trouble(words),
      wanted: (act) => (this.#wanted = act),
      arrive: (read, name) => this.#arrive(read, name),
    };
  }

  #readFile(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    this.#turn(async () => {
      if (file.size > MEGABYTES_READ * 1e6) return this.#refuseFile(`it is larger than ${MEGABYTES_READ} MB, so it is not a log of this planner.`);
      const read = await this.ask({ do: "read", text: await file.text() });
      if (!read.ok) return this.#refuseFile(read.problems.map(({ place, message }) => [place, message].filter(Boolean).join(": ")).slice(0, 3).join(" "));
      await this.#arrive(read, file.name);
    });
  }

  /** Shows what is in a log from elsewhere and adds it when the reader says so. What is stored stays as it is until then. */
  async #arrive(read, name) {
    this.#entries = await this.#store.entries();
    const known = new Set(this.#entries.map(({ id }) => id));
    const fresh = read.log.entries.filter(({ id }) => !known.has(id));
    const words = { name, count: read.log.entries.length, first: read.first?.slice(0, 10) ?? "–", last: read.last?.slice(0, 10) ?? "–", fresh: fresh.length };
    if ((await ask(this.#sheet("file"), words)) !== "add" || !fresh.length) return;
    const response = await this.#askFor(fresh);
    if (!response.ok) return this.#refuseFile(`together with your log it cannot be used: ${response.problems[0].message}`);
    await this.#save(fresh);
    await this.#show(response, { isFresh: true });
    this.#views.go("today");
  }

  #refuseFile(why) {
    this.#notices.trouble(`The file was not opened: ${why} What you told before is as it was.`);
  }

  #deleteEverything() {
    this.#turn(async () => {
      if ((await ask(this.#sheet("delete"))) !== "delete") return;
      await this.#store.deleteEverything();
      forget();
      this.#unsaved = [];
      this.form.reset();
      this.#steps.show(0, { moves: false });
      await this.#refresh();
    });
  }

  // The example -------------------------------------------------------------------------------------------------------------

  /** Six weeks of somebody made up, in memory: whatever the visitor does with it is gone afterwards. */
  async #openExample() {
    const response = await fetch(new URL(this.dataset.example, document.baseURI));
    const { log, today } = await response.json();
    this.#own = { store: this.#store, today: this.dataset.today };
    this.#store = new MemoryStore(log.entries, "");
    this.dataset.today = today;
    this.querySelector(".planner-example").hidden = false;
    await this.#refresh();
    this.#views.go("today");
  }

  async #leaveExample() {
    this.#store = this.#own.store;
    if (this.#own.today) this.dataset.today = this.#own.today;
    else delete this.dataset.today;
    this.#own = undefined;
    this.#entries = [];
    this.querySelector(".planner-example").hidden = true;
    this.#notices.saved("", false);
    await this.#refresh();
    this.#views.go(this.#last ? "today" : QUESTIONS);
  }
}

/** A browser that clears databases often leaves this, so that a cleared log does not look like a first visit. */
function remember() {
  try {
    localStorage.setItem(DATABASE, "was here");
  } catch {
    // no storage at all is told elsewhere
  }
}

function forget() {
  try {
    localStorage.removeItem(DATABASE);
  } catch {
    // nothing was there
  }
}

function wasHereBefore() {
  try {
    return localStorage.getItem(DATABASE) !== null;
  } catch {
    return false;
  }
}

function questionOf(part, place) {
  const id = /^answers\.([\w-]+)/.exec(place)?.[1];
  return id && part.querySelector(`[data-question="${id}"]:not([hidden])`);
}

function isFramed() {
  return window.top !== window;
}

function focusOn(element) {
  element.tabIndex = -1;
  element.focus();
}

customElements.define("hamstring-planner", HamstringPlanner);
