// The form as data: reads the answers out of it and puts the problems back into it. It knows kinds of questions, not questions.

/** Every answered question that is on show, by its id. */
export function readAnswers(form) {
  const shown = questions(form).filter((question) => !question.hidden);
  const answers = shown.map((question) => [question.dataset.question, readAnswer(question)]);
  return Object.fromEntries(answers.filter(([, answer]) => answer !== undefined));
}

function readAnswer(question) {
  const values = valuesOf(question);
  if (question.dataset.kind === "checklist") return values.length ? values : undefined;
  if (isUnreadable(question)) return "(unreadable)";
  return ["scale", "number"].includes(question.dataset.kind) ? numberOf(values[0]) : values[0];
}

// A number or date field does not hand out what was typed when that is none; it only tells that there is something.
function isUnreadable(question) {
  return inputs(question).some((input) => input.validity.badInput);
}

/** A number, or the text as it is, so that Python can say what is wrong with it. */
function numberOf(text) {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** What is ticked, chosen or typed, as text. */
function valuesOf(question) {
  const given = inputs(question).filter((input) => (["checkbox", "radio"].includes(input.type) ? input.checked : input.value.trim()));
  return given.map((input) => input.value.trim());
}

/** Shows a question with conditions only while all of them hold. A condition looks back at an earlier question. */
export function followConditions(form) {
  const all = questions(form);
  const named = new Map(all.map((question) => [question.dataset.question, question]));
  for (const question of all.filter(({ dataset }) => dataset.showIf)) {
    question.hidden = !JSON.parse(question.dataset.showIf).every((condition) => holds(condition, named.get(condition.question)));
  }
}

/** Whether a question on show has one of these answers, or a number within these bounds. */
function holds({ anyOf, least, most }, question) {
  if (!question || question.hidden) return false;
  const values = valuesOf(question);
  if (anyOf) return values.some((value) => anyOf.includes(value));
  return values.some((value) => Number.isFinite(Number(value)) && Number(value) >= (least ?? -Infinity) && Number(value) <= (most ?? Infinity));
}

/** Puts answers into the form, as far as it has questions for them. */
export function fillAnswers(form, answers) {
  for (const question of questions(form)) {
    const answer = answers[question.dataset.question];
    if (answer === undefined || answer === null) continue;
    const values = [answer].flat().map(String);
    for (const input of inputs(question)) {
      if (["checkbox", "radio"].includes(input.type)) input.checked = values.includes(input.value);
      else input.value = values[0];
    }
  }
  followConditions(form);
}

/** Whether this is answered, so that nobody is asked in vain. */
export function isAnswered(question) {
  return valuesOf(question).length > 0 || isUnreadable(question);
}

/** "None of these" cannot be ticked together with one of these. A box outside every question stands for itself. */
export function followAlone(input) {
  const question = input.closest("[data-question]");
  if (!question || input.type !== "checkbox" || !input.checked) return;
  const others = inputs(question).filter((other) => other !== input && (isAlone(input) || isAlone(other)));
  for (const other of others) other.checked = false;
}

/**
 * Puts what to do about a warning sign right below it, once it is ticked, and brings it onto the screen: it may stand under the fold, or under
 * what lies over the page. At the end of its list it took the page there, away from what was ticked.
 */
export function showAdvice(input) {
  if (input.type !== "checkbox" || !input.checked) return;
  const advice = [...(input.closest("fieldset")?.querySelectorAll(".act-now") ?? [])].find((each) => each.checkVisibility?.());
  if (advice?.classList.contains(`act-now--${input.dataset.level ?? "unsure"}`)) input.closest(".option").after(advice);
  advice?.scrollIntoView({ block: "nearest", behavior: "instant" });
}

function isAlone(input) {
  return input.dataset.alone !== undefined;
}

/**
 * Puts each problem at its question and moves the focus to the first.
 * @returns {string[]} the messages that belong to no question on show
 */
export function showProblems(form, problems) {
  const elsewhere = [];
  for (const { place, message } of problems) {
    const question = find(form, /^answers\.([\w-]+)/.exec(place)?.[1]);
    if (!question || question.hidden) elsewhere.push(message);
    else showProblem(question, message);
  }
  form.querySelector("[aria-invalid=true]")?.focus();
  return elsewhere;
}

function showProblem(question, message) {
  const place = problemOf(question);
  place.textContent = [place.textContent, message].filter(Boolean).join(" ");
  place.hidden = false;
  // One question is wrong, not each of its nine boxes: the first of a group stands for all of them.
  const [input] = inputs(question);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", [...describers(input, place), place.id].join(" "));
}

export function clearProblems(form) {
  for (const question of questions(form)) clearProblem(question);
}

/**
 * What was wrong with an answer is said until there is another one; whether that one can be used is told when it is sent.
 * Its room stays until then: what somebody is about to press must not move.
 */
export function forgetProblem(input) {
  const question = input.closest("[data-question]");
  if (!question?.querySelector("[aria-invalid=true]") || !isAnswered(question)) return;
  release(question);
  question.dataset.answered = "";
}

function clearProblem(question) {
  const place = problemOf(question);
  place.textContent = "";
  place.hidden = true;
  delete question.dataset.answered;
  release(question);
}

/** Nothing is wrong with these fields any more. */
function release(question) {
  const place = problemOf(question);
  for (const input of inputs(question)) {
    const others = describers(input, place);
    input.removeAttribute("aria-invalid");
    if (others.length) input.setAttribute("aria-describedby", others.join(" "));
    else input.removeAttribute("aria-describedby");
  }
}

/** The ids of what describes an input, the problem left out. */
function describers(input, place) {
  return (input.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((id) => id && id !== place.id);
}

function questions(form) {
  return [...form.querySelectorAll("[data-question]")];
}

function find(form, id) {
  return questions(form).find((question) => question.dataset.question === id);
}

function inputs(question) {
  return [...question.querySelectorAll("input, select, textarea")];
}

function problemOf(question) {
  return question.querySelector(".problem");
}
