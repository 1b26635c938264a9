// The one door through which HTML from Python enters the page.

import purify from "../vendor/purify.es.mjs";

/** Replaces what is in `place`. The templates escape already; this is the second lock, for when one of them forgets. */
export function showHtml(place, html) {
  // A fragment, not text: no innerHTML of ours. Styles belong to the site's style sheet, and its policy refuses them here.
  const fragment = purify.sanitize(html, { RETURN_DOM_FRAGMENT: true, FORBID_TAGS: ["style"], FORBID_ATTR: ["style"] });
  place.replaceChildren(fragment);
}
