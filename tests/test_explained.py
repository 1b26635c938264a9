"""The pages that explain the planner leave nothing out."""

import re
from datetime import date
from html import unescape

import pytest

from builder.cases import read_cases
from builder.explained import assumptions, changes_of, example_parts, looks_at, rules_by_step
from builder.guide import load_guide
from builder.load import load_records
from builder.names import idle_numbers
from builder.pages import build_environment, build_pages, render_page
from tests.conftest import ROOT
from tests.people import CASES


@pytest.fixture(scope="module")
def pages(records) -> dict[str, str]:
    """The text of the pages on the planner, by their path."""
    environment = build_environment(records)
    wanted = ("how-the-planner-decides.md", "what-we-assume.md", "worked-examples.md", "made-up-patients.md")
    every = build_pages(records, load_guide(ROOT, records), {}, date(2026, 12, 1), "abc", "https://example.org/x/")
    return {page.path: unescape(render_page(page, environment)) for page in every if page.path in wanted}


def test_every_rule_and_number_is_on_the_page(pages, records) -> None:
    """How the planner decides has every rule and every number, each with its own place to link to."""
    text = pages["how-the-planner-decides.md"]

    assert set(records.protocol.rules) == set(re.findall(r'id="rule-([a-z0-9-]+)"', text))
    assert set(records.protocol.numbers) <= set(re.findall(r'id="([a-z0-9_]+)"', text))


def test_every_rule_has_a_step_and_says_what_it_looks_at(records) -> None:
    """No rule is without a step, and each names in words what it reads."""
    assert set(records.protocol.rules) == {rule.id for rules in rules_by_step(records).values() for rule in rules}
    assert [] == [rule.id for rule in records.protocol.rules.values() if not all(looks_at(rule, records))]


def test_every_number_says_what_it_changes(records) -> None:
    """Each number names a rule, a test, a stage, a programme or a ladder; only guesses of time say so instead."""
    changes = changes_of(records)

    assert {} == {id: places for id, places in changes.items() if not places}
    guesses = {id for id, places in changes.items() if places[0].name.startswith("how long a session")}
    assert {"seconds_per_repetition", "seconds_between_sets", "metres_per_minute"} == guesses


def test_a_number_that_nothing_asks_for_is_a_problem() -> None:
    """A number without a use would look as if it decided something."""
    files = {"planner/protocol/x.yaml": {"numbers": {"nobody_asks": {}, "adult_age": {}}}}

    assert ["planner/protocol/x.yaml: numbers.nobody_asks: nothing asks for this number. Name it in a rule or remove it"] == [str(problem) for problem in idle_numbers(files)]


def test_every_assumption_is_in_one_place(pages, records) -> None:
    """What we assume counts and shows every number, rule, test and sign whose basis is our own word."""
    found, text = assumptions(records), pages["what-we-assume.md"]
    ours = [number for number in records.protocol.numbers.values() if number.basis == "assumption"]

    assert {number.id for number in ours} == {number.id for number in found["numbers"]}
    assert [] == [number.id for number in ours if f"#{number.id}" not in text]
    assert [] == [rule.id for rule in records.protocol.rules.values() if rule.basis == "assumption" and f"#rule-{rule.id}" not in text]
    assert sum(dose.basis == "assumption" for exercise in records.exercises.values() for dose in exercise.doses.values()) == found["doses"]


def test_every_case_is_a_worked_example(pages, records) -> None:
    """The page of worked examples has every case of the tests, with its sentence."""
    cases = read_cases(CASES)
    shown = [example.name for part in example_parts(cases, records) for example in part.cases]

    assert sorted(case.name for case in cases) == sorted(shown)
    assert len(cases) == pages["worked-examples.md"].count('<details class="case"><summary>')


def test_the_page_of_made_up_patients_says_that_it_is_no_evidence(pages) -> None:
    """The simulation is named a check, and no evidence, before any of its ranges."""
    text = pages["made-up-patients.md"]

    assert -1 < text.index("no evidence") < text.index('class="ranges"')


def test_records_read_twice_are_the_same() -> None:
    """Reading the records again gives the same exercises in the same order of each stage."""
    first, again = load_records(ROOT), load_records(ROOT)

    assert {stage: [each.id for each in members] for stage, members in first.members.items()} == {stage: [each.id for each in members] for stage, members in again.members.items()}
