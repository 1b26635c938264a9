// A press counts once: what was pressed is busy until what it began is over, and says so to a screen reader.

/**
 * @param {HTMLElement | undefined} pressed
 * @param {(free: () => void) => Promise<unknown>} act may free it before it ends
 * @returns {Promise<unknown> | undefined} what act gives; nothing where an earlier press is still at work
 */
export function once(pressed, act) {
  if (pressed?.getAttribute("aria-busy") === "true") return undefined;
  pressed?.setAttribute("aria-busy", "true");
  const free = () => pressed?.removeAttribute("aria-busy");
  return act(free).finally(free);
}
