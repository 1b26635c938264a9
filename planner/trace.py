"""Why: every decision as inputs → rule → value → reference, so that anyone can replay it by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from planner.model import Finding, Number, Question, Records, Reference, Situation


@dataclass(frozen=True, slots=True)
class Reason:
    """One decision: what was looked at ("How old are you?: 17"), the rule, the numbers it used and the sources."""

    finding: Finding
    inputs: tuple[str, ...]
    rule: str
    numbers: tuple[Number, ...]
    references: tuple[Reference, ...]


def reason_for(finding: Finding, answers: Mapping[str, Any], records: Records) -> Reason:
    """The finding with everything behind it."""
    rule = records.protocol.rules[finding.code]
    inputs = tuple(text for name in rule.reads for text in _inputs(name, answers, records))
    numbers = tuple(records.protocol.numbers[id] for id in finding.numbers)
    return Reason(finding, inputs, rule.says, numbers, tuple(records.references[id] for id in finding.references))


def every_finding(situation: Situation) -> Iterable[tuple[str, Finding]]:
    """Every finding of a situation with the part of it that it belongs to, in the order the steps ran."""
    yield from (("triage", finding) for finding in situation.triage.findings)
    if situation.placement:
        yield from (("placement", finding) for finding in situation.placement.findings)
    if situation.daily:
        yield from (("today", finding) for finding in situation.daily.findings)
    if situation.progress:
        yield from (("progress", finding) for finding in situation.progress.findings)
        yield from (("progress", finding) for proposal in situation.progress.proposals for finding in proposal.findings)
    yield from (("running", finding) for rung in situation.rungs for finding in rung.findings)
    if situation.back:
        yield from (("return", finding) for finding in situation.back.findings)
    for week in situation.weeks:
        yield from (("week", finding) for finding in (*week.findings, *week.left_out))
        for day in week.days:
            yield from (("week", finding) for finding in day.findings)
            yield from (("week", finding) for item in day.items for finding in item.reasons)


def _inputs(name: str, answers: Mapping[str, Any], records: Records) -> Iterable[str]:
    """What was answered to a question, or to all questions of a test, or the part of the log that was read."""
    questions = records.protocol.questions
    if name in questions:
        yield from _answer(questions[name], answers)
    elif name in records.words["log_part"]:
        yield records.words["log_part"][name]
    else:
        for id in (f"{name}_sore", f"{name}_good"):
            yield from _answer(questions[id], answers)


def _answer(question: Question, answers: Mapping[str, Any]) -> Iterable[str]:
    given = answers.get(question.id)
    if given is None:
        return
    labels = {option.id: option.label for option in question.options}
    values = given if isinstance(given, tuple) else (given,)
    words = "; ".join(labels.get(value, str(value)) for value in values)
    yield f"{question.text} {words}{f' {question.unit}' if question.unit else ''}"
