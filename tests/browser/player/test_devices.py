"""Sound, vibration, the screen that stays on, and what a screen reader says."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from planner.model import Records
from tests.browser.player.stand_in import BEGAN, LONG_BRIDGE, NORDIC, PHONE, SIT, begin, day_with, open_stand_in, pass_time, press, route, session_html, shown, tap, told


def heard(page: Page) -> list[tuple[float, int]]:
    """What was heard so far: seconds since the beginning and pitch."""
    return [tuple(note) for note in page.evaluate("start => heard.filter(({ at }) => at <= Date.now()).map(({ at, pitch }) => [(at - start) / 1000, pitch]).sort((a, b) => a[0] - b[0])", BEGAN)]


def test_the_end_is_heard_and_felt(open_day: Callable) -> None:
    """The last three seconds tick and the end sounds and buzzes, at the right moments."""
    page = open_day(SIT)
    press(page, "Set done")
    pass_time(page, 41)
    assert [] == heard(page)
    pass_time(page, 8)

    assert [(42, 740), (43, 740), (44, 740), (45, 660)] == heard(page)[:4]
    assert [200, 120, 200] == page.evaluate("buzzes.at(-1)")


@pytest.mark.parametrize("state", ["suspended", "interrupted"])
def test_a_sound_card_that_went_away_is_woken(state: str, open_day: Callable) -> None:
    """After a call or a lock, which Safari calls an interruption, the next tap brings the sounds back."""
    page = open_day(SIT)
    press(page, "Set done")
    page.evaluate("state => { audio.state = state; }", state)
    press(page, "Pause")

    assert "running" == page.evaluate("audio.state")


def test_lowering_is_heard(open_day: Callable) -> None:
    """Counted out, each second of lowering has its own soft tick."""
    page = open_day(NORDIC)
    press(page, "Count for me")
    tap(page)
    pass_time(page, 9)

    assert 4 == len([pitch for _, pitch in heard(page) if pitch == 440])


def test_what_is_called_off_is_not_heard(open_day: Callable) -> None:
    """Pausing, ending a rest and leaving silence everything that was still to come."""
    page = open_day(SIT)
    press(page, "Set done")
    pass_time(page, 10)
    press(page, "Pause")
    pass_time(page, 100)
    assert [] == heard(page)
    press(page, "Go on")
    press(page, "Tap to end the rest")
    pass_time(page, 100)

    assert [] == heard(page)


def test_sound_and_vibration_can_be_switched_off(open_day: Callable) -> None:
    """Each can be switched off alone, stays off after a reload, and off means that nothing is asked of the device."""
    page = open_day(SIT)
    press(page, "Sound")
    press(page, "Vibration")
    assert {"sound": False, "vibration": False, "pace": False} == told(page, "player-settings")[-1]
    page.reload()
    begin(page)
    for name in ("Sound", "Vibration"):
        expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "false")
    tap(page, 10)
    pass_time(page, 60)

    assert ([], []) == (heard(page), page.evaluate("buzzes"))


def test_sound_can_be_switched_off_while_the_clock_runs(open_day: Callable) -> None:
    """Switched off in the middle of a rest, its end is not heard any more; switched on again, it is."""
    page = open_day(LONG_BRIDGE)
    for off in (True, False):
        press(page, "Set done")
        press(page, "Sound")
        pass_time(page, 70)

        assert off == (heard(page) == [])


def test_a_device_without_any_of_it_still_plays(page: Page, served: str, records: Records) -> None:
    """Where there is no sound, no vibration and no wake lock, the session works all the same and the console stays quiet."""
    page.add_init_script("delete window.AudioContext; Navigator.prototype.vibrate = undefined; Object.defineProperty(Navigator.prototype, 'wakeLock', { value: undefined });")
    page.set_viewport_size(PHONE)
    route(page, served, session_html(day_with(records, SIT), records))
    open_stand_in(page, served)
    tap(page, 10)
    pass_time(page, 60)

    assert "Set 2 of 2" == shown(page, "set")


def test_the_screen_stays_on(open_day: Callable) -> None:
    """The screen is kept on while the player is open, asked for again when the page comes back, and let go afterwards."""
    page = open_day(SIT)
    assert 1 == page.evaluate("awake")
    page.evaluate("() => lock.release()")  # as the system does with a page that is not looked at
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    assert 1 == page.evaluate("awake")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()

    assert 0 == page.evaluate("awake")


def test_a_screen_reader_hears_little_and_enough(open_day: Callable) -> None:
    """One polite region tells each count and each change, and is silent while the seconds run."""
    page = open_day(SIT)
    page.evaluate(
        """() => {
          window.said = [];
          const status = document.querySelector("dialog [role=status]");
          new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true, characterData: true, subtree: true });
        }"""
    )
    tap(page, 2)
    press(page, "Set done")
    press(page, "Yes, I did it all")
    pass_time(page, 50)

    assert ["1", "2", "Rest", "Set 2 of 2. Tap after each repetition"] == page.evaluate("said")
    expect(page.locator("dialog [aria-live=polite]")).to_have_count(1)
    expect(page.get_by_role("timer")).not_to_have_attribute("aria-live", "polite")
