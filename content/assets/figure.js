// Plays the figures of the exercises. Without this file a figure is still whole: start, end and the way between.
// A figure carries, for each part that moves, its numbers frame by frame: <svg data-beats data-tracks>, <g data-m>.

const NUMBER = /-?\d*\.?\d+/g;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

// "10,120 -34 5,3 0 -1" is two frames in tenths: the first one's numbers, then what each next one adds.
function readTrack(text) {
  const [fine, ...rows] = text.split(",");
  const frames = [];
  for (const row of rows) {
    const before = frames.at(-1);
    frames.push(row.split(" ").map((value, i) => Number(value) + (before ? before[i] : 0)));
  }
  return frames.map((frame) => frame.map((value) => value / fine));
}

const ease = (share) => (1 - Math.cos(Math.PI * Math.min(Math.max(share, 0), 1))) / 2;

class HamstringFigure extends HTMLElement {
  #parts = [];
  #beats = [];
  #buttons = {};
  #time = 0;
  #last = null;
  #request = 0;
  #slowness = 1;

  connectedCallback() {
    const svg = this.querySelector("svg[data-tracks]");
    if (!svg || this.#parts.length) return;
    this.#beats = svg.dataset.beats.split(" ").map(Number);
    const tracks = svg.dataset.tracks.split("|").map(readTrack);
    for (const element of svg.querySelectorAll("[data-m]")) {
      const name = element.hasAttribute("transform") ? "transform" : "d";
      const still = element.getAttribute(name);
      this.#parts.push({ element, name, still, words: still.split(NUMBER), frames: tracks[element.dataset.m] });
    }
    this.#buttons = { play: this.querySelector("[data-play]"), slow: this.querySelector("[data-slow]") };
    this.#buttons.play.addEventListener("click", () => (this.#last === null ? this.play() : this.pause()));
    this.#buttons.slow.addEventListener("click", () => this.#setSlow(this.#slowness === 1));
    for (const button of Object.values(this.#buttons)) button.hidden = false;
    // On paper and out of sight nothing moves.
    addEventListener("beforeprint", () => this.stop());
    new IntersectionObserver(([entry]) => entry.isIntersecting || this.pause()).observe(this);
  }

  play() {
    this.#last = performance.now();
    this.#show();
    this.#request = requestAnimationFrame((now) => this.#tick(now));
  }

  pause() {
    cancelAnimationFrame(this.#request);
    this.#last = null;
    this.#show();
  }

  // Back to the still picture.
  stop() {
    this.pause();
    this.#time = 0;
    this.classList.remove("is-moved");
    for (const { element, name, still } of this.#parts) element.setAttribute(name, still);
  }

  #setSlow(isSlow) {
    this.#slowness = isSlow ? 2 : 1;
    this.#buttons.slow.setAttribute("aria-pressed", String(isSlow));
  }

  #show() {
    const { play } = this.#buttons;
    const isPlaying = this.#last !== null;
    play.textContent = isPlaying ? play.dataset.pause : play.dataset.play;
    this.classList.toggle("is-playing", isPlaying);
    if (isPlaying) this.classList.add("is-moved");
  }

  #tick(now) {
    this.#time += (now - this.#last) / 1000 / this.#slowness;
    this.#last = now;
    this.#draw(this.#shareAt(this.#time));
    this.#request = requestAnimationFrame((then) => this.#tick(then));
  }

  // How far along the way the figure is: at rest, out, held, back. The seconds are the dose's own.
  #shareAt(time) {
    const [out, held, back, rest] = this.#beats;
    let at = (time % (out + held + back + rest)) - rest;
    if (at < 0) return 0;
    if (at < out) return back ? ease(at / out) : at / out;
    at -= out + held;
    return at < 0 ? 1 : 1 - ease(at / back);
  }

  #draw(share) {
    // Somebody who asked for less motion sees the positions one after the other, and nothing glides.
    const along = calm.matches ? Math.round(share) : share;
    for (const { element, name, words, frames } of this.#parts) {
      const at = along * (frames.length - 1);
      const before = frames[Math.floor(at)];
      const after = frames[Math.ceil(at)];
      const rest = at - Math.floor(at);
      const text = words.map((word, i) => (i < before.length ? `${word || " "}${(before[i] + (after[i] - before[i]) * rest).toFixed(2)}` : word));
      element.setAttribute(name, text.join(""));
    }
  }
}

// A page may load this file from two addresses: its own, and the folder of the planner's scripts.
if (!customElements.get("hamstring-figure")) customElements.define("hamstring-figure", HamstringFigure);
