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
// folders it was published with, so they stay until the last such page is closed.

const SCOPE = registration.scope;
const MINE = `hamstring-guide ${new URL(SCOPE).pathname} `;
const SITE_CACHE = `${MINE}site ${BUILD.version}`;
const LIST = SCOPE + BUILD.list;
const LEFTOVERS = `${SCOPE}offline/leftovers`; // no file of the site: the names of old caches that could not go yet

const VERSIONED = /^(runtime|scripts)\/[0-9a-f]{16}\//;

const AT_ONCE = 6; // downloads beside each other
const PATIENCE_SECONDS = 3; // for a page that is kept; without one the reader waits as for any site
const SLOW_SECONDS = 20; // after one that came too late, nothing is waited for again so soon
const TOLD_MILLISECONDS = 200;

addEventListener("install", (event) => event.waitUntil(keepAll()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", (event) => event.waitUntil(answer(event)));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  const path = pathOf(request.url);
  event.respondWith(VERSIONED.test(path) ? keptFirst(request, path) : freshFirst(request, path));
  if (request.mode === "navigate") event.waitUntil(clearLeftovers());
});

// Keeping --------------------------------------------------------------------------------------------------------------

/** Everything of this version. Rejects when it is not whole; what has arrived stays for the next try, unless there is no room. */
async function keepAll() {
  try {
    const site = await caches.open(SITE_CACHE);
    if (await site.match(LIST)) return await tell({ state: "kept" });
    const list = await fetchChecked(BUILD.list, BUILD.integrity);
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
    for (const { url } of await (await caches.open(name)).keys()) has.add(url);
  }
  return files.filter(({ path }) => !has.has(SCOPE + path));
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
  const names = (await myCaches()).filter((name) => name.startsWith(`${MINE}site `) && name !== SITE_CACHE);
  const sites = names.map(async (name) => {
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
  const names = [SITE_CACHE, ...BUILD.folders.map((folder) => MINE + folder)];
  await Promise.all(names.filter((name) => !needed.has(name)).map((name) => caches.delete(name)));
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
  // A runtime's kept start (memory.js) goes with its runtime.
  const memories = BUILD.folders.map((folder) => folder.replace(/^runtime/, "memory"));
  const current = new Set([SITE_CACHE, ...[...BUILD.folders, ...memories].map((folder) => MINE + folder)]);
  const leftovers = (await myCaches()).filter((name) => !current.has(name));
  await (await caches.open(SITE_CACHE)).put(LEFTOVERS, new Response(JSON.stringify(leftovers)));
  await clearLeftovers();
  await clients.claim(); // a page opened before the first version was kept can go offline too
}

/** Never a cache that a newer version has begun: only those that were old when this version took over. */
async function clearLeftovers() {
  if (!(await caches.has(SITE_CACHE))) return;
  const noted = await (await caches.open(SITE_CACHE)).match(LEFTOVERS);
  const leftovers = noted ? await noted.json() : [];
  if (!leftovers.length) return;
  const used = new Set(await lockedFolders());
  await Promise.all(leftovers.filter((name) => !used.has(name)).map((name) => caches.delete(name)));
  await (await caches.open(SITE_CACHE)).put(LEFTOVERS, new Response(JSON.stringify(leftovers.filter((name) => used.has(name)))));
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
    const isWhole = Boolean(await caches.match(LIST, { cacheName: SITE_CACHE }));
    ports[0].postMessage({ version: BUILD.version, folders: BUILD.folders, isWhole });
    await clearLeftovers(); // a page has just opened, perhaps in the place of the last old one
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

async function tell(news) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const page of pages) page.postMessage({ offline: { version: BUILD.version, ...news } });
}

function later(seconds, value) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000, value));
}
