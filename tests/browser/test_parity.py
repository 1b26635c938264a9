"""CPython and Pyodide say the same, byte for byte."""

import json

from playwright.sync_api import Page

from planner import derive
from planner.log import check_log
from planner.view import render_html
from planner.view.render import plain
from tests.people import cases, log_of


def test_every_case_is_the_same_in_the_browser(planner: Page, records) -> None:
    """Each case gives the same situation and the same HTML in Pyodide as in CPython."""
    every = cases()
    requests = [{"do": "derive", "log": log_of(case.answers), "today": case.today.isoformat()} for case in every]
    answers = planner.evaluate(
        """async requests => {
            const element = document.querySelector("hamstring-planner");
            const answers = [];
            for (const request of requests) answers.push(await element.ask(request));
            return answers;
        }""",
        requests,
    )

    assert len(every) == len(answers)
    for case, answer in zip(every, answers):
        situation = derive(check_log(log_of(case.answers)), records, case.today)
        assert json.dumps(plain(situation), sort_keys=True) == json.dumps(answer["situation"], sort_keys=True), case.name
        assert render_html(situation, records) == answer["html"], case.name


def test_bad_answers_are_the_same_in_the_browser(planner: Page) -> None:
    """A missing answer is told with the same words."""
    answer = planner.evaluate("request => document.querySelector('hamstring-planner').ask(request)", {"do": "derive", "log": log_of({"age": 35.5}), "today": "2026-12-01"})

    assert False is answer["ok"]
    assert {"place": "answers.age", "message": "Please write a whole number. Example: 35"} in answer["problems"]
