// The filter above the list of exercises. Without this file the list is whole and grouped by kind of movement.
// What is chosen stands in the address, so that a filtered list can be kept, shared and come back to.

const form = document.querySelector("#exercise-filter");
const rows = [...document.querySelectorAll("#exercise-list li")];
const kinds = [...document.querySelectorAll("#exercise-list .kind")];
const count = document.querySelector("#filter-count");
const none = document.querySelector("#filter-none");
const fields = [...form.elements].filter((element) => element.name);

const words = (row, name) => row.dataset[name].split(" ").filter(Boolean);

// For each field: does this row fit what is chosen there?
const FITS = {
  name: (row, text) => row.dataset.names.toLowerCase().includes(text.toLowerCase().trim()),
  track: (row, track) => words(row, "stage").some((stage) => stage.startsWith(`${track}/`)),
  stage: (row, stage) => words(row, "stage").includes(stage),
  equipment: (row, id) => {
    if (id === "nothing") return words(row, "equipment").length === 0;
    if (id === "household") return words(row, "bought").length === 0;
    return words(row, "equipment").includes(id);
  },
  contraction: (row, value) => row.dataset.contraction === value,
  length: (row, value) => row.dataset.length === value,
  position: (row, value) => row.dataset.position === value,
};

function readAddress() {
  const chosen = new URLSearchParams(location.search);
  for (const field of fields) {
    field.value = chosen.get(field.name)?.slice(0, 60) ?? "";
    // A select takes only its own values; anything else in the address counts as nothing chosen.
    if (field.selectedIndex === -1) field.value = "";
  }
}

function writeAddress() {
  const chosen = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.name, field.value]));
  history.replaceState(null, "", `${location.pathname}${chosen.size ? `?${chosen}` : ""}${location.hash}`);
}

// Only the stages of the chosen programme can be chosen.
function narrowStages() {
  const { track, stage } = form.elements;
  for (const group of stage.querySelectorAll("optgroup")) {
    const isOut = track.value !== "" && group.dataset.track !== track.value;
    group.hidden = isOut;
    group.disabled = isOut;
  }
  if (track.value && stage.value && !stage.value.startsWith(`${track.value}/`)) stage.value = "";
}

function show() {
  narrowStages();
  const chosen = fields.filter((field) => field.value.trim());
  for (const row of rows) row.hidden = !chosen.every((field) => FITS[field.name](row, field.value));
  for (const kind of kinds) kind.hidden = !kind.querySelector("li:not([hidden])");
  const fitting = rows.filter((row) => !row.hidden).length;
  none.hidden = fitting > 0;
  count.textContent = fitting === rows.length ? `${fitting} exercises` : `${fitting} of ${rows.length} exercises`;
}

form.addEventListener("input", () => {
  show();
  writeAddress();
});

// The fields are empty only after the event.
form.addEventListener("reset", () => setTimeout(() => {
  show();
  writeAddress();
}));

form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("popstate", () => {
  readAddress();
  show();
});

readAddress();
show();
form.hidden = false;
