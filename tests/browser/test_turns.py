"""Things that come at once, come late or come to nothing: what was pressed, typed or begun is neither lost, doubled nor put in a wrong place."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Complaints
from tests.browser.reader import ANSWER, ANSWER_ALL, BOOT, READ_STORE, check_in, entries, make_plan, on_day, open_on, submit, title, view, wait_until
from tests.people import people

WASM = "**/pyodide.asm.wasm"
SETTLED_MILLISECONDS = 450  # a second tap within this time does not count in the player


@pytest.fixture
def plan(settled: Page) -> Page:
    """A plan on its second day."""
    return settled


@contextmanager
def python_waits(page: Page) -> Iterator[Callable[[], None]]:
    """Python does not come until the function is called."""
    held: list[Route] = []
    over: list[bool] = []

    def goes_on() -> None:
        over.append(True)
        for route in held:
            route.continue_()

    page.route(WASM, lambda route: route.continue_() if over else held.append(route))
    yield goes_on
    page.unroute(WASM)


@contextmanager
def python_fails(page: Page, complaints: Complaints) -> Iterator[None]:
    """Python does not come at all."""
    complaints.expect("Failed to load resource|net::ERR")
    page.route(WASM, lambda route: route.abort("connectionreset"))
    yield
    page.unroute(WASM)


@contextmanager
def answer_in_vain(page: Page, complaints: Complaints) -> Iterator[None]:
    """All questions are answered and sent, and Python does not come."""
    on_day(page, "2026-12-01")
    with python_fails(page, complaints):
        page.evaluate(ANSWER_ALL, people()["settled-strain"])
        submit(page)
        expect(page.locator(".planner-failed")).to_be_visible(timeout=BOOT)
        yield


def open_early(page: Page, day: str) -> None:
    """Open the page anew, and go on as soon as it shows what it kept, without Python."""
    open_on(page, page.url.split("#")[0], day)
    expect(title(page)).to_be_visible()


def is_calm(page: Page) -> None:
    page.wait_for_function("() => !document.querySelector('hamstring-planner [aria-busy=true]')")


def kinds(page: Page) -> list[str]:
    is_calm(page)
    return [entry["kind"] for entry in entries(page)]


def do_one_set(page: Page) -> str:
    """One set of the session on show, then the player is closed. Returns the exercise."""
    page.locator('[data-do="play"]').click()
    exercise = finish_a_set(page)
    dialog = page.locator("session-player dialog")
    dialog.locator('[data-press="close"]').click()
    expect(dialog).to_be_hidden()
    return exercise


def finish_a_set(page: Page) -> str:
    """The next set in the open player. Returns the exercise."""
    dialog = page.locator("session-player dialog")
    while not dialog.locator('[data-press="set-done"]').is_visible():
        go_on(dialog)
    exercise = dialog.locator(".player-step:visible").get_attribute("data-exercise")
    while dialog.locator('[data-press="set-done"]').is_visible():  # one side, then the other
        dialog.locator('[data-press="set-done"]').click()
        page.wait_for_timeout(SETTLED_MILLISECONDS)
    assert exercise
    return exercise


# --- sessions of two days ------------------------------------------------------------------------------------------------------


@pytest.fixture
def two_days(planner: Page) -> Page:
    """A set of yesterday's session is done and never saved; today's is not begun."""
    on_day(planner, "2026-12-01")
    make_plan(planner, people()["fresh-strain"])
    do_one_set(planner)
    open_early(planner, "2026-12-02")
    expect(planner.locator(".planner-left")).to_contain_text("2026-12-01", timeout=BOOT)
    return planner


def test_yesterday_s_session_and_today_s_keep_apart(two_days: Page) -> None:
    """Today's session, begun while yesterday's is not saved yet, is still there when that one is left out, and after a reload."""
    check_in(two_days)
    expect(two_days.locator('[data-do="play"]')).to_be_visible(timeout=BOOT)
    do_one_set(two_days)
    open_early(two_days, "2026-12-02")
    expect(two_days.get_by_role("button", name="Go on with your session")).to_be_visible(timeout=BOOT)
    two_days.get_by_role("button", name="Leave it out").click()
    expect(two_days.locator(".planner-left")).to_be_hidden()
    open_early(two_days, "2026-12-02")

    expect(two_days.get_by_role("button", name="Go on with your session")).to_be_visible(timeout=BOOT)
    expect(two_days.locator(".planner-left")).to_be_hidden()
    assert ["intake", "check-in"] == kinds(two_days)


def test_a_session_of_yesterday_is_saved_once(two_days: Page) -> None:
    """“Save what I did”, pressed in two tabs that are still busy, is one session, on the day that it was done."""
    other = two_days.context.new_page()
    open_on(other, two_days.url.split("#")[0], "2026-12-02")
    expect(other.locator(".planner-left")).to_be_visible(timeout=BOOT)
    for page in (two_days, two_days, other):
        page.evaluate("document.querySelector('[data-do=save-left]').click()")
    expect(other.locator(".planner-left")).to_be_hidden(timeout=BOOT)
    expect(two_days.locator(".planner-left")).to_be_hidden(timeout=BOOT)
    is_calm(other)

    assert ["intake", "session"] == kinds(two_days)
    assert "2026-12-01" == entries(two_days)[-1]["at"][:10]


def go_on(dialog: Locator) -> None:
    """Whatever leads to the next step: answers, the next exercise, or the end of a rest."""
    for rating in dialog.locator("[data-rating]:visible").all():
        rating.locator('input[value="1"]').check(force=True)
    ways = [dialog.locator(f'[data-press="{way}"]') for way in ("answered", "next", "main")]
    next(way for way in ways if way.is_visible()).click()
    dialog.page.wait_for_timeout(SETTLED_MILLISECONDS)


def save_the_session(page: Page) -> None:
    """In the open player, leave the rest out and save what was done, with the same answers after each exercise."""
    dialog = page.locator("session-player dialog")
    while not dialog.locator('[data-press="save"]').is_visible():
        go_on(dialog)
    dialog.locator('[data-press="save"]').click()
    expect(dialog).to_be_hidden()


def test_two_tabs_that_go_on_with_one_session_both_count(planner: Page) -> None:
    """A session saved in one tab and gone on with in another that was open already is one session, with the most sets of both."""
    on_day(planner, "2026-12-01")
    make_plan(planner, people()["fresh-strain"])
    do_one_set(planner)
    other = planner.context.new_page()
    open_on(other, planner.url.split("#")[0], "2026-12-01")
    expect(other.get_by_role("button", name="Go on with your session")).to_be_visible(timeout=BOOT)
    for tab in (other, planner):
        tab.bring_to_front()  # a tab behind another draws once a second, and each press waits for that
        tab.locator('[data-do="play"]').click()
    save_the_session(planner)
    expect(other.locator('[data-slot="today"] h3', has_text="Done today")).to_have_count(1, timeout=BOOT)
    other.bring_to_front()
    finish_a_set(other)
    save_the_session(other)
    expect(other.locator(".planner-saved-words")).to_have_text("Saved on this device.", timeout=BOOT)

    told = entries(other)
    assert ["intake", "session", "correction"] == [entry["kind"] for entry in told]
    first, more = told[1]["answers"], told[2]["answers"]["answers"]
    assert told[1]["id"] == told[2]["answers"]["entry"]
    assert sum(item["sets"] for item in first["items"]) + 1 == sum(item["sets"] for item in more["items"])


def test_of_one_session_told_twice_the_greater_counts(planner: Page) -> None:
    """What a second tab did less of takes nothing away and adds no entry; what it alone did, or did more of, puts the session right."""
    first = {"id": "one", "at": "2026-12-01T18:00:00+01:00", "kind": "session", "answers": {"items": [{"exercise": "a", "sets": 3, "pain": 1}], "stopped": False}}
    fewer, other = {"exercise": "a", "sets": 2, "pain": 1}, {"exercise": "b", "sets": 1}
    news = f"""async (items) => {{
      const {{ newsOf }} = await import(new URL("../assets/planner/log.js", document.baseURI));
      return newsOf({{ id: "one", kind: "session", answers: {{ items, stopped: false }} }}, [{json.dumps(first)}]) ?? null;
    }}"""

    assert planner.evaluate(news, [fewer]) is None
    assert [{**first["answers"]["items"][0], "pain": 4}, other] == planner.evaluate(news, [{**fewer, "pain": 4}, other])["answers"]["answers"]["items"]


# --- Python late, or not at all ------------------------------------------------------------------------------------------------


def test_what_is_deleted_is_not_told_again(planner: Page, complaints: Complaints) -> None:
    """Answers that were sent while Python failed and then deleted do not come back with “Try again”."""
    with answer_in_vain(planner, complaints):
        planner.evaluate("document.querySelector('[data-do=delete]').click()")
        planner.locator('dialog[data-sheet="delete"]').get_by_role("button", name="Delete everything").click()
        wait_until(planner, "!document.querySelector('.intake input:checked')")
    planner.locator(".planner-retry").click()

    expect(planner.locator("hamstring-planner")).to_have_attribute("data-state", "ready", timeout=BOOT)
    expect(planner.locator('[data-view="questions"]')).to_be_visible()
    assert [] == entries(planner)


def test_what_waits_for_python_is_told_with_the_next_try(planner: Page, complaints: Complaints) -> None:
    """Answers that were sent while Python failed are told with “Try again”, once, without another word."""
    with answer_in_vain(planner, complaints):
        pass
    planner.locator(".planner-retry").click()

    expect(title(planner)).to_be_visible(timeout=BOOT)
    assert ["intake"] == kinds(planner)


def test_answers_changed_meanwhile_are_the_ones_that_are_told(planner: Page, complaints: Complaints) -> None:
    """Who corrects an answer after Python failed and presses “Try again” gets a plan for what stands in the form now."""
    with answer_in_vain(planner, complaints):
        age = planner.locator('.intake [data-question="age"] input')
        planner.evaluate(f"""() => {{ {ANSWER} answer(document.querySelector(".intake"), {{ age: 61 }}); }}""")
        expect(age).to_have_value("61")
        expect(planner.locator(".planner-waiting")).to_be_visible()
    planner.locator(".planner-retry").click()

    expect(title(planner)).to_be_visible(timeout=BOOT)
    is_calm(planner)
    expect(planner.locator(".planner-waiting")).to_be_hidden()
    assert [61] == [entry["answers"]["age"] for entry in entries(planner)]


def test_what_is_typed_on_the_way_to_the_plan_is_no_draft(planner: Page) -> None:
    """An answer changed when all are sent already, and the plan is about to come, is not offered later as something begun."""
    on_day(planner, "2026-12-01")
    planner.evaluate(ANSWER_ALL, people()["settled-strain"])
    planner.evaluate("""() => {
      const age = document.querySelector('.intake [name="age"]');
      const pause = scheduler.yield.bind(scheduler); // which the planner takes on the way to the plan
      scheduler.yield = async () => {
        while (!/Saved/.test(document.querySelector(".planner-saved-words").textContent)) await new Promise((resolve) => setTimeout(resolve, 10));
        window.typed = (window.typed ?? 0) + 1; // the device has the answers, and forgot the draft
        age.value = "61";
        age.dispatchEvent(new Event("input", { bubbles: true }));
        return pause();
      };
    }""")
    submit(planner)
    expect(title(planner)).to_be_visible(timeout=BOOT)
    is_calm(planner)
    planner.wait_for_timeout(300)

    assert 1 <= planner.evaluate("window.typed")
    wait_until(planner, f"(await ({READ_STORE})(['hamstring-guide', 'things', 'get', 'draft'])) === undefined")
    assert [people()["settled-strain"]["age"]] == [entry["answers"]["age"] for entry in entries(planner)]


def test_the_questions_come_filled_in_before_python(plan: Page) -> None:
    """Who answers again before Python is there finds last time's answers, but for how the leg is."""
    with python_waits(plan) as goes_on:
        open_early(plan, "2026-12-02")
        plan.evaluate("document.querySelector('[data-do=answer-again]').click()")
        expect(plan.locator('[data-view="questions"]')).to_be_visible()
        filled = plan.evaluate("[...document.querySelectorAll('.intake [data-question]')].filter((each) => each.querySelector(':checked')).map((each) => each.dataset.question)")
        goes_on()

    assert filled
    assert not {"pain_now", "alarms"} & set(filled)


def test_yesterday_s_plan_never_looks_like_today_s(plan: Page, complaints: Complaints) -> None:
    """When the day ends and Python has broken down, the plan on show says of which day it is, and cannot be pressed."""
    with python_fails(plan, complaints):
        planner = plan.locator("hamstring-planner")
        planner.evaluate("planner => planner.parentElement.append(planner)")  # moved, so its Python is gone
        on_day(plan, "2026-12-03")
        expect(plan.locator(".planner-failed")).to_be_visible(timeout=BOOT)

        expect(plan.locator(".planner-old")).to_contain_text("2026-12-02")
        assert plan.evaluate("[...document.querySelectorAll('[data-slot=today] button')].every((button) => button.disabled)")


def test_an_answer_that_comes_late_disturbs_no_other_form(plan: Page) -> None:
    """A form that was closed while Python worked on it neither closes nor fills the one that was opened since."""
    check_in(plan, check_pain_now=1, check_pain_worst=3)
    expect(plan.locator('[data-slot="today"] .today h3')).to_have_text("Go", timeout=BOOT)
    view(plan, "diary")
    is_calm(plan)
    sheet = plan.locator('dialog[data-sheet="form"]')
    with python_waits(plan) as goes_on:
        open_early(plan, "2026-12-02")
        view(plan, "diary")
        plan.get_by_role("button", name="Put it right").first.click()
        sheet.locator('[data-question="check_pain_now"] input[value="2"]').check()
        sheet.get_by_role("button", name="Save").click()
        plan.keyboard.press("Escape")
        expect(sheet).to_be_hidden()
        plan.get_by_role("button", name="Put it right").first.click()
        sheet.locator('[data-question="check_pain_now"] input[value="3"]').check()
        goes_on()
        wait_until(plan, "document.querySelector('hamstring-planner').state === 'ready' && /Saved/.test(document.querySelector('.planner-saved-words').textContent)")

        expect(sheet).to_be_visible()
        expect(sheet.locator('[data-question="check_pain_now"] input[value="3"]')).to_be_checked()
    sheet.get_by_role("button", name="Save").click()
    expect(sheet).to_be_hidden(timeout=BOOT)
    assert [2, 3] == [entry["answers"]["answers"]["check_pain_now"] for entry in entries(plan) if entry["kind"] == "correction"]


def test_answers_outlive_a_look_at_the_example(planner: Page) -> None:
    """Whoever has begun to answer and then looks at the example finds the answers again, on the page and on the device."""
    on_day(planner, "2026-12-01")
    form = planner.locator(".intake")
    form.locator('[data-question="emergency_signs"] input[value="none"]').check()
    planner.get_by_role("button", name="See an example first").click()
    expect(title(planner)).to_be_visible(timeout=BOOT)
    planner.get_by_role("button", name="Close the example").click()

    expect(form.locator('[data-question="emergency_signs"] input[value="none"]')).to_be_checked()


def test_all_that_waits_for_python_is_told(plan: Page, complaints: Complaints) -> None:
    """Of several things that were told while Python failed none is forgotten: “Try again” tells them all, in their order."""
    with python_fails(plan, complaints):
        open_early(plan, "2026-12-02")
        expect(plan.locator(".planner-failed")).to_be_visible(timeout=BOOT)
        plan.evaluate("document.querySelector('[data-slot=today] [data-tell*=free]').click()")
        check_in(plan)
        is_calm(plan)
    plan.locator(".planner-retry").click()

    expect(plan.locator('[data-slot="today"] h3', has_text="No session today")).to_be_visible(timeout=BOOT)
    wait_until(plan, "document.querySelector('.planner-saved-words').textContent === 'Saved on this device.'")
    assert ["intake", "wish", "check-in"] == kinds(plan)


# --- in its place ----------------------------------------------------------------------------------------------------------------


def test_a_problem_stands_beside_its_exercise(plan: Page) -> None:
    """What is wrong with the second exercise of a session is said there, also when the first was left empty."""
    plan.locator('[data-slot="today"] summary', has_text="I have done it already").click()
    form = plan.locator('[data-slot="today"] .session-form')
    second = form.locator("[data-item]").nth(1)
    second.locator('input[name="sets"]').fill("1")
    second.locator('input[name="pain"]').fill("15")
    form.get_by_role("button", name="Save the session").click()

    expect(second.locator(".problem")).to_contain_text("from 0 to 10", timeout=BOOT)
    expect(form.locator("[data-item] .problem:visible")).to_have_count(1)
    expect(second.locator("input").first).to_be_focused()


def test_a_link_holds_what_is_on_show(plan: Page) -> None:
    """A link and its pictures go with what they were made from: nobody takes yesterday's log, or one that is deleted, for theirs."""
    data = view(plan, "data")
    for what, place in (("link", ".take-link"), ("picture", ".take-picture")):
        data.locator(f'[data-take="{what}"]').evaluate("button => { button.closest('details').open = true; button.click(); }")
        expect(data.locator(place)).to_be_visible(timeout=BOOT)
    view(plan, "today")
    check_in(plan)
    expect(plan.locator('[data-slot="today"] .today h3')).to_have_text("Go", timeout=BOOT)
    view(plan, "data")

    for place in (".take-link", ".take-picture"):
        expect(data.locator(place)).to_be_hidden()
    assert "" == data.locator("#take-link").input_value()


@pytest.mark.parametrize("place", [".intake", ".check-in form"], ids=["in the questions", "in the check-in"])
def test_what_to_do_about_a_sign_is_on_the_screen(place: str, planner: Page) -> None:
    """On the smallest phone, too, whoever ticks a sign of an emergency sees what to do, whole, without scrolling."""
    planner.set_viewport_size({"width": 360, "height": 640})
    if place != ".intake":
        on_day(planner, "2026-12-01")
        make_plan(planner, people()["settled-strain"])
        open_early(planner, "2026-12-02")
        view(planner, "today")
    form = planner.locator(place)
    form.locator('[data-level="emergency"]').first.check()
    advice = form.locator(".act-now--emergency:visible")

    expect(advice.locator(".care-title")).to_be_in_viewport(ratio=1)
    covers = advice.evaluate("advice => { const { left, right, top, bottom } = advice.getBoundingClientRect(); const x = (left + right) / 2; return [top + 4, bottom - 4].every((y) => advice.contains(document.elementFromPoint(x, y))); }")
    assert covers, "something lies over it"
    ticked = form.locator('.option:has([data-level="emergency"]:checked)')
    expect(ticked).to_be_in_viewport(ratio=1)
    assert 0 <= advice.bounding_box()["y"] - ticked.bounding_box()["y"] - ticked.bounding_box()["height"] < 30  # right below what was ticked


def test_what_is_new_is_read_from_its_beginning(plan: Page) -> None:
    """New answers lead to the headline of what follows from them, wherever the reader was in that view before."""
    plan.set_viewport_size({"width": 360, "height": 640})
    plan.evaluate("scrollTo({ top: 1500, behavior: 'instant' })")
    plan.wait_for_function("() => scrollY > 1000")
    view(plan, "data")
    plan.get_by_role("button", name="Answer the questions again").click()
    expect(plan.locator('[data-view="questions"]')).to_be_visible()
    plan.evaluate(ANSWER_ALL, people()["settled-strain"])
    submit(plan)

    expect(plan.locator('[data-view="today"]')).to_be_visible(timeout=BOOT)
    expect(title(plan)).to_be_in_viewport(ratio=1)


def test_nothing_of_the_example_is_taken_for_a_log(planner: Page) -> None:
    """While the example is on show there is nothing to save, open, delete or move, and a file that is made says what it is."""
    planner.get_by_role("button", name="See an example first").click()
    expect(title(planner)).to_be_visible(timeout=BOOT)
    data = view(planner, "data")
    expect(data).to_contain_text("This is the example")
    for do in ("download", "open", "delete", "answer-again"):
        expect(data.locator(f'[data-do="{do}"]')).to_be_hidden()
    expect(data.locator(".take-move")).to_be_hidden()
    with planner.expect_download() as download:
        data.locator('[data-take="handover"]').evaluate("button => { button.closest('details').open = true; button.click(); }")

    assert download.value.suggested_filename.startswith("example-")
    assert "This is an example" in download.value.path().read_text(encoding="utf-8")


def test_a_log_from_the_future_is_looked_at_twice(plan: Page) -> None:
    """A log with days in it that are still to come is not added without a word about them."""
    entry = {"id": "x", "at": "2027-01-01T08:00:00+01:00", "kind": "check-in", "answers": {"alarms": ["none"], "check_pain_now": 0, "check_pain_worst": 0, "morning": "none", "body": "well"}}
    log = {"format": "hamstring-guide-log", "version": 2, "entries": [*entries(plan), entry]}
    sheet = plan.locator('dialog[data-sheet="file"]')
    for entries_of, is_ahead in ((log["entries"], True), ([{**entry, "at": "2026-12-01T09:00:00+01:00"}], False)):
        plan.locator(".planner-file").set_input_files({"name": "log.json", "mimeType": "application/json", "buffer": json.dumps({**log, "entries": entries_of}).encode()})
        expect(sheet).to_be_visible(timeout=BOOT)
        expect(sheet.locator(".sheet-ahead")).to_be_visible(visible=is_ahead)
        plan.keyboard.press("Escape")


# --- what is refused is said in its own words ------------------------------------------------------------------------------------


def test_a_deletion_that_is_refused_is_said(plan: Page) -> None:
    """Where the browser does not let the log be deleted the page says so, and the log is as it was."""
    plan.evaluate("() => new Promise((resolve, reject) => { const opening = indexedDB.open('hamstring-guide', 7); opening.onsuccess = () => { opening.result.close(); resolve(); }; opening.onerror = () => reject(opening.error); })")
    view(plan, "data").get_by_role("button", name="Delete everything").click()
    plan.locator('dialog[data-sheet="delete"]').get_by_role("button", name="Delete everything").click()

    expect(plan.locator(".planner-trouble-words")).to_contain_text("Not deleted: this browser refused (VersionError)")
    assert ["intake"] == [entry["kind"] for entry in entries(plan)]


def test_a_device_that_cannot_be_read_is_not_the_planner_s_mistake(plan: Page) -> None:
    """When the browser breaks off reading, the page says whose fault it is, and what was pressed can be pressed again."""
    plan.evaluate("() => { const { getAll } = IDBObjectStore.prototype; window.mend = () => { IDBObjectStore.prototype.getAll = getAll; }; IDBObjectStore.prototype.getAll = () => { throw new DOMException('no', 'DataError'); }; }")
    check_in(plan)
    expect(plan.locator(".planner-trouble-words")).to_contain_text("This browser did not let the page read what is kept on this device (DataError)", timeout=BOOT)
    plan.evaluate("mend()")
    plan.get_by_role("button", name="What may I do today?").click()

    expect(plan.locator('[data-slot="today"] .today h3')).to_have_text("Go", timeout=BOOT)
    expect(plan.locator(".planner-trouble")).to_be_hidden()
    assert ["intake", "check-in"] == kinds(plan)


@pytest.mark.parametrize(
    ("asset", "press", "place", "words"),
    [("**/example.json", "do=example", ".planner-trouble-words", "The example could not be downloaded"), ("**/qrcode.mjs", "take=picture", ".take-said", "What draws the picture did not come")],
    ids=["the example", "what draws pictures"],
)
def test_what_does_not_come_is_said_and_can_be_asked_for_again(asset: str, press: str, place: str, words: str, plan: Page, complaints: Complaints) -> None:
    """Whatever is fetched when it is first asked for and does not come is named, and the planner is not blamed."""
    complaints.expect("Failed to load resource|net::ERR")
    plan.route(asset, lambda route: route.abort("connectionreset"))
    view(plan, "data")
    plan.evaluate("selector => document.querySelector(selector).click()", f"[data-{press}]")

    expect(plan.locator(place)).to_contain_text(words, timeout=BOOT)
    assert "mistake" not in plan.locator(".planner-trouble-words").inner_text()


def test_a_file_that_is_gone_is_said(plan: Page, tmp_path: Path) -> None:
    """A file that was chosen and cannot be read any more, as one in a cloud, is refused in words."""
    file = tmp_path / "log.json"
    file.write_text("{}", encoding="utf-8")
    with python_waits(plan) as goes_on:
        open_early(plan, "2026-12-02")
        plan.locator(".planner-file").set_input_files(file)
        file.unlink()
        goes_on()
        expect(plan.locator(".planner-trouble-words")).to_contain_text("this browser could not read it", timeout=BOOT)


def test_a_second_press_is_heard_while_the_device_is_slow(plan: Page) -> None:
    """Who is well again tells it in the same form while the first answer is still being saved, and both are told."""
    plan.evaluate("() => { window.has = caches.has; caches.open = caches.has = () => new Promise(() => {}); }")  # the spare hangs for two seconds
    for pain in (3, 1):
        check_in(plan, check_pain_now=pain, check_pain_worst=3)
        expect(plan.locator(".check-in")).not_to_have_attribute("open", "", timeout=BOOT)
    wait_until(plan, "document.querySelector('.planner-saved-words').textContent === 'Saved on this device.'")
    is_calm(plan)

    told: list[Any] = [entry["answers"].get("check_pain_now") for entry in entries(plan) if entry["kind"] == "check-in"]
    assert [3, 1] == told
