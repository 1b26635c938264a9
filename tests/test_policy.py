"""The finished pages hold nothing the policy forbids, and the check that says so can fail."""

import pytest

from builder.policy import page_policy, scan_page, sha256, seal
from builder.problems import BuildStopped

BAD = {
    '<script>alert(1)</script>': "an inline script that is not on the list",
    '<p onclick="go()">x</p>': "<p onclick> is a script in an attribute",
    '<a href="javascript:alert(1)">x</a>': "<a href> is a script link",
    '<a href=" java\nscript:alert(1)">x</a>': "<a href> is a script link",
    '<td style="text-align:right">x</td>': "<td style> is blocked by the policy",
    '<style>p{}</style>': "an inline <style> is blocked by the policy",
    '<script src="https://elsewhere.example/x.js"></script>': "<script src> asks another host",
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
}


@pytest.mark.parametrize(("html", "message"), BAD.items())
def test_a_bad_page_turns_the_build_red(html: str, message: str) -> None:
    """Each thing a page must not hold is found."""
    [fault] = scan_page(html).faults

    assert message in fault.message


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://doi.org/10.2519/jospt.2020.8895">a paper</a>',
        '<link rel="canonical" href="https://example.org/hamstring-guide/">',
        '<script type="application/json">{"a": 1}</script>',
        '<script src="../assets/x.js"></script>',
    ],
)
def test_what_a_page_may_hold(html: str) -> None:
    """A link to a paper, a canonical address, data in JSON and a script of our own are fine."""
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
        "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'"
    )
    assert expected == policy
