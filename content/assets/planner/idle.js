// Work in pieces, and work that nobody waits for.

// A page that is always busy has no idle moment; after this long it is done all the same.
const PATIENCE = { timeout: 1000 };

/** Runs this when the browser has nothing else to do; where it does not tell (Safari), in a moment. */
export const whenIdle = globalThis.requestIdleCallback ? (act) => requestIdleCallback(act, PATIENCE) : (act) => setTimeout(act, 50);

/** A pause in a long piece of work, in which the browser hears the reader and draws. */
export function breath() {
  return globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}
