"""A session from its first step to its last: by finger, by keyboard, set by set, and the questions after each exercise."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from planner.derive import derive
from planner.log import check_log
from planner.model import Records
from tests.browser.player.stand_in import BRIDGE, HARD, HINGE, HURT, LONG_BRIDGE, PHONE, RUNS, SIDE_BRIDGE, SIT, WALK, day_with, done, draft, heading, open_session, pass_time, press, rate, screens_of, session_html, shown, tap
from tests.people import TODAY, log_of, people


def test_a_session_by_touch(browser: Browser, served: str, records: Records) -> None:
    """On a phone, by touch alone: warm up, count, rest, answer, and the whole session comes out as a log can hold it."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    open_session(page, served, session_html(day_with(records, SIT, RUNS, warm_up="before-harder"), records))

    def touch(name: str) -> None:
        page.locator("dialog").get_by_role("button", name=name, exact=True).tap()
        pass_time(page, 0.5)

    expect(heading(page)).to_have_text("Warm up")
    touch("Skip warm-up")
    expect(heading(page)).to_have_text("Sit to stand")
    for _ in range(7):
        touch("Tap after each repetition")
    assert "7" == shown(page, "digits")
    touch("Set done")
    assert "Rest" == shown(page, "word")
    touch("Tap to end the rest")
    touch("Set done")
    touch("Yes, I did it all")
    page.get_by_role("group", name=HURT).get_by_role("radio", name="2", exact=True).tap()
    page.get_by_role("group", name=HARD).get_by_role("radio", name="6", exact=True).tap()
    pass_time(page, 0.5)
    touch("Save the answers")
    expect(heading(page)).to_have_text("Run-throughs")
    touch("Tap when you are there")
    touch("Skip exercise")
    touch("Skip the questions")
    touch("Save the session")

    assert {"items": [{"exercise": "sit-to-stand", "sets": 2, "pain": 2, "effort": 6}, {"exercise": "run-throughs", "sets": 1, "step": 3}], "stopped": False} == done(page)
    expect(page.locator("dialog")).to_be_hidden()
    context.close()


def test_a_whole_day_of_a_plan(page: Page, served: str, records: Records) -> None:
    """A day as the planner made it is played to its end, and every set of every exercise arrives."""
    day = derive(check_log(log_of(people()["settled-strain"])), records, date.fromisoformat(TODAY)).weeks[0].days[0]
    open_session(page, served, session_html(day, records))
    if day.warm_up:
        press(page, "Skip warm-up")
    while not page.get_by_role("button", name="Save the session").is_visible():
        done_or_next = page.locator('[data-press="set-done"]:visible, [data-press="unasked"]:visible, .player-main:visible').last
        done_or_next.click()
        pass_time(page, 0.5)
    press(page, "Save the session")

    expected = [{"exercise": item.exercise, "sets": item.sets[1]} | ({} if item.step is None else {"step": item.step}) for item in day.items]
    assert {"items": expected, "stopped": False} == done(page)


def test_a_session_by_keyboard(open_day: Callable) -> None:
    """With keys alone: Space and Enter count from wherever the focus is, Tab reaches every button, arrows answer, and nothing is lost on the way."""
    page = open_day(SIT, WALK)
    expect(page.locator(".player-step:visible")).to_be_focused()
    for key in ("Space", "Enter", "Space"):
        page.keyboard.press(key)
        pass_time(page, 0.5)
    assert "3" == shown(page, "digits")
    expect(page.locator(".player-step:visible")).to_be_focused()
    for _ in range(2):
        tab_to(page, "Set done")
        page.keyboard.press("Enter")
        pass_time(page, 0.5)
        expect(page.get_by_role("heading", name="Count this set as done?")).to_be_focused()
        tab_to(page, "Yes, I did it all")
        page.keyboard.press("Enter")
        pass_time(page, 0.5)
        if page.locator(".player-main").is_visible():
            expect(page.locator(".player-main")).to_be_focused()
            page.keyboard.press("Space")  # the end of the rest
            pass_time(page, 0.5)
            assert "Set 2 of 2" == shown(page, "set")
    expect(page.get_by_role("heading", name="How was it?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    tab_to(page, "Save the answers")
    page.keyboard.press("Enter")
    pass_time(page, 0.5)
    expect(page.locator(".player-step:visible")).to_be_focused()
    tab_to(page, "Skip exercise")
    page.keyboard.press("Enter")
    pass_time(page, 0.5)
    expect(page.get_by_role("heading", name="That was the session")).to_be_focused()
    tab_to(page, "Save the session")
    page.keyboard.press("Enter")

    assert {"items": [{"exercise": "sit-to-stand", "sets": 2, "pain": 2, "effort": 1}], "stopped": False} == done(page)
    expect(page.locator("#start")).to_be_focused()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the button with these words has the focus."""
    for _ in range(40):
        if page.evaluate("document.activeElement.matches('dialog button') ? document.activeElement.textContent.trim() : ''") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {name}")


def test_a_key_held_down_counts_once(open_day: Callable) -> None:
    """A key that repeats because it is held down is one repetition."""
    page = open_day(SIT)
    page.locator(".player-main").focus()
    for _ in range(4):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")

    assert "1" == shown(page, "digits")


def test_the_last_repetition_ends_the_set(open_day: Callable) -> None:
    """At the most repetitions of the dose the set is done by itself and the rest begins; a second tap in the same moment ends nothing."""
    page = open_day(SIT)
    tap(page, 9)
    page.locator(".player-main").dblclick()

    assert "Rest" == shown(page, "word")
    assert 1 == draft(page)["items"][0]["sets"]


def test_a_set_is_done_on_both_sides(open_day: Callable) -> None:
    """Where each side counts, the first side and the other side make one set, and the rest comes after both."""
    page = open_day(BRIDGE)
    assert ("Set 1 of 3", "First side") == (shown(page, "set"), shown(page, "side"))
    press(page, "Side done")
    assert ("Set 1 of 3", "Other side", 0) == (shown(page, "set"), shown(page, "side"), draft(page)["items"][0]["sets"])
    press(page, "Side done")

    assert "Rest" == shown(page, "word")
    assert 1 == draft(page)["items"][0]["sets"]


def test_half_a_set_is_no_set(open_day: Callable) -> None:
    """What was tried and not finished on both sides is told with no sets, and what was never touched is not told at all."""
    page = open_day(BRIDGE, SIT)
    press(page, "Side done")
    press(page, "Skip exercise")
    press(page, "Skip the questions")
    press(page, "Skip exercise")
    press(page, "Save the session")

    assert {"items": [{"exercise": "single-leg-bridge", "sets": 0}], "stopped": False} == done(page)


def test_less_than_a_set_is_asked_about(open_day: Callable) -> None:
    """Three of ten repetitions are no set without asking: what is missing is said, and the reader goes on, counts it or leaves it out."""
    page = open_day(HINGE, SIT)
    tap(page, 3)
    press(page, "Set done")
    expect(page.get_by_role("heading", name="Count this set as done?")).to_be_focused()
    assert "Repetitions counted: 3 of 15." == shown(page, "part")
    assert 0 == draft(page)["items"][0]["sets"]
    press(page, "Go on with it")
    assert "3" == shown(page, "digits")
    press(page, "Set done")
    press(page, "No, leave it out")
    assert "Begun, no whole set" == shown(page, "came-to")
    press(page, "Skip the questions")
    tap(page, 3)
    press(page, "Set done")
    press(page, "Yes, I did it all")
    assert ("Rest", 1) == (shown(page, "word"), draft(page)["items"][1]["sets"])
    tap(page)
    tap(page, 6)
    press(page, "Set done")  # the least of the dose is enough
    assert "Sets: 2 of 2" == shown(page, "came-to")
    press(page, "Skip the questions")
    assert ["Hip hinge with a stick Begun, no whole set", "Sit to stand Sets: 2 of 2"] == [" ".join(line.split()) for line in page.locator(".player-done li").all_inner_texts()]
    press(page, "Save the session")

    assert [("hip-hinge-drill", 0), ("sit-to-stand", 2)] == [(item["exercise"], item["sets"]) for item in done(page)["items"]]


def test_one_side_is_no_set(open_day: Callable) -> None:
    """With the first side counted, the other side is not done by a press alone; left out, the end says that one side was done."""
    page = open_day(BRIDGE, SIDE_BRIDGE)
    tap(page, 12)
    assert "Other side" == shown(page, "side")
    press(page, "Side done")
    expect(page.get_by_role("heading", name="Count this side as done?")).to_be_focused()
    assert "Repetitions counted: 0 of 8 to 12." == shown(page, "part")
    press(page, "No, leave it out")
    press(page, "Skip exercise")
    assert "Sets: 0 of 3, and one side of a set" == shown(page, "came-to")
    press(page, "Skip the questions")
    tap(page)
    pass_time(page, 40)
    press(page, "Side done")
    assert "Holds done: 1 of 3." == shown(page, "part")
    pass_time(page, 300)  # the clock waits for the answer
    assert "Holds done: 1 of 3." == shown(page, "part")
    press(page, "Yes, I did it all")

    assert ("Other side", [0]) == (shown(page, "side"), draft(page)["items"][1]["turns"])


def test_who_counts_alone_is_not_asked(open_day: Callable) -> None:
    """Where nothing was tapped or timed a set is done when the reader says so; who said so once is not asked at every set."""
    page = open_day(LONG_BRIDGE, BRIDGE)
    press(page, "Set done")
    assert 1 == draft(page)["items"][0]["sets"]
    tap(page)
    press(page, "Skip exercise")
    press(page, "Skip the questions")
    tap(page, 12)
    press(page, "Side done")
    press(page, "Yes, I did it all")
    tap(page)
    for _ in range(2):
        press(page, "Side done")

    assert 2 == draft(page)["items"][1]["sets"]


@pytest.mark.deep
def test_a_whole_set_counts_however_it_is_left(open_day: Callable) -> None:
    """With the least of the dose done, skipping the rest of the exercise or stopping does not take the set away."""
    page = open_day(SIT, LONG_BRIDGE)
    tap(page, 6)
    press(page, "Skip exercise")
    press(page, "Skip the questions")
    tap(page)
    pass_time(page, 20)
    press(page, "Stop: it hurts")
    press(page, "End the session")
    press(page, "Skip the questions")
    press(page, "Save the session")

    assert [("sit-to-stand", 1), ("bridge-hold", 0)] == [(item["exercise"], item["sets"]) for item in done(page)["items"]]


def test_more_sets_than_the_least_are_only_offered(open_day: Callable) -> None:
    """Past the least sets of a dose the next one is there only if it feels fine, and leaving is going on and not skipping."""
    page = open_day(LONG_BRIDGE)
    for _ in range(4):
        press(page, "Set done")
        tap(page)

    assert "Set 5, only if it feels fine" == shown(page, "set")
    press(page, "Next exercise")
    expect(page.get_by_role("heading", name="How was it?")).to_be_visible()
    assert 4 == draft(page)["items"][0]["sets"]


def test_back_takes_a_set_back(open_day: Callable) -> None:
    """Back goes to the set before, which counts as not done until it is done again, and to the exercise before with all that was done there."""
    page = open_day(SIT, BRIDGE)
    press(page, "Set done")
    press(page, "Back")
    assert ("Set 1 of 2", 0) == (shown(page, "set"), draft(page)["items"][0]["sets"])
    press(page, "Set done")
    press(page, "Skip set")
    rate(page, HURT, 1)
    pass_time(page, 0.5)
    press(page, "Save the answers")
    expect(heading(page)).to_have_text("Single-leg bridge")
    press(page, "Back")

    assert ("Sit to stand", "Set 2 of 2") == (heading(page).inner_text(), shown(page, "set"))
    assert {"sets": 1, "pain": 1} == {name: draft(page)["items"][0][name] for name in ("sets", "pain")}


def test_at_the_first_step_there_is_no_way_back(open_day: Callable) -> None:
    """At the first step Back is there, says that it does nothing, and does nothing."""
    page = open_day(SIT)
    expect(page.get_by_role("button", name="Back")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Back").click(force=True)

    expect(heading(page)).to_have_text("Sit to stand")


def test_progress_is_shown(open_day: Callable) -> None:
    """The top says which exercise of how many it is; the warm-up is not counted."""
    page = open_day(SIT, BRIDGE, HINGE, warm_up="before-harder")
    assert "Warm up" == shown(page, "place")
    press(page, "Skip warm-up")
    assert "1 of 3" == shown(page, "place")
    press(page, "Skip exercise")

    assert "2 of 3" == shown(page, "place")


def test_what_to_do_comes_with_the_page(open_day: Callable, records: Records) -> None:
    """The dose, the step of the ladder, the limit, the cues, where to feel it, when to stop and a place for the drawing are in the page."""
    page = open_day(RUNS)
    exercise = records.exercises["run-throughs"]
    step = page.locator(".player-step:visible")

    rung = records.protocol.ladders["speed-steps"].steps[3]
    for words in ("60 metres, 5 times", f"{rung.label}. {rung.text}", "Pain 1 at most", "Effort 8 to 9 out of 10", *exercise.cues[:3], exercise.feel, exercise.stop_when):
        expect(step).to_contain_text(words)
    expect(step.locator('.figure-slot[data-figure="run-throughs"]')).to_have_count(1)


def test_the_script_has_no_words_of_its_own(page: Page, served: str, records: Records) -> None:
    """With every word of the records marked, everything the script writes on any screen is a marked word or a number."""
    html = session_html(day_with(records, BRIDGE, SIDE_BRIDGE, warm_up="before-harder"), records)
    buttons = ("Skip warm-up", "Side done", "Skip exercise")
    open_session(page, served, re.sub(r'(data-word="[^"]*">)([^<]*)', r"\1«\2»", html))
    unmarked = set()
    for screen in screens_of(page, {name: f"«{name}»" for name in buttons}):
        written = page.locator("[data-show]:visible").all_inner_texts()
        unmarked |= {(screen, text) for text in written if text and "«" not in text and not re.fullmatch(r"[\d:]+", text)}

    assert set() == unmarked


def test_a_day_without_exercises_has_no_player(records: Records) -> None:
    """On a rest day there is nothing to play."""
    assert "" == session_html(day_with(records), records).strip()


def test_saving_answers_is_the_strong_way(open_day: Callable) -> None:
    """Of the two ways on from the questions the one that saves answers is the big, filled one; skipping is there and quiet, and goes once there is an answer."""
    page = open_day(HINGE)
    press(page, "Set done")
    save, skip = page.get_by_role("button", name="Save the answers"), page.get_by_role("button", name="Skip the questions")
    expect(save).to_have_attribute("aria-disabled", "true")
    save.click(force=True)
    pass_time(page, 0.5)
    assert "Choose a number first, or skip the questions." == shown(page, "unanswered") == page.locator("dialog [role=status]").inner_text()
    assert 0 == colour(skip)[3]
    assert save.bounding_box()["height"] > skip.bounding_box()["height"]
    rate(page, HARD, 7)
    pass_time(page, 0.5)
    expect(skip).to_be_hidden()
    assert "" == page.locator('[data-show="unanswered"]').inner_text()
    assert 1 == colour(save)[3]
    press(page, "Save the answers")
    press(page, "Save the session")

    assert [{"exercise": "hip-hinge-drill", "sets": 1, "effort": 7}] == done(page)["items"]


def colour(button: Locator) -> list[float]:
    """What a button is filled with: red, green, blue and how thickly, from 0 to 1."""
    numbers = [float(each) for each in re.findall(r"[\d.]+", button.evaluate("button => getComputedStyle(button).backgroundColor"))]
    return [*numbers, 1.0] if len(numbers) == 3 else numbers
