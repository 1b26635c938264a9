// Whether this device ever kept a log. A browser that clears databases often leaves this, so that a cleared log does not look like a first visit.

const NAME = "hamstring-guide";

export function remember() {
  try {
    localStorage.setItem(NAME, "was here");
  } catch {
    // no storage at all is told elsewhere
  }
}

export function forget() {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // nothing was there
  }
}

export function wasHereBefore() {
  try {
    return localStorage.getItem(NAME) !== null;
  } catch {
    return false;
  }
}
