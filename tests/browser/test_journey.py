"""From the first question to a plan, as a reader does it."""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from planner import derive, read_log
from tests.browser.conftest import PLANNER_PAGE
from tests.browser.reader import ANSWER_ALL, BOOT, answer, fill, go_on, make_plan, on_day, open_on, part, see_plan, tab_to, title, view
from tests.people import TODAY, people


NO_SIGNS = {"emergency_signs": ["none"], "same_day_signs": ["none"], "urgent_signs": ["none"], "health_conditions": ["none"]}


@pytest.fixture
def today(planner: Page) -> Page:
    """The planner's page on the day of the cases."""
    on_day(planner)
    return planner


def test_a_plan_appears(today: Page) -> None:
    """Answers, given with the pointer, become a plan in the page, its heading has the focus, and it says that they are kept."""
    answer(today, people()["settled-strain"])
    see_plan(today)

    expect(title(today)).to_have_text("Today, Tuesday 1 December")
    expect(title(today)).to_be_focused()
    expect(today.locator(".planner-saved-words")).to_have_text("Saved on this device.")
    expect(today.locator("hamstring-planner")).to_have_attribute("data-state", "ready")
    expect(view(today, "week").locator("h2").first).to_have_text("Your week: Build strength")


def test_a_plan_by_keyboard_alone(today: Page) -> None:
    """All the questions can be answered, sent, and a reason opened without a pointer."""
    answers = people()["fresh-strain"]
    today.locator('input[name="emergency_signs"]').first.focus()
    while True:
        for name, kind in questions_in_order(today):
            if answers.get(name) is not None and today.locator(f'[data-question="{name}"]').is_visible():
                key_in(today, name, kind, answers[name])
        heading = part(today).locator("h2").inner_text()
        tab_to(today, ".steps-next:not([hidden]), .intake [type=submit]:not([hidden])")
        today.keyboard.press("Enter")
        today.wait_for_function(
            "heading => document.querySelector('[data-view=questions]').hidden || document.querySelector('.intake-section:not([hidden]) h2').innerText !== heading",
            arg=heading,
            timeout=BOOT,
        )
        if today.locator('[data-view="questions"]').is_hidden():
            break

    expect(title(today)).to_be_focused()
    tab_to(today, '[data-slot="today"] details.why summary')
    today.keyboard.press("Enter")
    expect(today.locator('[data-slot="today"] details.why').first).to_have_attribute("open", "")


def questions_in_order(page: Page) -> list[tuple[str, str]]:
    """Every question of the part on show with its kind, hidden ones too."""
    return part(page).locator("[data-question]").evaluate_all("all => all.map(each => [each.dataset.question, each.dataset.kind])")


def key_in(page: Page, name: str, kind: str, given) -> None:
    """Answer one question with Tab, Space, arrows and typing."""
    tab_to(page, f'input[name="{name}"]')
    if kind == "checklist":
        for value in given:
            tab_to(page, f'input[name="{name}"][value="{value}"]')
            page.keyboard.press("Space")
    elif page.locator(f'input[name="{name}"]').first.get_attribute("type") == "radio":
        page.keyboard.press("Space")
        while not page.locator(f'input[name="{name}"][value="{given}"]').is_checked():
            page.keyboard.press("ArrowDown")
    elif kind == "date":
        page.keyboard.type(date.fromisoformat(given).strftime("%m%d%Y"))
    else:
        page.keyboard.type(str(given))


def test_a_red_flag_shows_advice_and_no_plan(today: Page) -> None:
    """One ticked emergency sign gives what to do now at the first Next, and no plan, with nothing else answered."""
    fill(today, {"emergency_signs": ["chest"]})
    go_on(today)

    expect(title(today)).to_have_text("Get emergency help now", timeout=BOOT)
    expect(today.locator("hamstring-planner .week")).to_have_count(0)
    expect(today.locator('[data-slot="today"]')).to_contain_text("Call your emergency number now")
    expect(today.locator(".views a:visible")).to_have_text(["Today", "Diary", "My data"])


def test_a_ticked_sign_is_answered_at_once(today: Page) -> None:
    """What to do stands below a warning sign as soon as it is ticked, before anything is sent."""
    advice = today.locator('[data-question="emergency_signs"] .act-now--emergency')
    expect(advice).to_be_hidden()
    today.locator('input[name="emergency_signs"][value="chest"]').check()

    expect(advice).to_be_visible()
    expect(advice).to_contain_text("Call your emergency number now")
    today.locator('input[name="emergency_signs"][value="none"]').check()
    expect(advice).to_be_hidden()


def test_the_most_urgent_of_two_signs_is_answered(today: Page) -> None:
    """Of two ticked signs of one list only the advice of the more urgent one shows."""
    make_plan(today, people()["settled-strain"])
    on_day(today, "2026-12-02")
    expect(title(today)).to_have_text("Today, Wednesday 2 December", timeout=BOOT)
    alarms = today.locator('.check-in [data-question="alarms"]')
    alarms.locator('input[data-level="answer-again"]').first.check()
    expect(alarms.locator(".act-now:visible .care-title")).to_have_text(["Stop for now and answer again"])
    alarms.locator('input[data-level="emergency"]').first.check()

    expect(alarms.locator(".act-now:visible .care-title")).to_have_text(["Get emergency help now"])


def test_not_sure_is_answered_at_once(today: Page) -> None:
    """Not being sure about a sign also says whom to ask, at once."""
    today.locator('input[name="urgent_signs"][value="not-sure"]').check()

    expect(today.locator('[data-question="urgent_signs"] .act-now--unsure')).to_contain_text("Not being sure is a good reason to ask")


@pytest.mark.parametrize(("sign", "advice"), [("swollen-leg", "Answer the lists above first"), ("not-sure", "Not being sure is a good reason to ask")])
def test_a_sign_answers_no_list_above_it(today: Page, sign: str, advice: str) -> None:
    """With a sign ticked in a later list, or a doubt, the more urgent lists above it are asked first; what stands below need not be answered."""
    today.locator(f'input[name="same_day_signs"][value="{sign}"]').check()
    expect(today.locator('[data-question="same_day_signs"] .act-now:visible').first).to_contain_text(advice)
    expect(today.locator("hamstring-planner")).to_have_attribute("data-state", "ready", timeout=BOOT)
    today.get_by_role("button", name="Next", exact=True).click()
    expect(today.locator("#emergency_signs-problem")).to_have_text("Please answer this question.")
    expect(today.locator(".problem:visible")).to_have_count(1)
    fill(today, {"emergency_signs": ["none"]})
    go_on(today)

    expect(title(today)).to_have_text("Speak to a doctor today", timeout=BOOT)


@pytest.mark.deep
def test_a_stop_is_not_followed_by_exercises(today: Page) -> None:
    """Below the advice to see somebody the page offers no exercises."""
    expect(today.locator(".without")).to_be_visible()
    fill(today, {"emergency_signs": ["chest"]})
    go_on(today)
    expect(title(today)).to_have_text("Get emergency help now", timeout=BOOT)

    expect(today.locator(".without")).to_be_hidden()


def test_a_stop_ends_only_with_new_answers(today: Page) -> None:
    """Answering again starts at the first part with empty signs, and a calm set of answers brings the plan."""
    fill(today, {"emergency_signs": ["none"], "same_day_signs": ["swollen-leg"]})
    go_on(today)
    expect(title(today)).to_have_text("Speak to a doctor today", timeout=BOOT)
    today.locator('[data-slot="today"] [data-do="answer-again"]').click()

    expect(part(today).locator("h2")).to_contain_text("First, is it serious?")
    expect(today.locator('input[name="same_day_signs"]:checked')).to_have_count(0)
    make_plan(today, people()["settled-strain"])
    expect(title(today)).to_contain_text("Today, ")


def test_a_missing_answer_is_told_beside_its_question(today: Page) -> None:
    """A part left half empty names each missing answer beside its question, marks that question once, and keeps what was answered."""
    fill(today, {name: ["none"] for name in ("emergency_signs", "same_day_signs", "urgent_signs")})
    go_on(today)
    expect(today.locator(".problem:visible")).to_have_count(1)
    expect(today.locator("#health_conditions-problem")).to_be_visible()
    expect(today.locator('[aria-invalid="true"]')).to_have_count(1)
    expect(today.locator('[data-question="health_conditions"] input').first).to_be_focused()
    none = today.locator('[data-question="health_conditions"] input[value="none"]')
    place = none.bounding_box()["y"] + today.evaluate("scrollY")
    none.check()
    expect(today.locator("#health_conditions-problem")).to_be_hidden()
    assert place == none.bounding_box()["y"] + today.evaluate("scrollY")  # or a second press would land on another answer
    none.uncheck()
    go_on(today)
    expect(today.locator("#health_conditions-problem")).to_be_visible()
    red = today.evaluate("getComputedStyle(document.querySelector('#health_conditions-problem')).borderLeftColor")
    assert red == today.evaluate("getComputedStyle(document.querySelector('[data-question=health_conditions]')).borderLeftColor")
    assert red not in today.locator('[data-question="health_conditions"] .option').evaluate_all("all => all.map(each => getComputedStyle(each).borderTopColor)")
    answers = {name: given for name, given in people()["settled-strain"].items() if name != "age"}
    fill(today, {name: given for name, given in answers.items() if name in dict(questions_in_order(today))})
    go_on(today)
    fill(today, {"onset": "sprint"})
    today.get_by_role("button", name="Next", exact=True).click()

    expect(today.locator("#age-problem")).to_have_text("Please answer this question.", timeout=BOOT)
    expect(today.locator('input[name="age"]')).to_be_focused()
    expect(today.locator('input[name="age"]')).to_have_attribute("aria-invalid", "true")
    expect(today.locator('input[name="onset"][value="sprint"]')).to_be_checked()


@pytest.mark.deep
def test_a_number_out_of_range_is_told_and_mended(today: Page) -> None:
    """An age of 400 is refused with a right example, and after mending the plan comes."""
    answers = people()["settled-strain"]
    fill(today, {name: given for name, given in answers.items() if name in dict(questions_in_order(today))})
    go_on(today)
    today.wait_for_selector('hamstring-planner[data-state="ready"]', timeout=BOOT)
    for name, _ in questions_in_order(today):
        if name in answers and today.locator(f'[data-question="{name}"]').is_visible():
            fill(today, {name: 400 if name == "age" else answers[name]})
    go_on(today)
    expect(today.locator("#age-problem")).to_contain_text("Please write a number from")
    fill(today, {"age": answers["age"]})
    make_plan(today, answers)

    expect(title(today)).to_contain_text("Today, ")
    expect(today.locator("#age-problem")).to_be_hidden()


def test_none_unticks_the_rest(today: Page) -> None:
    """Ticking “None of these” unticks the signs, and ticking a sign unticks it again."""
    today.locator('input[name="urgent_signs"][value="pop"]').check()
    today.locator('input[name="urgent_signs"][value="none"]').check()
    expect(today.locator('input[name="urgent_signs"][value="pop"]')).not_to_be_checked()
    today.locator('input[name="urgent_signs"][value="gap"]').check()

    expect(today.locator('input[name="urgent_signs"][value="none"]')).not_to_be_checked()


@pytest.mark.deep
def test_only_the_tests_that_fit_are_asked(today: Page) -> None:
    """The tests of a programme are asked once the answers point to it, those of a later stage once the earlier ones are passed, and a run after those before running."""
    answers = people()["settled-strain"]
    answer(today, {name: given for name, given in answers.items() if name not in TESTS})
    while not part(today).locator('[data-question="walk_normally"]').count():
        today.locator(".steps-back").click()

    expect(today.locator('[data-question="walk_normally"]')).to_be_visible()
    expect(today.locator('[data-question="three_bridges"]')).to_be_hidden()
    expect(today.locator('[data-question="jog_easily"]')).to_be_hidden()
    fill(today, {"walk_normally": "yes", "straighten_knee": "yes", "firm_heel_press": "yes", "squat_on_one_leg": "yes", "stairs": 4})
    expect(today.locator('[data-question="jog_easily"]')).to_be_hidden()
    fill(today, {"stairs": 2})
    expect(today.locator('[data-question="small_hops"]')).to_be_visible()
    expect(today.locator('[data-question="jog_easily"]')).to_be_hidden()
    fill(today, {"walk_half_hour": "yes", "small_hops": 0, "slow_lunge": "yes", "single_leg_bridge_sore": 9})
    expect(today.locator('[data-question="jog_easily"]')).to_be_hidden()
    fill(today, {"single_leg_bridge_sore": 10})
    expect(today.locator('[data-question="jog_easily"]')).to_be_visible()
    expect(today.locator('[data-question="stairs_quickly"]')).to_be_hidden()
    expect(today.locator('[data-question="run_fast"]')).to_be_hidden()


TESTS = {"walk_normally", "straighten_knee", "firm_heel_press", "squat_on_one_leg", "stairs", "walk_half_hour", "small_hops", "slow_lunge", "single_leg_bridge_sore", "jog_easily"}


def test_answers_not_sent_yet_are_kept(today: Page) -> None:
    """After a reload half-way the reader is in the same part with the same answers."""
    fill(today, NO_SIGNS)
    go_on(today)
    fill(today, {"age": 41, "onset": "gradual"})
    today.reload()

    expect(part(today).locator("h2")).to_contain_text("You and your leg")
    expect(today.locator('input[name="age"]')).to_have_value("41")
    expect(today.locator('input[name="onset"][value="gradual"]')).to_be_checked()


def test_the_browser_s_back_button_leads_through_the_parts(today: Page) -> None:
    """Back on a phone shows the part before with its answers, and the page's own Back, Next and a reload keep in step with it."""
    heading = part(today).locator("h2")
    first = heading.inner_text()
    fill(today, NO_SIGNS)
    go_on(today)
    second = heading.inner_text()
    today.go_back()
    expect(heading).to_have_text(first)
    expect(heading).to_be_focused()
    expect(today.locator('input[name="emergency_signs"][value="none"]')).to_be_checked()
    today.go_forward()
    expect(heading).to_have_text(second)
    fill(today, {"age": 41, "onset": "gradual"})
    today.evaluate(ANSWER_ALL, people()["settled-strain"])
    last = heading.inner_text()
    today.get_by_role("button", name="Back", exact=True).click()
    expect(heading).not_to_have_text(last)
    before_last = heading.inner_text()
    today.reload()
    expect(heading).to_have_text(before_last)
    today.go_back()
    expect(heading).not_to_have_text(before_last)
    while (shown := heading.inner_text()) != second:
        today.get_by_role("button", name="Back", exact=True).click()
        expect(heading).not_to_have_text(shown)
    today.go_back()

    expect(heading).to_have_text(first)
    assert "/planner/" in today.url


def test_back_from_a_first_plan_leaves_the_page(today: Page) -> None:
    """A plan takes the place of its questions: back leads to the page before, forward to the plan, and a view of it or a session is left to it."""
    planner, about = today.url, today.url.replace("planner/", "about/")
    open_on(today, about, "2026-12-01")
    today.goto(planner)
    make_plan(today, people()["fresh-strain"])
    today.go_back(wait_until="commit")
    today.wait_for_url(about)
    today.go_forward(wait_until="commit")
    expect(title(today)).to_have_text("Today, Tuesday 1 December", timeout=BOOT)
    view(today, "week")
    today.go_back()
    expect(title(today)).to_have_text("Today, Tuesday 1 December")
    today.get_by_role("button", name="Start the session").click()
    today.go_back()

    expect(today.locator("session-player dialog")).to_be_hidden()
    expect(title(today)).to_have_text("Today, Tuesday 1 December")


def test_back_from_new_answers_passes_the_questions_over(settled: Page) -> None:
    """Who answered again and goes back comes to the view from which they went to the questions."""
    view(settled, "data").get_by_role("button", name="Answer the questions again").click()
    make_plan(settled, people()["settled-strain"])
    settled.go_back()

    expect(settled.locator('[data-view="data"]')).to_be_visible()


def test_no_way_leads_past_a_sign(today: Page) -> None:
    """Who goes back, ticks a sign and then goes forward by the browser's button is told at once, as by Next."""
    fill(today, NO_SIGNS)
    go_on(today)
    today.go_back()
    fill(today, {"emergency_signs": ["chest"]})
    today.go_forward()

    expect(title(today)).to_have_text("Get emergency help now", timeout=BOOT)


def test_a_slip_in_the_signs_is_undone_to_the_questions(today: Page) -> None:
    """Who takes back the only answers there are finds a way to the questions, and does not stand before nothing."""
    fill(today, {**NO_SIGNS, "emergency_signs": ["chest"]})
    today.locator(".steps-next").click()
    expect(title(today)).to_have_text("Get emergency help now", timeout=BOOT)
    today.get_by_role("button", name="Undo").click()
    today.get_by_role("button", name="Answer the questions", exact=True).click(timeout=BOOT)

    expect(part(today).locator("h2")).to_contain_text("Part 1 of")


def test_the_example_is_left_to_the_part_it_was_opened_in(today: Page) -> None:
    """Whoever looks at the example from a part in which nothing is answered yet is in that part again afterwards."""
    fill(today, NO_SIGNS)
    go_on(today)
    here = part(today).locator("h2").inner_text()
    today.get_by_role("button", name="See an example").click()
    expect(title(today)).to_be_visible(timeout=BOOT)
    today.get_by_role("button", name="Close the example").click()

    expect(part(today).locator("h2")).to_have_text(here)


@pytest.mark.deep
def test_enter_in_a_field_goes_on(today: Page) -> None:
    """Enter in a field of an earlier part asks for the next part, and marks nothing of a part that is still to come."""
    fill(today, {"emergency_signs": ["none"], "same_day_signs": ["none"], "urgent_signs": ["none"], "health_conditions": ["none"]})
    go_on(today)
    today.locator('input[name="age"]').fill("41")
    today.keyboard.press("Enter")

    expect(today.locator("#onset-problem")).to_have_text("Please answer this question.", timeout=BOOT)
    expect(today.locator('#minutes-problem, [id="pain_now-problem"]').first).to_have_text("")


def test_two_presses_on_next_skip_no_part(today: Page) -> None:
    """Whoever presses Next twice sees the second part and not the third."""
    fill(today, {"emergency_signs": ["none"], "same_day_signs": ["none"], "urgent_signs": ["none"], "health_conditions": ["none"]})
    today.wait_for_selector('hamstring-planner[data-state="ready"]', timeout=BOOT)
    today.get_by_role("button", name="Next", exact=True).dblclick()
    expect(part(today).locator("h2")).to_contain_text("You and your leg", timeout=BOOT)
    today.wait_for_timeout(500)

    expect(part(today).locator("h2")).to_contain_text("You and your leg")


def test_the_log_can_be_taken_along(today: Page, records) -> None:
    """The saved file is a log that the command line reads to the same plan."""
    make_plan(today, people()["settled-strain"])
    with today.expect_download() as download:
        view(today, "data").get_by_role("button", name="Save my log as a file").click()
    text = download.value.path().read_text(encoding="utf-8")

    assert "hamstring-guide-log.json" == download.value.suggested_filename
    assert "plan" == derive(read_log(text), records, date.fromisoformat(TODAY)).outcome
    assert people()["settled-strain"] == json.loads(text)["entries"][0]["answers"]


def test_links_in_the_plan_lead_somewhere(today: Page, served: str) -> None:
    """Every link in a plan leads to a page of the guide."""
    make_plan(today, people()["strong-strain"])
    links = today.locator("[data-slot] a").evaluate_all("links => [...new Set(links.map(link => link.href.split('#')[0]))]")

    assert 5 < len(links)
    assert [] == [link for link in links if not link.startswith(served) or not today.request.get(link).ok]


@pytest.mark.deep
def test_a_plan_can_be_asked_for_again(today: Page) -> None:
    """The questions come back with the answers that stay true, and how the leg is is asked afresh."""
    make_plan(today, people()["settled-strain"])
    view(today, "data").get_by_role("button", name="Answer the questions again").click()

    expect(today.locator('input[name="age"]')).to_have_value(str(people()["settled-strain"]["age"]))
    expect(today.locator('input[name="pain_now"]:checked')).to_have_count(0)
    expect(part(today).locator("h2")).to_have_text(re.compile("is it serious"))
    today.go_back()
    expect(today.locator('[data-view="data"]')).to_be_visible()


def test_a_session_that_is_opened_at_once_has_its_figures(page: Page, served: str) -> None:
    """Drawings come after words: also in a session that was opened before the browser had the time for them."""
    page.add_init_script("""
      const waiting = [];
      globalThis.requestIdleCallback = (act) => waiting.push(act);
      globalThis.haveTime = async () => { while (waiting.length) { waiting.shift()(); await new Promise((resolve) => setTimeout(resolve)); } };
    """)
    page.goto(f"{served}{PLANNER_PAGE}")
    on_day(page)
    make_plan(page, people()["settled-strain"])
    page.locator('[data-do="play"]').first.click()
    figures = page.locator("session-player dialog .figure-slot")
    expect(figures.first).to_be_attached()
    assert 0 == page.locator("session-player dialog .figure-slot svg").count()
    page.evaluate("haveTime()")

    expect(figures.first.locator("svg").first).to_be_attached()
    page.wait_for_function("() => [...document.querySelectorAll('session-player dialog .figure-slot')].every((each) => each.hidden || each.querySelector('svg'))")


def test_the_store_is_opened_once_and_ahead_of_the_planner(page: Page, served: str) -> None:
    """Somebody who comes back need not wait for every script before the store is asked: it is opened by a script of its own, once."""
    page.add_init_script("""
      globalThis.steps = [];
      const { open } = IDBFactory.prototype;
      IDBFactory.prototype.open = function (name, ...rest) { steps.push(name); return open.call(this, name, ...rest); };
      const { define } = CustomElementRegistry.prototype;
      CustomElementRegistry.prototype.define = function (name, ...rest) { if (name === "hamstring-planner") steps.push(name); return define.call(this, name, ...rest); };
    """)
    held = []
    page.route("**/planner/planner.js", lambda route: held.append(route))
    page.goto(f"{served}{PLANNER_PAGE}", wait_until="commit")
    page.wait_for_function("() => globalThis.steps?.length === 1")
    held[0].continue_()
    page.locator(".steps-next").wait_for()

    assert ["hamstring-guide", "hamstring-planner"] == page.evaluate("steps.map((each) => each.replace('-test', ''))")


def test_the_answer_and_nothing_before_it_gets_the_focus(today: Page) -> None:
    """A browser that gives a pressed button no focus, as Safari, brings the reader to the plan, and not to the head of the questions first."""
    today.evaluate("""() => { window.heads = []; addEventListener("focusin", ({ target }) => target.matches("h2, .view-title") && heads.push(target.textContent)); }""")
    today.evaluate(ANSWER_ALL, people()["settled-strain"])
    today.evaluate("heads.length = 0")
    today.locator(".intake").evaluate("(form) => { document.activeElement.blur(); form.requestSubmit(form.querySelector('[type=submit]')); }")
    expect(today.locator('[data-slot="today"] .view-title').first).to_be_visible(timeout=BOOT)
    today.wait_for_function("() => heads.length > 0")

    assert 1 == len(today.evaluate("heads"))
    assert "Today" in today.evaluate("heads[0]")
