"""The form and the mailbox: what <hamstring-planner> sends to Python and what it does with the answer.

A page of this test's own and a worker that only pretends stand in for the questions and for Python, so that each test can say
exactly what comes back. That the real ones fit is for the tests of the journeys.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from builder.policy import POLICY
from tests.browser.conftest import Complaints

PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stand-in</title><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="{POLICY.format(hashes="")}">
<script type="module" src="../assets/planner/planner.js"></script></head><body>
<hamstring-planner data-state="idle" data-today="2026-11-22" data-runtime="../runtime/0/" data-worker="../assets/planner/worker.js">
<form>
  <fieldset data-question="colours" data-kind="checklist"><legend>Colours</legend>
    <label><input type="checkbox" name="colours" value="red"> Red</label>
    <label><input type="checkbox" name="colours" value="blue"> Blue</label>
    <label><input type="checkbox" name="colours" value="none" data-alone> None of these</label>
    <p class="problem" id="colours-problem" hidden></p></fieldset>
  <fieldset data-question="shape" data-kind="choice"><legend>Shape</legend>
    <label><input type="radio" name="shape" value="round"> Round</label>
    <label><input type="radio" name="shape" value="square"> Square</label>
    <p class="problem" id="shape-problem" hidden></p></fieldset>
  <div data-question="corners" data-kind="scale" data-show-if='[{{"question": "shape", "anyOf": ["square", "other"]}}]'>
    <label for="corners">Corners</label><input type="number" id="corners" name="corners" min="0" max="10">
    <p class="problem" id="corners-problem" hidden></p></div>
  <div data-question="size" data-kind="number"><label for="size">Size</label>
    <input type="number" id="size" name="size" step="any" aria-describedby="size-hint"><p id="size-hint">In metres</p>
    <p class="problem" id="size-problem" hidden></p></div>
  <div data-question="day" data-kind="date"><label for="day">Day</label><input type="date" id="day" name="day">
    <p class="problem" id="day-problem" hidden></p></div>
  <button type="submit">Ask</button>
</form>
<div class="planner-loading" hidden><progress aria-label="Download"></progress><p role="status" aria-live="polite"></p></div>
<div class="planner-failed" role="alert" hidden><p class="planner-failed-reason"></p><button type="button" class="planner-retry">Again</button></div>
<p class="planner-stale" hidden>Old</p>
<section id="plan" tabindex="-1"></section>
<button type="button" class="planner-download" hidden>Download</button>
</hamstring-planner></body></html>"""

# A worker that is ready at once and answers each request with what the function says.
WORKER = """
const reply = %s;
self.onmessage = async ({ data }) => {
  if (data.do === "start") return postMessage({ type: "ready" });
  try { postMessage({ type: "answer", id: data.id, text: JSON.stringify(await reply(JSON.parse(data.text))) }); }
  catch (error) { postMessage({ type: "answer", id: data.id, mistake: String(error) }); }
};
"""

ECHO = '(request) => ({ ok: true, situation: { outcome: "plan" }, html: `<h2>Plan</h2><pre>${JSON.stringify(request).replaceAll("<", "&lt;")}</pre>` })'


@pytest.fixture
def open_page(page: Page, served: str) -> Callable[[str], Page]:
    """Opens the stand-in page with a worker that replies by this JavaScript function."""

    def open_with(reply: str) -> Page:
        page.route(f"{served}stand-in/", lambda route: route.fulfill(content_type="text/html", body=PAGE))
        page.route("**/planner/worker.js", lambda route: route.fulfill(content_type="text/javascript", body=WORKER % reply))
        page.goto(f"{served}stand-in/")
        return page

    return open_with


def test_each_kind_of_question_has_its_kind_of_answer(open_page: Callable) -> None:
    """A checklist gives a list, a choice and a date give text, a number and a scale give a number."""
    page = open_page(ECHO)
    page.check("[value=red]")
    page.check("[value=blue]")
    page.check("[value=square]")
    page.fill("#corners", "4")
    page.fill("#size", "-1.5")
    page.fill("#day", "2026-11-01")

    answers = asked_by_submit(page)["log"]["entries"][0]["answers"]

    assert {"colours": ["red", "blue"], "shape": "square", "corners": 4, "size": -1.5, "day": "2026-11-01"} == answers


def test_what_is_not_answered_is_not_sent(open_page: Callable) -> None:
    """An empty form has no answers at all: Python decides what it must have."""
    page = open_page(ECHO)

    assert {} == asked_by_submit(page)["log"]["entries"][0]["answers"]


def test_a_number_that_is_none_is_still_sent(open_page: Callable) -> None:
    """Text in a number field is not passed over in silence; Python gets a text and can say that it is no number."""
    page = open_page(ECHO)
    page.locator("#size").press_sequentially("1e")

    assert {"size": "(unreadable)"} == asked_by_submit(page)["log"]["entries"][0]["answers"]


def test_none_of_these_stands_alone(open_page: Callable) -> None:
    """Ticking "none of these" unticks the rest, and ticking one of the rest unticks it."""
    page = open_page(ECHO)
    page.check("[value=red]")
    page.check("[value=none]")

    expect(page.locator("[value=red]")).not_to_be_checked()

    page.check("[value=blue]")

    expect(page.locator("[value=none]")).not_to_be_checked()
    expect(page.locator("[value=blue]")).to_be_checked()


def test_a_question_with_a_condition_comes_and_goes(open_page: Callable) -> None:
    """A question is on show only while its condition holds, and an answer that is not on show is not sent."""
    page = open_page(ECHO)

    expect(page.locator("#corners")).to_be_hidden()

    page.check("[value=square]")
    page.fill("#corners", "4")
    page.check("[value=round]")

    expect(page.locator("#corners")).to_be_hidden()
    assert {"shape": "round"} == asked_by_submit(page)["log"]["entries"][0]["answers"]


def test_the_request_is_a_log_and_a_day(open_page: Callable) -> None:
    """The request holds the whole log in its published form, the reader's day, and for each entry an id and a local time."""
    page = open_page(ECHO)

    request = asked_by_submit(page)
    entry = request["log"]["entries"][0]

    assert ("derive", "2026-11-22") == (request["do"], request["today"])
    assert ("hamstring-guide-log", 2) == (request["log"]["format"], request["log"]["version"])
    assert {"id", "at", "kind", "answers"} == set(entry)
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", entry["id"])
    assert re.fullmatch(r"2026-11-22T\d\d:\d\d:\d\d[+-]\d\d:\d\d", entry["at"])


def test_a_second_submit_appends(open_page: Callable) -> None:
    """The log only grows: the first intake stays as it was, the second follows it."""
    page = open_page(ECHO)
    page.check("[value=red]")
    first = asked_by_submit(page)["log"]["entries"]
    page.check("[value=blue]")
    both = asked_by_submit(page)["log"]["entries"]

    assert first == both[:1]
    assert [["red"], ["red", "blue"]] == [entry["answers"]["colours"] for entry in both]


def test_a_refused_intake_is_not_kept(open_page: Callable) -> None:
    """An intake with problems stays out of the log, where it would be refused again with every later one."""
    page = open_page(f'(request) => request.log.entries.at(-1).answers.size ? ({ECHO})(request) : ({problems(("answers.size", "How big?"))})()')
    submit(page)
    expect(page.locator("#size-problem")).to_be_visible()
    page.fill("#size", "2")

    assert [{"size": 2}] == [entry["answers"] for entry in asked_by_submit(page)["log"]["entries"]]


def test_the_last_of_two_quick_submits_counts(open_page: Callable) -> None:
    """An answer that comes late does not replace the answer to a later question, and leaves no entry of its own."""
    page = open_page(f'async (request) => {{ if (request.log.entries.at(-1).answers.size === 1) await new Promise((go) => setTimeout(go, 4000)); return ({ECHO})(request); }}')
    page.fill("#size", "1")
    submit(page)
    page.wait_for_timeout(100)
    page.fill("#size", "2")
    submit(page)
    expect(page.locator("#plan pre")).to_contain_text('"size":2', timeout=20_000)
    page.wait_for_timeout(4500)  # the late answer has come by now, and must not show

    entries = json.loads(page.locator("#plan pre").inner_text())["log"]["entries"]
    assert [{"size": 2}] == [entry["answers"] for entry in entries]


def test_the_focus_moves_to_the_plan(open_page: Callable) -> None:
    """Who cannot see the page learns that the plan has come by being taken to its heading."""
    page = open_page(ECHO)
    asked_by_submit(page)

    expect(page.locator("#plan h2")).to_be_focused()
    expect(page.locator("#plan")).not_to_have_attribute("aria-busy", "true")


def test_problems_stand_at_their_questions(open_page: Callable) -> None:
    """Each problem is tied to its question's inputs, beside the hint that was there, and the first one gets the focus."""
    page = open_page(problems(("answers.size", "Too big."), ("answers.colours", "Tick one.")))
    submit(page)

    expect(page.locator("#size-problem")).to_have_text("Too big.")
    expect(page.locator("#size")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#size")).to_have_attribute("aria-describedby", "size-hint size-problem")
    expect(page.locator("[value=red]")).to_have_attribute("aria-describedby", "colours-problem")
    expect(page.locator("[value=red]")).to_be_focused()
    expect(page.locator("#day-problem")).to_be_hidden()


def test_problems_go_when_they_are_mended(open_page: Callable) -> None:
    """The next submit starts with a clean form and leaves no sign of the last one's problems."""
    page = open_page(f'(request) => request.log.entries.at(-1).answers.size ? ({ECHO})(request) : ({problems(("answers.size", "How big?"))})()')
    submit(page)
    expect(page.locator("#size-problem")).to_be_visible()

    page.fill("#size", "2")
    asked_by_submit(page)

    expect(page.locator("#size-problem")).to_be_hidden()
    expect(page.locator("#size")).to_have_attribute("aria-describedby", "size-hint")
    expect(page.locator("[aria-invalid]")).to_have_count(0)


def test_a_problem_without_a_question_on_show_is_told_at_the_top(open_page: Callable) -> None:
    """A problem of the whole log, or of a question that is hidden, is not lost: it stands at the top of the form."""
    page = open_page(problems(("log", "The log is odd."), ("answers.corners", "How many corners?")))
    submit(page)

    expect(page.locator("form > .planner-message:first-child")).to_have_text("The log is odd. How many corners?")
    expect(page.locator(".planner-message")).to_be_focused()


def test_problems_take_the_old_plan_away(open_page: Callable) -> None:
    """A plan for other answers than those in the form does not stay on the screen."""
    page = open_page(f'(request) => request.log.entries.at(-1).answers.size ? ({problems(("answers.size", "No."))})() : ({ECHO})(request)')
    asked_by_submit(page)
    page.fill("#size", "2")
    submit(page)

    expect(page.locator("#size-problem")).to_be_visible()
    expect(page.locator("#plan > *")).to_have_count(0)


def test_an_exception_in_the_planner_is_told_and_survived(open_page: Callable) -> None:
    """A mistake in the planner's Python costs this one answer; the next question is answered again."""
    page = open_page(f'(request) => {{ if (request.log.entries.at(-1).answers.size) throw new Error("a mistake"); return ({ECHO})(request); }}')
    page.fill("#size", "2")
    submit(page)

    expect(page.locator(".planner-message")).to_contain_text("a mistake")
    expect(page.locator("hamstring-planner")).to_have_attribute("data-state", "ready")

    page.fill("#size", "")
    asked_by_submit(page)

    expect(page.locator(".planner-message")).to_be_hidden()


def test_nothing_in_a_plan_can_run(open_page: Callable, complaints: Complaints) -> None:
    """Should a template ever let a reader's text through as HTML, no script, handler, style or script link survives."""
    complaints.expect("Content Security Policy")  # the browser's parser names what the policy would have stopped as well
    hostile = (
        "<h2>Plan</h2><img src='data:,' onerror='evil=1'><script>evil=2</script><svg><script>evil=3</script></svg>"
        "<a href='javascript:evil=4'>a</a><p style='color:red' onclick='evil=5'>b</p><iframe srcdoc='<script>evil=6</script>'></iframe>"
        "<style>p{}</style><object data='x'></object><form id='f' action='https://example.org/'><input name='attributes'></form>"
    )
    page = open_page(f"() => ({{ ok: true, situation: {{ outcome: \"plan\" }}, html: {json.dumps(hostile).replace('</', '<\\/')} }})")
    submit(page)
    expect(page.locator("#plan h2")).to_be_visible()
    page.locator("#plan a").click()
    page.locator("#plan p").click()

    assert "undefined" == page.evaluate("typeof evil")
    assert 0 == page.locator("#plan").locator("script, iframe, object, style, [style], [onclick], [onerror], a[href]").count()


def test_the_reader_can_take_the_log_along(open_page: Callable, tmp_path: Path) -> None:
    """After a plan the reader can save the log, and the file holds what was told and nothing else."""
    page = open_page(ECHO)
    expect(page.locator(".planner-download")).to_be_hidden()
    page.check("[value=red]")
    log = asked_by_submit(page)["log"]

    with page.expect_download() as download:
        page.click(".planner-download")
    download.value.save_as(tmp_path / "log.json")

    assert "hamstring-guide-log.json" == download.value.suggested_filename
    assert log == json.loads((tmp_path / "log.json").read_text())


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
        ("Asia/Kathmandu", "2026-11-23 00:45:10+05:45"),
        ("America/St_Johns", "2026-11-22 15:30:10-03:30"),
        ("Pacific/Kiritimati", "2026-11-23 09:00:10+14:00"),
        ("UTC", "2026-11-22 19:00:10+00:00"),
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


def problems(*pairs: tuple[str, str]) -> str:
    """A reply with these problems."""
    return f"() => ({{ ok: false, problems: {json.dumps([{'place': place, 'message': message} for place, message in pairs])} }})"


def submit(page: Page) -> None:
    page.click("[type=submit]")


def asked_by_submit(page: Page) -> dict:
    """Submit the form and hand back the request that reached the worker, which the echo shows as the plan."""
    page.locator("#plan").evaluate("(plan) => plan.replaceChildren()")
    submit(page)
    return json.loads(page.locator("#plan pre").inner_text())
