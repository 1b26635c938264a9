// The one door through which HTML from Python enters the page.

// The elements and attributes that the templates use, and no others: what is not named here is left out with all that is in it, but for
// data-… attributes, which pass. Nothing here loads anything (figures are put in later, by figure-slots.js), styles, or leads out of a form:
// styles belong to the site's style sheet.
const HTML = [
  "a", "br", "button", "caption", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "form", "h2", "h3", "h4", "input", "label",
  "legend", "li", "ol", "p", "section", "span", "strong", "summary", "table", "tbody", "td", "textarea", "th", "thead", "time", "tr", "ul",
];
const SVG = ["desc", "path", "svg", "text", "title"];
const ATTRIBUTES = [
  "aria-current", "aria-describedby", "aria-disabled", "aria-hidden", "aria-label", "aria-labelledby", "aria-live", "aria-pressed", "autocomplete", "checked",
  "class", "colspan", "d", "datetime", "font-size", "for", "hidden", "href", "id", "inputmode", "max", "maxlength", "min", "name", "novalidate", "role", "rows",
  "scope", "step", "tabindex", "text-anchor", "type", "value", "viewBox", "x", "y",
];

const fill = theBrowsersOwn() ?? (await domPurify());

/**
 * Replaces what is in `place`. The templates escape already; this is the second lock, for when one of them forgets. Neither sanitiser needs
 * an innerHTML of ours, and neither knows the two rules below as we want them.
 */
export function showHtml(place, html) {
  fill(place, html);
  for (const each of place.querySelectorAll("[href]")) if (!isLink(each)) withoutAttribute(each, "href");
  for (const name of ["id", "name"]) for (const each of place.querySelectorAll(`[${name}]`)) if (hides(each, name)) withoutAttribute(each, name);
}

/**
 * The browser's own takes a quarter of the time, and a press waits for it. It leaves out scripts in every form by itself. Nothing where there
 * is none, or another than ours: Chrome 105 to 118 had one of the same name with other rules.
 */
function theBrowsersOwn() {
  if (!globalThis.Sanitizer?.prototype.removeUnsafe || !Element.prototype.setHTML) return undefined;
  const svg = SVG.map((name) => ({ name, namespace: "http://www.w3.org/2000/svg" }));
  try {
    const sanitizer = new Sanitizer({ elements: [...HTML, ...svg], attributes: ATTRIBUTES, dataAttributes: true, comments: false, processingInstructions: [] });
    return (place, html) => place.setHTML(html, { sanitizer });
  } catch {
    return undefined;
  }
}

/** For other browsers. Where they know Trusted Types it has a policy of its own, under which it reads the text. */
async function domPurify() {
  const { default: purify } = await import("../vendor/purify.es.mjs");
  const rules = { RETURN_DOM_FRAGMENT: true, ALLOWED_TAGS: [...HTML, ...SVG, "#text"], ALLOWED_ATTR: ATTRIBUTES, ALLOW_ARIA_ATTR: false, KEEP_CONTENT: false };
  return (place, html) => place.replaceChildren(purify.sanitize(html, rules));
}

/** To a page, and to nothing that is made from the address itself. */
function isLink(element) {
  return element instanceof HTMLAnchorElement && ["http:", "https:"].includes(element.protocol);
}

/** Whether it would stand in the way of something of the document's or a form's: both hand out elements by their names. */
function hides(element, attribute) {
  const name = Element.prototype.getAttribute.call(element, attribute);
  return name in Document.prototype || name in HTMLFormElement.prototype;
}

// A form may hold a field named removeAttribute.
function withoutAttribute(element, name) {
  Element.prototype.removeAttribute.call(element, name);
}
