// How the player makes itself noticed without being looked at: sounds, vibration, and a screen that stays on.

// Short, low and soft enough for a quiet room: pitch in hertz and length in seconds of each note, one after the other.
const TONES = {
  tick: [[740, 0.06]],
  soft: [[440, 0.04]],
  go: [[988, 0.22]],
  end: [[660, 0.14], [880, 0.26]],
};
const VOLUME = 0.25;
const FADE_SECONDS = 0.02; // a note that stops at once makes a click

// The tone that each part begins with, and the parts whose last three seconds are heard.
const BEGIN_TONES = { hold: "go", work: "go", easy: "end", "let-go": "end", more: "end", lift: "go", lower: "soft", return: "end" };
const COUNTED_OUT = new Set(["lead", "hold", "work", "easy", "rest"]);

const BUZZES = { short: [60], end: [200], over: [200, 120, 200] };

/** Every tone of a timeline that runs, with the moment it sounds at. */
export function tonesOf(line) {
  if (!line || line.isPaused) return [];
  return [...line.moments().flatMap(partTones), { at: line.endsAt, tone: "end" }];
}

function partTones({ part: { kind, seconds }, begins, ends }) {
  const tones = BEGIN_TONES[kind] ? [{ at: begins, tone: BEGIN_TONES[kind] }] : [];
  if (kind === "lower") for (let second = 1; second < seconds; second += 1) tones.push({ at: begins + second * 1000, tone: "soft" });
  if (COUNTED_OUT.has(kind) && seconds > 3) for (const second of [3, 2, 1]) tones.push({ at: ends - second * 1000, tone: "tick" });
  return tones;
}

export class Signals {
  sound = true;
  vibration = true;
  #audio;
  #loudness; // what all notes go through
  #planned = []; // the notes that were handed over, with the moments they begin at

  /** Sound may only begin within a tap, so each tap calls this. */
  wake() {
    if (!this.sound || !globalThis.AudioContext) return;
    this.#audio ??= this.#open();
    if (this.#audio.state !== "running") this.#audio.resume().catch(() => {}); // after a call Safari says "interrupted"; a later tap tries again
  }

  #open() {
    const audio = new AudioContext();
    this.#loudness = new GainNode(audio, { gain: VOLUME });
    this.#loudness.connect(audio.destination);
    return audio;
  }

  /**
   * Has these tones sound at these moments, and calls off those that were planned before. They are handed to the sound card ahead of
   * time: it keeps its time in a tab that the browser slows down.
   * @param {{at: number, tone: keyof typeof TONES}[]} tones
   * @param {number} now
   */
  plan(tones, now) {
    for (const { begins, volume } of this.#planned) if (begins > now) volume.disconnect(); // one that sounds may end
    this.#planned = [];
    if (!this.sound || !this.#audio) return;
    for (const { at, tone } of tones) if (at >= now) this.#sound(TONES[tone], at, now);
  }

  #sound(notes, at, now) {
    let begins = at;
    for (const [pitch, seconds] of notes) {
      const start = this.#audio.currentTime + (begins - now) / 1000;
      const volume = new GainNode(this.#audio, { gain: 1 });
      volume.gain.setValueAtTime(1, start + seconds - FADE_SECONDS);
      volume.gain.linearRampToValueAtTime(0, start + seconds);
      volume.connect(this.#loudness);
      const note = new OscillatorNode(this.#audio, { type: "sine", frequency: pitch });
      note.connect(volume);
      note.start(start);
      note.stop(start + seconds);
      this.#planned.push({ begins, volume });
      begins += seconds * 1000;
    }
  }

  /** Nothing more for now; the sound card need not stay awake. */
  sleep(now) {
    this.plan([], now);
    this.#audio?.suspend().catch(() => {});
  }

  /** @param {keyof typeof BUZZES} buzz */
  buzz(buzz) {
    // Before the first tap on a page a browser refuses, and says so in its console.
    if (this.vibration && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(BUZZES[buzz]);
  }
}

/** Keeps the screen on where the browser can. The system takes the lock away from a hidden page, so it is asked for again. */
export class AwakeScreen {
  #wanted = false;
  #lock;
  #onShow = () => this.#ask();

  keep() {
    this.#wanted = true;
    document.addEventListener("visibilitychange", this.#onShow);
    this.#ask();
  }

  leave() {
    this.#wanted = false;
    document.removeEventListener("visibilitychange", this.#onShow);
    this.#lock?.release().catch(() => {});
    this.#lock = undefined;
  }

  async #ask() {
    if (document.visibilityState !== "visible" || this.#lock?.released === false) return;
    try {
      const lock = await navigator.wakeLock?.request("screen");
      if (this.#wanted && this.#lock?.released !== false) this.#lock = lock;
      else await lock?.release();
    } catch {
      // A battery that is nearly empty, or a browser that does not want to: the player works all the same.
    }
  }
}
