"""Many figures on one page: an outline that several of them have is written once and used by name."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

PATH = re.compile(r'<path((?: [a-z-]+="[^"]*")*?) d="([^"]+)"/>')
# An outline that is no longer than a name for it would be, or that stands once, stays where it is.
SHORTEST = 40


@dataclass(frozen=True, slots=True)
class Gallery:
    """The outlines that a page's figures share, to stand before the first of them, and the figures by the id of their exercise."""

    outlines: Markup
    pictures: Mapping[str, Markup]


def hang(pictures: Mapping[str, str]) -> Gallery:
    """A gallery of these pictures."""
    count = Counter(outline for svg in pictures.values() for _, outline in PATH.findall(svg))
    names = {outline: f"outline-{i}" for i, outline in enumerate(each for each, times in count.items() if times > 1 and len(each) > SHORTEST)}

    def use(found: re.Match[str]) -> str:
        return f'<use{found[1]} href="#{names[found[2]]}"/>' if found[2] in names else found[0]

    defined = "".join(f'<path id="{name}" d="{outline}"/>' for outline, name in names.items())
    outlines = Markup(f'<div class="outlines" aria-hidden="true"><svg><defs>{defined}</defs></svg></div>') if names else Markup()
    return Gallery(outlines, {id: Markup(PATH.sub(use, svg)) for id, svg in pictures.items()})
