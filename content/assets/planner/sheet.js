// A small dialog over the page: something to look at twice, or a form with a few questions. Closing it leaves everything as it was.

import { showHtml } from "./plan-html.js";
import { questionsAgain } from "./tell.js";

/**
 * Asks before something is done.
 * @param {HTMLDialogElement} dialog its buttons carry a value; Escape and the way out give ""
 * @returns {Promise<string>} the value of the button
 */
export function ask(dialog, fill = {}) {
  for (const [name, text] of Object.entries(fill)) dialog.querySelector(`[data-show="${name}"]`).textContent = text;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}

/**
 * A form with these fields, which Python wrote.
 * @param {HTMLDialogElement} dialog
 * @param {{title: string, kind: string, html: string, entry: string}} what
 */
export function openFields(dialog, { title, kind, html, entry }) {
  const form = begin(dialog, { title, kind, entry });
  showHtml(form.querySelector(".sheet-questions"), html);
  dialog.showModal();
}

/**
 * A form with these questions of the page, once more.
 * @param {HTMLDialogElement} dialog
 * @param {{title: string, kind: string, questions: string[], entry?: string}} what
 * @returns {HTMLFormElement}
 */
export function openForm(dialog, { title, kind, questions, entry }) {
  const form = begin(dialog, { title, kind, entry });
  form.querySelector(".sheet-questions").replaceChildren(...questionsAgain(questions, "sheet-"));
  dialog.showModal();
  return form;
}

/** A form of its own each time: what is still to be heard of an earlier one must neither close this one nor stand in it. */
function begin(dialog, { title, kind, entry }) {
  const before = dialog.querySelector("form");
  const form = before.cloneNode(true);
  before.replaceWith(form);
  dialog.querySelector("h2").textContent = title;
  form.dataset.kind = kind;
  if (entry) form.dataset.entry = entry;
  else delete form.dataset.entry;
  form.removeAttribute("aria-busy");
  form.querySelector(".planner-message").hidden = true;
  return form;
}
