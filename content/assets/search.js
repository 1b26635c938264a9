// The search is the theme's. Its script and its index weigh more than a page, and no page needs them before somebody searches: so they wait in a
// template until the search is pointed at or has the focus. This file fetches them, and keeps them to the search.

(() => {
  const box = document.querySelector('[data-md-component="search"]');
  const query = box.querySelector('[data-md-component="search-query"]');
  const opener = document.querySelector(".search-open");
  const open = document.getElementById("__search");
  const said = box.querySelector(".md-search-result__meta");
  const folder = new URL("./", document.currentScript.src);
  let coming = null;
  let isHere = false;
  let isAsked = false; // somebody is in the search, and did not only pass by with the mouse

  // --- what of the theme's text may become HTML or the address of a script, where the page's policy asks for Trusted Types ---

  // The results are text with a few tags, and none has an attribute but the box of the icon. Whatever else begins a tag becomes a letter on the screen.
  const noTagOfAResult = /<(?!\/?(?:mark|p|ul|ol|li|code|pre|sub|sup|h1|h2|del|div)>|div class="md-search-result__icon md-icon">)/g;
  const worker = new URL("javascripts/workers/search.", folder).href;

  // Made at once, for whoever comes first has it: a foreign script could else make one that lets everything through. Nothing of ours needs it.
  globalThis.trustedTypes?.createPolicy?.("default", {
    createHTML: (text) => String(text).replace(noTagOfAResult, "&lt;"),
    // No answer means no: the browser then refuses the text and reports it.
    createScriptURL: (address) => {
      const { href } = new URL(address, document.baseURI);
      return href.startsWith(worker) ? href : undefined;
    },
  });

  // --- when somebody is about to search ---

  open.checked = false; // a browser may bring a page back as it was left, and its script is not here any more
  for (const part of [box, opener]) {
    part.addEventListener("pointerover", fetchSearch);
    for (const sign of ["focusin", "click", "input"]) part.addEventListener(sign, ask);
  }
  if (new URLSearchParams(location.search).has("q")) ask(); // a link to what somebody searched for

  // A telephone brings up its keys only while the tap lasts, so this cannot wait for the theme.
  opener.addEventListener("click", () => query.focus());
  // The words are searched for as they are typed; there is nowhere to send them.
  query.form.addEventListener("submit", (event) => event.preventDefault());

  function ask() {
    if (isHere) return;
    isAsked = true;
    fetchSearch();
  }

  function fetchSearch() {
    coming ??= bringScript().catch(() => {
      coming = null;
      said.textContent = said.dataset.failed;
      if (isAsked && !open.checked) open.click();
      isAsked = false;
    });
  }

  /** The theme's script, out of its template and into the page. It asks for its index once and never again, so the index comes first. */
  async function bringScript() {
    const script = document.getElementById("search-script").content.querySelector("script").cloneNode();
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "script", href: script.src }));
    const index = await fetch(new URL("../search/search_index.json", folder));
    if (!index.ok) throw new Error(`${index.status}`);
    await index.text(); // all of it, so that the browser has it when the theme asks
    document.body.append(script);
    await new Promise((resolve, reject) => Object.assign(script, { onload: resolve, onerror: reject })).finally(() => script.remove());
    isHere = true;
    stayOpen();
  }

  /** Where the address leads to a part of the page, the theme closes the search a moment after it began, which is now. */
  function stayOpen() {
    open.addEventListener("click", keepOpen);
    setTimeout(letClose, 200);
  }

  function keepOpen(event) {
    if (!open.checked && document.activeElement === query) event.preventDefault();
  }

  function letClose() {
    open.removeEventListener("click", keepOpen);
  }

  // --- keys ---

  // The theme acts on single letters (f, s, p, n and others). Somebody who speaks to their computer would set them off by chance.
  const letters = new Set(["f", "s", "/", "p", ",", "n", "."]);
  const typedInto = "input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable]";

  addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.matches(typedInto);
    if (letters.has(event.key) && !isTyping && !event.ctrlKey && !event.metaKey) event.stopImmediatePropagation();
  }, { capture: true });

  // The theme takes the focus off the search when Tab is pressed there. WebKit then starts again at the top of the page, so that keys never got past
  // the search. Closed like this the field keeps the focus, and the browser takes it on from there. Escape is the theme's own, once it is here.
  addEventListener("keydown", (event) => {
    if (event.target !== query || !["Tab", "Escape"].includes(event.key)) return;
    letClose();
    if (event.key === "Escape" && isHere) return;
    event.stopImmediatePropagation();
    isAsked = false;
    if (open.checked) open.click();
  }, { capture: true });
})();
