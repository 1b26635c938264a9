// Keeps the guide and the planner on the device. The build writes BUILD before this text: the version, the list of everything
// there is to keep, and the versioned folders.
//
//   pages and what they load     from the network when it answers soon, else as they were kept
//   versioned folders            as they were kept, since they never change; else from the network
//
// What is kept is exactly what the list says, byte for byte (SHA-256, checked by the browser), and nothing that merely passed by.
// The list itself is kept last, so a version is whole once its list is there. What broke off goes on where it was.
//
// A new version is kept beside the old one and then waits. A page says when it may take over. Each planner page holds a lock on the
// folders it was published with, so they stay until the last such page is closed. Each version notes what it stands on before it keeps
// anything, so that an older one, whose turn it still is, deletes nothing of it: a version that takes a change back may stand on old folders.

const SCOPE = registration.scope;
const MINE = `hamstring-guide ${new URL(SCOPE).pathname} `;
const SITE_CACHE = `${MINE}site ${BUILD.version}`;
const OWN_CACHES = [SITE_CACHE, ...BUILD.folders.map((folder) => MINE + folder)];
const LIST = SCOPE + BUILD.list;
const NOTE = `${SCOPE}offline/note`; // no file of the site: which caches a version stands on, and its turn among the versions

const VERSIONED = /^(runtime|scripts)\/[0-9a-f]{16}\//;

const AT_ONCE = 6; // downloads beside each other
const PATIENCE_SECONDS = 3; // for a page that is kept; without one the reader waits as for any site
const SLOW_SECONDS = 20; // after one that came too late, nothing is waited for again so soon
const TOLD_MILLISECONDS = 200;

addEventListener("install", (event) => event.waitUntil(keepAll({ isNew: true })));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", (event) => event.waitUntil(answer(event)));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  const path = pathOf(request.url);
  event.respondWith(VERSIONED.test(path) ? keptFirst(request, path) : freshFirst(request, path));
  if (request.mode === "navigate") event.waitUntil(clearUp());
});

// Keeping --------------------------------------------------------------------------------------------------------------

/**
 * Everything of this version. Rejects when it is not whole; what has arrived stays for the next try, unless there is no room.
 * @param {{isNew?: boolean}} [how] whether the browser has just met this version; else a page asks for what is missing
 */
async function keepAll({ isNew = false } = {}) {
  try {
    if (isNew) await alone(takeTurn);
    const site = await caches.open(SITE_CACHE);
    const list = (await site.match(LIST)) ?? (await fetchChecked(BUILD.list, BUILD.integrity));
    const { files } = await list.clone().json();
    await keepFiles(files);
    await site.put(LIST, list);
    await tell({ state: "kept" });
  } catch (cause) {
    const isFull = cause.name === "QuotaExceededError";
    // The reader's log needs the room more than a half of the guide does.
    if (isFull) await dropUnfinished();
    await tell({ state: "failed", why: isFull ? "full" : "broken-off" });
    throw cause;
  }
}

async function keepFiles(files) {
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const missing = await missingOf(files);
  if (!missing.length) return; // and no room is needed
  const toCome = missing.reduce((sum, file) => sum + file.bytes, 0);
  await lookForRoom(toCome);
  const old = await oldCopies();
  let kept = total - toCome;
  let told = 0;
  const queue = [...missing];
  const work = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      await keepFile(file, old);
      kept += file.bytes;
      if (Date.now() - told > TOLD_MILLISECONDS) await tell({ state: "keeping", kept, total }), (told = Date.now());
    }
  };
  const workers = Array.from({ length: AT_ONCE }, work);
  try {
    await Promise.all(workers);
  } finally {
    queue.length = 0; // after a failure the others finish what they have and take nothing new
    await Promise.allSettled(workers);
  }
}

async function keepFile({ path, integrity }, old) {
  const same = old.get(`${path} ${integrity}`);
  const response = (same && (await (await caches.open(same)).match(SCOPE + path))) || (await fetchChecked(path, integrity));
  await (await caches.open(cacheOf(path))).put(SCOPE + path, response);
}

/** The browser itself refuses a response that is not what its SHA-256 says. */
async function fetchChecked(path, integrity) {
  const ask = (cache) => fetch(SCOPE + path, { cache, integrity, redirect: "error", credentials: "same-origin" });
  try {
    // What the page loaded a moment ago is in the browser's own cache. Whether it is still right its SHA-256 decides.
    return await ask("force-cache");
  } catch {
    return ask("reload");
  }
}

async function missingOf(files) {
  const has = new Set();
  for (const name of new Set(files.map(({ path }) => cacheOf(path)))) {
    if (!(await caches.has(name))) continue; // who only looks makes no cache
    for (const { url } of await (await caches.open(name)).keys()) has.add(url);
  }
  return files.filter(({ path }) => !has.has(SCOPE + path));
}

/** Whether all that the list names is there, too: a browser may clear a folder by itself. */
async function isWhole() {
  const list = await caches.match(LIST, { cacheName: SITE_CACHE });
  return Boolean(list) && !(await missingOf((await list.json()).files)).length;
}

/** Which other version has which file with which SHA-256: "path integrity" → the name of its cache. */
async function oldCopies() {
  const copies = new Map();
  for (const { name, files } of await otherSites()) {
    for (const { path, integrity } of files) if (!VERSIONED.test(path)) copies.set(`${path} ${integrity}`, name);
  }
  return copies;
}

/** The other versions that are whole, each with its list. */
async function otherSites() {
  const sites = (await siteCaches()).filter((name) => name !== SITE_CACHE).map(async (name) => {
    const cache = await caches.open(name);
    const list = (await cache.keys()).find(({ url }) => /\/offline\/[0-9a-f]{16}\.json$/.test(url));
    return list ? [{ name, files: (await (await cache.match(list)).json()).files }] : [];
  });
  return (await Promise.all(sites)).flat();
}

/** Where the browser says how much room there is, nothing is downloaded in vain. */
async function lookForRoom(bytes) {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  if (quota !== undefined && quota - usage < bytes) throw new DOMException("There is not enough room.", "QuotaExceededError");
}

/** This version's caches, but for the folders that another version stands on. */
async function dropUnfinished() {
  const needed = new Set();
  for (const { files } of await otherSites()) for (const { path } of files) if (VERSIONED.test(path)) needed.add(cacheOf(path));
  await Promise.all(OWN_CACHES.filter((name) => !needed.has(name)).map((name) => caches.delete(name)));
}

// Answering ------------------------------------------------------------------------------------------------------------

/** A file of a versioned folder. */
async function keptFirst(request, path) {
  const cache = (await caches.has(cacheOf(path))) && (await caches.open(cacheOf(path)));
  const kept = cache && (await cache.match(SCOPE + path));
  if (!kept) return fetch(request);
  // A page that found a copy damaged asks for it anew (runtime-files.js); the good one takes its place.
  const fresh = request.cache === "reload" && (await fetch(request).catch(() => undefined));
  if (!fresh?.ok) return kept;
  await cache.put(SCOPE + path, fresh.clone()).catch(() => {}); // no room for it is no fault of this request
  return fresh;
}

let slowUntil = 0;

/** A page, or something it loads. */
async function freshFirst(request, path) {
  const kept = await keptCopy(request, path);
  if (!kept) return freshOrNothing(request);
  if (Date.now() < slowUntil) return kept;
  const late = Symbol("late");
  const fresh = await Promise.race([fetch(request).catch(() => undefined), later(PATIENCE_SECONDS, late)]);
  if (fresh === late) slowUntil = Date.now() + SLOW_SECONDS * 1000;
  return fresh && fresh !== late && isUsable(fresh, request) ? fresh : kept;
}

/** A page that is gone is gone. But a page that we gave from here may ask for a style that only its own version has. */
function isUsable(response, request) {
  return request.mode === "navigate" ? response.status < 500 : response.ok || response.type === "opaqueredirect";
}

async function keptCopy(request, path) {
  if (!(await caches.has(SITE_CACHE))) return undefined;
  const site = await caches.open(SITE_CACHE);
  if (request.mode !== "navigate") return site.match(SCOPE + path);
  const page = path.replace(/(^|\/)index\.html$/, "$1");
  const kept = await site.match(SCOPE + page);
  // Every link in a page counts from its folder's address, so a page is only shown there.
  if (!kept && (await site.match(`${SCOPE}${page}/`))) return Response.redirect(`${SCOPE}${page}/`);
  return kept;
}

async function freshOrNothing(request) {
  try {
    return await fetch(request);
  } catch (cause) {
    const missing = request.mode === "navigate" && (await keptCopy(new Request(`${SCOPE}404.html`), "404.html"));
    if (!missing) throw cause;
    return new Response(missing.body, { status: 404, headers: missing.headers });
  }
}

// One version after the other ----------------------------------------------------------------------------------------------

/** From now on this version answers. What the old ones kept goes, as soon as no page needs it. */
async function takeOver() {
  await clearUp();
  await clients.claim(); // a page opened before the first version was kept can go offline too
}

/** A version that begins comes after all others, whatever it has kept under its name before. */
async function takeTurn() {
  const turn = 1 + Math.max(0, ...(await notes()).map((note) => note.turn));
  await (await caches.open(SITE_CACHE)).put(NOTE, new Response(JSON.stringify({ turn, standsOn: OWN_CACHES })));
}

/** What each version that has begun noted of itself. */
async function notes() {
  const found = await Promise.all((await siteCaches()).map((name) => caches.match(NOTE, { cacheName: name })));
  return Promise.all(found.filter(Boolean).map((note) => note.json()));
}

/** Only what this version and all later ones stand on stays, and what an open page was published with. For the version whose turn it is. */
function clearUp() {
  return alone(async () => {
    const begun = await notes();
    const own = begun.find(({ standsOn }) => standsOn.includes(SITE_CACHE));
    if (!own) return; // the browser cleared it, and so nobody knows who came after whom
    const later = begun.filter(({ turn }) => turn >= own.turn);
    const needed = new Set([...later.flatMap(({ standsOn }) => standsOn), ...(await lockedFolders())]);
    // A runtime's kept start (memory.js) goes with its runtime.
    const leftovers = (await myCaches()).filter((name) => !needed.has(name.replace(`${MINE}memory/`, `${MINE}runtime/`)));
    await Promise.all(leftovers.map((name) => caches.delete(name)));
  });
}

/** One worker at a time, so that none deletes what another has just found and stands on. */
function alone(act) {
  return navigator.locks ? navigator.locks.request(`${MINE}turns`, act) : act();
}

/** The caches of the folders that open pages were published with. A lock has the name of the cache, and ends with its page. */
async function lockedFolders() {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.map(({ name }) => name);
}

async function answer({ data, ports }) {
  if (data?.do === "take-over") await skipWaiting();
  if (data?.do === "keep") await keepAll().catch(() => {}); // the pages were told
  if (data?.do === "describe") {
    ports[0].postMessage({ version: BUILD.version, folders: BUILD.folders, isWhole: await isWhole() });
    // A page has just opened, perhaps in the place of the last old one. A version that waits has no page, and nothing to clear up.
    if ((await clients.matchAll()).length) await clearUp();
  }
}

// Small things -----------------------------------------------------------------------------------------------------------

/** An address of the site without what follows ? or #, counted from the scope. */
function pathOf(url) {
  return url.split(/[?#]/)[0].slice(SCOPE.length);
}

/** Each versioned folder has a cache of its own, which versions of the site may share. */
function cacheOf(path) {
  const folder = VERSIONED.exec(path)?.[0];
  return folder ? MINE + folder : SITE_CACHE;
}

async function myCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(MINE));
}

/** One for each version that has begun. */
async function siteCaches() {
  return (await myCaches()).filter((name) => name.startsWith(`${MINE}site `));
}

async function tell(news) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const page of pages) page.postMessage({ offline: { version: BUILD.version, ...news } });
}

function later(seconds, value) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000, value));
}
