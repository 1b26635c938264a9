// Stands at the address of sw.js when offline use is switched off for everyone (HACKING.md says how). Every browser that has our
// worker takes this one instead on its next visit. It gives the pages back to the network, removes what was kept, and then itself.
//
// It never touches what the reader told the planner: that is in IndexedDB and not here.

const MINE = `hamstring-guide ${new URL(registration.scope).pathname} `;

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const names = (await caches.keys()).filter((name) => name.startsWith(MINE));
  await Promise.all(names.map((name) => caches.delete(name)));
  await registration.unregister();
}
