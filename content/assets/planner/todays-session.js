// Today's session: handed to the player, kept while it lasts and saved when it is over. One that was begun on a day that is over, and never
// saved, is offered to be saved for its day.
//
// Beside the log lie "session", which is today's, and "left", which are those of earlier days: so none takes the place of another.

const A_DAY = /^\d{4}-\d\d-\d\d$/;

export class TodaysSession {
  #planner;
  #rooms;
  #player;
  #note;
  #left = []; // what was begun on days that are over, the oldest first
  #id; // of the entry that the session will be, however often it is saved

  /**
   * @param {HTMLElement} planner <hamstring-planner>, which can be told and knows the day
   * @param {{keeping: object, notices: object}} rooms
   */
  constructor(planner, rooms) {
    this.#planner = planner;
    this.#rooms = rooms;
    this.#player = planner.querySelector("session-player");
    this.#note = planner.querySelector(".planner-left");
    this.#player.addEventListener("player-draft", ({ detail }) => this.#keepDraft(detail));
    this.#player.addEventListener("player-settings", ({ detail }) => rooms.keeping.keep("settings", detail));
    this.#player.addEventListener("player-done", ({ detail }) => this.#save(detail));
    this.#player.addEventListener("player-close", () => this.prepare()); // a day may have gone by in it
  }

  async readSettings() {
    this.#player.settings = (await this.#rooms.keeping.thing("settings")) ?? {};
  }

  open() {
    this.#player.open();
  }

  close() {
    this.#player.close();
  }

  /** Hands the session on show to the player, with what was begun of it. */
  async prepare() {
    const fresh = this.#planner.querySelector('[data-slot="player"] dialog');
    if (fresh) this.#player.source = fresh;
    const session = fresh ?? this.#player.querySelector("dialog"); // the player keeps the one it was opened with
    const draft = await this.#takeOut(await this.#rooms.keeping.thing("session"));
    const isShown = draft?.day === session?.dataset.day;
    if (!this.#player.isOpen) {
      this.#player.draft = isShown ? draft : null;
      this.#id = isShown ? draft?.id : undefined;
    }
    await this.#offerLeft();
    this.name();
  }

  /** A draft of a day that is over goes to those that are left, before today's can take its place. */
  async #takeOut(draft) {
    const isOver = A_DAY.test(draft?.day) && draft.day < this.#planner.day && !this.#player.isOpen;
    if (!isOver) return draft;
    if (isWorth(draft)) await this.#rooms.keeping.keep("left", [...(await this.#allLeft()).filter(({ day }) => day !== draft.day), draft]);
    await this.#rooms.keeping.keep("session", undefined);
    return undefined;
  }

  async #allLeft() {
    const left = await this.#rooms.keeping.thing("left");
    return Array.isArray(left) ? left.filter((draft) => A_DAY.test(draft?.day)) : [];
  }

  async #offerLeft() {
    this.#left = await this.#allLeft();
    this.#note.hidden = !this.#left.length || this.#player.isOpen;
    this.#note.querySelector("strong").textContent = this.#left[0]?.day ?? "";
  }

  /** The button says whether a session was begun. */
  name() {
    const button = this.#planner.querySelector('[data-do="play"]');
    if (button && this.#player.draft) button.textContent = button.dataset.goOn;
  }

  #keepDraft(draft) {
    if (!draft) return;
    this.#id ??= crypto.randomUUID();
    this.#rooms.keeping.keep("session", { ...draft, id: this.#id });
  }

  /** A finished session belongs to the day it was begun on, also after midnight. */
  async #save(answers) {
    const { day } = this.#player.querySelector("dialog").dataset;
    const id = this.#id;
    const response = await this.#planner.tell({ kind: "session", answers, day, id }, { kept: () => this.#forget(id) });
    if (response?.ok) return;
    const draft = await this.#rooms.keeping.thing("session");
    if (!draft) return; // deleted meanwhile
    this.#player.draft = draft;
    this.name();
    this.#rooms.notices.trouble("session", "This session is not in your log yet. It is kept on this device: press “Go on with your session” and save it again.");
  }

  /** Another may have been begun meanwhile. */
  async #forget(id) {
    const draft = await this.#rooms.keeping.thing("session");
    if (draft?.id === id) await this.#rooms.keeping.keep("session", undefined);
    if (this.#id === id && !this.#player.isOpen) this.#id = undefined;
  }

  saveLeft(button) {
    const [{ day, id, ...draft } = {}] = this.#left;
    if (!day) return; // pressed twice
    const answers = { items: itemsOf(draft), stopped: draft.stopped === true };
    this.#planner.tell({ kind: "session", answers, day, id }, { button, kept: () => this.dropLeft(day) });
  }

  async dropLeft(day = this.#left[0]?.day) {
    const rest = (await this.#allLeft()).filter((draft) => draft.day !== day);
    await this.#rooms.keeping.keep("left", rest.length ? rest : undefined);
    await this.#offerLeft();
  }
}

/** What was done in a session that was never saved, or begun, as its entry says it. */
function itemsOf(draft) {
  const items = Array.isArray(draft.items) ? draft.items : [];
  return items.filter(({ sets, touched }) => sets > 0 || touched === true).map(({ turns: _turns, touched: _touched, ...told }) => told);
}

/** Whether it says anything: a whole set, an answer about the first one, or that it was broken off. */
function isWorth(draft) {
  const isTold = ({ exercise: _exercise, step: _step, sets, ...answers }) => sets > 0 || Object.keys(answers).length > 0;
  return draft.stopped === true || itemsOf(draft).some(isTold);
}
