// The page's end of the service worker (content/app/sw.js): asks it to keep everything, hears how far it is, and of a new version.
//
//   unsupported | idle → keeping → kept | failed        "failed" and "kept" lead back to keeping or idle when the reader wants it

const ANSWER_SECONDS = 5;
const LOOK_AGAIN_HOURS = 1;
const DECLINED = "hamstring-guide-offline";

export class Keeper extends EventTarget {
  state = "idle";
  detail = {};
  #worker;
  #scope;
  #folders;
  #registration;
  #newer; // a new version, whole and waiting
  #looked = 0;

  /**
   * @param {URL} worker sw.js; its folder is the scope
   * @param {URL[]} folders the versioned folders this page was published with
   */
  constructor(worker, folders) {
    super();
    this.#worker = worker;
    this.#scope = new URL("./", worker).href;
    this.#folders = folders.map(({ href }) => href.slice(this.#scope.length));
  }

  /** What there is already, from an earlier visit. */
  async look() {
    if (!navigator.serviceWorker || window.top !== window) return this.#become("unsupported");
    navigator.serviceWorker.addEventListener("message", ({ data }) => data?.offline && this.#hear(data.offline));
    const registration = await navigator.serviceWorker.getRegistration(this.#scope).catch(() => undefined);
    if (registration?.scope !== this.#scope) return this.#become("idle");
    this.#follow(registration);
    const { isWhole } = (await describe(registration.active)) ?? {};
    if (this.state === "idle") this.#become(isWhole ? "kept" : "idle");
  }

  /** Keeps everything, or what is still missing of it. */
  async keep() {
    if (["unsupported", "keeping"].includes(this.state)) return;
    declined(false);
    if (this.state !== "kept") this.#become("keeping");
    try {
      const registration = await navigator.serviceWorker.register(workers().createScriptURL(this.#worker.href), { scope: this.#scope, updateViaCache: "none" });
      if (!registration) return this.#become("unsupported");
      this.#follow(registration);
      const worker = registration.active ?? registration.waiting ?? registration.installing;
      // A worker that could still say why it gave up does so, before this or after.
      worker.addEventListener("statechange", () => worker.state === "redundant" && this.state === "keeping" && this.#hear({ state: "failed", why: "broken-off" }));
      if (registration.active) worker.postMessage({ do: "keep" });
    } catch (cause) {
      console.warn(cause);
      this.#hear({ state: "failed", why: "broken-off" });
    }
  }

  /** Takes away what was kept. The reader's log is not here. */
  async remove() {
    declined(true);
    await this.#registration?.unregister();
    const mine = (await caches.keys()).filter((name) => name.startsWith(this.#name("")));
    await Promise.all(mine.map((name) => caches.delete(name)));
    this.#become("idle");
  }

  /** Whether the reader took it away here, and so does not want it by itself. */
  get isDeclined() {
    return declined();
  }

  /** The new version takes over, and this page begins again with it. Only ever at the reader's word. */
  renew() {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    this.#newer.postMessage({ do: "take-over" });
    setTimeout(() => location.reload(), ANSWER_SECONDS * 1000); // another tab may have been first
  }

  #follow(registration) {
    if (this.#registration === registration) return;
    this.#registration = registration;
    this.#hold();
    this.#consider(registration.waiting);
    const watch = (worker) => worker?.addEventListener("statechange", () => worker.state === "installed" && registration.active && this.#consider(worker));
    watch(registration.installing); // it may have been begun before this page was
    registration.addEventListener("updatefound", () => watch(registration.installing));
    // A page that stays open for days hears of a new version too.
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#lookForNews());
  }

  #lookForNews() {
    if (Date.now() - this.#looked < LOOK_AGAIN_HOURS * 3_600_000) return;
    this.#looked = Date.now();
    this.#registration.update().catch(() => {}); // without a network there is no news
  }

  /** A new version is whole. If it changes nothing of this page, it need not ask. */
  async #consider(worker) {
    const news = worker && (await describe(worker));
    if (!news) return;
    if (this.#folders.every((folder) => news.folders.includes(folder))) return worker.postMessage({ do: "take-over" });
    this.#newer = worker;
    this.dispatchEvent(new Event("newer"));
  }

  /** As long as this page is open, the folders it was published with stay: their caches have the names of these locks. */
  #hold() {
    for (const folder of this.#folders) {
      navigator.locks?.request(this.#name(folder), { mode: "shared" }, () => new Promise(() => {})).catch(() => {});
    }
  }

  #hear({ state, ...detail }) {
    // What is whole stays so while a newer version is fetched, and whatever becomes of that.
    const isNews = ["keeping", "kept", "failed"].includes(state) && !["kept", "unsupported"].includes(this.state);
    if (isNews) this.#become(state, detail);
  }

  #become(state, detail = {}) {
    this.state = state;
    this.detail = detail;
    this.dispatchEvent(new Event("state"));
  }

  #name(folder) {
    return `hamstring-guide ${new URL(this.#scope).pathname} ${folder}`;
  }
}

/** Whether something large may be kept on this device unasked: not if the reader saves data, or took it away before. */
export function mayKeepByItself() {
  return !navigator.connection?.saveData && !declined();
}

/** Whether it may be downloaded unasked, too: not over a mobile line, where the browser tells of the line. */
export function mayDownloadByItself() {
  return mayKeepByItself() && navigator.connection?.type !== "cellular";
}

const ADDRESSES = {
  createScriptURL(address) {
    if (!/^https?:/.test(address) || new URL(address).origin !== location.origin) throw new TypeError(`${address} is not of this site.`);
    return address;
  },
};
let policy;

/** The policy by which an address becomes a service worker, where the browser knows Trusted Types; a page can make it once. */
function workers() {
  return (policy ??= globalThis.trustedTypes?.createPolicy?.("offline-worker", ADDRESSES) ?? ADDRESSES);
}

/** What a worker says of itself, or nothing if it does not answer. */
function describe(worker) {
  if (!worker) return undefined;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, ANSWER_SECONDS * 1000);
    worker.postMessage({ do: "describe" }, [port2]);
  });
}

/** Reads, or with a value writes, that the reader took the offline copy away. */
function declined(value) {
  try {
    if (value === true) localStorage.setItem(DECLINED, "no");
    if (value === false) localStorage.removeItem(DECLINED);
    return localStorage.getItem(DECLINED) === "no";
  } catch {
    return false; // a browser that keeps nothing
  }
}
