"""The content security policy of every page, and a look at the finished HTML for what must never be in it.

A script that Material writes into a page is allowed by its hash, and only if its text is on the committed list below: hashing
whatever was built would bless an injected script too. One of Material's scripts holds the page's own way to the site root,
which differs from page to page, so that part is taken out before the text is compared.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from builder.problems import BuildStopped, Problem

PLACEHOLDER = "@@CONTENT-SECURITY-POLICY@@"
POLICY = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; frame-src 'none'; form-action 'none'; "
    "script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'"
)
# SHA-256 of the inline scripts of mkdocs-material 9.8.1, after the way to the site root was taken out.
# A new version of the theme changes them: read what changed, then put the new hash here.
ALLOWED_SCRIPTS = frozenset(
    {
        "B11cEfQVFoln07gUguTt00irpvrrn5O39Dh0i9+Qc8Q=",  # partials/javascripts/base.html: the way to the root and small storage helpers
        "DrEMJJ29sL7vIloQzly+VUGMxKcBTMII+OfW7Y8AkG4=",  # partials/javascripts/palette.html: the light or dark scheme chosen before
    }
)
SITE_ROOT = re.compile(r'(__md_scope=new URL\()"[^"]*"')

# Elements that bring in another document or move the ground under every link.
FORBIDDEN_TAGS = {"iframe", "frame", "object", "embed", "applet", "base"}
# Attributes by which a page would fetch something, or tell another host of a click.
FETCHING = {"src", "srcset", "poster", "data", "ping", "action", "formaction", "background"}
FETCHING_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "manifest", "apple-touch-icon"}
# A script of one of these types is data; the browser never runs it.
DATA_TYPES = {"application/json", "application/ld+json"}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a page that must not be there."""

    line: int
    message: str


def seal(site: Path) -> None:
    """Write each page's policy into it. Raises BuildStopped for anything a page must not hold."""
    problems: list[Problem] = []
    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site).as_posix()
        html = page.read_text(encoding="utf-8")
        scan = scan_page(html)
        problems += [Problem(name, f"line {fault.line}", fault.message) for fault in scan.faults]
        if scan.policies != 1:
            problems.append(Problem(name, "", f"expected one place for the content security policy, got {scan.policies}. content/theme/page.html writes it"))
        # The first one is the meta element: the theme puts it before any text that comes from a record.
        page.write_text(html.replace(PLACEHOLDER, page_policy(scan.scripts), 1), encoding="utf-8")
    if problems:
        raise BuildStopped(problems)


def page_policy(scripts: list[str]) -> str:
    """The policy of a page with these inline scripts."""
    return POLICY.format(hashes="".join(f" 'sha256-{hash}'" for hash in sorted({sha256(script) for script in scripts})))


def sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def scan_page(html: str) -> "PageScan":
    scan = PageScan()
    scan.feed(html)
    scan.close()
    return scan


class PageScan(HTMLParser):
    """Reads a page and keeps its inline scripts and its faults."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.faults: list[Fault] = []
        self.policies = 0
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "script" and "src" not in values and values.get("type") not in DATA_TYPES:
            self._script = []
        if tag in FORBIDDEN_TAGS:
            self._fault(f"<{tag}> has no place in a page of ours")
        if tag == "meta" and "http-equiv" in values:
            self.policies += values.get("content") == PLACEHOLDER
            if values["http-equiv"].lower() != "content-security-policy":
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
            text = "".join(self._script)
            self._script = None
            self.scripts.append(text)
            if sha256(SITE_ROOT.sub(r"\1", text)) not in ALLOWED_SCRIPTS:
                self._fault(f"an inline script that is not on the list in builder/policy.py: {sha256(SITE_ROOT.sub(r'\1', text))}")

    def _check_attribute(self, tag: str, name: str, value: str, values: dict[str, str]) -> None:
        if name.startswith("on"):
            self._fault(f"<{tag} {name}> is a script in an attribute")
        if name == "style":
            self._fault(f"<{tag} style> is blocked by the policy. Use a class")
        if re.sub(r"[\s\x00-\x1f]", "", value).lower().startswith(("javascript:", "vbscript:")):
            self._fault(f"<{tag} {name}> is a script link")
        fetches = name in FETCHING or (tag == "link" and name == "href" and set(values.get("rel", "").lower().split()) & FETCHING_RELATIONS)
        fetches = fetches or (name.endswith("href") and tag in ("use", "image"))
        addresses = [part.split()[0] for part in value.split(",") if part.strip()] if name == "srcset" else [value]
        if fetches and any(urlsplit(address.strip()).netloc for address in addresses):
            self._fault(f"<{tag} {name}> asks another host: {value}")

    def _fault(self, message: str) -> None:
        self.faults.append(Fault(self.getpos()[0], message))
