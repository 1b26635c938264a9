// Work that nobody waits for.

/** Runs this when the browser has nothing else to do; where it does not tell (Safari), in a moment. */
export const whenIdle = globalThis.requestIdleCallback?.bind(globalThis) ?? ((act) => setTimeout(act, 50));
