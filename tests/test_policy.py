"""The finished pages hold nothing the policy forbids, and the check that says so can fail."""

import re
from pathlib import Path

import pytest

from builder.policy import PLACEHOLDER, TRUSTED_TYPES, page_policy, scan_drawing, scan_page, scan_styles, seal, sha256
from builder.problems import BuildStopped
from tests.conftest import ROOT

BAD = {
    '<script>alert(1)</script>': "an inline script that is not on the list",
    '<p onclick="go()">x</p>': "<p onclick> is a script in an attribute",
    '<a href="javascript:alert(1)">x</a>': "<a href> is a script link",
    '<a href=" java\nscript:alert(1)">x</a>': "<a href> is a script link",
    '<td style="text-align:right">x</td>': "<td style> is blocked by the policy",
    '<style>p{}</style>': "an inline <style> is blocked by the policy",
    '<script src="//elsewhere.example/x.js"></script>': "<script src> asks another host",
    '<img src="//elsewhere.example/x.png">': "<img src> asks another host",
    '<link rel="stylesheet" href="https://elsewhere.example/x.css">': "<link href> asks another host",
    '<link rel="StyleSheet" href="https://elsewhere.example/x.css">': "<link href> asks another host",
    '<img srcset="a.png 1x, https://elsewhere.example/x.png 2x">': "<img srcset> asks another host",
    '<a href="#x" ping="https://elsewhere.example/">x</a>': "<a ping> asks another host",
    '<form action="https://elsewhere.example/">x</form>': "<form action> asks another host",
    '<svg><use href="https://elsewhere.example/x.svg#a"></use></svg>': "<use href> asks another host",
    '<meta http-equiv="refresh" content="0;url=https://elsewhere.example/">': "can move the reader elsewhere",
    '<iframe srcdoc="x"></iframe>': "<iframe> has no place",
    '<base href="https://elsewhere.example/">': "<base> has no place",
    '<script>alert(1)': "an inline script that is not on the list",
    '<script type="module">alert(1)</script>': "an inline script that is not on the list",
    '<script type="importmap">{"imports": {"a": "./b.js"}}</script>': "an inline script that is not on the list",
    '<script type="speculationrules">{}</script>': "an inline script that is not on the list",
    '<svg><script>alert(1)</script></svg>': "an inline script that is not on the list",
    '<svg><script href="x.js"/></svg>': "an inline script that is not on the list",
    '<script src="data:text/javascript,alert(1)"></script>': "<script src> is no file of this site",
    '<script src="blob:https://example.org/1"></script>': "<script src> ",
    '<template><script>alert(1)</script></template>': "an inline script that is not on the list",
    '<p ONCLICK="go()">x</p>': "<p onclick> is a script in an attribute",
    '<svg/onload=go()>': "<svg onload> is a script in an attribute",
    '<a href="&#106;ava&Tab;script&colon;alert(1)">x</a>': "<a href> is a script link",
    '<a href="\x01javascript:alert(1)">x</a>': "<a href> is a script link",
    '<a href="javascript:alert(1)" href="fine/">x</a>': "<a href> is a script link",
    '<svg><a xlink:href="javascript:alert(1)"></a></svg>': "<a xlink:href> is a script link",
    '<a href="data:text/html,<p>x">x</a>': "<a href> is a script link",
    '<button formaction="javascript:alert(1)">x</button>': "<button formaction> ",
    '<svg><animate attributeName="href" values="a;javascript:alert(1)"/></svg>': "<animate> has no place",
    '<svg><set attributeName="onload" to="go()"/></svg>': "<set> has no place",
    '<svg><foreignObject></foreignObject></svg>': "<foreignobject> has no place",
    '<p srcdoc="x">x</p>': "<p srcdoc> is a page in an attribute",
    '<object data="x.svg"></object>': "<object> has no place",
    '<meta http-equiv=" Refresh" content="0;url=/">': "can move the reader elsewhere",
    '<meta http-equiv="set-cookie" content="a=b">': "can move the reader elsewhere",
    '<img src="\\\\elsewhere.example/x.png">': "<img src> asks another host",
    '<img src="/\\elsewhere.example/x.png">': "<img src> asks another host",
    '<img src="ht\ntps://elsewhere.example/x.png">': "<img src> asks another host",
    '<img src="https:/elsewhere.example/x.png">': "<img src> asks another host",
    '<link rel="preload" as="image" imagesrcset="https://elsewhere.example/x.png 2x">': "<link imagesrcset> asks another host",
    '<link rel="modulepreload" href="https://elsewhere.example/x.js">': "<link href> asks another host",
    '<svg><image xlink:href="https://elsewhere.example/x.png"></image></svg>': "<image xlink:href> asks another host",
    '<svg><path fill="url(https://elsewhere.example/x.svg#a)"></path></svg>': "<path fill> asks another host",
    '<!-- --!><script>alert(1)</script> -->': "a comment may end",
    '<![CDATA[><script>alert(1)</script>]]>': "may end for a browser",
    '<?x ><p>': "may end for a browser",
}
BAD_DRAWINGS = {
    '<svg><script>alert(1)</script></svg>': "a drawing has no script",
    '<svg><script src="../guide.js"></script></svg>': "a drawing has no script",
    '<svg onload="go()"></svg>': "<svg onload> is a script in an attribute",
    '<svg><a href="javascript:alert(1)"></a></svg>': "<a href> is a script link",
    '<svg><use href="//elsewhere.example/x.svg#a"></use></svg>': "<use href> asks another host",
    '<svg><style>path { fill: red }</style></svg>': "an inline <style>",
}
BAD_STYLES = {
    'p { background: url(https://elsewhere.example/x.png) }': "asks another host",
    "p { background: URL( '//elsewhere.example/x.png' ) }": "asks another host",
    '@import "https://elsewhere.example/x.css";': "asks another host",
    '@import url(//elsewhere.example/x.css);': "asks another host",
    '@font-face { src: url("data:text/html,x") }': "asks another host",
}


@pytest.mark.parametrize(("html", "message"), BAD.items())
def test_a_bad_page_turns_the_build_red(html: str, message: str) -> None:
    """Each thing a page must not hold is found."""
    faults = scan_page(html).faults

    assert [] != [fault for fault in faults if message in fault.message], faults


@pytest.mark.parametrize(("svg", "message"), BAD_DRAWINGS.items())
def test_a_bad_drawing_turns_the_build_red(svg: str, message: str) -> None:
    """A drawing may be opened at its own address, where no policy holds, so nothing in it may run, style or ask."""
    assert [] != [fault for fault in scan_drawing(svg) if message in fault.message]


@pytest.mark.parametrize(("css", "message"), BAD_STYLES.items())
def test_a_bad_style_sheet_turns_the_build_red(css: str, message: str) -> None:
    """A style sheet asks no other host for a picture, a typeface or another sheet."""
    [fault] = scan_styles(css)

    assert message in fault.message


def test_what_a_style_sheet_may_hold() -> None:
    """A picture in the sheet itself, a file beside it and a place of the same page are fine."""
    assert [] == scan_styles("p { mask: url(#fade) } q { src: url(\"vendor/a.woff2\") } r { mask-image: url('data:image/svg+xml;utf8,<svg/>') }")


@pytest.mark.parametrize("name", ["page.html", "figure.svg", "style.css"])
def test_every_kind_of_file_is_looked_at(name: str, tmp_path: Path) -> None:
    """A finished site with one bad page, drawing or style sheet in a folder of it stops the build and names the file."""
    bad = {"page.html": f'<meta http-equiv="Content-Security-Policy" content="{PLACEHOLDER}"><p onclick="go()">', "figure.svg": '<svg onload="go()"/>', "style.css": "@import '//x.example';"}
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / name).write_text(bad[name], encoding="utf-8")

    with pytest.raises(BuildStopped, match=f"deep/{name}"):
        seal(tmp_path)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://doi.org/10.2519/jospt.2020.8895">a paper</a>',
        '<link rel="canonical" href="https://example.org/hamstring-guide/">',
        '<script type="application/json">{"a": 1}</script>',
        '<script src="../assets/x.js"></script>',
        '<img src="data:image/png;base64,AA==">',
        '<svg><path mask="url(#fade)"></path></svg>',
        '<noscript><p>x</p></noscript>',
    ],
)
def test_what_a_page_may_hold(html: str) -> None:
    """A link to a paper, a canonical address, data in JSON, a script of our own and what stands in the page itself are fine."""
    assert [] == scan_page(html).faults


def test_a_page_without_a_place_for_the_policy_is_told(tmp_path) -> None:
    """A page that the theme did not give a policy to stops the build."""
    (tmp_path / "bare.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")

    with pytest.raises(BuildStopped, match="expected one place for the content security policy, got 0"):
        seal(tmp_path)


def test_the_policy_allows_this_pages_scripts_by_hash() -> None:
    """A page's policy names the hash of each of its scripts and is the whole of what the project promises."""
    policy = page_policy(["let a = 1"])

    expected = (
        "default-src 'self'; base-uri 'none'; object-src 'none'; frame-src 'none'; form-action 'none'; "
        f"script-src 'self' 'wasm-unsafe-eval' 'sha256-{sha256('let a = 1')}'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; "
        f"require-trusted-types-for 'script'; trusted-types {' '.join(TRUSTED_TYPES)}"
    )
    assert expected == policy
    assert "'allow-duplicates'" not in policy


# --- what the page takes from Python ---------------------------------------------------------------------------------------


def test_the_page_takes_what_the_templates_use_and_nothing_else() -> None:
    """The sanitiser's lists name every element and attribute of the planner's templates, and not one more. The hand-over is a file, and never enters the page."""
    elements, attributes = set(), set()
    for template in (ROOT / "planner/view/templates").glob("*.html"):
        if template.name == "handover.html":
            continue
        html = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
        for name, rest in re.findall(r'<([a-z]\w*)((?:[^<>"]|"[^"]*")*)>', html):
            elements.add(name)
            attributes |= {each for each in re.findall(r"[\w-]+", re.sub(r'"[^"]*"', "", rest)) if not each.startswith("data-")}
    script = (ROOT / "content/assets/planner/plan-html.js").read_text(encoding="utf-8")
    html, svg, named = (re.findall(r'"([^"]+)"', re.search(rf"^const {name} = \[(.*?)\];", script, flags=re.DOTALL | re.MULTILINE)[1]) for name in ("HTML", "SVG", "ATTRIBUTES"))

    assert sorted(elements) == sorted([*html, *svg])  # a list, since a browser refuses a name that stands there twice
    assert sorted(attributes) == sorted(named)
