"""What runs by the clock: rests, holds, rounds, repetitions that are counted out, and a phone that was locked meanwhile."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from planner.model import Records
from tests.browser.player.stand_in import BRIDGE, LONG_BRIDGE, NORDIC, SIDE_BRIDGE, SIT, WALK, WALK_JOG, day_with, draft, pass_time, press, session_html, shown, tap, told


def test_the_rest_counts_down_and_waits(open_day: Callable) -> None:
    """The rest counts down, can be paused, made longer and ended early, and when it is over nothing goes on without the reader."""
    page = open_day(SIT)
    press(page, "Set done")
    assert "45" == shown(page, "digits")
    pass_time(page, 4.5)
    assert "40" == shown(page, "digits")
    press(page, "15 seconds longer")
    assert "55" == shown(page, "digits")
    press(page, "Pause")
    pass_time(page, 300)
    assert ("Paused", "55") == (shown(page, "word"), shown(page, "digits"))
    press(page, "Go on")
    pass_time(page, 60)

    assert ("0", "Set 2 of 2", "Tap after each repetition") == (shown(page, "digits"), shown(page, "set"), shown(page, "hint"))
    pass_time(page, 300)
    assert "0" == shown(page, "digits")


@pytest.mark.parametrize("seen", [True, False], ids=["and the screen showed it", "and the screen did not show it yet"])
def test_a_tap_just_after_the_rest_is_no_repetition(open_day: Callable, seen: bool) -> None:
    """A tap that was meant to end the rest, and came when it had just ended by itself, counts as nothing."""
    page = open_day(SIT)
    press(page, "Set done")
    if seen:
        pass_time(page, 44.6)
    else:
        page.evaluate("document.querySelector('session-player').now = () => Date.now() + 45_000")
    page.locator(".player-main").click()

    assert ("0", "Tap after each repetition") == (shown(page, "digits"), shown(page, "hint"))


def test_holds_run_by_the_clock(open_day: Callable) -> None:
    """A hold has time to get ready, then its least seconds, then those that may be left out, and a moment to let go before the next."""
    page = open_day(SIDE_BRIDGE)
    assert "20" == shown(page, "digits")
    tap(page)
    seen = []
    for _ in range(70):
        seen.append((shown(page, "word"), shown(page, "note")))
        pass_time(page, 1)

    assert [("Get ready", ""), ("Hold", "Hold 1 of 3"), ("Enough. A bit more if it is easy", "Hold 1 of 3"), ("Let go", "Hold 1 of 3"), ("Hold", "Hold 2 of 3")] == list(dict.fromkeys(seen))[:5]
    assert {("Get ready", ""): 5, ("Hold", "Hold 1 of 3"): 20, ("Enough. A bit more if it is easy", "Hold 1 of 3"): 10, ("Let go", "Hold 1 of 3"): 3} == {key: seen.count(key) for key in list(dict.fromkeys(seen))[:4]}


def test_a_hold_may_end_once_it_is_enough(open_day: Callable) -> None:
    """While a hold runs a tap pauses it; past its least seconds a tap ends it."""
    page = open_day(SIDE_BRIDGE)
    tap(page)
    tap(page)
    assert "Hold" == shown(page, "word")
    tap(page)
    assert "Paused" == shown(page, "word")
    tap(page)
    pass_time(page, 20)
    assert "Tap when you have had enough" == shown(page, "hint")
    tap(page)

    assert "Let go" == shown(page, "word")


def test_rounds_of_work_and_ease_run_through(open_day: Callable) -> None:
    """A walk and jog goes through its rounds without a tap, for somebody whose phone is in a pocket."""
    page = open_day(WALK_JOG)
    tap(page)
    pass_time(page, 10)
    assert ("Go", "Round 1 of 3", "2:55") == (shown(page, "word"), shown(page, "note"), shown(page, "digits"))
    pass_time(page, 180)
    assert ("Easy", "Round 1 of 3") == (shown(page, "word"), shown(page, "note"))
    pass_time(page, 420)
    assert ("Easy", "Round 2 of 3") == (shown(page, "word"), shown(page, "note"))
    pass_time(page, 700)

    expect(page.get_by_role("heading", name="How was it?")).to_be_visible()
    assert 1 == draft(page)["items"][0]["sets"]


def test_repetitions_are_counted_out(open_day: Callable) -> None:
    """“Count for me” leads through each repetition by its tempo, and the choice is remembered for the next exercise."""
    page = open_day(BRIDGE, NORDIC)
    press(page, "Count for me")
    tap(page)
    seen = []
    for _ in range(18):
        seen.append((shown(page, "word"), shown(page, "note")))
        pass_time(page, 1)

    first, second = "Repetition 1 of 12", "Repetition 2 of 12"
    assert [("Get ready", ""), ("Lift", first), ("Keep still", first), ("Lower slowly", first), ("Lift", second)] == list(dict.fromkeys(seen))[:5]
    assert 3 == seen.count(("Lower slowly", first))
    pass_time(page, 60)
    assert ("Other side", "Tap to start") == (shown(page, "side"), shown(page, "hint"))
    press(page, "Skip exercise")
    press(page, "Skip the questions")
    assert "Tap to start" == shown(page, "hint")
    assert {"sound": True, "vibration": True, "pace": True} == told(page, "player-settings")[-1]
    tap(page)
    pass_time(page, 5)
    assert "Lower slowly" == shown(page, "word")
    pass_time(page, 4)
    assert "Back to the start" == shown(page, "word")


def test_every_dose_can_be_played(open_day: Callable, page: Page, records: Records) -> None:
    """Every dose of every exercise comes apart into parts that take time and have a word, counted out or not."""
    [item] = day_with(records, SIT).items
    items = tuple(replace(item, exercise=exercise.id, dose=dose, sets=dose.sets) for exercise in records.exercises.values() for dose in exercise.doses.values())
    open_day(SIT)
    show = 'async (plan, html) => (await import("../assets/planner/plan-html.js")).showHtml(plan, html)'
    page.locator("#plan").evaluate(show, session_html(replace(day_with(records), items=items), records))
    faults, played = page.evaluate(
        """async () => {
          const { readStep, turnParts } = await import("../assets/planner/timer.js");
          const words = new Set([...document.querySelectorAll("#plan [data-word]")].map((word) => word.dataset.word));
          const steps = [...document.querySelectorAll("#plan .player-step")].map(readStep);
          const faults = steps.flatMap((step) => [true, false].flatMap((paced) => turnParts(step, { lead: 5, between: 3, paced })
            .filter(({ kind, seconds }) => !words.has(kind) || !(seconds > 0)).map((part) => [step.exercise, part])));
          return [faults, steps.length];
        }"""
    )

    assert [] == faults
    assert len(items) == played


def test_a_locked_phone_keeps_the_time(open_day: Callable) -> None:
    """After ninety seconds with a locked phone the hold is over and counted, the rest is over too, and the next set waits."""
    page = open_day(LONG_BRIDGE)
    tap(page)
    page.clock.fast_forward(40_000)
    pass_time(page, 0.2)
    assert "Enough. A bit more if it is easy" == shown(page, "word")
    page.clock.fast_forward(90_000)
    pass_time(page, 0.2)

    assert ("Set 2 of 5", "Tap to start") == (shown(page, "set"), shown(page, "hint"))
    assert 1 == draft(page)["items"][0]["sets"]


def test_a_locked_phone_is_right_in_the_middle_of_a_walk(open_day: Callable) -> None:
    """After ninety seconds with a locked phone a walk shows exactly what is left of it."""
    page = open_day(WALK)
    tap(page)
    tap(page)
    pass_time(page, 9.5)
    page.clock.fast_forward(90_000)
    pass_time(page, 0.1)

    assert "3:20" == shown(page, "digits")


def test_coming_back_is_right_at_once(open_day: Callable) -> None:
    """The moment the page is looked at again it shows the right second, and keeps it as a draft, without waiting for a tick."""
    page = open_day(SIT)
    press(page, "Set done")
    page.evaluate(
        """() => {
          document.querySelector("session-player").now = () => Date.now() + 90_000;
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )

    assert ("Set 2 of 2", None) == (shown(page, "set"), draft(page)["timer"])
