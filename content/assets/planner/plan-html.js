// The one door through which HTML from Python enters the page.

// Everything that the templates use, and nothing else: what is not named here is left out with all that is in it. Nothing here loads
// anything (figures are put in later, by figure-slots.js), styles, or leads out of a form: styles belong to the site's style sheet.
const HTML = [
  "a", "br", "button", "caption", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "form", "h2", "h3", "h4", "input", "label",
  "legend", "li", "ol", "p", "section", "span", "strong", "summary", "table", "tbody", "td", "textarea", "th", "thead", "time", "tr", "ul",
];
const SVG = ["desc", "path", "svg", "text", "title"];
const ATTRIBUTES = [
  "aria-current", "aria-describedby", "aria-disabled", "aria-hidden", "aria-label", "aria-labelledby", "aria-live", "aria-pressed", "autocomplete", "checked",
  "class", "colspan", "d", "datetime", "font-size", "for", "hidden", "href", "id", "inputmode", "max", "maxlength", "min", "name", "novalidate", "role",
  "rows", "scope", "step", "tabindex", "text-anchor", "type", "value", "viewBox", "x", "y",
];

const clean = globalThis.Sanitizer && Element.prototype.setHTML ? theBrowsersOwn() : await another();

/**
 * Replaces what is in `place`. The templates escape already; this is the second lock, for when one of them forgets. Neither way needs an
 * innerHTML of ours.
 */
export function showHtml(place, html) {
  clean(place, html);
  for (const link of place.querySelectorAll("[href]")) if (!/^https?:$/.test(link.protocol)) link.removeAttribute("href");
}

/** The browser's own sanitiser takes a quarter of the time, and a press waits for it. It leaves out scripts in every form by itself. */
function theBrowsersOwn() {
  const svg = SVG.map((name) => ({ name, namespace: "http://www.w3.org/2000/svg" }));
  const sanitizer = new Sanitizer({ elements: [...HTML, ...svg], attributes: ATTRIBUTES, dataAttributes: true, comments: false });
  return (place, html) => place.setHTML(html, { sanitizer });
}

/** For other browsers. Where they know Trusted Types it has a policy of its own, under which it reads the text. */
async function another() {
  const { default: purify } = await import("../vendor/purify.es.mjs");
  const rules = { RETURN_DOM_FRAGMENT: true, ALLOWED_TAGS: [...HTML, ...SVG, "#text"], ALLOWED_ATTR: ATTRIBUTES, ALLOW_ARIA_ATTR: false, KEEP_CONTENT: false };
  return (place, html) => place.replaceChildren(purify.sanitize(html, rules));
}
