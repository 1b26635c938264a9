"""From the first question to a plan, as a reader does it."""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.people import TODAY, people

PLAN = re.compile("Your week")


@pytest.fixture
def today(planner: Page) -> Page:
    """The planner's page on the day of the cases."""
    planner.evaluate("day => document.querySelector('hamstring-planner').dataset.today = day", TODAY)
    return planner


def answer(page: Page, answers: dict) -> None:
    """Fill the form with these answers, by its field names."""
    for question, given in answers.items():
        for value in given if isinstance(given, list) else [given]:
            box = page.locator(f'input[name="{question}"][value="{value}"]')
            if box.count():
                box.check()
            else:
                page.locator(f'input[name="{question}"]').fill(str(value))


def submit(page: Page) -> None:
    page.get_by_role("button", name="Make my plan").click()


def test_a_plan_appears(today: Page) -> None:
    """Answers become a plan in the page, and its heading has the focus."""
    answer(today, people()["settled-strain"])
    submit(today)

    expect(today.locator("#plan h2").first).to_have_text("Your week: Build strength", timeout=60_000)
    expect(today.locator("#plan h2").first).to_be_focused()
    expect(today.locator("hamstring-planner")).to_have_attribute("data-state", "ready")


def test_a_plan_by_keyboard_alone(today: Page) -> None:
    """The whole form can be filled, sent and its reasons opened without a pointer."""
    answers = people()["fresh-strain"]
    today.locator('input[name="emergency_signs"]').first.focus()
    for name, kind in questions_in_order(today):
        if answers.get(name):
            key_in(today, name, kind, answers[name])
    tab_to(today, 'hamstring-planner button[type="submit"]')
    today.keyboard.press("Enter")

    expect(today.locator("#plan h2").first).to_have_text("Your week: Calm and move", timeout=60_000)
    tab_to(today, "#plan details.why summary")
    today.keyboard.press("Enter")
    expect(today.locator("#plan details.why").first).to_have_attribute("open", "")


def questions_in_order(page: Page) -> list[tuple[str, str]]:
    """Every question of the form with its kind, hidden ones too."""
    return page.locator("[data-question]").evaluate_all("all => all.map(each => [each.dataset.question, each.dataset.kind])")


def key_in(page: Page, name: str, kind: str, given) -> None:
    """Answer one question with Tab, Space, arrows and typing."""
    if kind == "checklist":
        for value in given:
            tab_to(page, f'input[name="{name}"][value="{value}"]')
            page.keyboard.press("Space")
    elif kind == "choice":
        tab_to(page, f'input[name="{name}"]')
        page.keyboard.press("Space")
        while not page.locator(f'input[name="{name}"][value="{given}"]').is_checked():
            page.keyboard.press("ArrowDown")
    elif kind == "date":
        tab_to(page, f'input[name="{name}"]')
        page.keyboard.type(date.fromisoformat(given).strftime("%m%d%Y"))
    else:
        tab_to(page, f'input[name="{name}"]')
        page.keyboard.type(str(given))


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element that the selector fits has the focus."""
    for _ in range(120):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {selector}")


def test_a_red_flag_shows_advice_and_no_plan(today: Page) -> None:
    """One ticked emergency sign gives what to do now, and no plan, with nothing else answered."""
    answer(today, {"emergency_signs": ["chest"]})
    submit(today)

    expect(today.locator("#plan h2").first).to_have_text("Get emergency help now", timeout=60_000)
    expect(today.locator("#plan .week")).to_have_count(0)
    expect(today.locator("#plan")).to_contain_text("Call your emergency number now")


def test_a_ticked_sign_is_answered_at_once(today: Page) -> None:
    """What to do stands below a warning sign as soon as it is ticked, before anything is sent."""
    advice = today.locator('[data-question="emergency_signs"] .act-now--sign')
    expect(advice).to_be_hidden()
    today.locator('input[name="emergency_signs"][value="chest"]').check()

    expect(advice).to_be_visible()
    expect(advice).to_contain_text("Call your emergency number now")
    today.locator('input[name="emergency_signs"][value="none"]').check()
    expect(advice).to_be_hidden()


def test_not_sure_is_answered_at_once(today: Page) -> None:
    """Not being sure about a sign also says whom to ask, at once."""
    today.locator('input[name="urgent_signs"][value="not-sure"]').check()

    expect(today.locator('[data-question="urgent_signs"] .act-now--unsure')).to_contain_text("Not being sure is a good reason to ask")


def test_an_old_plan_never_stays_beside_new_answers(today: Page) -> None:
    """Changing an answer takes the plan away and says so; asking again brings the new one."""
    answer(today, people()["settled-strain"])
    submit(today)
    expect(today.locator("#plan h2").first).to_have_text(PLAN, timeout=60_000)
    today.locator('input[name="same_day_signs"][value="swollen-leg"]').check()

    expect(today.locator("#plan")).to_be_empty()
    expect(today.locator(".planner-stale")).to_be_visible()
    submit(today)
    expect(today.locator("#plan h2").first).to_have_text("Speak to a doctor today", timeout=60_000)
    expect(today.locator(".planner-stale")).to_be_hidden()


def test_a_stop_is_not_followed_by_exercises(today: Page) -> None:
    """Below the advice to see somebody the page offers no exercises."""
    expect(today.locator(".without")).to_be_visible()
    answer(today, {"emergency_signs": ["chest"]})
    submit(today)
    expect(today.locator("#plan h2").first).to_have_text("Get emergency help now", timeout=60_000)

    expect(today.locator(".without")).to_be_hidden()


def test_a_missing_answer_is_told_beside_its_question(today: Page) -> None:
    """A form sent half empty names each missing answer beside its question and keeps what was answered."""
    answer(today, {**people()["settled-strain"], "age": "thirty"} | {"age": ""})
    submit(today)

    expect(today.locator("#age-problem")).to_have_text("Please answer this question.", timeout=60_000)
    expect(today.locator('input[name="age"]')).to_be_focused()
    expect(today.locator('input[name="age"]')).to_have_attribute("aria-invalid", "true")
    expect(today.locator('input[name="onset"][value="sprint"]')).to_be_checked()


def test_a_number_out_of_range_is_told_and_mended(today: Page) -> None:
    """Pain of 12 is refused with a right example, and after mending the plan comes."""
    answer(today, {**people()["settled-strain"], "pain_now": 12})
    submit(today)
    expect(today.locator("#pain_now-problem")).to_have_text("Please write a number from 0 to 10. Example: 2", timeout=60_000)
    answer(today, {"pain_now": 1})
    submit(today)

    expect(today.locator("#plan h2").first).to_have_text(PLAN, timeout=60_000)
    expect(today.locator("#pain_now-problem")).to_be_hidden()


def test_none_unticks_the_rest(today: Page) -> None:
    """Ticking “None of these” unticks the signs, and ticking a sign unticks it again."""
    today.locator('input[name="urgent_signs"][value="pop"]').check()
    today.locator('input[name="urgent_signs"][value="none"]').check()
    expect(today.locator('input[name="urgent_signs"][value="pop"]')).not_to_be_checked()
    today.locator('input[name="urgent_signs"][value="gap"]').check()

    expect(today.locator('input[name="urgent_signs"][value="none"]')).not_to_be_checked()


def test_only_the_tests_that_fit_are_asked(today: Page) -> None:
    """The tests of a programme are asked once the answers point to it, and those of a later stage once the earlier ones are passed."""
    expect(today.locator('[data-question="walk_normally"]')).to_be_hidden()
    answer(today, {"onset": "gradual"})
    expect(today.locator('[data-question="three_bridges"]')).to_be_visible()
    expect(today.locator('[data-question="walk_normally"]')).to_be_hidden()
    answer(today, {"onset": "sprint", "sport": "field"})

    expect(today.locator('[data-question="walk_normally"]')).to_be_visible()
    expect(today.locator('[data-question="three_bridges"]')).to_be_hidden()
    expect(today.locator('[data-question="jog_easily"]')).to_be_hidden()
    answer(today, {"walk_normally": "yes", "straighten_knee": "yes", "firm_heel_press": "yes", "squat_on_one_leg": "yes", "stairs": 4})
    expect(today.locator('[data-question="jog_easily"]')).to_be_hidden()
    answer(today, {"stairs": 2})
    expect(today.locator('[data-question="jog_easily"]')).to_be_visible()
    expect(today.locator('[data-question="stairs_quickly"]')).to_be_hidden()
    expect(today.locator('[data-question="run_fast"]')).to_be_hidden()


def test_the_log_can_be_taken_along(today: Page, records, tmp_path) -> None:
    """The downloaded answers are a log that the command line reads to the same plan."""
    from planner import derive, read_log

    answer(today, people()["settled-strain"])
    submit(today)
    expect(today.locator("#plan h2").first).to_have_text(PLAN, timeout=60_000)
    with today.expect_download() as download:
        today.get_by_role("button", name="Download my answers").click()
    text = download.value.path().read_text(encoding="utf-8")

    assert "hamstring-guide-log.json" == download.value.suggested_filename
    assert "plan" == derive(read_log(text), records, date.fromisoformat(TODAY)).outcome
    assert people()["settled-strain"] == {**json.loads(text)["entries"][0]["answers"]}


def test_links_in_the_plan_lead_somewhere(today: Page, served: str) -> None:
    """Every link in a plan leads to a page of the guide."""
    answer(today, people()["strong-strain"])
    submit(today)
    expect(today.locator("#plan h2").first).to_have_text(PLAN, timeout=60_000)
    links = today.locator("#plan a").evaluate_all("links => [...new Set(links.map(link => link.href.split('#')[0]))]")

    assert 5 < len(links)
    assert [] == [link for link in links if not link.startswith(served) or not today.request.get(link).ok]
