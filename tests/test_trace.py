"""Why: every decision with its inputs, rule, values and sources."""

from datetime import date

import pytest

from planner import derive
from planner.log import check_log
from planner.trace import every_finding, reason_for
from planner.view import render_trace
from tests.people import TODAY, Case, case_log, cases, log_of, people

ON = date.fromisoformat(TODAY)


def test_a_reason_has_inputs_rule_value_and_source(records) -> None:
    """A reader of 17 sees the age they gave, the rule, the limit of 18 and the source."""
    situation = derive(check_log(log_of({**people()["settled-strain"], "age": 17})), records, ON)
    [finding] = situation.triage.findings
    reason = reason_for(finding, situation.answers, records)

    assert ("How old are you? 17 years",) == reason.inputs
    assert "Nobody under the adult age gets a plan." == reason.rule
    assert [18] == [number.value for number in reason.numbers]
    assert ["gidwani2004"] == [reference.id for reference in reason.references]


def test_the_trace_is_text_that_can_be_replayed(records) -> None:
    """The trace of a stop names the step, the sentence, what was looked at, the rule with its code, the value and the source."""
    situation = derive(check_log(log_of({**people()["settled-strain"], "age": 17})), records, ON)

    expected = """\
[triage] You are 17. Plans here are for people of 18 and over, because younger bones can be pulled where the hamstring is fixed to them.
    looked at  How old are you? 17 years
    rule       Nobody under the adult age gets a plan. (under-adult-age)
    value      adult_age = 18 years, rule of this project
    source     Gidwani, Jagiello and Bircher, 2004
"""
    assert expected in render_trace(situation, records)


ALL = cases()


@pytest.mark.parametrize("case", ALL[::9], ids=[case.name for case in ALL[::9]])
def test_every_finding_of_a_case_can_be_explained(case: Case, records) -> None:
    """Each finding of a worked example has a rule, and what the rule reads and was answered is shown, question by question."""
    situation = derive(check_log(case_log(case, records)), records, case.today)

    for _, finding in every_finding(situation):
        rule = records.protocol.rules[finding.code]
        inputs = reason_for(finding, situation.answers, records).inputs
        asked = [id for name in rule.reads for id in (name, f"{name}_sore", f"{name}_good") if id in records.protocol.questions and situation.answers.get(id) is not None]
        assert all(any(text.startswith(records.protocol.questions[id].text) for text in inputs) for id in asked), finding.code
