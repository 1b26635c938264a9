// <session-player>: one exercise at a time, full screen. It counts, times and asks; what to do and every word come with the page.
//
//   player.source = dialog    the <dialog> of planner/view/templates/player.html, as Python rendered it
//   player.draft = {...}      where somebody left off, as "player-draft" gave it; null when there is nothing
//   player.settings = {...}   sound, vibration, pace: true or false, as "player-settings" gave them
//   player.open()             within a tap, or the browser allows no sound; close() leaves it and loses nothing
//   player.now = () => ...    the clock, for tests
//
// The phone's back button closes it too. Events: "player-draft" after every change and each second that runs, "player-settings", "player-close", and "player-done" with {items, stopped}.
// It stores nothing and never asks Python.

import { AwakeScreen, Signals, tonesOf } from "./signals.js";
import { Session, readStep } from "./timer.js";
import { WayBack } from "./way-back.js";

const TICK_MILLISECONDS = 100;

// How often what runs by the clock is told, so that a page that goes without a word comes back to the right second.
const KEEP_MILLISECONDS = 1000;

// A second tap within this time was meant for what was there before: a shaky or gloved hand taps twice.
const SETTLE_MILLISECONDS = 400;

// What may be pressed at any moment: it is not undone by what has just changed, or must never have to wait.
const ALWAYS = new Set(["close", "stop", "sound", "vibration", "longer"]);

// How a turn that is not whole is told, by the kind of its dose.
const PARTS = { reps: "part-reps", hold: "part-holds", intervals: "part-rounds", time: "part-time" };

// How much of the big button is filled, by the share of the part that is over. Lifting fills it and lowering empties it.
const FILL = { lift: (share) => share, return: (share) => share, still: () => 1 };

const HINTS = { lead: "at-lead", more: "at-more", rest: "at-rest" };
const NOTES = { hold: "hold-of", intervals: "round-of", reps: "repetition-of" };

const TEMPO = new Set(["lift", "still", "lower", "return"]);

class SessionPlayer extends HTMLElement {
  now = Date.now;
  #dialog;
  #next; // the dialog to be used from the next opening on
  #session;
  #draft = null;
  #words = {};
  #paced = false;
  #signals = new Signals();
  #awake = new AwakeScreen();
  #wayBack = new WayBack(() => this.close());
  #clock;
  #panel = "stage"; // or "stop", or "part"; the other panels follow from where the session is
  #seen = {}; // what was on the screen last: the step, the panel, the part, what was said
  #since = -Infinity; // when that changed
  #told = -Infinity; // when the draft was told last
  #onShow = () => this.#change(this.now()); // the phone was locked, or another tab was looked at

  set source(dialog) {
    this.#next = dialog;
  }

  set draft(draft) {
    this.#draft = draft ?? null;
    if (!this.isOpen) return;
    this.#begin();
    this.#refresh(this.now());
  }

  /** Plain JSON, or null before the first opening and after the end. */
  get draft() {
    return this.#session?.draft(this.now()) ?? this.#draft;
  }

  set settings({ sound = this.#signals.sound, vibration = this.#signals.vibration, pace = this.#paced } = {}) {
    Object.assign(this.#signals, { sound, vibration });
    this.#paced = pace;
    if (this.isOpen) this.#refresh(this.now());
  }

  get settings() {
    return { sound: this.#signals.sound, vibration: this.#signals.vibration, pace: this.#paced };
  }

  get isOpen() {
    return Boolean(this.#dialog?.open);
  }

  open() {
    if (this.isOpen || !(this.#next ?? this.#dialog)?.querySelector(".player-step")) return;
    this.#take();
    this.#begin();
    this.#seen = {};
    this.#dialog.showModal();
    this.#signals.wake();
    this.#awake.keep();
    this.#wayBack.open();
    document.addEventListener("visibilitychange", this.#onShow);
    this.#write("resumed", this.#resumedWords());
    this.#refresh(this.now());
  }

  /** Leaves the session where it is; what runs by the clock is paused. */
  close() {
    if (!this.#session) return;
    this.#session.timer?.line.pause(this.now());
    this.#tellDraft(this.now());
    this.#leave();
    this.#tell("player-close");
  }

  connectedCallback() {
    this.#wayBack.listen();
  }

  disconnectedCallback() {
    this.#quiet();
    this.#wayBack.silence();
  }

  // Opening and leaving -------------------------------------------------------------------------------------------------

  /** Takes over the dialog that was set as the source. */
  #take() {
    if (!this.#next) return;
    this.#dialog = this.#next;
    this.#next = undefined;
    this.replaceChildren(this.#dialog);
    this.#words = Object.fromEntries(this.#all("[data-word]").map((word) => [word.dataset.word, word.textContent]));
    this.#dialog.addEventListener("click", (event) => this.#press(event.target.closest("[data-press]")?.dataset.press));
    this.#dialog.querySelector(".player-more").addEventListener("click", () => this.#readOn());
    this.#dialog.addEventListener("scroll", () => this.#showMore(), { capture: true, passive: true });
    new ResizeObserver(() => this.#showMore()).observe(this.#dialog);
    this.#dialog.addEventListener("change", (event) => this.#rate(event.target));
    this.#dialog.addEventListener("keydown", (event) => this.#key(event));
    this.#dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    this.#dialog.addEventListener("close", () => this.close()); // some phones close a dialog without asking
  }

  #begin() {
    const { day, leadSeconds, betweenSeconds } = this.#dialog.dataset;
    const steps = this.#sections.map(readStep);
    const ratings = this.#all("[data-rating]").map((rating) => rating.dataset.rating);
    this.#session = Session.from(this.#draft, steps, day, { lead: Number(leadSeconds), between: Number(betweenSeconds) }, this.now(), ratings);
    this.#panel = "stage";
  }

  #quiet() {
    clearInterval(this.#clock);
    this.#signals.sleep(this.now());
    this.#awake.leave();
    document.removeEventListener("visibilitychange", this.#onShow);
  }

  #leave() {
    this.#quiet();
    this.#draft = this.draft;
    this.#session = undefined;
    this.#dialog.close();
    this.#wayBack.closed();
  }

  #finish() {
    const result = this.#session.result();
    this.#leave();
    this.#draft = null;
    this.#tell("player-done", result);
  }

  // What is pressed -------------------------------------------------------------------------------------------------------

  #press(name) {
    if (!name || !this.isOpen) return;
    const now = this.now();
    const isLate = this.#session.catchUp(now) || now - this.#since < SETTLE_MILLISECONDS;
    if (isLate && !ALWAYS.has(name)) return this.#change(now);
    this.#signals.wake();
    this.#write("resumed", "");
    this.#act(name, now);
    if (this.isOpen) this.#change(now);
  }

  #act(name, now) {
    const session = this.#session;
    const actions = {
      main: () => this.#main(now),
      pause: () => this.#pauseOrResume(now),
      longer: () => session.timer?.line.lengthen(Number(this.#dialog.dataset.longerSeconds) * 1000),
      "set-done": () => this.#finishTurn(now),
      "skip-set": () => session.skipSet(now),
      next: () => session.leave(now),
      back: () => session.back(),
      answered: () => this.#saveAnswers(now),
      unasked: () => session.leave(now),
      stop: () => this.#askAbout("stop", now),
      "stop-session": () => this.#backToStage(() => session.stop(now)),
      "stop-exercise": () => this.#backToStage(() => session.leave(now)),
      "part-done": () => this.#backToStage(() => session.finishTurn(now)),
      "part-out": () => this.#backToStage(() => session.finishTurn(now, false)),
      "go-on": () => this.#backToStage(() => {}),
      pace: () => this.#switch("pace"),
      sound: () => this.#switch("sound"),
      vibration: () => this.#switch("vibration"),
      save: () => this.#finish(),
      close: () => this.close(),
    };
    actions[name]();
  }

  /** The big button. */
  #main(now) {
    const session = this.#session;
    const { timer, step } = session;
    if (timer?.line.isPaused) timer.line.resume(now);
    else if (timer?.of === "rest") session.endRest();
    else if (["lead", "more"].includes(timer?.line.at(now)?.part.kind)) this.#skipPart(now);
    else if (timer) timer.line.pause(now);
    else if (step.kind === "distance") session.finishTurn(now);
    else if (this.#isTimed) session.begin(this.#isPaced, now);
    else this.#tap(now);
  }

  #skipPart(now) {
    this.#session.timer.line.skip(now);
    this.#session.catchUp(now);
  }

  #tap(now) {
    this.#session.tap(now);
    this.#signals.buzz("short");
  }

  #pauseOrResume(now) {
    const line = this.#session.timer?.line;
    if (line?.isPaused) line.resume(now);
    else line?.pause(now);
  }

  /** What is less than the dose is not taken for a set without asking: a tap may have been forgotten, or the button pressed too soon. */
  #finishTurn(now) {
    const session = this.#session;
    const { done, least } = session.counted(now) ?? { done: 0, least: 0 };
    if (session.step.exercise && done < least) this.#askAbout("part", now);
    else session.finishTurn(now);
  }

  #saveAnswers(now) {
    if (this.#hasAnswers) return this.#session.leave(now);
    this.#write("unanswered", this.#words.unanswered);
    return this.#say(this.#words.unanswered);
  }

  get #hasAnswers() {
    return Object.keys(this.#session.ratings).length > 0;
  }

  #askAbout(panel, now) {
    this.#session.timer?.line.pause(now);
    this.#panel = panel;
  }

  #backToStage(act) {
    this.#panel = "stage";
    act();
  }

  #switch(name) {
    this.settings = { [name]: !this.settings[name] };
    this.#signals.wake();
    this.#tell("player-settings", this.settings);
  }

  #rate(input) {
    const name = input.closest("[data-rating]")?.dataset.rating;
    if (!name || !this.isOpen) return;
    this.#session.ratings[name] = Number(input.value);
    this.#write("unanswered", "");
    this.#change(this.now());
  }

  /** Space and Enter count wherever the focus is, as long as it is on nothing that means something else by them. */
  #key(event) {
    const { target, key, repeat } = event;
    if (![" ", "Enter"].includes(key)) return;
    if (repeat) event.preventDefault(); // a key that is held down is one press
    if (target.closest("button, input") || this.#shownPanel !== "stage") return;
    event.preventDefault();
    if (!repeat) this.#press("main");
  }

  // What is shown, heard and told ------------------------------------------------------------------------------------------

  /** After anything that the reader or the clock has changed. */
  #change(now) {
    this.#refresh(now);
    this.#tellDraft(now);
  }

  #tellDraft(now) {
    this.#told = now;
    this.#tell("player-draft", this.draft);
  }

  #refresh(now) {
    this.#session.catchUp(now);
    this.#render(now);
    this.#signals.plan(tonesOf(this.#session.timer?.line), now);
    this.#runClock();
  }

  #runClock() {
    clearInterval(this.#clock);
    const line = this.#session.timer?.line;
    this.#clock = line && !line.isPaused ? setInterval(() => this.#tick(), TICK_MILLISECONDS) : undefined;
  }

  #tick() {
    const now = this.now();
    const { part } = this.#seen;
    if (this.#session.catchUp(now)) {
      this.#signals.buzz("over");
      this.#change(now);
      return;
    }
    this.#draw(now);
    if (now - this.#told >= KEEP_MILLISECONDS) this.#tellDraft(now);
    if (part !== this.#seen.part) this.#signals.buzz(TEMPO.has(this.#dialog.dataset.mode) ? "short" : "end");
  }

  get #shownPanel() {
    if (this.#session.isOver) return "end";
    if (this.#panel !== "stage") return this.#panel;
    return this.#session.isAsking ? "ask" : "stage";
  }

  get #isPaced() {
    return this.#paced && this.#canBePaced;
  }

  get #canBePaced() {
    const { kind, tempo } = this.#session.step;
    return kind === "reps" && tempo !== undefined;
  }

  get #isTimed() {
    return this.#session.parts(this.#isPaced).length > 0;
  }

  #render(now) {
    const panel = this.#shownPanel;
    this.#dialog.dataset.screen = panel;
    for (const place of this.#all("[data-panel]")) place.hidden = place.dataset.panel !== panel;
    this.#sections.forEach((section, place) => (section.hidden = place !== this.#session.place || panel === "end"));
    this.#renderTop();
    this.#renderButtons(panel);
    if (panel === "ask") this.#renderQuestions();
    if (panel === "part") this.#renderPart(now);
    if (panel === "end") this.#renderEnd();
    this.#draw(now);
    this.#moveFocus(panel);
    this.#showMore();
  }

  #renderTop() {
    const { step, isOver, share } = this.#session;
    const exercises = this.#all("[data-exercise]");
    const number = exercises.findIndex(({ dataset }) => dataset.exercise === step.exercise) + 1;
    const isCounted = number > 0 && !isOver;
    this.#write("place-kind", isCounted ? this.#words.exercise : "");
    this.#write("place", isCounted ? this.#fill("place", { number, all: exercises.length }) : isOver ? "" : this.#words["warm-up"]);
    this.#dialog.style.setProperty("--player-way", share);
    this.#button("sound").setAttribute("aria-pressed", this.#signals.sound);
    this.#button("vibration").setAttribute("aria-pressed", this.#signals.vibration);
    this.#button("pace").setAttribute("aria-pressed", this.#paced);
  }

  #renderButtons(panel) {
    const session = this.#session;
    const { step, timer, turn } = session;
    const isResting = timer?.of === "rest";
    const isOnStage = panel === "stage";
    this.#dialog.toggleAttribute("data-fresh", isOnStage && turn === 0 && !timer && !session.count);
    this.#showButton("pause", timer);
    this.#showButton("longer", isResting);
    this.#showButton("pace", this.#canBePaced && !timer && !session.count);
    this.#showButton("set-done", !isResting && step.kind !== "distance" && (step.exercise || timer));
    this.#showButton("skip-set", isOnStage && step.sets[1] > 1);
    this.#showButton("next", isOnStage);
    this.#showButton("stop", ["stage", "ask", "part"].includes(panel));
    this.#showButton("answered", panel === "ask");
    this.#showButton("unasked", panel === "ask" && !this.#hasAnswers);
    this.#showButton("save", panel === "end");
    this.#showButton("back", this.#panel === "stage");
    this.#button("back").setAttribute("aria-disabled", session.isFirst);
    this.#button("pause").textContent = timer?.line.isPaused ? this.#words.resume : this.#words.pause;
    this.#write("done", this.#words[!step.exercise ? "warm-up-done" : step.sides > 1 ? "side-done" : "set-done"]);
    const isEnough = session.setsDone() >= step.sets[0];
    this.#write("next", this.#words[!step.exercise ? "skip-warm-up" : isEnough ? "next-exercise" : "skip-exercise"]);
  }

  #renderQuestions() {
    const { ratings, step } = this.#session;
    for (const input of this.#all("[data-rating] input")) {
      input.checked = ratings[input.closest("[data-rating]").dataset.rating] === Number(input.value);
    }
    const over = Object.keys(step.limits).find((name) => ratings[name] > step.limits[name]);
    const warning = over ? this.#sections[this.#session.place].querySelector(`[data-over="${over}"]`).textContent : "";
    if (warning && warning !== this.#seen.warning) this.#say(warning);
    this.#seen.warning = warning;
    this.#dialog.querySelector(".player-over").textContent = warning;
    this.#show(".player-over", warning);
    this.#write("came-to", this.#cameTo(this.#session.place));
    this.#button("answered").setAttribute("aria-disabled", !this.#hasAnswers);
  }

  /** What is missing of the turn that shall be done. */
  #renderPart(now) {
    const { step } = this.#session;
    const { done } = this.#session.counted(now) ?? { done: 0 };
    const kind = step.kind === "hold" && step.reps[1] === 1 ? "time" : step.kind;
    this.#write("part-title", this.#words[step.sides > 1 ? "part-side" : "part-set"]);
    this.#write("part", this.#fill(PARTS[kind], { done, all: step.target }));
  }

  #renderEnd() {
    const { isStopped } = this.#session;
    this.#write("end-title", this.#words[isStopped ? "stopped-title" : "end-title"]);
    this.#show(".player-stopped", isStopped);
    const lines = this.#session.result().items.map((item) => this.#line(item));
    this.#dialog.querySelector(".player-done").replaceChildren(...lines);
  }

  #line({ exercise, sets }) {
    const place = this.#sections.findIndex(({ dataset }) => dataset.exercise === exercise);
    const name = Object.assign(document.createElement("strong"), { textContent: this.#session.nameOf(exercise) });
    const line = document.createElement("li");
    line.append(name, " ", place < 0 ? this.#fill(sets ? "sets-before" : "sets-begun", { sets }) : this.#cameTo(place));
    return line;
  }

  /** What counts of an exercise, and what was done beside it: less than a set is not kept, so it is said here. */
  #cameTo(place) {
    const sets = this.#session.setsDone(place);
    const isHalf = this.#session.hasHalfSet(place);
    const all = readStep(this.#sections[place]).sets[1];
    const name = sets > all ? "sets-more" : isHalf ? "sets-half" : sets ? "sets-done" : "sets-begun";
    return this.#fill(name, { sets, all });
  }

  /** The part of the stage that moves by itself. */
  #draw(now) {
    const { place, turn, timer } = this.#session;
    const there = timer?.line.at(now);
    const parts = timer || !this.#isTimed ? [] : this.#session.parts(this.#isPaced);
    const shown = there ?? this.#waiting(parts.find(({ kind }) => kind !== "lead"));
    const { kind } = shown.part;
    const isPaused = Boolean(timer?.line.isPaused);
    Object.assign(this.#dialog.dataset, { mode: kind, paused: isPaused });
    this.#write("set", this.#setWords());
    this.#write("side", this.#sideWords());
    this.#write("word", isPaused ? this.#words.paused : timer ? this.#words[kind] : "");
    const digits = String(shown.digits ?? clock(shown.left));
    this.#write("digits", digits);
    this.#dialog.style.setProperty("--player-letters", digits.length);
    this.#write("note", timer || shown.digits !== undefined ? this.#note(shown.part) : "");
    this.#write("hint", this.#words[isPaused ? "at-paused" : timer ? HINTS[kind] ?? "at-run" : `at-${shown.hint}`]);
    const { seconds } = shown.part;
    const share = seconds && isReduced() ? Math.floor(shown.share * seconds) / seconds : shown.share;
    this.#dialog.style.setProperty("--player-fill", (FILL[kind] ?? ((over) => 1 - over))(share));
    this.#notice([place, turn, this.#shownPanel, kind, isPaused].join(), there?.place, now);
  }

  /** What stands there while nothing runs by the clock. */
  #waiting(part) {
    const { count, step } = this.#session;
    if (part) return { part, left: part.seconds * 1000, share: 0, hint: "start" };
    if (step.kind === "distance") return { part: { kind: "distance" }, digits: step.metres, share: 1, hint: "distance" };
    return { part: { kind: "count" }, digits: count, share: 1 - count / step.reps[1], hint: "count" };
  }

  #setWords() {
    const { step, turn } = this.#session;
    const set = Math.floor(turn / step.sides) + 1;
    const [least, most] = step.sets;
    if (most === 1) return "";
    return this.#fill(set > least ? "extra-set" : "set", { set, sets: most });
  }

  #sideWords() {
    const { step, turn } = this.#session;
    return step.sides > 1 ? this.#words[turn % 2 ? "other-side" : "first-side"] : "";
  }

  /** After a reload the clock waits, and says why. */
  #resumedWords() {
    if (this.#draft?.day !== this.#dialog.dataset.day) return "";
    return this.#words[this.#session.timer ? "resumed-paused" : "resumed"];
  }

  #note({ kind, round }) {
    const { step } = this.#session;
    if (kind === "count") return this.#fill("repetitions", { target: step.target });
    if (kind === "distance") return this.#words.metres;
    if (kind === "rest" || kind === "lead" || step.reps[1] === 1 || !NOTES[step.kind]) return "";
    return this.#fill(NOTES[step.kind], { number: round, all: step.reps[1] });
  }

  /** Keeps when the screen changed, and tells a screen reader what is new: no seconds, and the ways of a repetition only once. */
  #notice(key, part, now) {
    if (key !== this.#seen.key) this.#since = now;
    Object.assign(this.#seen, { key, part });
    if (this.#shownPanel !== "stage") return;
    const words = this.#toBeSaid.map((name) => this.#dialog.querySelector(`[data-show="${name}"]`).textContent);
    const said = words.filter(Boolean).map((each) => each.replace(/\.$/, "")).join(". ");
    if (said !== this.#seen.said) this.#say(said);
    this.#seen.said = said;
  }

  /** Which of the words on the stage are read out when they change. */
  get #toBeSaid() {
    const { timer, count } = this.#session;
    if (!timer) return count ? ["digits"] : ["resumed", "set", "side", "hint"];
    return TEMPO.has(this.#dialog.dataset.mode) && !timer.line.isPaused ? ["note"] : ["resumed", "word", "note"];
  }

  /** The focus goes where something new is, and never gets lost with what is taken away. */
  #moveFocus(panel) {
    const { place } = this.#session;
    const isNewStep = place !== this.#seen.place;
    const isNew = isNewStep || panel !== this.#seen.panel;
    const isFresh = this.#dialog.hasAttribute("data-fresh");
    if (isNew || isFresh !== this.#seen.isFresh) this.#scrollUp(); // the screen is another, and what matters on it stands first
    Object.assign(this.#seen, { place, panel, isFresh });
    const active = document.activeElement;
    const isThere = this.#dialog.contains(active) && active.checkVisibility();
    if (!isNew && isThere) return;
    if (panel !== "stage") this.#dialog.querySelector(`[data-panel="${panel}"] .player-title`).focus();
    else if (isNewStep) this.#sections[place].focus();
    else this.#button("main").focus();
  }

  #scrollUp() {
    for (const each of [this.#dialog, this.#dialog.querySelector(".player-body"), this.#sections[this.#session.place]]) each.scrollTop = 0;
  }

  /** Whether there is more to read than can be seen is shown, since a phone shows no scroll bar. */
  #showMore() {
    if (!this.isOpen) return;
    const scroller = this.#scroller;
    this.#dialog.toggleAttribute("data-more", scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop > 4);
  }

  /** What scrolls: the words of the exercise; on other panels, and on a very low screen, all of it. */
  get #scroller() {
    const all = [this.#sections[this.#session.place], this.#dialog.querySelector(".player-body"), this.#dialog];
    return all.find((each) => each.scrollHeight > each.clientHeight && getComputedStyle(each).overflowY !== "visible") ?? this.#dialog;
  }

  #readOn() {
    const step = this.#sections[this.#session.place];
    step.scrollBy({ top: step.clientHeight * 0.5, behavior: isReduced() ? "instant" : "smooth" });
    step.focus({ preventScroll: true }); // the button goes once all is read
  }

  #say(words) {
    this.#dialog.querySelector("[role=status]").textContent = words;
  }

  #fill(name, values) {
    return this.#words[name].replace(/\{(\w+)\}/g, (_, value) => values[value]);
  }

  #write(name, words) {
    const place = this.#dialog.querySelector(`[data-show="${name}"]`);
    if (place.textContent !== words) place.textContent = words;
  }

  #show(selector, isShown) {
    const element = this.#dialog.querySelector(selector);
    if (element) element.hidden = !isShown;
  }

  #showButton(name, isShown) {
    this.#button(name).hidden = !isShown;
  }

  #button(name) {
    return this.#dialog.querySelector(`[data-press="${name}"]`);
  }

  get #sections() {
    return this.#all(".player-step");
  }

  #all(selector) {
    return [...this.#dialog.querySelectorAll(selector)];
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

/** 23, or 1:05 from a minute on. */
function clock(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 60 ? String(seconds) : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function isReduced() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

customElements.define("session-player", SessionPlayer);
