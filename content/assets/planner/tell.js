// What the reader tells: buttons and forms as entries of the log. Which words there are, Python and the page decide.

import { readAnswers, showProblems } from "./form.js";

/** The entry that a button stands for, as {kind, answers}, or undefined. Python wrote it there. */
export function toldBy(button) {
  return button?.dataset.tell ? JSON.parse(button.dataset.tell) : undefined;
}

/** The entry that a form makes. */
export function toldIn(form) {
  const { kind, answers = "{}", entry } = form.dataset;
  const told = kind === "session" ? readSession(form) : { ...JSON.parse(answers), ...readAnswers(form) };
  return entry ? { kind: "correction", answers: { entry, answers: told } } : { kind, answers: told };
}

/** What was done of each exercise and how it went, as it was written down by hand. */
function readSession(form) {
  const items = [...form.querySelectorAll("[data-item]")].map((item) => ({
    exercise: item.dataset.item,
    ...(item.dataset.step === undefined ? {} : { step: Number(item.dataset.step) }),
    ...numbersIn(item),
  })).filter(({ exercise: _exercise, step: _step, ...told }) => Object.keys(told).length > 0); // what was left empty was not done
  const note = form.querySelector("[name=note]")?.value.trim();
  return { items, stopped: form.querySelector("[name=stopped]").checked, ...(note ? { note } : {}) };
}

// What stands elsewhere in the log says where: "check-in of 2026-12-01T08:00:00+01:00: ".
const A_MOMENT = /^[a-z-]+ of \S+: /;

/**
 * The problems of an entry, with their places as its form knows them.
 * @param {{kind: string, at: string}} entry the one they are about: for a correction, what it corrects
 */
export function problemsOf(problems, entry) {
  const own = `${entry.kind} of ${entry.at}: `;
  return problems.map(({ place, message }) => {
    if (place.startsWith(own)) return { place: place.slice(own.length), message };
    return A_MOMENT.test(place) ? { place, message: `${place}: ${message}` } : { place, message };
  });
}

/**
 * Each problem beside its question, or beside the exercise of the session it is about.
 * @param {{exercise: string}[]} told the items of a session as they were sent: what was left empty is not among them
 * @returns {string[]} the messages that belong to neither
 */
export function showToldProblems(form, problems, told = []) {
  const items = [...form.querySelectorAll("[data-item]")];
  for (const item of items) item.querySelector(".problem").hidden = true;
  const rest = problems.filter(({ place, message }) => {
    const about = told[/^answers\.items\[(\d+)\]/.exec(place)?.[1]];
    const item = about && items.find((each) => each.dataset.item === about.exercise);
    if (!item) return true;
    Object.assign(item.querySelector(".problem"), { textContent: message, hidden: false });
    return false;
  });
  const elsewhere = showProblems(form, rest);
  // Of many small fields the one to mend is brought to the reader.
  items.find((item) => !item.querySelector(".problem").hidden)?.querySelector("input")?.focus();
  return elsewhere;
}

function numbersIn(item) {
  const filled = [...item.querySelectorAll("input")].filter((input) => input.value.trim() !== "" || input.validity.badInput);
  return Object.fromEntries(filled.map((input) => [input.name, input.validity.badInput ? "(unreadable)" : Number(input.value)]));
}

/**
 * Questions of this page once more, for a form of their own: with other ids, and with these answers in them.
 * @param {string[]} ids
 * @returns {HTMLElement[]}
 */
export function questionsAgain(ids, prefix) {
  return ids.map((id) => document.querySelector(`[data-question="${CSS.escape(id)}"]`)).filter(Boolean).map((question) => withPrefix(question, prefix));
}

function withPrefix(question, prefix) {
  const copy = question.cloneNode(true);
  copy.hidden = false;
  delete copy.dataset.showIf; // it was asked for by name, so there is nothing to wait for
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const name of ["id", "for", "name", "aria-describedby"]) {
      if (element.hasAttribute(name)) element.setAttribute(name, `${prefix}${element.getAttribute(name)}`);
    }
    element.removeAttribute("aria-invalid");
    // What is ticked on the page belongs there, and not here.
    if ("defaultChecked" in element) element.checked = element.defaultChecked;
    if ("defaultValue" in element && !["checkbox", "radio"].includes(element.type)) element.value = element.defaultValue;
  }
  return copy;
}
