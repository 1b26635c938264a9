// Small manners of the guide pages. Every page works without this file.

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

// What is folded away opens for a link that leads into it, and for paper.
const folded = [...document.querySelectorAll("article details")];
const openedForPaper = [];

function openTarget() {
  const closed = document.getElementById(location.hash.slice(1))?.closest("details:not([open])");
  if (!folded.includes(closed)) return;
  closed.open = true;
  closed.scrollIntoView();
}

addEventListener("hashchange", openTarget);
openTarget();

addEventListener("beforeprint", () => {
  openedForPaper.push(...folded.filter((each) => !each.open)); // a browser may say twice that it prints
  for (const each of openedForPaper) each.open = true;
});

addEventListener("afterprint", () => {
  for (const each of openedForPaper.splice(0)) each.open = false;
});
