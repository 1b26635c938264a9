// The reader's store, opened as soon as its own scripts are here and while all others are on their way: who comes back sees their last plan the sooner.
//
// The page loads this file by itself, ahead of planner.js, which imports it; it runs once.

import { openStore } from "./store.js";

const READERS = "hamstring-guide";
const A_DAY = /^\d{4}-\d\d-\d\d$/;

const asked = new URLSearchParams(location.search).get("today");

/** The day that the address asks for, to try out another one; "" on the reader's own page. */
export const testDay = A_DAY.test(asked ?? "") ? asked : "";

// What is told for such a day is kept apart from the reader's log.
const database = testDay ? `${READERS}-test` : READERS;

let begun = window.top === window ? openStore(database) : undefined; // in another site's frame nothing is opened
begun?.catch(() => {}); // whoever takes it hears of it

/** What was begun is handed out once: whoever asks again has reason to. */
export function openReadersStore() {
  const store = begun ?? openStore(database);
  begun = undefined;
  return store;
}
