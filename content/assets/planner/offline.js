// <offline-offer>: "Make available offline", how far it is, and the way back. And the word that a new version is here.
//
// Nothing is kept for a reader who only looks: it begins with the button, or by itself some seconds after Python has started, since
// by then most of it has been downloaded anyway. <offline-offer data-quiet> says what comes by itself and asks only where nothing does.

import { Keeper, mayDownloadByItself } from "./keeper.js";

const AFTER_START_SECONDS = 5;

const FAILED = {
  full: "There is no room for it on this device. With a connection everything works as before.",
  "broken-off": "It did not work: the connection broke off, or the site was renewed just now. What has arrived is kept.",
};

const planner = document.querySelector("hamstring-planner");
const [first] = document.querySelectorAll("offline-offer[data-worker]");
const megabytes = Number(first?.dataset.megabytes);
// Without a size there is no offer: offline use is switched off for everyone.
const keeper = megabytes ? new Keeper(addressOf(first.dataset.worker), [addressOf(planner.dataset.runtime), new URL("../", import.meta.url)]) : undefined;

class OfflineOffer extends HTMLElement {
  connectedCallback() {
    if (!keeper || this.firstChild) return;
    this.words = element("p", { className: "offline-words" });
    this.words.setAttribute("role", "status");
    this.progress = element("progress", { ariaLabel: "Making it available offline" });
    this.numbers = element("p", { className: "offline-numbers" });
    this.button = element("button", { type: "button", className: "tell tell--quiet" });
    this.button.addEventListener("click", () => (keeper.state === "kept" ? keeper.remove() : keeper.keep()));
    this.append(this.words, this.progress, this.numbers, this.button);
    keeper.addEventListener("state", () => this.#show());
    this.#show();
  }

  #show() {
    const { state, detail } = keeper;
    const isQuiet = "quiet" in this.dataset;
    this.dataset.state = state;
    this.hidden = state === "unsupported" || (isQuiet && (state === "failed" || (state === "idle" && (mayDownloadByItself() || keeper.isDeclined))));
    say(this.words, WORDS[state]?.(detail) ?? "");
    this.progress.hidden = this.numbers.hidden = state !== "keeping";
    if (detail.total) Object.assign(this.progress, { max: detail.total, value: detail.kept });
    else this.progress.removeAttribute("value");
    say(this.numbers, detail.total ? `${inMegabytes(detail.kept)} of ${inMegabytes(detail.total)} MB` : "");
    this.button.hidden = state === "keeping" || (isQuiet && state === "kept");
    say(this.button, BUTTONS[state] ?? "");
  }
}

const WORDS = {
  idle: () => "The guide and the planner can work without a connection.",
  keeping: () => "The guide and the planner are being kept on this device. You can go on.",
  kept: () => "The guide and the planner are on this device. They work without a connection.",
  failed: ({ why }) => FAILED[why] ?? FAILED["broken-off"],
};

const BUTTONS = {
  idle: `Make available offline (${megabytes} MB)`,
  kept: "Take the offline copy away",
  failed: "Try again",
};

function keepAfterStart() {
  const watch = new MutationObserver(() => {
    if (planner.dataset.state !== "ready") return;
    watch.disconnect();
    if (mayDownloadByItself()) setTimeout(() => keeper.keep(), AFTER_START_SECONDS * 1000);
  });
  watch.observe(planner, { attributeFilter: ["data-state"] });
}

/** Stands at the foot of the screen until the reader wants it, or closes the page. */
function tellOfNewer() {
  if (planner.querySelector(".planner-newer")) return;
  const note = element("div", { className: "planner-newer note" });
  note.setAttribute("role", "status");
  const button = element("button", { type: "button", className: "tell tell--quiet", textContent: "Reload" });
  button.addEventListener("click", () => keeper.renew());
  note.append(element("p", { textContent: "A new version is here. What you told is kept." }), button);
  planner.querySelector(".planner-notices").append(note);
}

function addressOf(relative) {
  return new URL(relative, document.baseURI);
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

/** A live region speaks whenever its text is set, so it is only set when it is another. */
function say(place, words) {
  if (place.textContent !== words) place.textContent = words;
}

function inMegabytes(bytes) {
  return Math.round(bytes / 1e6);
}

customElements.define("offline-offer", OfflineOffer);
if (keeper) {
  keeper.addEventListener("newer", tellOfNewer);
  keepAfterStart();
  keeper.look();
}
