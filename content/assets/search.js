// The search is the theme's. Its script and its index weigh more than a page, and no page needs them before somebody searches: so they wait in a
// template until the search is pointed at or has the focus. This file fetches them, and keeps them to the search.

(() => {
  const box = document.querySelector('[data-md-component="search"]');
  const query = box.querySelector('[data-md-component="search-query"]');
  const opener = document.querySelector(".search-open");
  const open = document.getElementById("__search");
  const said = box.querySelector(".md-search-result__meta");
  let coming = null;

  // --- when somebody is about to search ---

  for (const sign of ["pointerover", "focusin"]) for (const part of [box, opener]) part.addEventListener(sign, fetchSearch);
  if (new URLSearchParams(location.search).has("q")) fetchSearch(); // a link to what somebody searched for

  // A telephone brings up its keys only while the tap lasts, so this cannot wait for the theme.
  opener.addEventListener("click", () => query.focus());
  // The words are searched for as they are typed; there is nowhere to send them.
  query.form.addEventListener("submit", (event) => event.preventDefault());

  function fetchSearch() {
    coming ??= bringScript().catch(() => {
      coming = null;
      said.textContent = said.dataset.failed;
      if (document.activeElement === query && !open.checked) open.click(); // who only passed by with the mouse need not hear of it
    });
  }

  /** The theme's script, out of its template and into the page. */
  function bringScript() {
    const script = document.getElementById("search-script").content.querySelector("script").cloneNode();
    document.body.append(script);
    return new Promise((resolve, reject) => {
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
    }).finally(() => script.remove());
  }

  // --- what of the theme's text may become HTML or the address of a script, where the page's policy asks for Trusted Types ---

  // The results are text with a few tags, and none has an attribute but the box of the icon. Whatever else begins a tag becomes a letter on the screen.
  const noTagOfAResult = /<(?!\/?(?:mark|p|ul|ol|li|code|pre|sub|sup|h1|h2|del|div)>|div class="md-search-result__icon md-icon">)/g;
  const worker = new URL("javascripts/workers/search.", document.currentScript.src).href;

  // Made at once, for whoever comes first has it: a foreign script could else make one that lets everything through. Nothing of ours needs it.
  globalThis.trustedTypes?.createPolicy?.("default", {
    createHTML: (text) => String(text).replace(noTagOfAResult, "&lt;"),
    // No answer means no: the browser then refuses the text and reports it.
    createScriptURL: (address) => {
      const { href } = new URL(address, document.baseURI);
      return href.startsWith(worker) ? href : undefined;
    },
  });

  // --- keys ---

  // The theme acts on single letters (f, s, p, n and others). Somebody who speaks to their computer would set them off by chance.
  const letters = new Set(["f", "s", "/", "p", ",", "n", "."]);

  addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.matches("input, select, textarea, [contenteditable]");
    if (letters.has(event.key) && !isTyping && !event.ctrlKey && !event.metaKey) event.stopImmediatePropagation();
  }, { capture: true });

  // The theme takes the focus off the search when Tab is pressed there. WebKit then starts again at the top of the page, so that keys never got past
  // the search. Closed like this the field keeps the focus, and the browser takes it on from there. Escape is the theme's own, once it is here.
  addEventListener("keydown", (event) => {
    if (event.target !== query || !(event.key === "Tab" || (event.key === "Escape" && !coming))) return;
    event.stopImmediatePropagation();
    if (open.checked) open.click();
  }, { capture: true });
})();
