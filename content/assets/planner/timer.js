// A session without its screen: a dose as parts with a length each, a timeline that knows which part it is in, and where somebody
// is in the whole of it. Nothing here asks a clock or touches the page.
//
// A timeline keeps one moment, its end, and works out the rest. So it is right after a locked phone or a slow tab. A draft keeps what
// is left: after a reload nobody knows what the reader did meanwhile, so it waits for them.
//
// The plan may change in mid-session: a check-in makes it smaller, an exercise is swapped. Nothing that was done is lost by that. What the
// plan no longer has is carried along as it was, and sets beyond the new number stay counted.

// More sets than any dose has, and higher than any step of a ladder: what the log takes (planner/sessions.py).
const MOST = 30;

/** One step of the session as the page describes it: its name, and data attributes. */
export function readStep(section) {
  const { dataset } = section;
  const sides = Number(dataset.sides);
  const sets = range(dataset.sets);
  return {
    exercise: dataset.exercise ?? "", // the warm-up has none: it is not asked about and not reported
    name: section.querySelector(".player-name").textContent,
    kind: dataset.kind,
    sets,
    sides,
    turns: sets[1] * sides, // a turn is one set on one side
    reps: range(dataset.reps) ?? [1, 1],
    target: dataset.target,
    hold: range(dataset.hold),
    seconds: range(dataset.seconds),
    metres: dataset.metres,
    work: range(dataset.work),
    easy: range(dataset.easy),
    tempo: readTempo(dataset),
    rest: range(dataset.rest)?.[0] ?? 0,
    rung: dataset.step === undefined ? undefined : Number(dataset.step),
    limits: JSON.parse(dataset.limits ?? "{}"),
  };
}

function range(text) {
  return text?.split(" ").map(Number);
}

function readTempo({ lift, still, lower }) {
  if (lift === undefined && still === undefined && lower === undefined) return undefined;
  return Object.fromEntries(Object.entries({ lift, still, lower }).filter(([, seconds]) => seconds).map(([kind, seconds]) => [kind, Number(seconds)]));
}

/**
 * One turn as parts, first the time to get into place. Empty where nothing runs by the clock.
 * @param {object} step what readStep gives
 * @param {{lead: number, between: number, paced: boolean}} how seconds that belong to no dose; whether repetitions are counted out
 * @returns {{kind: string, seconds: number, round: number}[]}
 */
export function turnParts(step, { lead, between, paced }) {
  const parts = ROUNDS[step.kind](step, between, paced).flatMap((round, place) => round.map((part) => ({ ...part, round: place + 1 })));
  return parts.length ? [{ kind: "lead", seconds: lead, round: 1 }, ...parts] : [];
}

export function restParts(seconds) {
  return [{ kind: "rest", seconds, round: 1 }];
}

// For each kind of dose its rounds, and for each round its parts.
const ROUNDS = {
  hold: ({ hold, reps }, between) => times(reps[1], (isLast) => [...spread("hold", hold), ...(isLast ? [] : [{ kind: "let-go", seconds: between }])]),
  time: ({ seconds }) => [spread("work", seconds)],
  intervals: ({ work, easy, reps }) => times(reps[1], () => [...spread("work", work), ...spread("easy", easy)]),
  reps: ({ tempo, reps }, between, paced) => (paced && tempo ? times(reps[1], () => repetition(tempo, between)) : []),
  distance: () => [],
};

// What a round asks for. The rest of it is getting ready, letting go, and what may be left out.
const WORK = new Set(["hold", "work", "lift", "still", "lower"]);

function times(count, round) {
  return Array.from({ length: count }, (_, place) => round(place === count - 1));
}

/** A range of seconds: what it asks for at least, and then the rest of it, which may be left out. */
function spread(kind, [least, most]) {
  return [{ kind, seconds: least }, ...(most > least ? [{ kind: "more", seconds: most - least }] : [])];
}

/** A repetition by its tempo. Where no time is given for the way up, it is the way back and has time enough. */
function repetition({ lift, still, lower }, between) {
  const down = [...part("still", still), ...part("lower", lower)];
  return lift ? [...part("lift", lift), ...down] : [...down, ...part("return", between)];
}

function part(kind, seconds) {
  return seconds ? [{ kind, seconds }] : [];
}

/** Parts one after the other, from a moment on. All moments are milliseconds, as Date.now gives them. */
export class Timeline {
  #parts;
  #total;
  #endsAt; // while it runs
  #left; // while it is paused

  /** @param {{endsAt: number} | {left: number}} where running, or paused */
  constructor(parts, { endsAt, left }) {
    this.#parts = parts;
    this.#total = milliseconds(parts);
    this.#endsAt = endsAt;
    this.#left = left;
  }

  static from(parts, moment) {
    return new Timeline(parts, { endsAt: moment + milliseconds(parts) });
  }

  get isPaused() {
    return this.#endsAt === undefined;
  }

  /** When it is over, if nobody pauses it. */
  get endsAt() {
    return this.#endsAt;
  }

  pause(now) {
    if (this.isPaused) return;
    this.#left = this.left(now);
    this.#endsAt = undefined;
  }

  resume(now) {
    if (!this.isPaused) return;
    this.#endsAt = now + this.#left;
    this.#left = undefined;
  }

  /** Moves the end; what is left of the part that runs gets longer or shorter with it. */
  lengthen(by) {
    if (this.isPaused) this.#left += by;
    else this.#endsAt += by;
  }

  /** Goes on with the next part. */
  skip(now) {
    this.lengthen(-(this.at(now)?.left ?? 0));
  }

  /** The part that runs, its place, the milliseconds left of it and the share of it that is over; nothing once all is over. */
  at(now) {
    const left = this.isPaused ? this.#left : this.#endsAt - now;
    let after = this.#total; // of the part looked at and all that follow it
    for (const [place, part] of this.#parts.entries()) {
      const length = part.seconds * 1000;
      after -= length;
      if (left > after) return { part, place, left: left - after, share: Math.max(0, 1 - (left - after) / length) };
    }
    return undefined;
  }

  /** In how many rounds the work is over. */
  roundsDone(now) {
    const coming = this.#parts.slice(this.at(now)?.place ?? this.#parts.length).find(({ kind }) => WORK.has(kind));
    return coming ? coming.round - 1 : this.#parts.at(-1).round;
  }

  /** Every part with the moments it begins and ends at, as long as nobody pauses it. A part that was lengthened ends later. */
  moments() {
    let end = this.#endsAt;
    return this.#parts.toReversed().map((part) => {
      const ends = end;
      end -= part.seconds * 1000;
      return { part, begins: end, ends };
    }).toReversed();
  }

  /** The milliseconds left of all of it. */
  left(now) {
    return this.isPaused ? this.#left : Math.max(0, this.#endsAt - now);
  }
}

function milliseconds(parts) {
  return parts.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
}

/** Where somebody is in a session, and what they did so far. Moments come from outside. */
export class Session {
  place = 0; // of the step
  turn = 0; // within the step; past the last one it is time to ask how it was
  count = 0; // repetitions of this turn
  timer; // {of: "turn" | "rest", paced, line}
  isStopped = false;
  isOver = false;
  #steps;
  #done; // for each step: the turns that are done, whether anything was tried, whether the reader lets us count, the answers, the ladder's step begun on
  #carried = []; // what was tried before the plan changed, of exercises that it no longer has
  #names; // of all these exercises
  #day;
  #startedAt;
  #seconds;

  constructor(steps, day, seconds, startedAt) {
    this.#steps = steps;
    this.#day = day;
    this.#seconds = seconds;
    this.#startedAt = startedAt;
    this.#done = steps.map(() => ({ turns: new Set(), isTouched: false, isCounted: false, ratings: {}, rung: undefined }));
    this.#names = Object.fromEntries(steps.map(({ exercise, name }) => [exercise, name]));
  }

  get step() {
    return this.#steps[this.place];
  }

  get #here() {
    return this.#done[this.place];
  }

  get ratings() {
    return this.#here.ratings;
  }

  get isAsking() {
    return !this.isOver && this.turn >= this.step.turns;
  }

  get isFirst() {
    return this.place === 0 && this.turn === 0 && !this.timer && !this.count;
  }

  /** Of the step at this place: how many sets are done on every side. There may be more than the plan has now. */
  setsDone(place = this.place) {
    const { sides } = this.#steps[place];
    const { turns } = this.#done[place];
    const isWhole = (set) => Array.from({ length: sides }, (_, side) => turns.has(set * sides + side)).every(Boolean);
    return [...new Set([...turns].map((turn) => Math.floor(turn / sides)))].filter(isWhole).length;
  }

  /** How an exercise of this session is called, also one that the plan no longer has. */
  nameOf(exercise) {
    return this.#names[exercise] ?? exercise;
  }

  /** Whether the step at this place has a set that is done on one side only. */
  hasHalfSet(place = this.place) {
    return this.#done[place].turns.size > this.setsDone(place) * this.#steps[place].sides;
  }

  /**
   * How far this turn is, as far as anybody counts, and what it asks for at least. Nothing where the reader counts alone: then what
   * they say is all there is to know.
   * @returns {{done: number, least: number} | undefined}
   */
  counted(now) {
    const [least] = this.step.reps;
    if (this.timer?.of === "turn") return { done: this.timer.line.roundsDone(now), least };
    return this.count || this.#here.isCounted ? { done: this.count, least } : undefined;
  }

  /** The share of the whole session that lies behind. */
  get share() {
    return this.isOver ? 1 : (this.place + Math.min(1, this.turn / this.step.turns)) / this.#steps.length;
  }

  parts(paced) {
    return turnParts(this.step, { ...this.#seconds, paced });
  }

  // What the reader does ------------------------------------------------------------------------------------------------

  begin(paced, now) {
    Object.assign(this.#here, { isTouched: true, isCounted: true });
    this.timer = { of: "turn", paced, line: Timeline.from(this.parts(paced), now) };
  }

  tap(now) {
    Object.assign(this.#here, { isTouched: true, isCounted: true });
    this.count += 1;
    if (this.count >= this.step.reps[1]) this.finishTurn(now);
  }

  /** `isDone`: whether it counts. What was begun and left out counts as tried. */
  finishTurn(moment, isDone = true) {
    if (this.counted(moment)?.done === 0) this.#here.isCounted = false; // who says so counts alone, and is not asked at every set
    this.#here.isTouched = true;
    if (isDone) this.#here.turns.add(this.turn);
    this.#goTo(this.turn + 1);
    const isNewSet = this.turn % this.step.sides === 0;
    if (this.step.rest && isNewSet && !this.isAsking) this.timer = { of: "rest", paced: false, line: Timeline.from(restParts(this.step.rest), moment) };
    if (this.isAsking && !this.step.exercise) this.#enter(this.place + 1);
  }

  endRest() {
    this.timer = undefined;
  }

  skipSet(now) {
    const { sides } = this.step;
    this.#keepEnough(now);
    this.#goTo((Math.floor(this.turn / sides) + 1) * sides);
    if (this.isAsking && !this.#here.isTouched) this.#enter(this.place + 1);
  }

  /** Leaves the exercise, by way of the questions where something was done. */
  leave(now) {
    this.#keepEnough(now);
    if (!this.isAsking && this.#here.isTouched && this.step.exercise) this.#goTo(this.step.turns);
    else if (this.isStopped) this.isOver = true;
    else this.#enter(this.place + 1);
  }

  /** One step back. A set that is gone back to counts as not done, until it is done again. */
  back() {
    if (this.isOver) this.#comeBack();
    else if (this.isAsking) this.#leaveQuestions();
    else if (this.timer?.of === "turn" || this.count) this.#goTo(this.turn);
    else if (this.turn > 0) this.#redo(this.turn - 1);
    else if (this.place > 0) this.#enter(this.place - 1);
  }

  stop(now) {
    this.#keepEnough(now);
    this.isStopped = true;
    this.#here.isTouched = true; // who counts alone taps nothing before it hurts
    if (this.step.exercise) this.#goTo(this.step.turns);
    else this.isOver = true;
  }

  /** Goes past everything whose time is over. Says whether there was any. */
  catchUp(now) {
    let isChanged = false;
    while (this.timer && !this.timer.line.isPaused && !this.timer.line.at(now)) {
      const { of, line } = this.timer;
      if (of === "rest") this.endRest();
      else this.finishTurn(line.endsAt);
      isChanged = true;
    }
    return isChanged;
  }

  /** Who leaves a turn with all of it done need not say so first. */
  #keepEnough(now) {
    if (this.isAsking || this.isOver) return;
    const { done, least } = this.counted(now) ?? { done: 0, least: 1 };
    if (done >= least) this.#here.turns.add(this.turn);
  }

  #goTo(turn) {
    this.turn = turn;
    this.count = 0;
    this.timer = undefined;
  }

  #redo(turn) {
    this.#here.turns.delete(turn);
    this.#goTo(turn);
  }

  /** To a step, at the first turn that comes after all that is done there. */
  #enter(place) {
    if (place >= this.#steps.length) {
      this.isOver = true;
      return this.#goTo(this.step.turns);
    }
    this.place = place;
    return this.#goTo(this.#nextTurn());
  }

  #nextTurn() {
    return this.step.exercise ? Math.max(-1, ...this.#here.turns) + 1 : 0;
  }

  #comeBack() {
    this.isOver = false;
    if (this.isStopped) this.#goTo(this.#nextTurn());
    else if (!this.#here.isTouched) this.#goTo(0);
    this.isStopped = false;
  }

  #leaveQuestions() {
    this.isStopped = false;
    if (this.#nextTurn() < this.step.turns) this.#goTo(this.#nextTurn());
    else this.#redo(this.step.turns - 1);
  }

  // What goes out and comes in -----------------------------------------------------------------------------------------

  /** What the log keeps of it: everything that was tried. */
  result() {
    return { items: this.#items().filter(({ isTouched }) => isTouched).map(({ told }) => told), stopped: this.isStopped };
  }

  /** Every exercise with what the log is told of it. What the plan no longer has comes first, as it did in the session. */
  #items() {
    return [...this.#carried, ...this.#steps.flatMap(({ exercise }, place) => (exercise ? [this.#itemAt(place)] : []))];
  }

  /** A step of a ladder is told as the one it was begun on: a new one in mid-session does not change what was run before. */
  #itemAt(place) {
    const { exercise, rung } = this.#steps[place];
    const { turns, isTouched, ratings, rung: begunOn = rung } = this.#done[place];
    return { told: toldOf(exercise, this.setsDone(place), ratings, begunOn), turns: [...turns].sort((a, b) => a - b), isTouched };
  }

  /** All of it as it is now. */
  draft(now) {
    return {
      version: 1,
      day: this.#day,
      startedAt: this.#startedAt,
      position: { step: this.step.exercise || "warm-up", turn: this.turn, over: this.isOver },
      count: this.count,
      timer: this.timer ? { of: this.timer.of, paced: this.timer.paced, left: this.timer.line.left(now) } : null,
      stopped: this.isStopped,
      names: this.#names,
      items: this.#items().map(({ told, turns, isTouched }) => ({ ...told, turns, touched: isTouched })),
    };
  }

  /** The session of a draft, paused. A draft may be damaged, and of an older plan: what was done stays done, whatever else does not fit. */
  static from(draft, steps, day, seconds, now, ratings) {
    const session = new Session(steps, day, seconds, Number.isFinite(draft?.startedAt) ? draft.startedAt : now);
    if (draft?.version !== 1 || draft.day !== day) return session;
    session.#names = { ...draft.names, ...session.#names };
    for (const item of Array.isArray(draft.items) ? draft.items : []) session.#recall(item, ratings);
    session.#recallPlace(draft);
    return session;
  }

  #recall(item, ratings) {
    const given = Object.fromEntries(ratings.filter((name) => isCount(item?.[name], 10)).map((name) => [name, item[name]]));
    const rung = isCount(item?.step, MOST) ? item.step : undefined;
    const place = this.#steps.findIndex(({ exercise }) => exercise && exercise === item?.exercise);
    const sides = this.#steps[place]?.sides ?? 2;
    const turns = (Array.isArray(item?.turns) ? item.turns : []).filter((turn) => isCount(turn, MOST * sides - 1));
    if (place < 0) return this.#carry(item, turns, given, rung);
    const isTouched = item.touched === true || turns.length > 0;
    return Object.assign(this.#done[place], { turns: new Set(turns), isTouched, ratings: given, rung: isTouched ? rung : undefined });
  }

  /** What the plan no longer has stays as it was. Its turns are kept for a plan that has it again. */
  #carry(item, turns, ratings, rung) {
    const isTouched = item?.touched === true || item?.sets > 0;
    if (typeof item?.exercise !== "string" || !isCount(item.sets, MOST) || !isTouched) return;
    this.#carried.push({ told: toldOf(item.exercise, item.sets, ratings, rung), turns, isTouched });
  }

  #recallPlace({ position, count, timer, stopped, over = position?.over }) {
    this.isStopped = stopped === true;
    const place = this.#steps.findIndex(({ exercise }) => (exercise || "warm-up") === position?.step);
    if (place < 0) return this.#enterOpen();
    this.#enter(place);
    this.isOver = over === true;
    if (isCount(position.turn, this.step.turns)) this.#goTo(position.turn);
    if (this.isAsking && !this.step.exercise) this.#enter(place + 1);
    if (isCount(count, this.step.reps[1] - 1)) this.count = count;
    return this.#recallTimer(timer);
  }

  #recallTimer(timer) {
    if (!(Number.isFinite(timer?.left) && timer.left > 0) || this.isOver || this.isAsking) return;
    const parts = timer.of === "rest" ? restParts(this.step.rest) : this.parts(timer.paced === true);
    if (parts.length) this.timer = { of: timer.of === "rest" ? "rest" : "turn", paced: timer.paced === true, line: new Timeline(parts, { left: timer.left }) };
  }

  /** Where the reader was is no longer in the plan: it goes on at the first exercise that is not begun, or ends if it was stopped. */
  #enterOpen() {
    if (this.isStopped) this.isOver = true;
    if (this.isStopped || !this.result().items.length) return;
    const place = this.#steps.findIndex(({ exercise }, each) => exercise && !this.#done[each].isTouched);
    this.#enter(place < 0 ? this.#steps.length - 1 : place);
  }
}

/** One exercise as the log is told of it. */
function toldOf(exercise, sets, ratings, step) {
  return { exercise, sets, ...ratings, ...(step === undefined ? {} : { step }) };
}

function isCount(value, most) {
  return Number.isInteger(value) && value >= 0 && value <= most;
}
