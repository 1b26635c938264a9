// Fragments from Python in their places. What the reader had open, where they were and what had the focus stays as it was.

import { fillFigureSlots } from "../figure-slots.js";
import { showHtml } from "./plan-html.js";

/**
 * @param {HTMLElement} root holds the [data-slot] places
 * @param {string} figures the address of the folder with the figures
 */
export function fillSlots(root, views, figures) {
  for (const place of root.querySelectorAll("[data-slot]")) {
    const html = views[place.dataset.slot] ?? "";
    const focused = place.contains(document.activeElement) ? signOf(document.activeElement) : undefined;
    const open = new Set([...place.querySelectorAll("details[open] > summary")].map(textOf));
    showHtml(place, html);
    for (const summary of place.querySelectorAll("details > summary")) {
      if (open.has(textOf(summary))) summary.parentElement.open = true;
    }
    if (focused) again(place, focused)?.focus({ preventScroll: true });
    fillFigureSlots(place, figures);
  }
}

/** What tells one element of a fragment from the others, across two versions of it. */
function signOf(element) {
  return [element.localName, element.id, element.dataset.tell, element.dataset.do, element.dataset.entry, textOf(element)].join("|");
}

/** The same element in the new fragment, else what stands first in it, so that the focus is not lost to the page's beginning. */
function again(place, sign) {
  const same = [...place.querySelectorAll("a, button, input, textarea, summary, h2")].find((element) => signOf(element) === sign);
  return same ?? place.querySelector("h2");
}

function textOf(element) {
  return element.textContent.trim();
}
