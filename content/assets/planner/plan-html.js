// The one door through which HTML from Python enters the page.

import purify from "../vendor/purify.es.mjs";

// What Python writes loads nothing: its figures are put in later (figure-slots.js). Styles belong to the site's style sheet. The page's
// policy would refuse most of this too, and say so in the console.
const LOADS = ["img", "image", "feimage", "picture", "source", "audio", "video", "track"];
const LOADING = ["src", "srcset", "poster", "background", "action"];
const RULES = { RETURN_DOM_FRAGMENT: true, FORBID_TAGS: ["style", "math", ...LOADS], FORBID_ATTR: ["style", ...LOADING] };

/**
 * Replaces what is in `place`. The templates escape already; this is the second lock, for when one of them forgets. A fragment and not text:
 * no innerHTML of ours. Where the browser knows Trusted Types the sanitiser has a policy of its own, under which it reads the text.
 */
export function showHtml(place, html) {
  place.replaceChildren(purify.sanitize(html, RULES));
}
