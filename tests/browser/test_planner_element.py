"""The form and the mailbox: what <hamstring-planner> sends to Python, what it keeps and what it does with the answer.

The page is the real one. A worker that only pretends stands in for Python, so that each test can say exactly what comes back. That
the real one fits is for the tests of the journeys.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PLANNER_PAGE, Complaints
from tests.browser.reader import MOST_PARTS, entries, go_on, on_day

# A worker that is ready at once and answers each request with what the function says.
WORKER = """
const reply = %s;
self.onmessage = async ({ data }) => {
  if (data.do === "start") return postMessage({ type: "ready" });
  try { postMessage({ type: "answer", id: data.id, text: JSON.stringify(await reply(JSON.parse(data.text))) }); }
  catch (error) { postMessage({ type: "answer", id: data.id, mistake: String(error) }); }
};
"""

# Takes every log, and shows the request in place of a plan.
ECHO = """(request) => ({ ok: true, outcome: "plan", asked: true, answers: {}, today: request.today, views: {
  today: `<h2 class="view-title">Plan</h2><p class="echo">${JSON.stringify(request).replaceAll("<", "&lt;")}</p>`, week: "<h2 class='view-title'>Week</h2>" } })"""


@pytest.fixture
def open_page(page: Page, served: str) -> Callable[[str], Page]:
    """Opens the planner's page with a worker that replies by this JavaScript function."""

    def open_with(reply: str) -> Page:
        page.route("**/planner/worker.js", lambda route: route.fulfill(content_type="text/javascript", body=WORKER % reply))
        page.goto(f"{served}{PLANNER_PAGE}")
        on_day(page, "2026-11-22")
        return page

    return open_with


def set_answers(page: Page, **answers: Any) -> None:
    """Answer questions wherever they are in the form, on show or not."""
    page.evaluate(
        """answers => {
          for (const [name, given] of Object.entries(answers)) {
            const question = document.querySelector(`.intake [data-question="${name}"]`);
            for (const input of question.querySelectorAll("input")) {
              if (["checkbox", "radio"].includes(input.type)) input.checked = [given].flat().map(String).includes(input.value);
              else input.value = given;
              input.dispatchEvent(new Event("input", { bubbles: true }));
            }
          }
        }""",
        answers,
    )


def submit(page: Page) -> None:
    page.locator(".intake").evaluate("form => form.requestSubmit()")


def asked_by_submit(page: Page) -> dict:
    """Submit the form and hand back the request that reached the worker, which the echo shows as the plan."""
    expect(page.locator(".intake")).not_to_have_attribute("aria-busy", "true")  # while the last one is still being kept, another is taken for a double
    page.locator('[data-slot="today"]').evaluate("slot => slot.replaceChildren()")
    submit(page)
    return json.loads(page.locator('[data-slot="today"] .echo').text_content())


def told(request: dict) -> dict:
    """The answers of the newest entry."""
    return request["log"]["entries"][-1]["answers"]


def problems(*pairs: tuple[str, str]) -> str:
    """A reply with these problems."""
    return f"() => ({{ ok: false, problems: {json.dumps([{'place': place, 'message': message} for place, message in pairs])} }})"


def unless_age(reply: str) -> str:
    """An echo, but for somebody whose age is in the newest entry."""
    return f"(request) => request.log.entries.at(-1).answers.age ? ({ECHO})(request) : ({reply})(request)"


def test_each_kind_of_question_has_its_kind_of_answer(open_page: Callable) -> None:
    """A checklist gives a list, a choice and a date give text, a number and a scale give a number."""
    page = open_page(ECHO)
    set_answers(page, urgent_signs=["pop", "gap"], onset="sprint", age=41, pain_now=4)
    set_answers(page, started_on="2026-11-01")

    assert {"urgent_signs": ["pop", "gap"], "onset": "sprint", "started_on": "2026-11-01", "age": 41, "pain_now": 4} == told(asked_by_submit(page))


def test_what_is_not_answered_is_not_sent(open_page: Callable) -> None:
    """An empty form has no answers at all: Python decides what it must have."""
    assert {} == told(asked_by_submit(open_page(ECHO)))


def test_a_number_that_is_none_is_still_sent(open_page: Callable) -> None:
    """Text in a number field is not passed over in silence; Python gets a text and can say that it is no number."""
    page = open_page(ECHO)
    page.locator(".steps-next").focus()
    expect(page.locator("hamstring-planner")).to_have_attribute("data-state", "ready")
    age = page.locator('input[name="age"]')
    for _ in range(MOST_PARTS):
        if not age.is_visible():
            go_on(page)
    age.press_sequentially("1e")

    assert {"age": "(unreadable)"} == told(asked_by_submit(page))


def test_an_answer_that_is_not_on_show_is_not_sent(open_page: Callable) -> None:
    """A question comes and goes with its condition, and its answer with it."""
    page = open_page(ECHO)
    set_answers(page, onset="sprint")
    set_answers(page, started_on="2026-11-01")
    set_answers(page, onset="tight")

    assert {"onset": "tight"} == told(asked_by_submit(page))


def test_the_request_is_a_log_and_a_day(open_page: Callable) -> None:
    """The request holds the whole log in its published form, the reader's day, and for each entry an id and a local time."""
    request = asked_by_submit(open_page(ECHO))
    entry = request["log"]["entries"][0]

    assert ("show", "2026-11-22") == (request["do"], request["today"])
    assert ("hamstring-guide-log", 2) == (request["log"]["format"], request["log"]["version"])
    assert {"id", "at", "kind", "answers"} == set(entry)
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", entry["id"])
    assert re.fullmatch(r"2026-11-22T\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d", entry["at"])


def test_the_log_only_grows(open_page: Callable) -> None:
    """The first intake stays as it was, the second follows it, and the device has both."""
    page = open_page(ECHO)
    set_answers(page, age=40)
    first = asked_by_submit(page)["log"]["entries"]
    set_answers(page, age=41)
    both = asked_by_submit(page)["log"]["entries"]

    assert first == both[:1]
    assert [40, 41] == [entry["answers"]["age"] for entry in both]
    expect(page.locator(".planner-saved-words")).to_be_visible()
    assert both == entries(page)


def test_a_clock_that_goes_back_leaves_the_order(open_page: Callable) -> None:
    """What is told after the clock was put back a day still comes after what was told before."""
    page = open_page(ECHO)
    asked_by_submit(page)
    on_day(page, "2026-11-21")
    expect(page.locator('[data-slot="today"] .echo')).to_contain_text('"today":"2026-11-21"')  # else its answer may come for that of the form
    first, second = asked_by_submit(page)["log"]["entries"]

    assert first["at"] < second["at"]


def test_a_refused_intake_is_not_kept(open_page: Callable) -> None:
    """An intake with problems stays out of the log, where it would be refused again with every later one."""
    page = open_page(unless_age(problems(("answers.age", "How old?"))))
    submit(page)
    expect(page.locator("#age-problem")).to_have_text("How old?")
    set_answers(page, age=40)

    assert [{"age": 40}] == [entry["answers"] for entry in asked_by_submit(page)["log"]["entries"]]
    expect(page.locator(".planner-saved-words")).to_be_visible()
    assert 1 == len(entries(page))


def test_a_double_submit_is_one_entry(open_page: Callable) -> None:
    """Whoever presses twice, because nothing seems to happen, has told it once."""
    page = open_page(f"async (request) => {{ await new Promise((go) => setTimeout(go, 500)); return ({ECHO})(request); }}")
    set_answers(page, age=40)
    submit(page)
    submit(page)
    expect(page.locator(".planner-saved-words")).to_be_visible()
    page.wait_for_timeout(700)  # a second turn would have come by now

    assert 1 == len(entries(page))


def test_the_focus_moves_to_the_plan(open_page: Callable) -> None:
    """Who cannot see the page learns that the plan has come by being taken to its heading."""
    page = open_page(ECHO)
    asked_by_submit(page)

    expect(page.locator('[data-slot="today"] h2')).to_be_focused()
    expect(page.locator(".intake")).not_to_have_attribute("aria-busy", "true")


def test_problems_stand_at_their_questions(open_page: Callable) -> None:
    """Each problem is tied to its question's inputs, beside the help that was there, and its part is shown with the focus on the first."""
    page = open_page(problems(("answers.age", "Too big."), ("answers.minutes", "How long?")))
    submit(page)

    expect(page.locator("#age-problem")).to_have_text("Too big.")
    expect(page.locator('input[name="age"]')).to_be_focused()
    expect(page.locator('input[name="age"]')).to_have_attribute("aria-invalid", "true")
    expect(page.locator('input[name="age"]')).to_have_attribute("aria-describedby", re.compile("(^| )age-problem$"))
    expect(page.locator("#minutes-problem")).to_have_text("How long?")
    expect(page.locator("#onset-problem")).to_have_text("")


def test_problems_go_when_they_are_mended(open_page: Callable) -> None:
    """The next submit starts with a clean form and leaves no sign of the last one's problems, also of those at questions that nobody touched."""
    page = open_page(unless_age(problems(("answers.age", "How old?"), ("answers.minutes", "How long?"))))
    submit(page)
    expect(page.locator("#age-problem")).to_be_visible()
    set_answers(page, age=40)
    asked_by_submit(page)

    expect(page.locator("[aria-invalid]")).to_have_count(0)
    expect(page.locator("#age-problem")).to_have_text("")
    expect(page.locator("#minutes-problem")).to_have_text("")


def test_a_problem_goes_with_the_next_answer(open_page: Callable) -> None:
    """What is wrong with an answer stands there until there is another: emptied it stays, and so does what is wrong with other answers."""
    page = open_page(problems(("answers.age", "Too big."), ("answers.minutes", "How long?")))
    set_answers(page, age=400)
    submit(page)
    age = page.locator('input[name="age"]')
    age.fill("")
    expect(page.locator("#age-problem")).to_be_visible()
    age.fill("40")

    expect(page.locator("#age-problem")).to_be_hidden()
    expect(age).not_to_have_attribute("aria-invalid", "true")
    expect(age).not_to_have_attribute("aria-describedby", re.compile("age-problem"))
    expect(page.locator("#minutes-problem")).to_have_text("How long?")


def test_a_problem_without_a_question_on_show_is_told_at_the_top(open_page: Callable) -> None:
    """A problem of the whole log, or of a question that is hidden, is not lost: it stands at the top of the form."""
    page = open_page(problems(("log", "The log is odd."), ("answers.started_on", "When?")))
    submit(page)

    expect(page.locator(".intake .planner-message")).to_have_text("The log is odd. When?")
    expect(page.locator(".intake .planner-message")).to_be_focused()


def test_an_exception_in_the_planner_is_told_and_survived(open_page: Callable) -> None:
    """A mistake in the planner's Python costs this one answer; the next question is answered again, and nothing of the first is kept."""
    page = open_page(unless_age('() => { throw new Error("a mistake"); }'))
    submit(page)

    expect(page.locator(".planner-trouble")).to_contain_text("a mistake")
    expect(page.locator("hamstring-planner")).to_have_attribute("data-state", "ready")
    set_answers(page, age=40)
    asked_by_submit(page)

    expect(page.locator(".planner-trouble")).to_be_hidden()
    assert 1 == len(entries(page))


def test_nothing_in_a_plan_can_run(open_page: Callable, complaints: Complaints) -> None:
    """Should a template ever let a reader's text through as HTML, no script, handler, style or script link survives."""
    complaints.expect("Content Security Policy")  # the browser's parser names what the policy would have stopped as well
    hostile = (
        "<h2>Plan</h2><img src='data:,' onerror='evil=1'><script>evil=2</script><svg><script>evil=3</script></svg>"
        "<a href='javascript:evil=4'>a</a><p style='color:red' onclick='evil=5'>b</p><iframe srcdoc='<script>evil=6</script>'></iframe>"
        "<style>p{}</style><object data='x'></object><form id='f' action='https://example.org/'><input name='attributes'></form>"
    )
    views = json.dumps({"today": hostile}).replace("</", "<\\/")
    page = open_page(f'(request) => ({{ ok: true, outcome: "plan", asked: true, answers: {{}}, today: request.today, views: {views} }})')
    submit(page)
    plan = page.locator('[data-slot="today"]')
    expect(plan.locator("h2")).to_be_visible()
    plan.locator("a").click()
    plan.locator("p").click()

    assert "undefined" == page.evaluate("typeof evil")
    assert 0 == plan.locator("script, iframe, object, style, [style], [onclick], [onerror], a[href]").count()


def test_ask_gives_any_request_to_python(open_page: Callable) -> None:
    """`ask` starts Python if need be and hands back the parsed response; an exception rejects it."""
    page = open_page('(request) => { if (request.do === "fail") throw new Error("no"); return { ok: true, echo: request }; }')
    element = page.locator("hamstring-planner")

    assert {"ok": True, "echo": {"do": "x"}} == element.evaluate("(planner) => planner.ask({ do: 'x' })")
    assert "Error: no" == element.evaluate("(planner) => planner.ask({ do: 'fail' }).catch((error) => error.message)")


def test_python_that_hangs_at_work_is_a_failure(open_page: Callable) -> None:
    """An answer that never comes ends in the same failure as a start that never ends."""
    page = open_page("() => new Promise(() => {})")
    page.locator("hamstring-planner").evaluate("(planner) => { planner.dataset.timeoutSeconds = 0.5; }")
    submit(page)

    expect(page.locator("hamstring-planner")).to_have_attribute("data-state", "failed")
    expect(page.locator(".planner-failed-reason")).to_contain_text("did not answer")


def test_the_worker_is_under_the_page_s_policy(open_page: Callable, complaints: Complaints) -> None:
    """The worker can neither evaluate text as code nor ask another host: it inherits the page's Content-Security-Policy."""
    complaints.expect("Content Security Policy|example.org")
    page = open_page(
        '(request) => request.do === "eval" ? { got: eval("1 + 1") } : fetch("https://example.org/").then(() => ({ got: "an answer" }))'
    )
    attempt = "(planner, what) => planner.ask({ do: what }).then((reply) => reply.got, (error) => error.message)"
    element = page.locator("hamstring-planner")

    assert "EvalError" in element.evaluate(attempt, "eval")
    assert "Failed to fetch" in element.evaluate(attempt, "fetch")


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Kathmandu", "2026-11-23 00:45:10.000+05:45"),
        ("America/St_Johns", "2026-11-22 15:30:10.000-03:30"),
        ("Pacific/Kiritimati", "2026-11-23 09:00:10.000+14:00"),
        ("UTC", "2026-11-22 19:00:10.000+00:00"),
    ],
)
def test_the_day_is_the_reader_s_own(zone: str, expected: str, planner: Page, served: str) -> None:
    """Today is the day on the reader's calendar, wherever that is, and the time carries its offset."""
    planner.context.new_cdp_session(planner).send("Emulation.setTimezoneOverride", {"timezoneId": zone})

    written = planner.evaluate(
        """async (address) => {
          const { localDate, localTime } = await import(address);
          const moment = new Date("2026-11-22T19:00:10Z");
          return `${localDate(moment)} ${localTime(moment)}`;
        }""",
        f"{served}assets/planner/log.js",
    )

    assert expected == written
