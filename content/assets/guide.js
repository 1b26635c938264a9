// Small manners of the guide pages. Every page works without this file.

// The theme acts on single letters (f, s, p, n and others). Somebody who speaks to their computer would set them off by chance.
const LETTERS = new Set(["f", "s", "/", "p", ",", "n", "."]);

addEventListener("keydown", (event) => {
  const isTyping = event.target instanceof HTMLElement && event.target.matches("input, select, textarea, [contenteditable]");
  if (LETTERS.has(event.key) && !isTyping && !event.ctrlKey && !event.metaKey) event.stopImmediatePropagation();
}, { capture: true });

// The menu closes with Escape and with a tap beside it.
const menu = document.querySelector(".menu");

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu?.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

addEventListener("click", (event) => {
  if (menu?.open && !event.target.closest(".md-header")) menu.open = false;
});

// The theme takes the focus off the search when Tab is pressed there. WebKit then starts again at the top of the page, so that keys never got past
// the search. Closed like this the field keeps the focus, and the browser takes it on from there.
addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || !(event.target instanceof HTMLElement) || !event.target.matches('[data-md-component="search-query"]')) return;
  event.stopImmediatePropagation();
  const open = document.getElementById("__search");
  if (open.checked) open.click();
}, { capture: true });
