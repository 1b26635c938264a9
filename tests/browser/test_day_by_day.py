"""The living plan in a real browser: check in, do the session, change the day, and lose nothing whatever happens to tab, clock or disk."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from planner import derive
from planner.log import check_log
from planner.model import Records
from tests.browser.conftest import PLANNER_PAGE, Complaints
from tests.browser.reader import BOOT, answer, check_in, entries, fill, make_plan, on_day, open_on, see_plan, tab_to, title, view, wait_until
from tests.effort import first_look
from tests.people import Case, case_log, cases, log_of, people

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def plan(settled: Page) -> Page:
    """A plan on its second day."""
    return settled


def today(page: Page) -> Locator:
    return page.locator('[data-slot="today"]')


def saved(page: Page, count: int) -> list[dict[str, Any]]:
    """Every entry, once there are so many and the page has said that they are saved."""
    page.wait_for_function("() => !document.querySelector('hamstring-planner [aria-busy=true]')")
    found = entries(page)
    assert count == len(found)
    return found


def open_again(page: Page, day: str) -> None:
    """Close the page and open it on another day."""
    open_on(page, page.url.split("#")[0].split("?")[0], day)
    expect(page.locator("hamstring-planner")).to_have_attribute("data-state", "ready", timeout=BOOT)
    expect(page.locator("[data-waits]")).to_have_count(0)


# --- each day --------------------------------------------------------------------------------------------------------------


def test_a_check_in_is_answered(plan: Page) -> None:
    """A sore morning is told in a few taps; the plan answers with less, says why, and is on the screen wherever the reader was."""
    plan.set_viewport_size(PHONE)
    check_in(plan, check_pain_now=4, check_pain_worst=5, morning="more")

    expect(today(plan).locator(".today h3")).to_have_text(re.compile("less|Rest|rest|rather", re.I), timeout=BOOT)
    expect(title(plan)).to_be_focused()
    expect(title(plan)).to_be_in_viewport(ratio=1)
    expect(plan.locator(".check-in")).not_to_have_attribute("open", "")
    today(plan).locator(".today .trace summary").first.click()
    expect(today(plan).locator(".today .trace dl").first).to_contain_text("The rule")
    assert {"check_pain_now": 4, "check_pain_worst": 5, "morning": "more", "body": "well", "alarms": ["none"]} == saved(plan, 2)[-1]["answers"]


def test_a_check_in_takes_few_touches(planner: Page) -> None:
    """Where nothing is new two touches tell how it is, on two screens of a small phone; by hand it is six, and nothing is typed.

    A warning sign that is ticked takes the short way away, and a short way never unticks one.
    """
    planner.set_viewport_size({"width": 360, "height": 640})
    on_day(planner, "2026-12-01")
    make_plan(planner, people()["settled-strain"])
    assert [("intake", people()["settled-strain"])] == [(entry["kind"], entry["answers"]) for entry in entries(planner)]  # as `settled` leaves it on the device
    open_again(planner, "2026-12-02")
    planner.evaluate("window.touches = 0; addEventListener('click', (event) => { if (event.isTrusted && event.detail) touches += 1; }, true)")
    form, short = planner.locator(".check-in form"), planner.locator(".check-in .short").first
    alarm = form.locator("[data-level]").first
    alarm.check()
    expect(short).to_be_hidden()
    short.evaluate("button => button.click()")
    expect(alarm).to_be_checked()
    expect(form.locator('[data-question="check_pain_now"] :checked')).to_have_count(0)
    alarm.uncheck()

    planner.evaluate("touches = 0")
    short.click()
    expect(form.locator('[data-question="alarms"] input[value="none"]')).to_be_checked()
    expect(form.locator(".short-said")).to_contain_text("Look it over")
    send = form.get_by_role("button", name="What may I do today?")
    expect(send).to_be_in_viewport(ratio=1)
    expect(form.locator('[data-question="check_pain_now"]')).to_be_in_viewport(ratio=1)
    expect(form.locator('[data-question="check_pain_worst"]')).to_be_in_viewport(ratio=0.9)
    saved(planner, 1)  # filled in is not yet told
    send.click()
    expect(today(planner).locator(".today h3")).to_have_text("Go", timeout=BOOT)
    assert 2 == planner.evaluate("touches")
    assert {"alarms": ["none"], "check_pain_now": 0, "check_pain_worst": 0, "morning": "none", "body": "well"} == saved(planner, 2)[-1]["answers"]

    open_again(planner, "2026-12-03")
    planner.evaluate("window.touches = 0; addEventListener('click', (event) => { if (event.isTrusted && event.detail) touches += 1; }, true)")
    fill(form, {"alarms": ["none"], "check_pain_now": 0, "check_pain_worst": 0, "morning": "none", "body": "well"})
    form.get_by_role("button", name="What may I do today?").click()
    expect(today(planner).locator(".today h3")).to_have_text("Go", timeout=BOOT)
    assert 6 == planner.evaluate("touches")


def test_an_alarm_in_a_check_in_stops(plan: Page) -> None:
    """A warning sign at the check-in takes the plan away and says what to do and how soon."""
    check_in(plan, alarms=[plan.locator('.check-in input[data-level="same-day"]').first.get_attribute("value")])

    expect(title(plan)).to_have_text("Speak to a doctor today", timeout=BOOT)
    expect(plan.locator(".views a:visible")).to_have_text(["Today", "Diary", "My data"])
    expect(plan.locator(".check-in")).to_be_hidden()


@pytest.mark.deep
def test_a_proposal_is_answered_with_one_tap(planner: Page, records: Records) -> None:
    """A change of stage is the reader's: left for today it folds away and asks no more, accepting it all the same makes it so, and the log has both."""
    case = with_a_proposal(records)
    on_day(planner, case.today.isoformat())
    choose_file(planner, json.dumps(case_log(case, records)))
    planner.get_by_role("button", name="Add them").click()
    proposal = today(planner).locator(".proposal").first
    question = proposal.locator(".note-title").inner_text()
    proposal.get_by_role("button", name="Leave it as it is").click()
    left = today(planner).locator("details.proposal", has_text=f"{question} You left it as it is today.")
    expect(left).to_be_visible(timeout=BOOT)
    expect(left.get_by_role("button")).to_have_count(0)  # folded
    left.locator("summary").first.click()
    expect(left.get_by_role("button", name="Leave it as it is")).to_have_count(0)
    left.get_by_role("button").click()
    expect(today(planner).locator(".proposal", has_text=question)).to_have_count(0, timeout=BOOT)

    assert ["keep", "accept"] == [entry["answers"]["answer"] for entry in entries(planner) if entry["kind"] == "choice"][-2:]


def with_a_proposal(records: Records) -> Case:
    """The first of the worked examples in which the next stage is offered."""
    for case in cases():
        situation = derive(check_log(case_log(case, records)), records, case.today)
        if situation.progress and [proposal for proposal in situation.progress.proposals if proposal.kind == "advance"]:
            return case
    raise AssertionError("no case offers the next stage")


def enter_result(page: Page, button: Locator) -> None:
    """The best result of a test."""
    button.click()
    sheet = page.locator('dialog[data-sheet="form"]')
    for question in sheet.locator("[data-question]").all():
        best = question.locator('input[value="yes"], input[value="same"], input[value="0"]')
        if best.count():
            best.first.check()
        else:
            question.locator("input").fill("30")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet).to_be_hidden(timeout=BOOT)


def test_the_day_can_be_changed(plan: Page) -> None:
    """Not today, less time, nothing at hand, another exercise: each is a tap or two, and each can be undone."""
    check_in(plan)
    expect(today(plan).locator(".today h3")).to_have_text("Go", timeout=BOOT)
    first = today(plan).locator(".swap").first
    before = today(plan).locator(".item-name").all_inner_texts()
    first.locator("summary").click()
    instead = first.locator(".tell").first.inner_text()
    first.locator(".tell").first.click()
    expect(today(plan).locator(".item-name", has_text=instead)).to_have_count(1, timeout=BOOT)
    plan.get_by_role("button", name="Undo").click()
    expect(today(plan).locator(".item-name")).to_have_text(before, timeout=BOOT)

    today(plan).locator("summary", has_text="Change today").click()
    today(plan).get_by_role("button", name="Not today").click()
    expect(today(plan).locator("h3", has_text="No session today")).to_be_visible(timeout=BOOT)
    today(plan).get_by_role("button", name="I want to do something today").click()
    expect(today(plan).get_by_role("button", name="Start the session")).to_be_visible(timeout=BOOT)


@pytest.mark.deep
def test_a_wish_out_of_range_is_told_at_its_field(plan: Page) -> None:
    """Three minutes are refused beside the field with a right example, and nothing is saved."""
    today(plan).locator("summary", has_text="Change today").click()
    today(plan).locator("#wish-minutes").fill("3")
    today(plan).get_by_role("button", name="Make it fit").click()

    expect(today(plan).locator("#wish-minutes-problem")).to_have_text("Please write a number from 5 to 120. Example: 20", timeout=BOOT)
    saved(plan, 1)


@pytest.mark.deep
def test_a_session_pressed_twice_is_one_session(plan: Page) -> None:
    """Two quick presses on "Save the session" save it once."""
    today(plan).locator("summary", has_text="I have done it already").click()
    today(plan).locator('.session-form input[name="sets"]').first.fill("1")
    today(plan).get_by_role("button", name="Save the session").dblclick()
    expect(today(plan).locator("h3", has_text="Done today")).to_be_visible(timeout=BOOT)

    saved(plan, 2)


def test_a_session_is_written_down_by_hand(plan: Page) -> None:
    """Sets, pain and effort can be told without the player and put right later; pain of 12 is refused beside its exercise."""
    today(plan).locator("summary", has_text="I have done it already").click()
    form = today(plan).locator(".session-form")
    form.locator('input[name="sets"]').first.fill("1")
    form.locator('input[name="pain"]').first.fill("12")
    form.get_by_role("button", name="Save the session").click()
    expect(form.locator(".done-item .problem").first).to_contain_text("from 0 to 10", timeout=BOOT)
    form.locator('input[name="pain"]').first.fill("2")
    form.get_by_role("button", name="Save the session").click()

    expect(today(plan).locator("h3", has_text="Done today")).to_be_visible(timeout=BOOT)
    assert [(1, 2)] == [(item["sets"], item["pain"]) for item in saved(plan, 2)[-1]["answers"]["items"]]  # the rest was left empty

    plan.locator(".planner-saved").wait_for()
    view(plan, "diary").get_by_role("button", name="Put it right").first.click()
    expect(plan.locator(".planner-saved")).to_be_hidden()  # what lies over the page goes with the next thing pressed
    sheet = plan.locator('dialog[data-sheet="form"]')
    expect(sheet.locator('input[name="pain"]')).to_have_value("2", timeout=BOOT)
    sheet.locator('input[name="pain"]').fill("12")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.locator(".done-item .problem")).to_contain_text("from 0 to 10", timeout=BOOT)
    sheet.locator('input[name="pain"]').fill("4")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet).to_be_hidden(timeout=BOOT)
    expect(plan.locator('[data-slot="diary"] .diary-entry').first).to_contain_text("1 set, pain 4")
    assert ["intake", "session", "correction"] == [entry["kind"] for entry in saved(plan, 3)]


# --- the session -----------------------------------------------------------------------------------------------------------


def test_a_box_that_belongs_to_no_question_can_be_ticked(plan: Page, complaints: Complaints) -> None:
    """Boxes beside the questions, such as "I broke it off", are ticked like any other, and the page makes no error of it."""
    for box in plan.locator("hamstring-planner [type=checkbox]").all():
        if not box.evaluate("box => box.closest('[data-question]')"):
            box.evaluate("box => { if (!box.checked) box.click(); }")  # wherever it is folded away
            assert box.is_checked()

    assert plan.locator("[name=stopped]").first.is_checked()
    assert [] == complaints.seen


def play(page: Page) -> None:
    """Through the whole session, every set done, pain 1 and effort 4."""
    dialog = page.locator("session-player dialog")
    for _ in range(200):
        if not dialog.is_visible():
            return
        for name in ("save", "answered", "set-done", "main"):  # the big button begins, ends a rest, and says that a distance is done
            button = dialog.locator(f'[data-press="{name}"]')
            if not button.is_visible():
                continue
            if name == "answered":
                for rating, number in (("pain", 1), ("effort", 4)):
                    dialog.locator(f'[data-rating="{rating}"] input[value="{number}"]').check(force=True)
            button.click()
            page.wait_for_timeout(450)  # a second tap within this time does not count
            break
    raise AssertionError("the session has no end")


def test_a_session_is_played(planner: Page) -> None:
    """The player leads through today's session, and what was done and said of each exercise is in the log and on the page."""
    planner.set_viewport_size(PHONE)
    on_day(planner, "2026-12-01")
    make_plan(planner, people()["fresh-strain"])
    planner.get_by_role("button", name="Start the session").click()
    exercises = planner.locator("session-player [data-exercise]").evaluate_all("all => all.map(each => [each.dataset.exercise, Number(each.dataset.sets.split(' ')[1])])")
    play(planner)

    expect(today(planner).locator("h3", has_text="Done today")).to_be_visible(timeout=BOOT)
    items = saved(planner, 2)[-1]["answers"]["items"]
    assert exercises and [(*exercise, 1, 4) for exercise in map(tuple, exercises)] == [(item["exercise"], item["sets"], item["pain"], item["effort"]) for item in items]
    expect(view(planner, "diary")).to_contain_text("Session")


def test_a_closed_tab_in_mid_session_loses_nothing(plan: Page) -> None:
    """Neither the phone's back button nor a reload takes anything away: the session can be gone on with where it was left, and the view is the same."""
    check_in(plan)
    expect(plan.get_by_role("button", name="Start the session")).to_be_visible(timeout=BOOT)
    view(plan, "week")
    view(plan, "today")
    plan.get_by_role("button", name="Start the session").click()
    plan.go_back()
    expect(plan.locator("session-player dialog")).to_be_hidden()
    expect(plan.locator('[data-view="today"]')).to_be_visible()
    plan.get_by_role("button", name=re.compile("Start the session|Go on with your session")).click()
    plan.locator('session-player [data-press="next"]').click()
    second = plan.locator(".player-step:visible h2").inner_text()
    plan.wait_for_timeout(500)  # nobody closes a tab within the moment of a tap
    open_again(plan, "2026-12-02")
    plan.get_by_role("button", name="Go on with your session").click()

    expect(plan.locator(".player-step:visible h2")).to_have_text(second)
    expect(plan.locator(".player-resumed")).to_be_visible()


@pytest.mark.deep
def test_a_session_left_yesterday_is_yesterdays(planner: Page) -> None:
    """What was done of a session and never saved does not go on in the next day's; it can be saved for the day it was done on."""
    on_day(planner, "2026-12-01")
    make_plan(planner, people()["fresh-strain"])
    planner.get_by_role("button", name="Start the session").click()
    dialog = planner.locator("session-player dialog")
    while not dialog.locator('[data-press="set-done"]').is_visible():
        dialog.locator('[data-press="next"]').click()
        planner.wait_for_timeout(450)
    while dialog.locator('[data-press="set-done"]').is_visible():  # one side, then the other
        dialog.locator('[data-press="set-done"]').click()
        planner.wait_for_timeout(450)
    open_again(planner, "2026-12-02")

    expect(planner.get_by_role("button", name="Go on with your session")).to_have_count(0)
    planner.get_by_role("button", name="Save what I did").click()
    expect(planner.locator(".planner-left")).to_be_hidden(timeout=BOOT)
    session = saved(planner, 2)[-1]
    assert ("session", "2026-12-01") == (session["kind"], session["at"][:10])
    assert 1 == len(session["answers"]["items"])
    assert session["answers"]["items"][0]["sets"] >= 1


def test_a_session_broken_off_in_its_first_set_stops_the_plan(planner: Page) -> None:
    """Strong pain in the first set, told to the player and left there unsaved, is offered the next day, and once it is saved the plan stops."""
    on_day(planner, "2026-12-01")
    make_plan(planner, people()["fresh-strain"])
    planner.get_by_role("button", name="Start the session").click()
    dialog = planner.locator("session-player dialog")
    while not dialog.locator(".player-step[data-exercise]:visible").count():  # past the warm-up
        dialog.locator('[data-press="next"]').click()
        planner.wait_for_timeout(450)
    for press in ("stop", "stop-session"):
        dialog.locator(f'[data-press="{press}"]').click()
        planner.wait_for_timeout(450)
    dialog.locator('[data-rating="pain"] input[value="9"]').check(force=True)
    dialog.locator('[data-press="answered"]').click()
    expect(dialog.get_by_role("heading", name="You stopped in time")).to_be_visible()
    open_again(planner, "2026-12-02")
    planner.get_by_role("button", name="Save what I did").click()

    expect(today(planner)).to_contain_text("You broke off a session with pain of 9 out of 10", timeout=BOOT)
    expect(planner.locator(".planner-left")).to_be_hidden()
    session = saved(planner, 2)[-1]
    assert ("session", "2026-12-01", True) == (session["kind"], session["at"][:10], session["answers"]["stopped"])
    assert [(0, 9)] == [(item["sets"], item["pain"]) for item in session["answers"]["items"]]


# --- the views -------------------------------------------------------------------------------------------------------------


def test_the_back_button_leads_through_the_views(plan: Page) -> None:
    """Each view has an address; back leads to the one before, where the reader was in it."""
    week = view(plan, "week")
    expect(week.locator("h2").first).to_be_focused()
    plan.evaluate("scrollTo({ top: 400, behavior: 'instant' })")
    where = plan.evaluate("scrollY")
    plan.evaluate("document.querySelector('.views a[href=\"#progress\"]').click()")  # a pointer of the test's would scroll first
    expect(plan.locator('[data-view="progress"]')).to_be_visible()
    plan.go_back()

    expect(week).to_be_visible()
    expect(plan.locator('.views a[aria-current="page"]')).to_have_text("Week")
    assert abs(where - plan.evaluate("scrollY")) < 5


def test_a_page_that_loads_anew_keeps_the_place(plan: Page) -> None:
    """Back from an exercise's page and a reload lead to where the reader was in each view, before Python has answered and after; a link begins at the top."""
    plan.set_viewport_size(PHONE)
    open_again(plan, "2026-12-02")
    link = today(plan).locator(".item-name a").last
    link.evaluate("link => link.scrollIntoView({ block: 'center', behavior: 'instant' })")
    before, planner = top_of(link), plan.url
    assert plan.evaluate("scrollY") > 1000

    link.press("Enter")
    plan.wait_for_url("**/exercises/*/")
    plan.go_back()
    stays_at(before, link)
    plan.wait_for_timeout(500)  # who reloads has looked at the page for a moment
    plan.reload()
    stays_at(before, link)

    plan.evaluate("document.querySelector('.views a[href=\"#week\"]').click()")  # a pointer of the test's would scroll first
    week = plan.locator('[data-view="week"]')
    expect(week).to_be_visible()
    plan.evaluate("scrollTo({ top: 400, behavior: 'instant' })")
    plan.wait_for_timeout(500)
    heading, there = week.locator("h2").first, top_of(week.locator("h2").first)
    plan.reload()
    stays_at(there, heading)
    plan.go_back()
    expect(link).to_be_visible()
    assert abs(before - top_of(link)) < 5

    link.press("Enter")
    plan.wait_for_url("**/exercises/*/")
    plan.goto(planner)
    expect(link).to_be_visible(timeout=BOOT)
    assert 0 == plan.evaluate("scrollY")


def top_of(place: Locator) -> float:
    return place.evaluate("place => place.getBoundingClientRect().top")


def stays_at(top: float, place: Locator) -> None:
    """It is there as soon as it is shown, and where it is does not change with what Python says afterwards."""
    planner = place.page.locator("hamstring-planner")
    expect(place).to_be_visible()
    assert abs(top - top_of(place)) < 5
    expect(planner).to_have_attribute("data-state", "ready", timeout=BOOT)
    expect(planner.and_(place.page.locator("[data-waits]"))).to_have_count(0)
    expect(place.page.locator(".figure-slot svg").first).to_be_attached()
    assert abs(top - top_of(place)) < 5


def test_a_view_is_there_at_once(plan: Page) -> None:
    """Going to a view asks neither the network nor Python: it is on the page already."""
    asked: list[str] = []
    plan.context.on("request", lambda request: asked.append(request.url))
    for name in ("week", "progress", "diary", "data", "today"):
        expect(view(plan, name).locator("h2").first).to_be_visible()

    # The browser looks at the page's icon again whenever the address changes.
    assert [] == [url for url in asked if not url.endswith("/logo.svg")]


@pytest.mark.deep
@pytest.mark.parametrize(("day", "is_old"), [("2026-12-02", False), ("2026-12-03", True)], ids=["the same day", "the next day"])
def test_the_last_view_is_there_before_python(day: str, is_old: bool, plan: Page) -> None:
    """Who comes back sees the plan before Python has started; one of another day says so, and nothing in it can be pressed."""
    saved(plan, 1)
    plan.wait_for_timeout(300)  # the view is kept a moment after it is shown
    plan.route("**/runtime/*/pyodide.asm.wasm", lambda route: None)
    open_on(plan, plan.url.split("#")[0], day)
    expect(title(plan)).to_have_text("Today, Wednesday 2 December", timeout=3000)

    expect(plan.locator("hamstring-planner")).not_to_have_attribute("data-state", "ready")
    assert is_old == plan.locator(".planner-old").is_visible()
    assert is_old == today(plan).locator("[data-tell]").first.is_disabled()


@pytest.mark.deep
def test_what_is_open_stays_open(plan: Page) -> None:
    """An entry renews the view, and what the reader had unfolded is still unfolded."""
    why = view(plan, "progress").locator(".trace summary").first
    why.click()
    enter_result(plan, view(plan, "progress").get_by_role("button", name="Enter a result").first)

    expect(plan.locator('[data-slot="progress"] .trace').first).to_have_attribute("open", "")
    expect(plan.locator('[data-slot="progress"] .trace[open]')).to_have_count(1)


@pytest.mark.deep
def test_what_is_typed_stays_typed(plan: Page) -> None:
    """What somebody is writing down is not lost when another tab tells something."""
    today(plan).locator("summary", has_text="I have done it already").click()
    today(plan).locator('.session-form input[name="pain"]').nth(1).fill("2")
    today(plan).locator("#session-note").fill("felt fine")
    today(plan).locator('.session-form input[name="effort"]').nth(1).focus()
    other = plan.context.new_page()
    open_on(other, plan.url.split("#")[0], "2026-12-02")
    expect(title(other)).to_have_text("Today, Wednesday 2 December", timeout=BOOT)
    check_in(other)
    expect(today(plan).locator(".today h3")).to_have_text("Go", timeout=BOOT)

    expect(today(plan).locator('.session-form input[name="pain"]').nth(1)).to_have_value("2")
    expect(today(plan).locator("#session-note")).to_have_value("felt fine")
    expect(today(plan).locator('.session-form input[name="effort"]').nth(1)).to_be_focused()


# --- the diary -------------------------------------------------------------------------------------------------------------


def test_a_check_in_can_be_put_right(plan: Page) -> None:
    """Putting right adds an entry that says what holds instead; the first stays in the log."""
    check_in(plan, check_pain_now=1, check_pain_worst=1)
    expect(today(plan).locator(".today h3")).to_have_text("Go", timeout=BOOT)
    view(plan, "diary").get_by_role("button", name="Put it right").first.click()
    sheet = plan.locator('dialog[data-sheet="form"]')
    expect(sheet.locator('[data-question="check_pain_now"] input[value="1"]')).to_be_checked()
    fill(sheet, {"check_pain_now": 6, "check_pain_worst": 7})
    sheet.get_by_role("button", name="Save").click()
    expect(sheet).to_be_hidden(timeout=BOOT)

    expect(plan.locator('[data-slot="diary"] .diary-mark').first).to_have_text("put right")
    view(plan, "today")
    expect(today(plan).locator(".today h3")).not_to_have_text("Go")
    assert ["intake", "check-in", "correction"] == [entry["kind"] for entry in entries(plan)]


@pytest.mark.parametrize("has_slipped", [False, True], ids=["a log without a slip", "a log that took one once"])
def test_a_slip_in_an_old_session_is_told_and_empties_nothing(has_slipped: bool, planner: Page) -> None:
    """A session from before the last answers is put right to pain of 55: that is told beside its exercise, and what held stays, also where such a slip was taken once."""
    session = {"items": [{"exercise": "glute-bridge", "sets": 2, "pain": 1}], "stopped": False}
    slip = {"entry": "0", "answers": {**session, "items": [{"exercise": "glute-bridge", "sets": 2, "pain": 11}]}}
    log = log_of(people()["settled-strain"], "2026-12-01")
    told = [("2026-12-01", "session", session), ("2026-12-02", "intake", people()["settled-strain"]), *([("2026-12-02", "correction", slip)] if has_slipped else [])]
    log["entries"] += [{"id": f"{place}", "at": f"{on}T12:0{place}:00+01:00", "kind": kind, "answers": answers} for place, (on, kind, answers) in enumerate(told)]
    on_day(planner, "2026-12-02")
    choose_file(planner, json.dumps(log))
    planner.get_by_role("button", name="Add them").click()
    expect(title(planner)).to_have_text("Today, Wednesday 2 December", timeout=BOOT)
    entry = view(planner, "diary").locator(".diary-entry", has_text="Glute bridge")
    expect(entry.locator(".diary-unread")).to_have_count(1 if has_slipped else 0)
    entry.get_by_role("button", name="Put it right").click()
    sheet = planner.locator('dialog[data-sheet="form"]')
    expect(sheet.locator('input[name="pain"]')).to_have_value("1", timeout=BOOT)
    sheet.locator('input[name="pain"]').fill("55")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.locator(".done-item .problem")).to_contain_text("from 0 to 10", timeout=BOOT)
    assert len(log["entries"]) == len(entries(planner))

    sheet.locator('input[name="pain"]').fill("5")
    sheet.get_by_role("button", name="Save").click()
    expect(planner.locator('[data-slot="diary"] .diary-entry', has_text="2 sets, pain 5").locator(".diary-mark")).to_have_text("put right", timeout=BOOT)
    assert len(log["entries"]) + 1 == len(saved(planner, len(log["entries"]) + 1))


@pytest.mark.deep
def test_what_was_taken_back_can_come_back(plan: Page) -> None:
    """An entry taken back stays in the diary, marked, and one tap brings it back."""
    check_in(plan, check_pain_now=6, check_pain_worst=7)
    expect(today(plan).locator(".today h3")).to_be_visible(timeout=BOOT)
    diary = view(plan, "diary")
    diary.get_by_role("button", name="Take it back").first.click()
    expect(diary.locator(".diary-mark")).to_have_text("taken back", timeout=BOOT)
    diary.get_by_role("button", name="Bring it back").click()

    expect(diary.locator(".diary-mark")).to_have_count(0, timeout=BOOT)
    saved(plan, 4)


def test_a_note_is_shown_as_it_was_written(plan: Page) -> None:
    """Markup in a note is text: nothing of it runs or becomes an element."""
    note = '<img src=x onerror="evil=1"><b>bold</b> {{ 7*7 }}'
    check_in(plan, note=note)
    expect(today(plan).locator(".today h3")).to_be_visible(timeout=BOOT)

    expect(view(plan, "diary").locator(".diary-note")).to_have_text(note)
    assert "undefined" == plan.evaluate("typeof evil")


# --- the log as a file -------------------------------------------------------------------------------------------------------


def choose_file(page: Page, content: str | bytes, name: str = "log.json") -> None:
    raw = content.encode() if isinstance(content, str) else content
    page.locator(".planner-file").set_input_files({"name": name, "mimeType": "application/json", "buffer": raw})


def test_a_log_moves_to_another_browser(plan: Page, browser: Browser, served: str, tmp_path: Path) -> None:
    """The file of one browser is looked at and added in another; opened again there is nothing to add, and it is not offered."""
    check_in(plan)
    expect(today(plan).locator(".today h3")).to_have_text("Go", timeout=BOOT)
    with plan.expect_download() as download:
        view(plan, "data").get_by_role("button", name="Save my log as a file").click()
    download.value.save_as(tmp_path / "log.json")
    there = browser.new_context().new_page()
    there.goto(f"{served}{PLANNER_PAGE}")
    on_day(there, "2026-12-02")
    for fresh in (2, 0):
        there.locator(".planner-file").set_input_files(tmp_path / "log.json")
        sheet = there.locator('dialog[data-sheet="file"]')
        expect(sheet.locator('[data-show="fresh"]')).to_have_text(str(fresh), timeout=BOOT)
        expect(sheet.get_by_role("button", name="Add them")).to_be_visible(visible=fresh > 0)
        sheet.get_by_role("button", name="Add them" if fresh else "Close").click()
        expect(title(there)).to_have_text("Today, Wednesday 2 December", timeout=BOOT)

    assert entries(plan) == entries(there)
    there.context.close()


NO_LOGS = {
    "cut short": ('{"format": "hamstring-guide-log", "version": 2, "entries": [', "cannot be read as JSON"),
    "foreign": ('{"format": "shopping-list"}', "not a log of this planner"),
    "newer": ('{"format": "hamstring-guide-log", "version": 99, "entries": []}', "made by a newer planner"),
    "unreadable entry": ('{"format": "hamstring-guide-log", "version": 2, "entries": [{"id": "1", "at": "soon", "kind": "check-in", "answers": {}}]}', "entries[0].at"),
    "deep": ("[" * 3000, "nested too deeply"),
    "not text": (b"\xff\xfe\x00broken", "cannot be read as JSON"),
    "huge": (b" " * 4_000_001, "larger than 4 MB"),
}


@pytest.mark.parametrize(("content", "reason"), first_look(["unreadable entry", "deep", "huge"], NO_LOGS.items()))
def test_a_file_that_is_no_log_is_refused(content: str | bytes, reason: str, plan: Page) -> None:
    """A damaged, foreign, newer, deep or huge file is refused with its reason, and what is stored stays as it was."""
    before = entries(plan)
    choose_file(plan, content)

    expect(plan.locator(".planner-trouble-words")).to_contain_text(reason, timeout=BOOT)
    expect(plan.locator('dialog[data-sheet="file"]')).to_be_hidden()
    assert before == entries(plan)


def test_everything_can_be_deleted(plan: Page) -> None:
    """After a second look everything is gone: the log, the last view, what was half answered."""
    view(plan, "data").get_by_role("button", name="Delete everything").click()
    sheet = plan.locator('dialog[data-sheet="delete"]')
    expect(sheet.get_by_role("button", name="Keep it")).to_be_focused()
    plan.keyboard.press("Escape")
    saved(plan, 1)
    view(plan, "data").get_by_role("button", name="Delete everything").click()
    sheet.get_by_role("button", name="Delete everything").click()

    expect(plan.locator('[data-view="questions"]')).to_be_visible()
    assert [] == entries(plan)
    plan.reload()
    expect(plan.locator('[data-view="questions"]')).to_be_visible()
    expect(plan.locator(".planner-trouble")).to_be_hidden()
    assert not plan.locator(".intake input:checked").count()


# --- what can go wrong -------------------------------------------------------------------------------------------------------


def test_a_stop_in_one_tab_is_shown_in_the_other(plan: Page) -> None:
    """A warning sign told in one tab takes the other one from its week to what to do now."""
    view(plan, "week")
    other = plan.context.new_page()
    open_on(other, plan.url.split("#")[0], "2026-12-02")
    expect(title(other)).to_have_text("Today, Wednesday 2 December", timeout=BOOT)
    check_in(other, alarms=[other.locator('.check-in input[data-level="same-day"]').first.get_attribute("value")])

    expect(title(plan)).to_have_text("Speak to a doctor today", timeout=BOOT)


def test_two_tabs_are_one_log(plan: Page) -> None:
    """What is told in one tab is in the other's plan without a reload, and neither loses an entry."""
    other = plan.context.new_page()
    open_on(other, plan.url.split("#")[0], "2026-12-02")
    expect(title(other)).to_have_text("Today, Wednesday 2 December", timeout=BOOT)
    check_in(plan, check_pain_now=1, check_pain_worst=1)
    expect(today(other).locator(".today h3")).to_have_text("Go", timeout=BOOT)
    today(other).locator("summary", has_text="Change today").click()
    today(other).get_by_role("button", name="Not today").click()

    expect(today(plan).locator("h3", has_text="No session today")).to_be_visible(timeout=BOOT)
    saved(plan, 3)


def test_a_full_disk_is_told_and_nothing_is_lost(plan: Page) -> None:
    """When the device has no room, the page says "Not saved", keeps what was told, offers the file, and saves it when there is room."""
    plan.evaluate(
        """() => {
          const add = IDBObjectStore.prototype.add;
          window.makeRoom = () => { IDBObjectStore.prototype.add = add; };
          IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
        }"""
    )
    check_in(plan)
    expect(plan.locator(".planner-trouble-words")).to_contain_text("Not saved: this device has no room left", timeout=BOOT)
    expect(plan.locator(".planner-saved")).to_be_hidden()
    saved(plan, 1)
    with plan.expect_download() as download:
        plan.locator(".planner-trouble").get_by_role("button", name="Save my log as a file").click()
    assert ["intake", "check-in"] == [entry.kind for entry in check_log(json.loads(download.value.path().read_text())).entries]

    plan.evaluate("makeRoom()")
    plan.get_by_role("button", name="Try to save again").click()
    expect(plan.locator(".planner-saved-words")).to_have_text("Saved on this device.", timeout=BOOT)
    expect(plan.locator(".planner-trouble")).to_be_hidden()
    saved(plan, 2)


def test_a_browser_that_keeps_nothing_is_told_so(page: Page, served: str) -> None:
    """Without storage the plan works as long as the page is open, and the page says what that means."""
    page.add_init_script("Object.defineProperty(IDBFactory.prototype, 'open', { value() { throw new DOMException('no', 'SecurityError'); } })")
    page.goto(f"{served}{PLANNER_PAGE}")
    on_day(page, "2026-12-01")
    expect(page.locator(".planner-trouble-words")).to_contain_text("This browser keeps nothing")
    make_plan(page, people()["settled-strain"])

    expect(page.locator(".planner-saved-words")).to_have_text("Noted on this page only.")
    expect(page.locator(".planner-trouble")).to_be_visible()


def test_a_store_that_is_cleared_under_the_page_loses_nothing(plan: Page) -> None:
    """When the browser clears the log while the page is open, the page still has it, saves it again, and says so until that is read."""
    clear_store(plan)
    check_in(plan)

    expect(plan.locator(".planner-trouble-words")).to_contain_text("had cleared what you told. This page still had it, and has saved it again", timeout=BOOT)
    expect(today(plan).locator(".today h3")).to_have_text("Go")
    assert ["intake", "check-in"] == [entry["kind"] for entry in saved(plan, 2)]
    plan.locator('[data-do="close-trouble"]').click()
    expect(plan.locator(".planner-trouble")).to_be_hidden()


def test_nobody_waits_for_a_slow_device(plan: Page) -> None:
    """What follows from an entry is on show before the device has taken it, and "Saved" is said after that."""
    plan.evaluate(
        """() => {
          caches.open = caches.has = () => new Promise(() => {});
          const said = document.querySelector(".planner-saved-words");
          said.textContent = "";
          window.order = [];
          const note = (what, isSo) => isSo && !order.includes(what) && order.push(what);
          new MutationObserver(() => {
            note("shown", document.querySelector('[data-slot="today"] .today h3')?.textContent === "Go");
            note("saved", said.textContent === "Saved on this device.");
          }).observe(document.querySelector("hamstring-planner"), { subtree: true, childList: true, characterData: true });
        }"""
    )
    check_in(plan)

    wait_until(plan, "window.order.length === 2")
    assert ["shown", "saved"] == plan.evaluate("order")


def test_a_lost_log_comes_back_from_its_spare(plan: Page) -> None:
    """Where the browser throws the database away, under an open page or between two visits, nothing is missing, and the page says what happened."""
    check_in(plan)
    before = saved(plan, 2)
    lose_database(plan)
    plan.locator(".planner-undo").click()
    expect(plan.locator(".planner-trouble-words")).to_contain_text("It is back, from a spare on this device", timeout=BOOT)
    taken_back = saved(plan, 3)
    plan.locator('[data-do="close-trouble"]').click()
    expect(plan.locator(".planner-trouble")).to_be_hidden()
    lose_database(plan)
    plan.reload()

    expect(plan.locator(".planner-trouble-words")).to_contain_text("It is back, from a spare on this device", timeout=BOOT)
    assert sorted(before, key=str) == sorted((entry for entry in taken_back if entry["kind"] != "correction"), key=str)
    assert sorted(taken_back, key=str) == sorted(saved(plan, 3), key=str)


def test_what_was_deleted_has_no_spare(plan: Page) -> None:
    """After "Delete everything" nothing of the log is in any store, and nothing comes back when the database is lost too."""
    check_in(plan)
    view(plan, "data")
    plan.locator('.your-data [data-do="delete"]').click()
    plan.locator('[data-sheet="delete"] [value="delete"]').click()
    expect(plan.locator(".planner-saved-words")).to_have_text("Everything is deleted. Nothing is kept on this device.")
    wait_until(plan, "!(await caches.keys()).some((name) => name.endsWith(' spare'))")
    lose_database(plan)
    plan.reload()

    expect(plan.locator('[data-view="questions"]')).to_be_visible()
    assert [] == saved(plan, 0)


def test_an_older_log_gets_a_spare(plan: Page) -> None:
    """A log from before there were spares gets one on the next visit, without anything being told."""
    plan.evaluate("caches.delete('hamstring-guide spare')")
    plan.reload()

    wait_until(plan, "(await (await caches.open('hamstring-guide spare')).keys()).length === 1")


LOSE = """() => new Promise((resolve, reject) => {
  const asked = indexedDB.deleteDatabase("hamstring-guide");
  asked.onsuccess = resolve;
  asked.onerror = reject;
})"""


def lose_database(page: Page) -> None:
    """What Chromium does when it was killed at a bad moment."""
    page.evaluate(LOSE)


def clear_store(page: Page) -> None:
    """What a browser does that needs room: all of a site's stores go, at once. The page may be making the spare just then, so this waits its turn."""
    page.evaluate(
        f"""() => navigator.locks.request("hamstring-guide spare", async () => {{
          await ({LOSE})();
          await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
        }})"""
    )


def test_a_log_that_cannot_be_read_can_be_left(plan: Page) -> None:
    """Where the stored log is refused, it can still be saved as a file, replaced by new answers, and deleted."""
    plan.evaluate(
        """() => new Promise((resolve, reject) => {
          const opening = indexedDB.open("hamstring-guide");
          opening.onsuccess = () => {
            const writing = opening.result.transaction("entries", "readwrite");
            // After the answers, at whatever hour the test runs.
            writing.objectStore("entries").add({ id: "odd", at: "2026-12-02T00:00:00+00:00", kind: "check-in", answers: { of_an_older_site: 1 } });
            writing.oncomplete = () => { opening.result.close(); resolve(); };
            writing.onerror = reject;
          };
        })"""
    )
    open_on(plan, plan.url.split("#")[0], "2026-12-02")
    expect(plan.locator(".planner-trouble-words")).to_contain_text("Your log cannot be read", timeout=BOOT)
    data = plan.locator(".your-data")
    for name in ("Save my log as a file", "Answer the questions again", "Delete everything"):
        expect(data.get_by_role("button", name=name)).to_be_visible()
    data.get_by_role("button", name="Answer the questions again").click()
    make_plan(plan, people()["settled-strain"])

    expect(title(plan)).to_contain_text("Today, ")
    expect(plan.locator(".planner-trouble")).to_be_hidden()


def test_a_wiped_store_is_told(plan: Page) -> None:
    """A log that the browser cleared does not look like a first visit."""
    clear_store(plan)
    plan.reload()

    expect(plan.locator(".planner-trouble-words")).to_contain_text("This browser has cleared what you told before")
    expect(plan.locator('[data-view="questions"]')).to_be_visible()


@pytest.mark.parametrize(
    ("before", "after", "day"),
    [
        ("2026-10-24T21:30:00Z", "2026-10-25T02:30:00Z", "Sunday 25 October"),
        ("2027-03-27T22:30:00Z", "2027-03-28T01:30:00Z", "Sunday 28 March"),
    ],
    ids=["clocks go back", "clocks go forward"],
)
def test_the_clock_change_is_no_day_lost(before: str, after: str, day: str, newcomer: Page, served: str) -> None:
    """Over the night of a clock change the plan moves to the day the reader's calendar shows, and the log keeps its order."""
    newcomer.context.new_cdp_session(newcomer).send("Emulation.setTimezoneOverride", {"timezoneId": "Europe/Berlin"})
    newcomer.clock.install(time=before)
    newcomer.goto(f"{served}{PLANNER_PAGE}")
    newcomer.clock.resume()
    make_plan(newcomer, {**people()["settled-strain"], "started_on": "2026-10-01" if "2026" in before else "2027-03-01"})
    newcomer.clock.set_system_time(after)
    newcomer.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(title(newcomer)).to_have_text(f"Today, {day}", timeout=BOOT)
    check_in(newcomer)
    assert ["intake", "check-in"] == [entry.kind for entry in check_log({"format": "hamstring-guide-log", "version": 2, "entries": saved(newcomer, 2)}).entries]


def test_a_flight_west_loses_no_day(planner: Page) -> None:
    """Who told something on the plane still has it when the calendar goes back a day."""
    browser = planner.context.new_cdp_session(planner)
    browser.send("Emulation.setTimezoneOverride", {"timezoneId": "Pacific/Auckland"})
    on_day(planner, "2026-12-02")
    make_plan(planner, people()["settled-strain"])
    browser.send("Emulation.setTimezoneOverride", {"timezoneId": ""})
    browser.send("Emulation.setTimezoneOverride", {"timezoneId": "America/Los_Angeles"})
    open_again(planner, "2026-12-01")

    expect(title(planner)).to_have_text("Today, Wednesday 2 December")
    check_in(planner, check_pain_now=6, check_pain_worst=7)
    expect(today(planner).locator(".today h3")).not_to_have_text("Go", timeout=BOOT)
    expect(planner.locator(".check-in-again")).to_be_visible()
    assert "2026-12-02" == saved(planner, 2)[-1]["at"][:10]


@pytest.mark.deep
def test_a_test_date_keeps_its_log_apart(page: Page, served: str) -> None:
    """The address's own switch for another day says so on the page, and what is told there is not in the reader's log."""
    page.goto(f"{served}{PLANNER_PAGE}?today=2026-12-01")
    expect(page.locator(".planner-test")).to_contain_text("2026-12-01")
    make_plan(page, people()["settled-strain"])

    assert 1 == len(entries(page, "hamstring-guide-test"))
    page.goto(f"{served}{PLANNER_PAGE}")
    expect(page.locator('[data-view="questions"]')).to_be_visible()
    expect(page.locator(".planner-trouble")).to_be_hidden()
    assert [] == entries(page)


# --- keyboard, touch, the example --------------------------------------------------------------------------------------------


def test_a_day_by_keyboard_alone(plan: Page) -> None:
    """Checking in, opening a reason, going to another view and coming back need no pointer."""
    plan.locator(".check-in > summary").focus()
    plan.keyboard.press("Enter")  # it was open, since today was not told yet
    expect(plan.locator(".check-in form")).to_be_hidden()
    plan.keyboard.press("Enter")
    for name, value in (("alarms", "none"), ("check_pain_now", "0"), ("check_pain_worst", "0"), ("morning", "none"), ("body", "well")):
        tab_to(plan, f'.check-in input[name="{name}"]')
        if name == "alarms":
            tab_to(plan, f'.check-in input[name="alarms"][value="{value}"]')
        plan.keyboard.press("Space")
        while not plan.locator(f'.check-in input[name="{name}"][value="{value}"]').is_checked():
            plan.keyboard.press("ArrowDown")
    tab_to(plan, ".check-in button[type=submit]")
    plan.keyboard.press("Enter")
    expect(title(plan)).to_be_focused(timeout=BOOT)
    tab_to(plan, ".play")
    plan.keyboard.press("Enter")
    expect(plan.locator("session-player dialog")).to_be_visible()
    plan.keyboard.press("Escape")
    expect(plan.locator("session-player dialog")).to_be_hidden()


def test_a_day_by_touch_on_a_small_phone(browser: Browser, served: str, complaints: Complaints) -> None:
    """On a phone of 360 pixels everything of a day is reached by taps, and nothing scrolls sideways."""
    context: BrowserContext = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{served}{PLANNER_PAGE}")
    on_day(page, "2026-12-01")
    answer(page, people()["settled-strain"])
    see_plan(page)
    page.get_by_role("button", name="Start the session").tap()
    page.locator('session-player [data-press="close"]').tap()
    for name in ("week", "progress", "diary", "data", "today"):
        page.locator(f'.views a[href="#{name}"]').tap()
        expect(page.locator(f'[data-view="{name}"]')).to_be_visible()
        assert 0 == page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()


def test_the_example_is_a_whole_life_and_leaves_nothing(planner: Page) -> None:
    """A visitor sees six weeks of somebody made up, today's session first, may press anything, and afterwards everything is as before."""
    planner.get_by_role("button", name="See an example first").click()
    expect(title(planner)).to_contain_text("Today, ", timeout=BOOT)
    expect(planner.locator(".planner-example")).to_be_visible()
    expect(planner.get_by_role("button", name="Start the session")).to_be_visible()
    expect(planner.locator(".check-in form")).to_be_hidden()
    check_in(planner)
    expect(planner.locator(".planner-saved-words")).to_contain_text("Noted in the example", timeout=BOOT)
    assert 20 < view(planner, "diary").locator(".diary-entry").count()
    expect(view(planner, "progress").locator("figure.chart").first).to_be_visible()
    planner.get_by_role("button", name="Close the example").click()

    expect(planner.locator('[data-view="questions"]')).to_be_visible()
    assert [] == entries(planner)


@pytest.mark.deep
def test_the_example_leaves_no_answers_behind(planner: Page) -> None:
    """Pressed twice it opens once, and the made-up person's answers are not in the visitor's form afterwards."""
    planner.get_by_role("button", name="See an example first").dblclick()
    expect(title(planner)).to_contain_text("Today, ", timeout=BOOT)
    expect(planner.get_by_role("button", name="Delete everything")).to_be_hidden()
    planner.get_by_role("button", name="Close the example").click()

    expect(planner.locator(".planner-example")).to_be_hidden(timeout=BOOT)
    expect(planner.locator('input[name="age"]')).to_have_value("")
    expect(planner.locator('[data-slot="today"]')).to_be_empty()


@pytest.mark.deep
def test_the_example_does_not_touch_a_real_log(plan: Page) -> None:
    """Whoever has a log of their own and looks at the example finds it unchanged."""
    before = entries(plan)
    plan.evaluate("location.hash = 'questions'")
    plan.get_by_role("button", name="See an example first").click()
    expect(plan.locator(".planner-example")).to_be_visible(timeout=BOOT)
    expect(title(plan)).to_contain_text("Saturday 5 December", timeout=BOOT)
    check_in(plan)
    expect(plan.locator(".planner-saved-words")).to_contain_text("Noted in the example", timeout=BOOT)
    plan.get_by_role("button", name="Close the example").click()

    expect(title(plan)).to_contain_text("Today, ", timeout=BOOT)
    assert before == entries(plan)
