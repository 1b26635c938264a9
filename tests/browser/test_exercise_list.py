"""Finding an exercise: the list and its filter, and the search."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from planner.model import Exercise, Records
from tests.effort import first_look

LIST = "exercises/"


def shown(page: Page) -> set[str]:
    """The ids of the exercises that the list shows."""
    links = page.locator("#exercise-list li:visible a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    return {link.rstrip("/").rsplit("/", 1)[-1] for link in links}


def needs_nothing_bought(exercise: Exercise, records: Records) -> bool:
    return all(records.protocol.equipment[id].household for id in exercise.equipment)


# What is chosen in the form, and which exercises must be left.
CHOICES = {
    "a programme": ({"track": "proximal-tendinopathy"}, lambda each, records: any(stage.startswith("proximal-tendinopathy/") for stage in each.doses)),
    "a stage": ({"stage": "acute-strain/settle"}, lambda each, records: "acute-strain/settle" in each.doses),
    "no equipment": ({"equipment": "nothing"}, lambda each, records: not each.equipment),
    "equipment of any home": ({"equipment": "household"}, needs_nothing_bought),
    "a band": ({"equipment": "band"}, lambda each, records: "band" in each.equipment),
    "muscle work": ({"contraction": "eccentric"}, lambda each, records: each.load.contraction == "eccentric"),
    "muscle length": ({"length": "long"}, lambda each, records: each.load.muscle_length == "long"),
    "body position": ({"position": "lying on back"}, lambda each, records: each.position == "lying on back"),
    "all at once": (
        {"track": "acute-strain", "stage": "acute-strain/build", "equipment": "household", "position": "standing"},
        lambda each, records: "acute-strain/build" in each.doses and needs_nothing_bought(each, records) and each.position == "standing",
    ),
}


@pytest.mark.parametrize("choice", first_look(["a stage", "equipment of any home", "all at once"], zip(CHOICES, CHOICES)))
def test_the_list_shows_what_fits(page: Page, served: str, records: Records, choice: str) -> None:
    """Each field leaves exactly the exercises that fit, says how many, and writes itself into the address, which brings them back."""
    fields, fits = CHOICES[choice]
    fitting = {exercise.id for exercise in records.exercises.values() if fits(exercise, records)}
    page.goto(f"{served}{LIST}")
    for name, value in fields.items():
        page.locator(f"#filter-{name}").select_option(value)

    assert fitting
    assert fitting == shown(page)
    expect(page.get_by_role("status")).to_have_text(f"{len(fitting)} of {len(records.exercises)} exercises")
    page.reload()
    assert fitting == shown(page)
    page.goto(f"{served}about/")
    page.go_back()
    assert fitting == shown(page)


def test_another_name_is_enough(page: Page, served: str) -> None:
    """The name field knows an exercise's other names."""
    page.goto(f"{served}{LIST}")
    page.get_by_label("Name or other name").fill("hip LIFT")

    assert "glute-bridge" in shown(page)
    assert "ankle-pumps" not in shown(page)


def test_the_filter_works_by_keyboard(page: Page, served: str, records: Records) -> None:
    """With keys alone: reach the form, choose a programme, see only its stages, take everything back."""
    page.goto(f"{served}{LIST}")
    page.get_by_label("Name or other name").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Programme")).to_be_focused()
    page.keyboard.type("High")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Stage")).to_be_focused()

    assert "proximal-tendinopathy" == page.get_by_label("Programme").input_value()
    assert {"High hamstring tendon pain"} == set(page.locator("#filter-stage optgroup:not([hidden])").evaluate_all("all => all.map(each => each.label)"))

    page.get_by_role("button", name="Show all").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_have_text(f"{len(records.exercises)} exercises")
    assert set(records.exercises) == shown(page)
    assert page.url.endswith(LIST)


def test_nothing_fits_and_the_page_says_so(page: Page, served: str) -> None:
    """Where no exercise fits, the page says so instead of being empty."""
    page.goto(f"{served}{LIST}?equipment=bike&position=kneeling")

    expect(page.get_by_text("No exercise fits all of this")).to_be_visible()
    assert set() == shown(page)


@pytest.mark.parametrize("rubbish", ["?track=nonsense&stage=%3Cscript%3E", "?position=" + "x" * 5000, "?name=%3Cimg%20src=x%20onerror=alert(1)%3E&track=acute-strain%2Fbuild"])
def test_rubbish_in_the_address_is_only_text(page: Page, served: str, records: Records, rubbish: str) -> None:
    """A value that no field has counts as nothing chosen, and text stays text."""
    page.goto(f"{served}{LIST}{rubbish}")

    expect(page.get_by_role("status")).to_have_text(re.compile(rf"^(\d+ of )?{len(records.exercises)} exercises$"))
    assert 0 == page.locator("main img, main script").count()


def test_without_javascript_the_list_is_whole_and_grouped(browser: Browser, served: str, records: Records) -> None:
    """With JavaScript off every exercise is there under its kind of movement, and there is no form that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}{LIST}")
    kinds = page.locator("#exercise-list .kind").count()

    assert set(records.exercises) == shown(page)
    assert len({exercise.pattern for exercise in records.exercises.values()}) == kinds
    expect(page.locator("#exercise-filter")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.deep), 8], ids=["every exercise", "one in eight"])
def test_the_search_finds_an_exercise_by_any_alias(every: int, page: Page, served: str, records: Records) -> None:
    """Every name and other name of an exercise, typed into the search, brings up its page."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(served)
    search = page.get_by_role("textbox", name="Search")
    search.click()
    missing = []
    for exercise in list(records.exercises.values())[::every]:
        for name in (exercise.name, *exercise.aliases):
            search.fill(name)
            search.press("End")  # the theme looks again when a key is let go
            try:
                expect(page.locator(f'.md-search-result__link[href*="exercises/{exercise.id}/"]').first).to_be_attached(timeout=5_000)
            except AssertionError:
                missing.append((exercise.id, name))

    assert [] == missing


@pytest.mark.parametrize(
    ("words", "page_found"),
    [
        ("sit bone pain", "programmes/proximal-tendinopathy/settle/"),
        ("pain when sitting", "programmes/proximal-tendinopathy/settle/"),
        ("tendinopathy", "programmes/proximal-tendinopathy/settle/"),
        ("pulled hamstring", "programmes/acute-strain/settle/"),
        ("swollen leg", "is-it-serious/"),
        ("torn hamstring", "is-it-serious/"),
        ("blood clot", "is-it-serious/"),
        ("limp", "is-it-serious/"),
    ],
)
def test_the_search_leads_a_worried_reader_right(page: Page, served: str, words: str, page_found: str) -> None:
    """Words of pain and alarm lead first to the programme or to the warning signs, and never to an exercise."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(served)
    search = page.get_by_role("textbox", name="Search")
    search.click()
    search.fill(words)
    search.press("End")

    expect(page.locator(".md-search-result__link").first).to_have_attribute("href", re.compile(re.escape(page_found)), timeout=15_000)
