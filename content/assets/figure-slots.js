// Puts figures into their places on a page that is made in the browser: <div class="figure-slot" data-figure="glute-bridge"></div>.
// With data-controls a figure that moves has Play and Slow as on its own page; with data-still it stands in many places at little cost and
// is not read aloud. The site's style sheet gives each place its size.

import "./figure.js";
import { whenIdle } from "./planner/idle.js";

const SVG = "http://www.w3.org/2000/svg";
const texts = new Map();
const waiting = []; // places that wait for their turn, of all roots
let filled = 0;

// Fill every empty place in `root`. `baseUrl` is the address of the folder with the figures, assets/figures/ of the site. `atOnce`: somebody waits for
// the last of them, so that none waits for its turn.
export async function fillFigureSlots(root, baseUrl, { atOnce = false } = {}) {
  await Promise.all([...root.querySelectorAll(".figure-slot[data-figure]:empty")].map((slot) => fill(slot, baseUrl, atOnce)));
}

async function fill(slot, baseUrl, atOnce) {
  const id = slot.dataset.figure;
  const isWanted = () => slot.isConnected && slot.dataset.figure === id && !slot.hasChildNodes();
  try {
    const text = await textOf(new URL(`${encodeURIComponent(id)}.svg`, baseUrl).href);
    if (!atOnce && !isOutlined(slot)) await turn(isWanted);
    if (isWanted()) put(slot, id, text);
  } catch {
    slot.hidden = true; // the words beside it say the same
  }
}

// A figure is a hundred shapes and more. The browser draws one before the next comes: those of a day in one go held the page up for a tenth of a second.
function turn(isWanted) {
  return new Promise((begin) => {
    waiting.push({ isWanted, begin });
    if (waiting.length === 1) whenIdle(next);
  });
}

// A place that is gone, or has its figure already, takes up nobody's time.
function next() {
  while (waiting.length) {
    const { isWanted, begin } = waiting.shift();
    begin();
    if (isWanted()) break;
  }
  if (waiting.length) whenIdle(next);
}

function put(slot, id, text) {
  const svg = "still" in slot.dataset ? still(id, text) : parsed(text);
  slot.hidden = false;
  slot.append("controls" in slot.dataset && svg.dataset.tracks ? withControls(svg) : svg);
}

// One request for each figure; one that failed is asked for again the next time.
function textOf(address) {
  if (!texts.has(address)) {
    const text = fetch(address).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(`${answer.status}`))));
    text.catch(() => texts.delete(address));
    texts.set(address, text);
  }
  return texts.get(address);
}

// A figure is shapes, classes and words (builder/figures/svg.py). Anything else is not one of ours.
const NO_SHAPE = /<(?!\/?(?:svg|g|path|title|desc)[\s>\/])|\s(?:on\w+|(?:\w+:)?href|style)\s*=/i;
const FIGURES = {
  createHTML(text) {
    if (NO_SHAPE.test(text)) throw new TypeError("not a figure");
    return text;
  },
};
let policy;

// The policy by which a drawing's text becomes elements, where the browser knows Trusted Types; a page can make it once.
function drawings() {
  return (policy ??= globalThis.trustedTypes?.createPolicy?.("figures", FIGURES) ?? FIGURES);
}

// The same figure may stand twice on a page, so its ids get a number.
function parsed(text) {
  const root = new DOMParser().parseFromString(drawings().createHTML(text), "image/svg+xml").documentElement;
  if (root.localName !== "svg") throw new Error("not a figure");
  const svg = document.importNode(root, true);
  filled += 1;
  const named = [...svg.querySelectorAll("[id]")];
  for (const element of named) element.id += `-${filled}`;
  svg.setAttribute("aria-labelledby", named.map((element) => element.id).join(" "));
  return svg;
}

// A week on paper shows the same exercise on most of its days: its shapes are on the page once, however often the week is made anew.
const outline = (id) => `still-${id}`;

function isOutlined({ dataset }) {
  return "still" in dataset && document.getElementById(outline(dataset.figure)) !== null;
}

function still(id, text) {
  const name = outline(id);
  if (!document.getElementById(name)) stills().append(outlined(name, parsed(text)));
  const svg = element("svg", { class: "figure", "aria-hidden": "true" });
  svg.append(element("use", { href: `#${name}` }));
  return svg;
}

function outlined(name, svg) {
  const symbol = element("symbol", { id: name, viewBox: svg.getAttribute("viewBox") });
  symbol.append(...[...svg.children].filter(({ localName }) => !["title", "desc"].includes(localName)));
  return symbol;
}

// First on the page, so that a place without size cannot start a sheet of its own behind the last one.
function stills() {
  const there = document.querySelector("svg.outlines[data-stills]");
  if (there) return there;
  const made = element("svg", { class: "outlines", "data-stills": "", "aria-hidden": "true" });
  document.body.prepend(made);
  return made;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

function withControls(svg) {
  const figure = document.createElement("hamstring-figure");
  const row = document.createElement("p");
  row.className = "figure-buttons";
  const play = button("Play", { play: "Play", pause: "Pause" });
  const slow = button("Slow", { slow: "" });
  slow.setAttribute("aria-pressed", "false");
  row.append(play, slow);
  figure.append(svg, row);
  return figure;
}

function button(text, data) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  Object.assign(made.dataset, data);
  return made;
}
