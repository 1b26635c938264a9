// What can go wrong while Python starts, and the sentence the reader gets for it.

/** A cause with a name, so that it can cross from the worker to the page as plain data. */
export class Failure extends Error {
  /**
   * @param {keyof typeof REASONS} kind
   * @param {string} [file] the file it is about
   * @param {string} [detail] what exactly was seen
   */
  constructor(kind, file = "", detail = "") {
    super([kind, file, detail].filter(Boolean).join(": "));
    Object.assign(this, { name: "Failure", kind, file, detail });
  }

  /** Anything that was thrown, as a Failure. */
  static from(cause) {
    return cause?.kind in REASONS ? new Failure(cause.kind, cause.file, cause.detail) : new Failure("python", "", lastLine(String(cause)));
  }

  toData() {
    return { kind: this.kind, file: this.file, detail: this.detail };
  }
}

const SITE = "This is a fault of the site, not of your device. Wait a few minutes, then try again.";
const RENEWED = "The site may have been renewed since you opened this page: reload the page. If that does not help, wait a few minutes.";
const CONNECTION = "Check your connection, then try again.";
const BROWSER = "Open this page in an up-to-date browser, then try again.";

const REASONS = {
  missing: ({ file, detail }) => `The file ${file} is not where it should be: the server answered ${detail}. ${RENEWED}`,
  type: ({ file, detail }) => `The file ${file} came with the wrong type: ${detail}. ${SITE}`,
  length: ({ file, detail }) => `The file ${file} is not complete: ${detail} arrived. ${CONNECTION}`,
  damaged: ({ file }) => `The file ${file} is damaged: its contents do not match its checksum (SHA-256). ${CONNECTION}`,
  network: ({ file }) => `The file ${file} could not be downloaded: there is no connection, or it broke off. ${CONNECTION}`,
  stalled: ({ file, detail }) => `The download stopped: nothing came for ${detail}, and ${file} is still missing. ${CONNECTION}`,
  silent: ({ file, detail }) => `Python (${file}) did not answer for ${detail}. Close other tabs or programs, then try again.`,
  wasm: ({ file, detail }) => `Your browser could not run ${file} (${detail}). Close other tabs or programs, or use an up-to-date browser, then try again.`,
  "no-wasm": () => `This browser has no WebAssembly, or it is switched off (Lockdown Mode does that), and pyodide.asm.wasm needs it. ${BROWSER}`,
  "no-worker": () => `This browser has no module workers, and worker.js needs one. ${BROWSER}`,
  worker: ({ file, detail }) => `The file ${file} could not be loaded or broke down${detail ? ` (${detail})` : ""}. ${CONNECTION}`,
  insecure: () => "This page was not opened over a secure connection, so the planner's files (manifest.json and the rest) cannot be checked. Open the page with https:// at the start of its address.",
  framed: () => "This page is shown inside another site, and the planner does not run there. Open the page in a tab of its own.",
  python: ({ detail }) => `Python could not start or broke down (${detail}). Try again; if it happens again, please report it.`,
};

/** What happened, to which file, and what to do about it. */
export function explain(failure) {
  return REASONS[failure.kind](failure);
}

/** "ValueError: what went wrong", the end of a Python traceback. */
export function lastLine(traceback) {
  return traceback.trim().split("\n").at(-1);
}
