"""CPython and Pyodide say the same, byte for byte."""

import json
from datetime import date

from playwright.sync_api import Page

from planner import bridge
from tests.people import case_log, cases, log_of

# Every case is tried by CPython. A share of them is enough to see whether another Python says the same.
EVERY = 12


def test_the_cases_are_the_same_in_the_browser(planner: Page, records) -> None:
    """Each twelfth case gives the same views in Pyodide as in CPython, to the byte."""
    some = cases()[::EVERY]
    requests = [{"do": "show", "log": case_log(case, records), "today": case.today.isoformat()} for case in some]
    answers = planner.evaluate(
        """async requests => {
            const element = document.querySelector("hamstring-planner");
            const answers = [];
            for (const request of requests) answers.push(await element.ask(request));
            return answers;
        }""",
        requests,
    )
    bridge._records = records

    assert 60 < len(some) == len(answers)
    for case, request, answer in zip(some, requests, answers):
        assert json.loads(bridge.handle(json.dumps(request))) == answer, case.name


def test_bad_answers_are_the_same_in_the_browser(planner: Page) -> None:
    """A missing answer is told with the same words."""
    answer = planner.evaluate("request => document.querySelector('hamstring-planner').ask(request)", {"do": "show", "log": log_of({"age": 35.5}), "today": date(2026, 12, 1).isoformat()})

    assert False is answer["ok"]
    assert {"place": "answers.age", "message": "Please write a whole number. Example: 35"} in answer["problems"]
