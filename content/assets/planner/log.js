// The reader's log: an append-only list of what the reader told us. It is the only state; the planner derives all else from it.

const A_DAY = 24 * 60 * 60_000;

const FORMAT = { format: "hamstring-guide-log", version: 2 };

export function logOf(entries) {
  return { ...FORMAT, entries };
}

/**
 * One more entry, later than all of these: a clock that was put back must not put today's words before yesterday's.
 * @param {{kind: string, answers: object, id?: string}} told
 * @param {string} day the calendar day it is told on, "2026-11-22"
 */
export function newEntry({ kind, answers, id = crypto.randomUUID() }, entries, day, now = new Date()) {
  const at = `${day}T${localTime(now)}`;
  // What stands days ahead comes from a clock that was wrong once; it must not draw all else after it.
  const moments = entries.map((entry) => Date.parse(entry.at)).filter((moment) => moment < Date.parse(at) + 2 * A_DAY);
  const last = Math.max(...moments, -Infinity);
  return { id, at: Date.parse(at) > last ? at : localMoment(new Date(last + 1)), kind, answers };
}

/** An entry for a day that is over: at its end, whatever was told since. */
export function lateEntry({ kind, answers, id = crypto.randomUUID() }, day, now = new Date()) {
  return { id, at: `${day}T23:59:${localTime(now).slice(6)}`, kind, answers };
}

/**
 * What the log does not have yet of something that is one entry however often it is told: all of it, nothing, or what more is told now, which puts
 * the entry right. So two tabs that go on with one session both count.
 * @param {{kind: string, answers: object, id?: string, day?: string}} told
 */
export function newsOf(told, entries) {
  const known = entries.find(({ id }) => id === told.id);
  if (!known) return told;
  const before = answersNow(known, entries);
  const answers = mostOf(before, told.answers);
  const isThere = isSame(before, answers) && correctionsOf(known, entries).at(-1)?.answers.removed !== true;
  return isThere ? undefined : { kind: "correction", answers: { entry: known.id, answers } }; // of now, or an earlier one would hold
}

/** The answers of an entry as they were put right last. */
export function answersNow(entry, entries) {
  const last = correctionsOf(entry, entries).findLast((each) => each.answers.answers);
  return last?.answers.answers ?? entry.answers;
}

function correctionsOf({ id }, entries) {
  const corrections = entries.filter((each) => each.kind === "correction" && each.answers.entry === id);
  return corrections.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** Of a session told twice, of each exercise the greater of each number; it was broken off if either says so. */
function mostOf(before, told) {
  const items = new Map((before.items ?? []).map((item) => [item.exercise, item]));
  for (const item of told.items) items.set(item.exercise, greaterOf(items.get(item.exercise) ?? {}, item));
  return { ...before, ...told, items: [...items.values()], stopped: before.stopped === true || told.stopped === true };
}

function greaterOf(before, told) {
  const both = Object.keys(told).filter((name) => Number.isFinite(told[name]) && Number.isFinite(before[name]));
  return { ...before, ...told, ...Object.fromEntries(both.map((name) => [name, Math.max(before[name], told[name])])) };
}

function isSame(one, other) {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** The reader's own calendar day, "2026-11-22": not the day in Greenwich. */
export function localDate(moment) {
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** The reader's clock with its offset, "08:15:30.250+01:00". */
export function localTime(moment) {
  const time = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join(":");
  const east = -moment.getTimezoneOffset();
  const offset = [Math.trunc(Math.abs(east) / 60), Math.abs(east) % 60].map(two).join(":");
  return `${time}.${String(moment.getMilliseconds()).padStart(3, "0")}${east < 0 ? "-" : "+"}${offset}`;
}

function localMoment(moment) {
  return `${localDate(moment)}T${localTime(moment)}`;
}

/** The log as a file: the same entries are the same bytes, in whatever order the device hands them out. Python's log_text writes the same. */
export function textOf({ entries, ...head }) {
  const inOrder = [...entries].sort((one, other) => Date.parse(one.at) - Date.parse(other.at) || (one.id < other.id ? -1 : 1));
  const plain = { ...head, entries: inOrder.map(({ id, at, kind, answers }) => ({ id, at, kind, answers: sorted(answers) })) };
  return `${JSON.stringify(plain, null, 1)}\n`;
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}

/** Hands a text to the reader as a file. */
export function download(text, name, type = "application/json") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // The browser reads the blob after the click, at a time it does not tell.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function two(number) {
  return String(number).padStart(2, "0");
}
