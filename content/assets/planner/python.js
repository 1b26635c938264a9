// The page's end of the worker: one Python, started once, asked many times, thrown away when it fails.

import { Failure } from "./failure.js";

// A download that is silent for this long is spoken of, well before it counts as failed.
const QUIET_SECONDS = 8;

/** An exception in the planner's Python: one question went wrong, Python itself is well. */
export class PlannerMistake extends Error {}

export class Python {
  #worker;
  #report;
  #seconds;
  #timer;
  #quiet;
  #progress; // the last that was told of the download
  #silence = new Failure("stalled", "worker.js"); // what it would mean if nothing more came
  #questions = new Map();
  #failure;
  #started;

  /**
   * @param {{worker: string, runtime: string, seconds: number}} where absolute addresses, and how long silence is borne
   * @param {{suspect: string, isAnew: boolean, keeps: boolean}} how the file that failed before; see worker.js
   * @param {(state: "downloading" | "starting" | "ready" | "failed", detail?: object) => void} report
   * @param {Worker} [waiting] a worker of openWorker's that has done nothing yet
   */
  constructor({ worker, runtime, seconds }, how, report, waiting) {
    this.#report = report;
    this.#seconds = seconds;
    /** Resolves when Python can be asked, rejects with the Failure that prevents it. */
    this.ready = new Promise((resolve, reject) => (this.#started = { resolve, reject }));
    this.ready.catch(() => {}); // a failure is reported even when nobody waits for it here
    try {
      report("downloading");
      this.#worker = waiting ?? openWorker(worker);
      this.#worker.onmessage = ({ data }) => this.#receive(data);
      this.#worker.onerror = (event) => {
        event.preventDefault();
        this.#fail(new Failure("worker", "worker.js", event.message));
      };
      this.#worker.postMessage({ do: "start", runtime, ...how });
      this.#watch();
    } catch (cause) {
      this.#fail(Failure.from(cause));
    }
  }

  /** One question, one answer, both text. */
  async ask(text) {
    await this.ready;
    if (this.#failure) throw this.#failure;
    return new Promise((resolve, reject) => {
      const id = crypto.randomUUID();
      this.#questions.set(id, { resolve, reject });
      this.#silence = new Failure("silent", "planner.bridge");
      this.#watch();
      this.#worker.postMessage({ do: "ask", id, text });
    });
  }

  /** Ends the worker; nothing is reported after this. */
  stop(failure = new Failure("python", "", "it was stopped")) {
    this.#failure = failure;
    this.#unwatch();
    this.#worker?.terminate();
    this.#started.reject(failure);
    for (const { reject } of this.#questions.values()) reject(failure);
  }

  #receive({ type, ...data }) {
    if (this.#failure) return;
    if (type === "failed") return this.#fail(Failure.from(data.failure));
    if (type === "progress") {
      this.#silence = new Failure("stalled", data.waiting.join(", "));
      this.#progress = data;
    }
    if (type === "starting") this.#silence = new Failure("silent", "pyodide.asm.wasm");
    if (type === "ready") this.#started.resolve();
    if (type === "answer") this.#settle(data);
    this.#watch(type === "ready" || (type === "answer" && this.#questions.size === 0));
    if (type !== "answer") this.#report(type === "progress" ? "downloading" : type, data);
  }

  #settle({ id, text, mistake }) {
    const { resolve, reject } = this.#questions.get(id);
    this.#questions.delete(id);
    if (mistake === undefined) resolve(text);
    else reject(new PlannerMistake(mistake));
  }

  /** Pyodide may never answer, so silence counts as failure. Every message starts the time again. */
  #watch(nothingOwed = false) {
    this.#unwatch();
    if (nothingOwed) return;
    const { kind, file } = this.#silence;
    if (kind === "stalled") this.#quiet = setTimeout(() => this.#report("downloading", { ...this.#progress, isQuiet: true }), QUIET_SECONDS * 1000);
    this.#timer = setTimeout(() => this.#fail(new Failure(kind, file, `${this.#seconds} seconds`)), this.#seconds * 1000);
  }

  #unwatch() {
    clearTimeout(this.#timer);
    clearTimeout(this.#quiet);
  }

  #fail(failure) {
    if (this.#failure) return; // a later failure must not hide the first
    this.stop(failure);
    this.#report("failed", failure);
  }
}

// A worker loaded from its own address is outside the page's Content-Security-Policy. One that starts from a blob inherits it, so the blob
// imports the real file. It does so when it runs already: what a module names at its head Firefox asks the network for, past the service worker.
const bootstrap = (address) => `
const early = [];
self.onmessage = (event) => early.push(event);
import(${JSON.stringify(address)}).then(() => early.forEach((event) => self.onmessage(event)), (cause) => setTimeout(() => { throw cause; }));
`;

const ADDRESSES = {
  createScriptURL(address) {
    if (new URL(address).origin !== location.origin) throw new TypeError(`${address} is not of this site.`);
    return URL.createObjectURL(new Blob([bootstrap(address)], { type: "text/javascript" }));
  },
};
let policy;

/** The policy by which an address becomes a worker, where the browser knows Trusted Types; a page can make it once. */
function workers() {
  return (policy ??= globalThis.trustedTypes?.createPolicy?.("planner-worker", ADDRESSES) ?? ADDRESSES);
}

/** A worker that gets its scripts and waits for the word to start. Throws a Failure where there can be none. */
export function openWorker(address) {
  if (typeof WebAssembly !== "object") throw new Failure("no-wasm", "pyodide.asm.wasm");
  try {
    return new Worker(workers().createScriptURL(address), { type: "module" });
  } catch (cause) {
    throw new Failure("no-worker", "worker.js", String(cause));
  }
}
