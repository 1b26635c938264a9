"""The figures on the pages of the built site: the list, the stages, the plan on paper, the files and the cards for shared links."""

import re
import shutil
import struct
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from builder.cache import NOTHING_KEPT, Cache
from builder.figures import draw_album, hang
from builder.figures.colours import light_colours, plain_rules
from builder.social_cards import CARDS, GUIDE, GUIDE_SIZE, HEIGHT, LARGEST_NAME, MARGIN, WIDTH, Look, bold_of, card_svg, unpacked, width_of, write_cards
from builder.site import DEFAULT_SITE_URL, FONT
from tests.conftest import ROOT
from tests.figures import IDS, records_with_figures

FEW = ("glute-bridge", "shuttle-runs", "sit-to-stand")


class Ids(HTMLParser):
    """Every id of a page, and every id that a shape is taken from."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.used: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if values.get("id"):
            self.found.append(values["id"])
        if tag == "use":
            self.used.add(values["href"].removeprefix("#"))


def html_of(site: Path, page: str) -> str:
    return (site / page / "index.html").read_text(encoding="utf-8")


def test_no_page_has_an_id_twice(built_site: Path) -> None:
    """On every page each id stands once, and every shared outline that a picture uses is there."""
    for path in built_site.rglob("*.html"):
        ids = Ids(path.read_text(encoding="utf-8"))

        assert len(ids.found) == len(set(ids.found)), path
        assert ids.used <= set(ids.found), path


def test_every_exercise_of_the_list_has_a_small_picture(built_site: Path) -> None:
    """Each row of the list has one picture, and none of them is read aloud beside the name."""
    html = html_of(built_site, "exercises")

    assert len(IDS) == html.count('<svg class="figure figure--small"') == html.count('class="row-figure"')
    assert len(IDS) == len(re.findall(r'<svg class="figure figure--small" viewBox="[^"]+" aria-hidden="true">', html))


def test_every_card_of_a_stage_has_a_picture(built_site: Path, records) -> None:
    """A stage shows each of its exercises."""
    for stage in records.protocol.stages():
        html = html_of(built_site, f"programmes/{stage}")
        members = sum(stage in exercise.doses for exercise in records.exercises.values())

        assert members == html.count('<div class="item-figure"><svg class="figure"'), stage


def test_the_plan_on_paper_shows_what_it_asks_for(built_site: Path) -> None:
    """Beside the words of each exercise is its picture."""
    html = html_of(built_site, "six-week-plan")

    assert html.count('<div class="paper-figure"><svg class="figure"') == html.count('<div class="paper-figure">') > 15


@pytest.mark.parametrize("id", IDS)
def test_every_figure_is_a_file_for_the_planner(built_site: Path, id: str) -> None:
    """The file is the figure of the page, as an SVG document of its own."""
    picture = ElementTree.fromstring((built_site / f"assets/figures/{id}.svg").read_text(encoding="utf-8"))

    assert "{http://www.w3.org/2000/svg}svg" == picture.tag
    assert records_with_figures()[id]["name"] == picture[0].text


@pytest.mark.parametrize("id", IDS)
def test_a_shared_link_shows_a_card(built_site: Path, id: str) -> None:
    """The page names its card by a whole address, and the card is a PNG of the size that is said."""
    html = html_of(built_site, f"exercises/{id}")
    named = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[a-z:_]+)" content="([^"]*)"', html))
    png = (built_site / f"{CARDS}/{id}.png").read_bytes()

    assert f"{DEFAULT_SITE_URL}{CARDS}/{id}.png" == named["og:image"]
    assert "summary_large_image" == named["twitter:card"]
    assert b"\x89PNG\r\n\x1a\n" == png[:8]
    assert (int(named["og:image:width"]), int(named["og:image:height"])) == struct.unpack(">II", png[16:24]) == (WIDTH, HEIGHT)


def test_cards_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    """Three runs draw the same cards, whether the typeface is unpacked anew or kept of an earlier run, and different exercises get different ones."""
    album = draw_album({id: records_with_figures()[id] for id in FEW})
    names = {id: records_with_figures()[id]["name"] for id in FEW}
    typeface = Cache(tmp_path / "cache")
    for run, cache in (("one", NOTHING_KEPT), ("two", typeface), ("three", typeface)):
        shutil.rmtree(tmp_path / "cache" / "cards", ignore_errors=True)
        write_cards(album, names, ROOT / "node_modules" / FONT, tmp_path / run, cache)
    one, two, three = ([(tmp_path / run / CARDS / f"{id}.png").read_bytes() for id in FEW] for run in ("one", "two", "three"))

    assert one == two == three
    assert len(FEW) == len(set(one))


def test_a_typeface_is_unpacked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same font is unpacked at the first build alone, and another one anew."""
    font, other, cache = ROOT / "node_modules" / FONT, tmp_path / "other.woff2", Cache(tmp_path / "cache")
    other.write_bytes(font.read_bytes() + b"\0")  # another file
    unpacks, bold = [], bold_of(font)
    monkeypatch.setattr("builder.social_cards.bold_of", lambda font: unpacks.append(font) or bold)
    for each in (font, font, other, font):
        with unpacked(each, cache):
            pass

    assert [font, other] == unpacks


def test_the_longest_name_fits_its_card() -> None:
    """A name of sixty characters is written so small that it ends before the name of the guide, and a short one is not."""
    name = "Wide mountain movement with many long words in the name, wow"
    [drawn] = draw_album({"glute-bridge": records_with_figures()["glute-bridge"]}).values()
    with unpacked(ROOT / "node_modules" / FONT) as (_, font):
        look = Look(light_colours(), plain_rules(), font)
        long, short = (int(re.search(rf'font-size="(\d+)">{text}<', card_svg(drawn, text, look))[1]) for text in (name, "Squat"))

        assert MARGIN + width_of(name, long, font) < WIDTH - MARGIN - width_of(GUIDE, GUIDE_SIZE, font)
        assert LARGEST_NAME == short


def test_a_card_has_the_colours_of_the_light_theme() -> None:
    """No variable is left in the rules for the cards, each names a colour that is one, and the muscle has its amber."""
    rules = plain_rules()

    assert "var(" not in rules
    assert f".muscle {{ fill: {light_colours()['amber']}; }}" in rules
    assert f".skin {{ fill: {light_colours()['fig-skin']}; }}" in rules


def test_a_gallery_shows_the_same_shapes() -> None:
    """With every outline put back where its name stands, the pictures are what they were; only what stands once or is short stays."""
    drawn = draw_album({id: records_with_figures()[id] for id in FEW})
    pictures = {id: str(each.still) for id, each in drawn.items()}
    gallery = hang(pictures)
    outlines = dict(re.findall(r'<path id="([^"]+)" d="([^"]+)"/>', gallery.outlines))
    put_back = {id: re.sub(r'<use([^>]*?) href="#([^"]+)"/>', lambda found: f'<path{found[1]} d="{outlines[found[2]]}"/>', svg) for id, svg in gallery.pictures.items()}

    assert pictures == put_back
    assert len(outlines) == len(set(outlines.values())) > 10
    assert sum(map(len, gallery.pictures.values())) + len(gallery.outlines) < 0.6 * sum(map(len, pictures.values()))
