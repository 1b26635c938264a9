// The reader's log: an append-only list of what the reader told us. It is the only state; the planner derives all else from it.

export function emptyLog() {
  return { format: "hamstring-guide-log", version: 2, entries: [] };
}

/** The log with one more intake at its end; the given log stays as it is. */
export function withIntake(log, answers, at) {
  const entry = { id: crypto.randomUUID(), at, kind: "intake", answers };
  return { ...log, entries: [...log.entries, entry] };
}

/** The reader's own calendar day, "2026-11-22": not the day in Greenwich. */
export function localDate(moment) {
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** The reader's clock with its offset, "08:15:30+01:00". */
export function localTime(moment) {
  const time = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join(":");
  const east = -moment.getTimezoneOffset();
  const offset = [Math.trunc(Math.abs(east) / 60), Math.abs(east) % 60].map(two).join(":");
  return `${time}${east < 0 ? "-" : "+"}${offset}`;
}

/** Hands the log to the reader as a file. */
export function download(log, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(log, null, 1)}\n`], { type: "application/json" }));
  link.download = name;
  link.click();
  // The browser reads the blob after the click, at a time it does not tell.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function two(number) {
  return String(number).padStart(2, "0");
}
