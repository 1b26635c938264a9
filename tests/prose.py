"""The prose of a built page: what a reader reads as sentences, and what is only a label, a citation or a part of every page."""

import re
from html.parser import HTMLParser
from pathlib import Path

# Prose stands in these. Headings, labels and table headings are not sentences and are left out, so they can neither help nor harm.
BLOCKS = {"p", "li", "dd", "td", "figcaption", "blockquote"}
# Everything inside these is left out: navigation, forms, code, drawings, and the notes that name sources.
OUT_TAGS = {"nav", "form", "script", "style", "svg", "pre", "code", "button", "select", "header", "footer"}
OUT_CLASSES = {"basis", "cite", "intended-use", "crumbs", "visually-hidden", "aliases"}
VOID = {"br", "img", "input", "hr", "meta", "link", "wbr", "col", "source"}
# A block without a full stop counts as prose from this many words on.
WORDS_OF_A_SENTENCE = 8


class Prose(HTMLParser):
    """Collects the text of every block inside the article of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._text: list[list[str]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        classes = set((dict(attributes).get("class") or "").split())
        self._open.append((tag, tag in OUT_TAGS or bool(classes & OUT_CLASSES)))
        if tag in BLOCKS:
            self._text.append([])

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """An element that holds nothing has no text."""

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, _ = self._open.pop()
            if name in BLOCKS and self._text:
                self.blocks.append(" ".join("".join(self._text.pop()).split()))
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        is_in_article = any(tag == "article" for tag, _ in self._open)
        if is_in_article and self._text and not any(out for _, out in self._open):
            self._text[-1].append(data)


def prose_of(page: Path) -> str:
    """The sentences of a page, each block ended with a full stop where it has no end of its own."""
    parser = Prose()
    parser.feed(page.read_text(encoding="utf-8"))
    return " ".join(_ended(block) for block in parser.blocks if _is_prose(block))


def _is_prose(block: str) -> bool:
    return bool(block) and (block.endswith((".", "?", "!", ":")) or len(block.split()) >= WORDS_OF_A_SENTENCE)


def _ended(block: str) -> str:
    return block if block.endswith((".", "?", "!")) else f"{block.removesuffix(':')}."


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without punctuation, as they are compared with other texts."""
    return re.findall(r"[a-z0-9]+(?:['’][a-z]+)?", text.lower().replace("’", "'"))
