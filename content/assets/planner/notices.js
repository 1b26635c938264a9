// What the page says about itself: the download, a failure, what was saved, and what is wrong with the place where it is kept.

import { explain } from "./failure.js";

// A screen reader that was given every number would never be quiet.
const ANNOUNCE_SECONDS = 4;

const SAVED_SECONDS = 10;

// Subjects that stay as long as they are so.
const LASTING = new Set(["store", "unsaved", "log"]);

export class Notices {
  #root;
  #announced = -Infinity;
  #leaving;
  #troubles = new Map(); // by subject, so that a small one never takes the place of a great one

  /** @param {HTMLElement} root holds the .planner-… places */
  constructor(root) {
    this.#root = root;
    // It lies over the page, so it goes with the next click, or with the scroll of a finger, which ends its pointer. Not as soon as a
    // pointer is down: at the foot of the page that would move away what is about to be pressed.
    for (const event of ["click", "pointercancel"]) window.addEventListener(event, ({ target }) => this.#leave(target));
  }

  /** How far Python is. */
  state(state, detail, isNew) {
    this.#find(".planner-loading").hidden = !["downloading", "starting"].includes(state);
    this.#find(".planner-failed").hidden = state !== "failed";
    if (state === "downloading") this.#progress(detail, isNew);
    if (state === "starting") this.#starting();
    if (state === "failed") this.#find(".planner-failed-reason").textContent = explain(detail);
  }

  /** Whether something was sent that the next try will tell: it would look as if it had gone, or been lost. */
  waiting(isWaiting) {
    this.#find(".planner-waiting").hidden = !isWaiting;
  }

  /** No other try can end better. */
  noRetry() {
    this.#find(".planner-retry").remove();
  }

  /** Only after the transaction completed. */
  saved(words, canUndo) {
    this.#say(".planner-saved-words", words);
    this.#find(".planner-undo").hidden = !canUndo;
    const place = this.#find(".planner-saved");
    place.hidden = !words;
    clearTimeout(this.#leaving);
    // It goes by itself too, but not from under a finger. The diary takes back what it offers, at any time.
    const leave = () => (place.matches(":hover, :focus-within") ? (this.#leaving = setTimeout(leave, SAVED_SECONDS * 1000)) : (place.hidden = true));
    if (words) this.#leaving = setTimeout(leave, SAVED_SECONDS * 1000);
  }

  #leave(target) {
    const place = this.#find(".planner-saved");
    if (!place.hidden && !place.contains(target)) this.saved("", false);
  }

  /** Something the reader must know about one subject, with the way to save the log beside it. Nothing said: it is over. */
  trouble(subject, words) {
    if (words) this.#troubles.set(subject, words);
    else this.#troubles.delete(subject);
    const place = this.#find(".planner-trouble-words");
    place.replaceChildren(...[...this.#troubles.values()].map((each) => Object.assign(document.createElement("p"), { textContent: each })));
    this.#find(".planner-trouble").hidden = this.#troubles.size === 0;
    this.#find(".planner-trouble [data-do=save-again]").hidden = !this.#troubles.has("unsaved");
    this.#find(".planner-trouble [data-do=close-trouble]").hidden = [...this.#troubles.keys()].every((each) => LASTING.has(each));
  }

  /** What was read can go; what is still so stays. */
  closeTrouble() {
    for (const subject of [...this.#troubles.keys()].filter((each) => !LASTING.has(each))) this.trouble(subject, "");
  }

  /** All but what is true of the browser itself. */
  clear() {
    for (const subject of [...this.#troubles.keys()].filter((each) => each !== "store")) this.trouble(subject, "");
  }

  /** The plan on show is of this earlier day; "" for one of today. */
  old(day) {
    const place = this.#find(".planner-old");
    place.hidden = !day;
    place.querySelector("strong").textContent = day;
  }

  #progress({ loaded = 0, total = 0, isQuiet = false } = {}, isNew) {
    const progress = this.#find(".planner-loading progress");
    if (total) Object.assign(progress, { max: total, value: loaded });
    else progress.removeAttribute("value");
    if (isQuiet) {
      this.#announce("Nothing has come for some seconds. Check your connection. What you told before is safe, and the planner goes on by itself as soon as more comes.");
      this.#announced = -Infinity; // that it goes on is told at once
      return;
    }
    const isDue = performance.now() - this.#announced > ANNOUNCE_SECONDS * 1000;
    if (!isNew && !isDue) return;
    this.#announce(total ? `Getting the planner: ${megabytes(loaded)} of ${megabytes(total)} MB.` : "Getting the planner.");
    if (!total) this.#announced = -Infinity; // the first real number need not wait
  }

  #starting() {
    this.#find(".planner-loading progress").removeAttribute("value");
    this.#announce("The planner is here and starts now.");
  }

  #announce(words) {
    this.#say(".planner-loading [role=status]", words);
    this.#announced = performance.now();
  }

  #say(selector, words) {
    this.#find(selector).textContent = words;
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
