// Puts figures into their places on a page that is made in the browser: <div class="figure-slot" data-figure="glute-bridge"></div>.
// With data-controls a figure that moves has Play and Slow as on its own page. The site's style sheet gives each place its size.

import "./figure.js";

const texts = new Map();
let filled = 0;

// Fill every empty place in `root`. `baseUrl` is the address of the folder with the figures, assets/figures/ of the site.
export async function fillFigureSlots(root, baseUrl) {
  await Promise.all([...root.querySelectorAll(".figure-slot[data-figure]:empty")].map((slot) => fill(slot, baseUrl)));
}

async function fill(slot, baseUrl) {
  const id = slot.dataset.figure;
  let svg;
  try {
    svg = parsed(await textOf(new URL(`${encodeURIComponent(id)}.svg`, baseUrl).href));
  } catch {
    slot.hidden = true; // the words beside it say the same
    return;
  }
  if (slot.dataset.figure !== id || slot.hasChildNodes()) return;
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

// The same figure may stand twice on a page, so its ids get a number.
function parsed(text) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (root.localName !== "svg") throw new Error("not a figure");
  const svg = document.importNode(root, true);
  filled += 1;
  const named = [...svg.querySelectorAll("[id]")];
  for (const element of named) element.id += `-${filled}`;
  svg.setAttribute("aria-labelledby", named.map((element) => element.id).join(" "));
  return svg;
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
