"""What the reader takes along, in a real browser: each file is downloaded and read again, the week is printed, a log moves to another phone."""

import base64
import io
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from builder.lives import log_of
from planner.export import to_link
from planner.log import check_log, log_text
from tests.browser.conftest import PLANNER_PAGE, Complaints, note_error, note_foreign
from tests.browser.looking import AXE, violations_everywhere
from tests.browser.reader import BOOT, entries, on_day, title, view
from tests.conftest import ROOT
from tests.effort import first_look
from tests.people import TODAY, case_log, cases, people
from tests.people import log_of as log_of_answers
from tests.test_link import BOMB, DEEP, link_of, packed

PAPERS = ("A4", "Letter")
POINTS = 72 / 25.4  # in a millimetre
MARGIN = 11.5  # millimetres: 12, less what a letter may hang over
FEWEST_SHAPES = 10  # that a figure is made of
PAINTS = {b"f", b"f*", b"S", b"B", b"B*"}
FULLEST = "A long session has time for everything that the stage asks for."


@pytest.fixture
def own(page: Page, served: str, footballer) -> Page:
    """The planner's page with the log of the made-up footballer in it, on the morning after the last day, for this test alone."""
    page.goto(f"{served}{PLANNER_PAGE}")
    return with_log(page, log_of(footballer[0][-1].entries), footballer[1])


@pytest.fixture(scope="module")
def reader(browser: Browser, served: str, footballer) -> Iterator[Page]:
    """The same for all tests that add nothing to the log: Python starts once for them."""
    complaints = Complaints()
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda message: note_error(message, complaints))
    page.on("pageerror", lambda error: complaints.seen.append(f"exception: {error}"))
    context.on("request", lambda request: note_foreign(request, served, complaints))
    page.goto(f"{served}{PLANNER_PAGE}")
    yield with_log(page, log_of(footballer[0][-1].entries), footballer[1])
    context.close()

    assert [] == complaints.unexpected()


def with_log(page: Page, log: dict[str, Any], day: str) -> Page:
    """The page of the planner once this log was opened from a file."""
    on_day(page, day)
    page.locator(".planner-file").set_input_files({"name": "log.json", "mimeType": "application/json", "buffer": json.dumps(log).encode()})
    page.get_by_role("button", name="Add them").click(timeout=BOOT)
    expect(title(page)).to_contain_text("Today", timeout=BOOT)
    return page


def along(page: Page, summary: str) -> Locator:
    """The part of the block under this heading, open."""
    part = view(page, "data").locator(".take-along details", has=page.locator("summary", has_text=summary))
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    return part


def downloaded(page: Page, button: Locator) -> tuple[str, bytes]:
    """The name and the bytes of the file that a button makes."""
    with page.expect_download(timeout=BOOT) as waiting:
        button.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


# --- files -----------------------------------------------------------------------------------------------------------------


def test_every_file_is_made_and_read_again(reader: Page, footballer) -> None:
    """Calendar, hand-over, table, FHIR and the log: each comes as a file of its kind, from the log that is on the page."""
    calendar = along(reader, "Into my calendar")
    calendar.locator("#take-at").fill("07:15")
    calendar.locator("#take-reminder").select_option("60")
    name, first = downloaded(reader, calendar.get_by_role("button", name="Make the calendar file"))
    _, second = downloaded(reader, calendar.get_by_role("button", name="Make the calendar file"))
    old, new = (icalendar.Calendar.from_ical(content.decode()).walk("VEVENT") for content in (first, second))

    assert re.fullmatch(r"exercises-\d{4}-\d\d-\d\d\.ics", name)
    assert {(7, 15)} == {(event["DTSTART"].dt.hour, event["DTSTART"].dt.minute) for event in old}
    assert [(event["UID"], event["SEQUENCE"] + 1) for event in old] == [(event["UID"], event["SEQUENCE"]) for event in new]
    expect(reader.locator(".take-said")).to_contain_text(f"Saved as {name}")

    name, content = downloaded(reader, along(reader, "For a spreadsheet").get_by_role("button", name="Make the table"))
    assert (name[-4:], content[:3]) == (".csv", b"\xef\xbb\xbf")
    _, content = downloaded(reader, reader.get_by_role("button", name="Make the FHIR file"))
    assert "Bundle" == json.loads(content)["resourceType"]

    _, content = downloaded(reader, reader.get_by_role("button", name="Save my log as a file", exact=True).and_(reader.locator(".your-data button")))
    assert log_text(check_log(log_of(footballer[0][-1].entries))).encode() == content


@pytest.mark.deep
def test_a_free_day_is_cancelled_in_the_calendar(own: Page) -> None:
    """A day that the first file had and the own is not free on any more comes as cancelled in the second."""
    button = along(own, "Into my calendar").get_by_role("button", name="Make the calendar file")
    downloaded(own, button)
    view(own, "week").get_by_role("button", name="Not on this day").first.click()
    expect(own.locator(".planner-saved-words")).to_contain_text("Saved", timeout=BOOT)
    view(own, "data")
    _, content = downloaded(own, button)

    assert "CANCELLED" in {str(event["STATUS"]) for event in icalendar.Calendar.from_ical(content.decode()).walk("VEVENT")}


def test_the_hand_over_opens_by_itself(reader: Page, browser: Browser, tmp_path: Path) -> None:
    """The file shows what was ticked and nothing else, makes no request, breaks no rule of its own policy, and prints without a cut."""
    part = along(reader, "To my physiotherapist")
    part.get_by_label("My answers").uncheck()
    name, content = downloaded(reader, part.get_by_role("button", name="Make the page"))
    file = tmp_path / name
    file.write_bytes(content)
    asked, complained = [], []
    context = browser.new_context(offline=True, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complained.append(message.text))
    page.goto(file.as_uri())

    assert ["history", "pain", "criteria", "doses", "decisions"] == page.locator("section[id]").evaluate_all("all => all.map(each => each.id)")
    assert ([file.as_uri()], []) == (asked, complained)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE)
    assert [] == page.evaluate("axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`))")
    assert "Hand-over for a physiotherapist" in text_of(page.pdf(format="A4"))
    context.close()


# --- paper -----------------------------------------------------------------------------------------------------------------


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def printed(page: Page, paper: str) -> bytes:
    """The sheets that the button's print dialog would make."""
    page.evaluate("() => { window.printed = false; window.print = () => { window.printed = true; }; }")
    view(page, "week").get_by_role("button", name="Print this week").click()
    page.wait_for_function("() => window.printed")
    return page.pdf(format=paper)


def painted(pdf: bytes) -> int:
    """How many shapes are filled or drawn on all pages."""
    return sum(operator in PAINTS for page in PdfReader(io.BytesIO(pdf)).pages for _, operator in page.get_contents().operations)


def places_of(pdf: bytes) -> list[tuple[float, float]]:
    """Where each piece of text begins, in millimetres from the nearer edge of its sheet: across, and up or down."""
    found: list[tuple[float, float]] = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        wide, high = float(page.mediabox.width), float(page.mediabox.height)

        def note(text: str, base: list[float], place: list[float], *_: Any, wide: float = wide, high: float = high) -> None:
            across, up = (place[4] * base[0] + base[4], place[5] * base[3] + base[5])
            if text.strip():
                found.append((min(across, wide - across) / POINTS, min(up, high - up) / POINTS))

        page.extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize("paper", first_look(["A4"], ((paper, paper) for paper in PAPERS)))
def test_the_week_prints_on_two_pages(reader: Page, paper: str, records) -> None:
    """One or two pages hold every day, every exercise with its figure, and the stop rule; nothing of the screen is on them."""
    week = view(reader, "week")
    names = week.locator(".week:not(.week--past):not(.week--ahead) .item-name").all_inner_texts()
    stop = week.locator(".week-paper-stop").text_content()
    days = week.locator(".week:not(.week--past):not(.week--ahead) time").all_inner_texts()
    pdf = printed(reader, paper)
    text = text_of(pdf)
    week.evaluate("place => place.querySelectorAll('.week-paper .figure').forEach(each => each.remove())")
    bare = reader.pdf(format=paper)

    assert 8 < len(names)
    assert 2 >= len(PdfReader(io.BytesIO(pdf)).pages)
    assert [] == [name for name in (*days, *names) if name not in text]
    assert " ".join(stop.split()) in text
    assert [] == [words for words in ("Print this week", "Why", "The last seven days", "Programmes", "Without the planner") if words in text]
    assert text.rstrip().endswith(f"Rules: version {records.protocol.version}.")
    assert painted(pdf) - painted(bare) > FEWEST_SHAPES * len(names)
    assert [] == [place for place in places_of(pdf) if min(place) < MARGIN]


@pytest.mark.deep
@pytest.mark.parametrize("paper", PAPERS)
def test_the_fullest_week_prints_on_two_pages(reader: Page, paper: str, records) -> None:
    """The fullest week of all worked examples, a long session on each of seven days, has every exercise of it with its figure on two pages."""
    [case] = [each for each in cases() if each.name == FULLEST]
    request = {"do": "show", "log": case_log(case, records), "today": case.today.isoformat()}
    week = view(reader, "week").locator('[data-slot="week"]')
    week.evaluate(
        """async (place, request) => {
          const planner = document.querySelector("hamstring-planner");
          const { showHtml } = await import(new URL("plan-html.js", new URL(planner.dataset.worker, document.baseURI)));
          window.weekBefore = [...place.childNodes];
          showHtml(place, (await planner.ask(request)).views.week);
        }""",
        request,
    )
    names = week.locator(".week-paper-day strong").all_text_contents()
    pdf = printed(reader, paper)
    figures = week.locator(".week-paper .figure use").count()
    week.evaluate("place => place.replaceChildren(...weekBefore)")
    text = text_of(pdf)

    assert 50 < len(names) == figures
    assert 2 >= len(PdfReader(io.BytesIO(pdf)).pages)
    assert {} == {name: names.count(name) for name in names if text.count(name) < names.count(name)}
    assert painted(pdf) > FEWEST_SHAPES * len(names)
    assert [] == [place for place in places_of(pdf) if min(place) < MARGIN]


@pytest.mark.deep
@pytest.mark.parametrize(("paper", "width"), [*zip(PAPERS, (702, 725), strict=True)])  # 210 mm and 216 mm less two margins of 12
def test_nothing_of_the_paper_is_cut(reader: Page, paper: str, width: int) -> None:
    """On paper every cell is as wide and as high as what it holds, its figure too, with a box for each set, and every figure is drawn in greys."""
    printed(reader, paper)
    reader.emulate_media(media="print")
    reader.set_viewport_size({"width": width, "height": 1000})
    cut = reader.locator(".week-paper :is(table, td, p, caption)").evaluate_all("all => all.filter(each => each.scrollWidth > each.clientWidth + 1 || each.getBoundingClientRect().right > innerWidth).map(each => each.textContent.slice(0, 60))")
    sizes = reader.locator(".week-paper .figure").evaluate_all(
        """all => all.map(each => {
          const [cell, drawn] = [each.closest("td"), each.querySelector("use")].map(one => one.getBoundingClientRect());
          return [drawn.width, drawn.height, Math.min(drawn.left - cell.left, cell.right - drawn.right, drawn.top - cell.top, cell.bottom - drawn.bottom)];
        })"""
    )
    colours = reader.locator(".week-paper .figure").first.evaluate("each => ['skin', 'shirt', 'muscle', 'band', 'way'].map(name => getComputedStyle(each).getPropertyValue(`--fig-${name}`).trim())")
    header = reader.locator(".md-header").is_visible()
    reader.emulate_media(media="screen")
    reader.set_viewport_size({"width": 1280, "height": 720})

    assert [] == cut
    assert 10 < reader.locator(".week-paper-tick").count()
    assert reader.locator(".week-paper-figure").count() == len(sizes) > 8
    assert [] == [size for size in sizes if min(size[:2]) < 10 or size[2] < -1]
    assert [] == [colour for colour in colours if not re.fullmatch(r"#([0-9a-f]{1,2})\1\1", colour)]
    assert not header


def test_printing_waits_for_the_figures(page: Page, served: str, footballer) -> None:
    """Where a figure is still on its way, the button prints once it has come."""
    held = []
    page.route("**/assets/figures/*.svg", lambda route: held.append(route))
    page.goto(f"{served}{PLANNER_PAGE}")
    with_log(page, log_of(footballer[0][-1].entries), footballer[1])
    page.evaluate("() => { window.print = () => { window.printed = document.querySelectorAll('.week-paper .figure-slot:empty').length; }; }")
    view(page, "week").get_by_role("button", name="Print this week").click()
    page.wait_for_timeout(500)
    assert page.evaluate("window.printed === undefined")

    for route in held:
        route.continue_()
    page.wait_for_function("() => window.printed === 0")


def test_a_figure_that_is_not_there_holds_up_no_paper(page: Page, served: str, complaints: Complaints, footballer) -> None:
    """Without its figures the week is printed all the same, with no empty frame in their place."""
    complaints.expect("Failed to load resource")
    page.route("**/assets/figures/*.svg", lambda route: route.fulfill(status=404))
    page.goto(f"{served}{PLANNER_PAGE}")
    with_log(page, log_of(footballer[0][-1].entries), footballer[1])
    pdf = printed(page, "A4")

    assert page.locator(".week-paper-stop").text_content().strip() in text_of(pdf)
    assert 0 == page.locator(".week-paper .figure-slot:not([hidden])").count()


# --- the next phone --------------------------------------------------------------------------------------------------------


def other_phone(browser: Browser, address: str, complaints: Complaints) -> tuple[BrowserContext, Page]:
    """A second profile with this address open."""
    context = browser.new_context()
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.seen.append(f"exception: {error}"))
    page.on("dialog", lambda dialog: complaints.seen.append(f"dialog: {dialog.message}"))
    page.goto(address)
    return context, page


def test_a_link_moves_the_log(reader: Page, browser: Browser, complaints: Complaints) -> None:
    """The link opens on a second phone, shows what is inside, leaves the address, and adds the same log once the reader says so."""
    along(reader, "To my next phone").get_by_role("button", name="Make a link").click()
    expect(reader.locator("#take-link")).to_have_value(re.compile("#log=1"), timeout=BOOT)
    address = reader.locator("#take-link").input_value()
    context, other = other_phone(browser, address, complaints)
    sheet = other.locator('dialog[data-sheet="file"]')
    expect(sheet).to_be_visible(timeout=BOOT)

    assert "#" not in other.url
    assert [] == entries(other)
    expect(sheet.locator('[data-show="name"]')).to_have_text("This link")
    sheet.get_by_role("button", name="Add them").click()
    expect(other.locator(".planner-saved-words")).to_be_visible(timeout=BOOT)
    assert entries(reader) == entries(other)
    context.close()


def test_a_picture_moves_the_log(planner: Page, browser: Browser, complaints: Complaints) -> None:
    """A camera reads the picture off the screen, in dark colours too, and what it holds opens on the other phone as the same log."""
    planner.emulate_media(color_scheme="dark")
    with_log(planner, log_of_answers(people()["settled-strain"]), TODAY)
    part = along(planner, "To my next phone")
    part.get_by_role("button", name="Make a link").click()
    part.get_by_role("button", name="Show it as a picture").click()
    expect(part.locator(".take-picture-words")).to_have_text("Picture 1 of 1.", timeout=BOOT)
    address = seen_by_a_camera(browser, part.locator(".take-picture-place svg").screenshot())
    context, other = other_phone(browser, address, complaints)
    other.locator('dialog[data-sheet="file"]').get_by_role("button", name="Add them").click(timeout=BOOT)
    expect(other.locator(".planner-saved-words")).to_be_visible(timeout=BOOT)

    assert entries(planner) == entries(other)
    context.close()
    assert {} == violations_everywhere(planner)


@pytest.mark.deep
def test_a_long_log_is_several_pictures(reader: Page, browser: Browser) -> None:
    """The pictures of a long log are gone through one by one, and together they hold every entry."""
    part = along(reader, "To my next phone")
    part.get_by_role("button", name="Show it as a picture").click()
    expect(part.locator(".take-picture-words")).to_contain_text("Picture 1 of", timeout=BOOT)
    count = int(re.search(r"of (\d+)", part.locator(".take-picture-words").inner_text())[1])
    links = []
    for number in range(count):
        expect(part.locator(".take-picture-words")).to_contain_text(f"Picture {number + 1} of {count}")
        links.append(seen_by_a_camera(browser, part.locator(".take-picture-place svg").screenshot()).split("#log=")[1])
        if number < count - 1:
            part.get_by_role("button", name="Next picture").click()
    opened = [reader.evaluate("link => document.querySelector('hamstring-planner').ask({ do: 'open-link', link })", link) for link in links]

    assert 1 < count
    expect(part.get_by_role("button", name="Next picture")).to_be_disabled()
    assert [entry["id"] for entry in entries(reader)] == [entry["id"] for each in opened for entry in each["log"]["entries"]]


def seen_by_a_camera(browser: Browser, picture: bytes) -> str:
    """What an independent reader of QR codes sees in a picture."""
    page = browser.new_page()
    page.add_script_tag(path=ROOT / "node_modules/jsqr/dist/jsQR.js")
    seen = page.evaluate(
        """async (picture) => {
          const image = new Image();
          image.src = `data:image/png;base64,${picture}`;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width * 2, image.height * 2).getContext("2d");
          canvas.imageSmoothingEnabled = false;
          canvas.drawImage(image, 0, 0, image.width * 2, image.height * 2);
          const { data, width, height } = canvas.getImageData(0, 0, image.width * 2, image.height * 2);
          return jsQR(data, width, height)?.data ?? "";
        }""",
        base64.b64encode(picture).decode(),
    )
    page.close()
    return seen


# --- what means harm -------------------------------------------------------------------------------------------------------

SCRIPT = "<img src=x onerror=alert(1)>"
FRAGMENTS: dict[str, str] = {
    "a script": "<script>alert(1)</script>",
    "percent signs that are none": "%E0%A4%A",
    "cut short": to_link(check_log(log_of([])))[:-3],
    "deep nesting": link_of(zlib.compress(DEEP)),
    "a bomb": link_of(BOMB),
    "markup for a kind": packed([2, [["1", "2026-12-01T08:00:00+01:00", SCRIPT, {}]]]),
    "markup for an answer": packed([2, [["1", "2026-12-01T08:00:00+01:00", "intake", {"age": SCRIPT, SCRIPT: SCRIPT}]]]),
    "huge": "1.00000000." + "A" * 500_000,
}


def test_hostile_fragments_are_refused(page: Page, served: str, complaints: Complaints) -> None:
    """Each is refused in words; nothing is stored, no script runs, no element comes in, and the address is clean."""
    page.on("dialog", lambda dialog: complaints.seen.append(f"dialog: {dialog.message}"))
    page.goto(f"{served}{PLANNER_PAGE}")
    trouble = page.locator(".planner-trouble-words")
    images = page.locator("img").count()
    for name, fragment in FRAGMENTS.items():
        page.evaluate("fragment => { document.querySelector('.planner-trouble-words').textContent = ''; location.hash = fragment; }", f"log={fragment}")
        expect(trouble, name).to_contain_text("The link was not opened", timeout=BOOT)

        assert "#" not in page.url, name
        assert page.locator("img").count() == images, name
    assert [] == entries(page)


def test_a_view_that_cannot_be_read_is_today(page: Page, served: str) -> None:
    """An address that no browser can decode opens the page as ever."""
    page.goto(f"{served}{PLANNER_PAGE}#%E0%A4%A")

    expect(page.get_by_role("button", name="Next", exact=True)).to_be_visible()


@pytest.mark.deep
def test_leaving_it_adds_nothing(reader: Page, served: str) -> None:
    """A link beside a log of one's own is shown and, when left, changes nothing; a wrong one says that all is as it was."""
    before: list[dict[str, Any]] = entries(reader)
    answers = people()["settled-strain"]
    reader.evaluate("fragment => { location.hash = fragment; }", f"log={packed([2, [['another', '2026-12-01T08:00:00+01:00', 'intake', answers]]])}")
    sheet = reader.locator('dialog[data-sheet="file"]')
    expect(sheet.locator('[data-show="fresh"]')).to_have_text("1", timeout=BOOT)
    sheet.get_by_role("button", name="Leave it").click()
    expect(sheet).to_be_hidden()

    assert before == entries(reader)
    assert "#" not in reader.url
