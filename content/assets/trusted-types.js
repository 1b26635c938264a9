// What text may become HTML or the address of a script, where a page's policy asks for Trusted Types. It is loaded before the theme's script.
//
// Nothing of ours needs this policy: the planner has policies of its own names. The theme needs it in two places, its search's worker and
// the results that it shows, and gets no more than that. Browsers that know no Trusted Types go on without.

// The results are text with these few tags in them, and none has an attribute but the box of the icon. Whatever else begins a tag
// becomes a letter on the screen, so no element can come of it that runs, loads or leads anywhere.
const NO_TAG_OF_A_RESULT = /<(?!\/?(?:mark|p|ul|ol|li|code|pre|sub|sup|h1|h2|del|div)>|div class="md-search-result__icon md-icon">)/g;

if (globalThis.trustedTypes?.createPolicy) {
  const site = new URL("../", document.currentScript.src).href;
  const worker = `${site}assets/javascripts/workers/search.`;
  // No answer means no: the browser then refuses the text and reports it.
  trustedTypes.createPolicy("default", {
    createHTML: (text) => String(text).replace(NO_TAG_OF_A_RESULT, "&lt;"),
    createScriptURL: (address) => {
      const { href } = new URL(address, document.baseURI);
      return href.startsWith(worker) ? href : undefined;
    },
  });
}
