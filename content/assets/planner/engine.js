// Python on demand: started by the first who needs it, asked one question after the other, started anew after a failure.

import { Failure } from "./failure.js";
import { openWorker, Python } from "./python.js";

// Python starts within 5 seconds on a laptop and within 30 on an old phone. Twice that is not slow any more, it is stuck.
const TIMEOUT_SECONDS = 60;

export class Engine {
  #where;
  #report;
  #python;
  #waiting; // a worker that has its scripts, for the first start: {worker, controller}
  #suspect = ""; // the file that was at fault the last time
  state = "idle";

  /**
   * @param {() => {worker: string, runtime: string, seconds?: number, keeps: boolean}} where asked at each start
   * @param {(state: string, detail?: object, isNew?: boolean) => void} report every state: idle, downloading, starting, ready, failed
   */
  constructor(where, report) {
    this.#where = where;
    this.#report = report;
  }

  /** Gets the worker's own few scripts, and nothing of Python, so that a start has only Python to wait for. What fails is told by the start. */
  prepare() {
    if (this.#python || this.#waiting) return;
    try {
      const worker = openWorker(this.#where().worker);
      worker.onerror = (event) => {
        event.preventDefault();
        this.#dismiss();
      };
      this.#waiting = { worker, controller: serviceWorker() };
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause;
    }
  }

  #dismiss() {
    this.#waiting?.worker.terminate();
    this.#waiting = undefined;
  }

  /** Resolves when Python can be asked, rejects with the Failure that prevents it. */
  async ready() {
    if (window.top !== window) throw new Failure("framed");
    this.#python ??= this.#start();
    await this.#python.ready;
  }

  /**
   * One request to planner.bridge.handle.
   * @returns {Promise<object>} the response; rejects with a Failure (no Python) or a PlannerMistake (an exception in it)
   */
  async ask(request) {
    await this.ready();
    return JSON.parse(await this.#python.ask(JSON.stringify(request)));
  }

  /** Another try after a failure. */
  retry() {
    if (this.state === "failed") this.#python = this.#start(true);
  }

  /** The next question starts it anew: the page may only have moved the planner to another place. */
  stop() {
    this.#python?.stop();
    this.#python = undefined;
    this.#dismiss();
  }

  /** Says a state aloud that did not come from Python: the page is framed by another site. */
  fail(failure) {
    this.#become("failed", failure);
  }

  #start(isAnew = false) {
    const { worker, runtime, seconds = TIMEOUT_SECONDS, keeps } = this.#where();
    // In Firefox a service worker that came meanwhile takes over the page and not its workers, which could not start without a network then.
    if (this.#waiting?.controller !== serviceWorker()) this.#dismiss();
    const waiting = this.#waiting?.worker;
    this.#waiting = undefined;
    return new Python({ worker, runtime, seconds }, { suspect: this.#suspect, isAnew, keeps }, (state, detail) => this.#become(state, detail), waiting);
  }

  #become(state, detail) {
    const isNew = this.state !== state;
    this.state = state;
    if (state === "failed") this.#suspect = detail.file;
    this.#report(state, detail, isNew);
  }
}

/** The service worker that answers for this page, or undefined. */
function serviceWorker() {
  return navigator.serviceWorker?.controller ?? undefined;
}
