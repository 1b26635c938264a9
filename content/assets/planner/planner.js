// <hamstring-planner>: a form and a mailbox. The page brings the questions, Python brings the answers.
//
//   idle → downloading → starting → ready | failed        in data-state; only "try again" leads out of failed
//
// Attributes: data-runtime (the folder), data-worker (worker.js). For tests: data-today ("2026-11-22"), data-timeout-seconds.

import { Failure, explain } from "./failure.js";
import { clearProblems, followAlone, followConditions, readAnswers, showProblems } from "./form.js";
import { download, emptyLog, localDate, localTime, withIntake } from "./log.js";
import { showHtml } from "./plan-html.js";
import { Python } from "./python.js";

// Python starts within 5 seconds on a laptop and within 30 on an old phone. Twice that is not slow any more, it is stuck.
const TIMEOUT_SECONDS = 60;

// A screen reader that was given every number would never be quiet.
const ANNOUNCE_SECONDS = 4;

class HamstringPlanner extends HTMLElement {
  #log = emptyLog();
  #python;
  #suspect = ""; // the file that was at fault the last time
  #wanted = false; // the reader has asked for a plan and does not have it yet
  #turn = 0; // only the last submit is answered
  #announced = -Infinity;

  connectedCallback() {
    this.form = this.querySelector("form");
    this.plan = this.querySelector("#plan");
    this.form.noValidate = true; // Python says what is wrong, in the same words everywhere
    this.#listen();
    followConditions(this.form);
    if (isFramed()) this.#refuse();
  }

  /** Another site could lay its own words around a plan and make it say something else. */
  #refuse() {
    this.#become("failed", new Failure("framed"));
    this.querySelector(".planner-retry").remove(); // no other try can end better
  }

  disconnectedCallback() {
    this.#python?.stop();
  }

  /** One of: idle, downloading, starting, ready, failed. */
  get state() {
    return this.dataset.state;
  }

  /**
   * One request to planner.bridge.handle. Starts Python if need be.
   * @returns {Promise<object>} the response; rejects with a Failure (no Python) or a PlannerMistake (an exception in it)
   */
  async ask(request) {
    await this.#ready();
    return JSON.parse(await this.#python.ask(JSON.stringify(request)));
  }

  #listen() {
    // Nothing is downloaded for a reader who only looks. These are the signs that somebody wants a plan.
    const start = () => this.#ready().catch(() => {}); // the failure is on the page already
    this.form.addEventListener("focusin", start);
    this.form.querySelector("[type=submit]").addEventListener("pointerenter", start);
    this.form.addEventListener("input", ({ target }) => {
      start();
      followAlone(target);
      followConditions(this.form);
      this.#takeAway();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#answer();
    });
    this.querySelector(".planner-retry").addEventListener("click", () => this.#retry());
    this.querySelector(".planner-download").addEventListener("click", () => download(this.#log, "hamstring-guide-log.json"));
    // A browser puts back the answers of a reader who returns, and sends no event for it.
    window.addEventListener("pageshow", () => followConditions(this.form));
  }

  // Starting ---------------------------------------------------------------------------------------------------------

  /** Resolves when Python can be asked, rejects with the Failure that prevents it. */
  async #ready() {
    if (isFramed()) throw new Failure("framed");
    this.#python ??= this.#start();
    await this.#python.ready;
  }

  #start() {
    const where = {
      worker: new URL(this.dataset.worker, document.baseURI).href,
      runtime: new URL(this.dataset.runtime, document.baseURI).href,
      suspect: this.#suspect,
      seconds: Number(this.dataset.timeoutSeconds ?? TIMEOUT_SECONDS),
    };
    return new Python(where, (state, detail) => this.#become(state, detail));
  }

  #retry() {
    if (this.state !== "failed") return;
    this.#python = this.#start();
    if (this.#wanted) this.#answer();
  }

  /** The one place where the state changes, and the page with it. */
  #become(state, detail) {
    const isNew = this.state !== state;
    this.dataset.state = state;
    this.querySelector(".planner-loading").hidden = !["downloading", "starting"].includes(state);
    this.querySelector(".planner-failed").hidden = state !== "failed";
    if (state === "downloading") this.#showProgress(detail, isNew);
    if (state === "starting") this.#showStarting();
    if (state === "failed") this.#showFailure(detail);
  }

  #showFailure(failure) {
    this.#suspect = failure.file;
    this.querySelector(".planner-failed-reason").textContent = explain(failure);
  }

  #showProgress({ loaded = 0, total = 0 } = {}, isNew) {
    const progress = this.querySelector("progress");
    if (total) Object.assign(progress, { max: total, value: loaded });
    else progress.removeAttribute("value");
    const isDue = performance.now() - this.#announced > ANNOUNCE_SECONDS * 1000;
    if (!isNew && !isDue) return;
    this.#announce(total ? `Getting the planner: ${megabytes(loaded)} of ${megabytes(total)} MB.` : "Getting the planner.");
    if (!total) this.#announced = -Infinity; // the first real number need not wait
  }

  #showStarting() {
    this.querySelector("progress").removeAttribute("value");
    this.#announce("The planner is here and starts now.");
  }

  #announce(words) {
    this.querySelector(".planner-loading [role=status]").textContent = words;
    this.#announced = performance.now();
  }

  // Answering --------------------------------------------------------------------------------------------------------

  async #answer() {
    const turn = ++this.#turn;
    const isLast = () => turn === this.#turn;
    this.#wanted = true;
    this.#clear();
    if (this.state === "failed") this.querySelector(".planner-retry")?.focus();
    this.plan.setAttribute("aria-busy", "true");
    try {
      await this.#ready();
      if (!isLast()) return;
      const { log, today } = this.#told(); // as the form is now: what the reader changed while waiting counts
      const response = await this.ask({ do: "derive", log, today });
      if (isLast()) this.#show(log, response);
    } catch (cause) {
      if (isLast() && !(cause instanceof Failure)) this.#showMistake(cause);
    } finally {
      if (isLast()) this.plan.removeAttribute("aria-busy");
    }
  }

  /** The log with the form's answers at its end, and the reader's today. */
  #told() {
    const now = new Date();
    const today = this.dataset.today ?? localDate(now);
    return { today, log: withIntake(this.#log, readAnswers(this.form), `${today}T${localTime(now)}`) };
  }

  #show(log, response) {
    this.#wanted = false;
    if (!response.ok) return this.#showProblems(response.problems);
    this.#log = log; // only now: an entry that was refused would be refused again, with every later log
    showHtml(this.plan, response.html);
    this.dataset.outcome = response.situation.outcome;
    this.querySelector(".planner-download").hidden = false;
    const heading = this.plan.querySelector("h1, h2, h3, h4") ?? this.plan;
    focusOn(heading);
    heading.scrollIntoView({ block: "start" });
  }

  /** A plan on the page always belongs to the answers on the page. */
  #takeAway() {
    if (!this.plan.hasChildNodes()) return;
    this.#empty();
    this.querySelector(".planner-stale").hidden = false;
  }

  #empty() {
    this.plan.replaceChildren();
    delete this.dataset.outcome;
  }

  #showProblems(problems) {
    this.#empty(); // the old plan does not belong to these answers
    const elsewhere = showProblems(this.form, problems);
    this.#say(elsewhere.join(" "), elsewhere.length === problems.length);
  }

  #showMistake(cause) {
    this.#wanted = false;
    this.#empty();
    this.#say(`The planner made a mistake of its own and has no plan for these answers. Please report it, with these words: ${cause.message}`, true);
  }

  /** A message that belongs to no question, at the top of the form. */
  #say(message, takesFocus) {
    const place = this.#message();
    place.textContent = message;
    place.hidden = !message;
    if (takesFocus) focusOn(place);
  }

  #clear() {
    this.querySelector(".planner-stale").hidden = true;
    clearProblems(this.form);
    this.#say("", false);
  }

  #message() {
    const there = this.form.querySelector(".planner-message");
    if (there) return there;
    const made = Object.assign(document.createElement("p"), { className: "problem planner-message", hidden: true });
    this.form.prepend(made);
    return made;
  }
}

function isFramed() {
  return window.top !== window;
}

function focusOn(element) {
  element.tabIndex = -1;
  element.focus();
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

customElements.define("hamstring-planner", HamstringPlanner);
