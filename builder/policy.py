"""The content security policy of every page, and a look at the finished HTML for what must never be in it.

A script that Material writes into a page is allowed by its hash, and only if its text is on the committed list below: hashing
whatever was built would bless an injected script too. One of Material's scripts holds the page's own way to the site root,
which differs from page to page, so that part is taken out before the text is compared.
"""

import base64
import hashlib
import re
import sys
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

from builder.cache import NOTHING_KEPT, Cache, code_of, fingerprint
from builder.problems import BuildStopped, Problem

PLACEHOLDER = "@@CONTENT-SECURITY-POLICY@@"
POLICY = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; frame-src 'none'; form-action 'none'; "
    "script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types {trusted_types}"
)
# Who may turn text into HTML or the address of a script; no other name can be made, and none of them twice.
TRUSTED_TYPES = (
    "default",  # assets/search.js: the theme's search
    "dompurify",  # the sanitiser, while it reads what Python wrote
    "figures",  # assets/figure-slots.js: our own drawings
    "planner-worker",  # planner/python.js
    "offline-worker",  # planner/keeper.js
)
# SHA-256 of the inline scripts, after the way to the site root was taken out. A new version of mkdocs-material (9.8.1) changes its own, a change
# of ours changes ours: read what changed, then put the new hash here.
ALLOWED_SCRIPTS = frozenset(
    {
        "B11cEfQVFoln07gUguTt00irpvrrn5O39Dh0i9+Qc8Q=",  # partials/javascripts/base.html: the way to the root and small storage helpers
        "cCu+ZRb4SRz/o9QWvFpQBk+WthAm417o1YCaPWBPzjM=",  # content/theme/partials/javascripts/palette.html, which is ours: light or dark, as chosen or as the device
    }
)
SITE_ROOT = re.compile(r'(__md_scope=new URL\()"[^"]*"')

# Elements that bring in another document, move the ground under every link, or change an attribute later on.
FORBIDDEN_TAGS = {"iframe", "frame", "frameset", "portal", "fencedframe", "object", "embed", "applet", "base", "animate", "animatemotion", "animatetransform", "set", "foreignobject"}
# Attributes by which a page would fetch something, or tell another host of a click.
FETCHING = {"src", "srcset", "imagesrcset", "poster", "data", "ping", "action", "formaction", "background", "attributionsrc", "manifest"}
FETCHING_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "manifest", "apple-touch-icon"}
# Elements of a drawing that fetch what their link names.
FETCHING_SHAPES = {"use", "image", "feimage", "script", "pattern", "mask", "filter", "textpath", "lineargradient", "radialgradient"}
SCRIPT_SCHEMES = ("javascript:", "vbscript:", "data:text/html", "data:image/svg", "data:application", "data:text/javascript", "data:text/xml")
# A script of one of these types is data; the browser never runs it.
DATA_TYPES = {"application/json", "application/ld+json"}
# What an address in url() must begin with: a place of the same page, or a picture or typeface of our own.
FOREIGN_IN_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?\s*(?!data:image/)(?:[a-z][a-z0-9+.-]*:|[/\\]{2})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a page that must not be there; line 0 is the page as a whole."""

    line: int
    message: str


def seal(site: Path, cache: Cache = NOTHING_KEPT) -> None:
    """Write each page's policy into it. Raises BuildStopped for anything a page, a drawing or a style sheet must not hold."""
    seal_files(site, [path.relative_to(site).as_posix() for suffix in (".html", ".svg", ".css") for path in sorted(site.rglob(f"*{suffix}"))], cache)


def seal_files(site: Path, names: list[str], cache: Cache = NOTHING_KEPT) -> None:
    """The same for these files alone; with a cache, one that was clean and has not changed is not read through again."""
    code = fingerprint(code_of([Path(__file__)]), sys.version)  # what the parser takes for text differs between versions of Python
    keys = [fingerprint(code, name, (site / name).read_bytes()) for name in names]
    policies = cache.get_each("policies", list(zip(keys, names, strict=True)), partial(policy_of, site=site))
    for name, policy in zip(names, policies, strict=True):
        if policy:
            html = (site / name).read_text(encoding="utf-8")
            # The first one is the meta element: the theme puts it before any text that comes from a record.
            (site / name).write_text(html.replace(PLACEHOLDER, policy.decode(), 1), encoding="utf-8")


def policy_of(name: str, site: Path) -> bytes:
    """The policy of a page; nothing for a drawing or a style sheet. Raises BuildStopped with what the file must not hold."""
    text = (site / name).read_text(encoding="utf-8")
    policy, faults = _looked_at(name, text)
    if faults:
        raise BuildStopped([Problem(name, f"line {fault.line}" if fault.line else "", fault.message) for fault in faults])
    return policy.encode()


def _looked_at(name: str, text: str) -> tuple[str, list[Fault]]:
    if name.endswith(".svg"):
        return "", scan_drawing(text)
    if name.endswith(".css"):
        return "", scan_styles(text)
    scan = scan_page(text)
    if scan.policies != 1:
        scan.faults.append(Fault(0, f"expected one place for the content security policy, got {scan.policies}. content/theme/page.html writes it"))
    return page_policy(scan.scripts), scan.faults


def page_policy(scripts: list[str]) -> str:
    """The policy of a page with these inline scripts."""
    hashes = "".join(f" 'sha256-{hash}'" for hash in sorted({sha256(script) for script in scripts}))
    return POLICY.format(hashes=hashes, trusted_types=" ".join(TRUSTED_TYPES))


def sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def scan_page(html: str) -> "PageScan":
    scan = PageScan()
    scan.feed(html)
    scan.close()
    return scan


def scan_drawing(svg: str) -> list[Fault]:
    """What a drawing must not hold. Opened at its own address it has no policy, so no script at all, of our own neither."""
    scan = scan_page(svg)
    return [*scan.faults, *(Fault(1, "a drawing has no script") for _ in range(scan.script_tags))]


def scan_styles(css: str) -> list[Fault]:
    """What a style sheet must not hold."""
    return [Fault(css.count("\n", 0, found.start()) + 1, f"a style asks another host: {css[found.start() : found.end() + 40]}") for found in FOREIGN_IN_STYLE.finditer(css)]


class PageScan(HTMLParser):
    """Reads a page and keeps its inline scripts and its faults.

    Where this parser and a browser's might not agree on what is text and what is not, the page is at fault: our pages need no such place.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.script_tags = 0
        self.faults: list[Fault] = []
        self.policies = 0
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in reversed(attributes)}  # of two with one name a browser takes the first
        if tag == "script":
            self._look_at_script(values)
        if tag in FORBIDDEN_TAGS:
            self._fault(f"<{tag}> has no place in a page of ours")
        if tag == "meta" and "http-equiv" in values:
            self.policies += values.get("content") == PLACEHOLDER
            if values["http-equiv"].strip().lower() != "content-security-policy":
                self._fault(f"<meta http-equiv={values['http-equiv']}> can move the reader elsewhere")
        if tag == "style":
            self._fault("an inline <style> is blocked by the policy. Put it into content/assets/guide.css")
        for name, value in values.items():
            self._check_attribute(tag, name, value, values)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            self._end_script()

    def close(self) -> None:
        super().close()
        if self._script is not None:
            self._end_script()

    def handle_comment(self, data: str) -> None:
        self._fault("a comment may end for a browser where it does not end here. Leave it out")

    def unknown_decl(self, data: str) -> None:
        self._fault("<![…]> may end for a browser where it does not end here. Leave it out")

    def handle_pi(self, data: str) -> None:
        self._fault("<?…> may end for a browser where it does not end here. Leave it out")

    def _look_at_script(self, values: dict[str, str]) -> None:
        self.script_tags += 1
        if self._script is not None:
            self._end_script()
        if "src" not in values and values.get("type") not in DATA_TYPES:
            self._script = []
        elif "src" in values and _scheme(values["src"]):
            self._fault(f"<script src> is no file of this site: {values['src'][:80]}")

    def _end_script(self) -> None:
        text = "".join(self._script or ())
        self._script = None
        self.scripts.append(text)
        if sha256(SITE_ROOT.sub(r"\1", text)) not in ALLOWED_SCRIPTS:
            self._fault(f"an inline script that is not on the list in builder/policy.py: {sha256(SITE_ROOT.sub(r'\1', text))}")

    def _check_attribute(self, tag: str, name: str, value: str, values: dict[str, str]) -> None:
        if name.startswith("on"):
            self._fault(f"<{tag} {name}> is a script in an attribute")
        if name in ("style", "srcdoc"):
            self._fault(f"<{tag} {name}> is blocked by the policy. Use a class" if name == "style" else f"<{tag} srcdoc> is a page in an attribute")
        # Most values are the points of a drawing: every scheme has a colon, and every style that asks for something a bracket or an @.
        if ":" in value and _as_read(value).lower().startswith(SCRIPT_SCHEMES) and not (tag, name) == ("script", "src"):
            self._fault(f"<{tag} {name}> is a script link")
        if ("(" in value or "@" in value) and FOREIGN_IN_STYLE.search(value):
            self._fault(f"<{tag} {name}> asks another host: {value}")
        fetches = name in FETCHING or (tag == "link" and name == "href" and set(values.get("rel", "").lower().split()) & FETCHING_RELATIONS)
        fetches = fetches or (name.endswith("href") and tag in FETCHING_SHAPES)
        addresses = [part.split()[0] for part in value.split(",") if part.strip()] if name.endswith("srcset") else [value]
        if fetches and any(_is_foreign(address) for address in addresses):
            self._fault(f"<{tag} {name}> asks another host: {value}")

    def _fault(self, message: str) -> None:
        self.faults.append(Fault(self.getpos()[0], message))


def _as_read(address: str) -> str:
    """An address as a browser reads it: without what it passes over, and with one kind of slash."""
    return re.sub(r"[\s\x00-\x1f]", "", address).replace("\\", "/")


def _scheme(address: str) -> str:
    found = re.match(r"[a-z][a-z0-9+.-]*:", _as_read(address).lower())
    return found[0] if found else ""


def _is_foreign(address: str) -> bool:
    """Whether this asks anything but our own site. What stands in the page itself asks nobody."""
    return _as_read(address).startswith("//") or _scheme(address) not in ("", "data:")
