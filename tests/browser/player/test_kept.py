"""Nothing is lost: a reload, leaving and coming back, a draft that does not fit, and a plan that changes in mid-session."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from planner.model import Records
from tests.browser.player.stand_in import BEGAN, BRIDGE, CURL, HINGE, HURT, RUNS, SIDE_BRIDGE, SIT, WALK, begin, come_back_to, day_with, do_all, done, draft, heading, pass_time, plan_anew, press, rate, session_html, shown, tap, told
from tests.people import TODAY


def test_a_reload_goes_on_where_it_was(open_day: Callable) -> None:
    """After a reload in the middle of a rest everything is as it was: exercise, set, what was done, and the clock, which waits and says so."""
    page = open_day(HINGE, SIT)
    press(page, "Set done")
    rate(page, HURT, 2)
    pass_time(page, 0.5)
    press(page, "Save the answers")
    tap(page, 10)
    press(page, "15 seconds longer")
    pass_time(page, 12)
    before, left = draft(page), shown(page, "digits")
    assert "47" == left
    page.reload()
    pass_time(page, 600)
    begin(page)

    assert ("Sit to stand", "Paused", left, "Set 2 of 2") == (heading(page).inner_text(), shown(page, "word"), shown(page, "digits"), shown(page, "set"))
    expect(page.locator(".player-resumed")).to_have_text("You go on where you left off. The clock waits for you.")
    expect(page.locator("dialog [role=status]")).to_have_text("You go on where you left off. The clock waits for you. Paused")
    pass_time(page, 30)
    assert left == shown(page, "digits")
    press(page, "Tap to go on")
    expect(page.locator(".player-resumed")).to_be_hidden()
    pass_time(page, 2)
    assert ("Rest", "45") == (shown(page, "word"), shown(page, "digits"))
    press(page, "Tap to end the rest")
    assert before["items"] == draft(page)["items"]
    assert before["startedAt"] == draft(page)["startedAt"]
    press(page, "Skip set")
    press(page, "Skip the questions")
    press(page, "Save the session")
    assert {"items": [{"exercise": "hip-hinge-drill", "sets": 1, "pain": 2}, {"exercise": "sit-to-stand", "sets": 1}], "stopped": False} == done(page)


def test_what_runs_is_kept_by_the_second(open_day: Callable) -> None:
    """While the clock runs what is left is kept once a second, for a page that ends without a word."""
    page = open_day(SIDE_BRIDGE)
    tap(page)
    before = len(told(page, "player-draft"))
    pass_time(page, 12)

    assert 10 <= len(told(page, "player-draft")) - before <= 13
    assert 1000 >= abs((3 * 30 + 2 * 3 + 5 - 12.5) * 1000 - draft(page)["timer"]["left"])


def test_every_place_comes_back(open_day: Callable) -> None:
    """Whatever is on the screen, the draft alone brings back the same screen: counting, paused, asking, at the end; a hold comes back paused."""
    page = open_day(SIT, SIDE_BRIDGE, WALK)

    def look() -> dict:
        return page.evaluate(
            "() => ({ mode: document.querySelector('dialog').dataset.mode, panel: document.querySelector('dialog').dataset.screen,"
            " words: [...document.querySelectorAll('dialog [data-show], dialog .player-name, dialog .player-done')].filter(each => each.checkVisibility()).map(each => each.textContent),"
            " checked: [...document.querySelectorAll('dialog input:checked')].map(each => each.name + each.value) })"
        )

    def comes_back() -> None:
        before = look()
        page.evaluate("() => { const player = document.querySelector('session-player'); player.draft = JSON.parse(JSON.stringify(player.draft)); }")

        assert before == look()

    tap(page, 4)
    comes_back()
    press(page, "Skip exercise")
    rate(page, HURT, 3)
    comes_back()
    pass_time(page, 0.5)
    press(page, "Save the answers")
    tap(page)
    pass_time(page, 20)
    running = look()
    press(page, "Pause")
    comes_back()
    press(page, "Go on")
    again = page.evaluate("() => { const player = document.querySelector('session-player'); player.draft = player.draft; return player.draft.timer.left; }")
    assert (running["mode"], "Paused") == (look()["mode"], shown(page, "word"))
    pass_time(page, 20)
    assert again == page.evaluate("document.querySelector('session-player').draft.timer.left")
    press(page, "Skip exercise")
    press(page, "Skip the questions")
    press(page, "Skip exercise")
    comes_back()


def test_a_draft_is_plain_json(open_day: Callable) -> None:
    """A draft says where somebody is, what is done of each exercise, when it began and how much of the clock is left."""
    page = open_day(SIT)
    tap(page, 2)
    assert {"version": 1, "day": TODAY, "position": {"step": "sit-to-stand", "turn": 0, "over": False}, "count": 2, "timer": None, "stopped": False} == {
        name: value for name, value in draft(page).items() if name not in ("items", "names", "startedAt")
    }
    assert BEGAN - 1000 == draft(page)["startedAt"]
    tap(page, 8)

    assert [{"exercise": "sit-to-stand", "sets": 1, "turns": [0], "touched": True}] == draft(page)["items"]
    assert {"of": "rest", "paced": False, "left": 45_000} == draft(page)["timer"]


@pytest.mark.parametrize(
    "rubbish",
    [
        {},
        {"version": 2},
        {"version": 1, "day": TODAY, "items": "no", "position": 7},
        {"version": 1, "day": TODAY, "items": [None, {"exercise": "gone", "turns": [0]}, {"exercise": "sit-to-stand", "turns": [99, -1, "0"], "pain": 99}], "position": {"step": "gone", "turn": 3}},
        {"version": 1, "day": TODAY, "items": [], "position": {"step": "sit-to-stand", "turn": 99, "over": "yes"}, "count": 1e9, "timer": {"of": "x", "left": "soon"}},
        {"version": 1, "day": TODAY, "items": [], "position": {"step": "sit-to-stand", "turn": 0}, "timer": {"of": "rest", "left": -5}},
        {"version": 1, "day": "2026-11-30", "items": [{"exercise": "sit-to-stand", "turns": [0, 1], "touched": True}], "position": {"step": "sit-to-stand", "turn": 2}},
    ],
    ids=["empty", "of another version", "of wrong kinds", "of another plan", "out of range", "past its end", "of another day"],
)
def test_a_draft_that_does_not_fit_begins_anew(open_day: Callable, rubbish: dict) -> None:
    """A draft that is damaged, or of another day or plan, does no harm: the session begins at the beginning."""
    page = open_day(SIT)
    page.evaluate("draft => { document.querySelector('session-player').draft = draft }", rubbish)

    assert ("Sit to stand", "0", "Set 1 of 2") == (heading(page).inner_text(), shown(page, "digits"), shown(page, "set"))
    press(page, "Set done")
    assert [{"exercise": "sit-to-stand", "sets": 1, "turns": [0], "touched": True}] == draft(page)["items"]


@pytest.mark.parametrize("way", ["Escape", "Close"])
def test_leaving_loses_nothing(open_day: Callable, way: str) -> None:
    """Escape and Close lead back to the page, halt the clock, and opening again goes on at the same second."""
    page = open_day(SIDE_BRIDGE)
    tap(page)
    pass_time(page, 10)
    left = shown(page, "digits")
    page.keyboard.press("Escape") if way == "Escape" else page.get_by_role("button", name="Close").click()

    expect(page.locator("dialog")).to_be_hidden()
    expect(page.locator("#start")).to_be_focused()
    assert [None] == told(page, "player-close")
    assert [] == told(page, "player-done")
    pass_time(page, 600)
    begin(page)
    assert ("Paused", left) == (shown(page, "word"), shown(page, "digits"))
    tap(page)
    assert "Hold" == shown(page, "word")


def test_back_closes_the_player(open_day: Callable) -> None:
    """The phone's back button closes the player and loses nothing; back once more leaves the page, also when the player was closed by its button or at the end."""
    page = open_day(HINGE)
    here = page.url
    tap(page, 4)
    page.go_back()
    expect(page.locator("dialog")).to_be_hidden()
    expect(page.locator("#start")).to_be_focused()
    assert (here, [None]) == (page.url, told(page, "player-close"))
    begin(page)
    assert "4" == shown(page, "digits")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("dialog")).to_be_hidden()
    begin(page)
    page.get_by_role("button", name="Close").click()
    page.locator("#start").click()  # opened again at once, while the browser is still on its way back
    expect(page.locator("dialog")).to_be_visible()
    page.wait_for_function("history.state?.liesOver")
    pass_time(page, 1)
    press(page, "Skip exercise")
    press(page, "Skip the questions")
    press(page, "Save the session")
    expect(page.locator("dialog")).to_be_hidden()
    page.wait_for_function("history.state === null")
    page.go_back()

    assert "about:blank" == page.url


@pytest.mark.deep
def test_back_leaves_after_a_reload_and_after_forward(open_day: Callable) -> None:
    """No way into the entry that back had closed makes back do nothing: neither a reload with the player open nor the forward button."""
    page = open_day(SIT)
    here = page.url
    page.reload()
    page.locator("html[data-ready]").wait_for()
    page.wait_for_function("history.state === null")
    begin(page)
    page.go_back()
    expect(page.locator("dialog")).to_be_hidden()
    page.evaluate("history.forward()")
    page.wait_for_timeout(300)
    assert (here, None) == (page.url, page.evaluate("history.state"))
    expect(page.locator("dialog")).to_be_hidden()
    page.go_back()

    assert "about:blank" == page.url


def test_a_new_plan_keeps_the_session(open_day: Callable, page: Page, records: Records) -> None:
    """When Python renders the day anew while the player is closed, the session goes on in the new page with all that was done."""
    page = open_day(SIT, BRIDGE)
    press(page, "Set done")
    come_back_to(page, records, BRIDGE, SIT)

    assert ("Sit to stand", "Set 2 of 2", "2 of 2") == (heading(page).inner_text(), shown(page, "set"), shown(page, "place"))


def test_a_smaller_plan_takes_nothing_away(open_day: Callable, page: Page, records: Records) -> None:
    """When the day is planned smaller in mid-session, all sets that were done are saved: of what is left out, and those beyond the new number."""
    bridge = {**SIT, "exercise": "glute-bridge", "sets": (3, 3)}
    open_day(SIT, bridge)
    do_all(page, 2, pain=1)
    do_all(page, 3, pain=2)
    expect(page.get_by_role("heading", name="That was the session")).to_be_visible()
    come_back_to(page, records, {**bridge, "sets": (2, 2)}, HINGE)
    expect(page.locator(".player-done li")).to_have_text(["Sit to stand Sets: 2, before the plan changed", "Glute bridge Sets: 3. The plan now has 2"])
    page.keyboard.press("Escape")
    again = draft(page)
    assert [("sit-to-stand", 2), ("glute-bridge", 3), ("hip-hinge-drill", 0)] == [(item["exercise"], item["sets"]) for item in again["items"]]
    page.reload()  # the draft alone brings it back, and the plan it began with too
    begin(page)
    expect(page.locator(".player-done li")).to_have_text(["Sit to stand Sets: 2 of 2", "Glute bridge Sets: 3 of 3"])
    come_back_to(page, records, {**bridge, "sets": (2, 2)}, HINGE)
    press(page, "Save the session")

    assert {"items": [{"exercise": "sit-to-stand", "sets": 2, "pain": 1}, {"exercise": "glute-bridge", "sets": 3, "pain": 2}], "stopped": False} == done(page)


def test_a_swap_takes_nothing_away(open_day: Callable, page: Page, records: Records) -> None:
    """When the exercise on show is swapped, what was done of it is saved, a pain without a whole set too, and the session goes on at the first that is not begun."""
    open_day(SIT, HINGE, CURL)
    do_all(page, 2, pain=1)
    tap(page, 5)
    press(page, "Skip exercise")
    rate(page, HURT, 6)
    pass_time(page, 0.5)
    come_back_to(page, records, SIT, WALK)

    assert ("Gentle walking", "2 of 2") == (heading(page).inner_text(), shown(page, "place"))
    press(page, "Skip exercise")
    expect(page.locator(".player-done li")).to_have_text(["Hip hinge with a stick Begun, no whole set", "Sit to stand Sets: 2 of 2"])
    press(page, "Save the session")
    assert {"items": [{"exercise": "hip-hinge-drill", "sets": 0, "pain": 6}, {"exercise": "sit-to-stand", "sets": 2, "pain": 1}], "stopped": False} == done(page)


def test_a_stop_outlasts_the_exercise_it_was_at(open_day: Callable, page: Page, records: Records) -> None:
    """Who stopped for pain and then finds another plan is still at the end, and the log is told of the stop and of the pain."""
    open_day(SIT, HINGE, WALK)
    do_all(page, 2, pain=1)
    tap(page, 3)
    press(page, "Stop: it hurts")
    press(page, "End the session")
    rate(page, HURT, 7)
    pass_time(page, 0.5)
    come_back_to(page, records, SIT, WALK)

    expect(page.get_by_role("heading", name="You stopped in time")).to_be_visible()
    press(page, "Save the session")
    assert {"items": [{"exercise": "hip-hinge-drill", "sets": 0, "pain": 7}, {"exercise": "sit-to-stand", "sets": 2, "pain": 1}], "stopped": True} == done(page)


def test_a_draft_says_of_an_exercise_what_the_log_will(open_day: Callable, page: Page, records: Records) -> None:
    """An item of the draft has all that is saved of it, the step of its ladder too, also of what was begun and stopped; a new step does not change what was run before."""
    open_day(SIT, RUNS)
    do_all(page, 2, pain=1)
    press(page, "Tap when you are there")
    press(page, "Stop: it hurts")
    press(page, "End the session")
    rate(page, HURT, 4)
    pass_time(page, 0.5)
    page.keyboard.press("Escape")

    told = [{name: value for name, value in item.items() if name not in ("turns", "touched")} for item in draft(page)["items"]]
    assert (True, [True, True]) == (draft(page)["stopped"], [item["touched"] for item in draft(page)["items"]])
    assert [{"exercise": "sit-to-stand", "sets": 2, "pain": 1}, {"exercise": "run-throughs", "sets": 1, "pain": 4, "step": 3}] == told
    plan_anew(page, session_html(day_with(records, SIT, {**RUNS, "item_has": {**RUNS["item_has"], "step": 4}}), records))
    begin(page)
    press(page, "Save the answers")
    press(page, "Save the session")
    assert {"items": told, "stopped": True} == done(page)
