"""Pain over the limit, and “Stop: it hurts”."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.player.stand_in import BRIDGE, CURL, HURT, RUNS, SIDE_BRIDGE, SIT, done, draft, heading, pass_time, press, rate, shown, tap


def test_more_pain_than_the_limit_is_answered(open_day: Callable) -> None:
    """A pain over the exercise's limit brings its words, to the eye and the ear, and one within the limit takes them away again."""
    page = open_day(RUNS)
    press(page, "Tap when you are there")
    press(page, "Skip exercise")
    warning = "That is more than 1, the limit of this exercise. Leave it for today. If it keeps hurting, end the session."
    expect(page.locator(".player-over")).to_be_hidden()
    rate(page, HURT, 2)

    expect(page.locator(".player-over")).to_have_text(warning)
    expect(page.locator("dialog [role=status]")).to_have_text(warning)
    expect(page.get_by_role("button", name="Stop: it hurts")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 640})
    expect(page.locator(".player-over")).to_be_in_viewport(ratio=1)
    rate(page, HURT, 1)
    expect(page.locator(".player-over")).to_be_hidden()


def test_pain_that_was_there_before_must_not_rise(open_day: Callable) -> None:
    """Where it hurt before the start, the exercise and the warning say that it must not get worse."""
    page = open_day(CURL)
    expect(page.locator(".player-step:visible")).to_contain_text("Pain must not rise")
    press(page, "Side done")
    press(page, "Skip exercise")
    rate(page, HURT, 10)

    expect(page.locator(".player-over")).to_have_text(re.compile("It hurt before you began. If it hurts more now"))


def test_stop_ends_the_session(open_day: Callable) -> None:
    """“Stop: it hurts” halts the clock, asks once, asks about the exercise, and the session is told as stopped."""
    page = open_day(SIDE_BRIDGE, SIT)
    tap(page)
    pass_time(page, 10)
    press(page, "Stop: it hurts")
    expect(page.get_by_role("heading", name="Stop here?")).to_be_focused()
    pass_time(page, 300)
    press(page, "End the session")
    rate(page, HURT, 6)
    pass_time(page, 0.5)
    press(page, "Save the answers")
    expect(page.get_by_role("heading", name="You stopped in time")).to_be_focused()
    press(page, "Save the session")

    assert {"items": [{"exercise": "side-bridge", "sets": 0, "pain": 6}], "stopped": True} == done(page)


def test_stop_asks_who_tapped_nothing_before(open_day: Callable) -> None:
    """Somebody who counts alone and is hurt in the first repetition has tapped nothing yet; how much it hurt is asked all the same."""
    page = open_day(SIT)
    press(page, "Stop: it hurts")
    press(page, "End the session")
    rate(page, HURT, 9)
    pass_time(page, 0.5)
    press(page, "Save the answers")
    press(page, "Save the session")

    assert {"items": [{"exercise": "sit-to-stand", "sets": 0, "pain": 9}], "stopped": True} == done(page)


def test_stop_can_be_taken_back(open_day: Callable) -> None:
    """Somebody who pressed stop by chance goes on at the same second, and somebody in doubt leaves out only this exercise."""
    page = open_day(SIDE_BRIDGE, SIT)
    tap(page)
    pass_time(page, 10)
    left = shown(page, "digits")
    page.get_by_role("button", name="Stop: it hurts").click()
    pass_time(page, 60)
    press(page, "Go on with it")
    assert ("Paused", left) == (shown(page, "word"), shown(page, "digits"))
    press(page, "Stop: it hurts")
    press(page, "Leave out this exercise")
    press(page, "Skip the questions")

    expect(heading(page)).to_have_text("Sit to stand")
    assert draft(page)["stopped"] is False


def test_stop_is_always_there(open_day: Callable) -> None:
    """While there is something to do or to answer, the stop button is on the screen, on every screen."""
    page = open_day(BRIDGE)
    stop = page.get_by_role("button", name="Stop: it hurts")
    for width, height in ((360, 740), (320, 480), (740, 360), (320, 256), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})

        expect(stop).to_be_in_viewport(ratio=1)
    press(page, "Side done")
    press(page, "Skip exercise")
    for width, height in ((360, 740), (320, 480), (740, 360), (320, 256), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})

        expect(stop).to_be_in_viewport(ratio=1)
