"""Home tests against what the protocol asks of them: passed, passed once, not passed or not tried."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from planner.facts import Facts
from planner.model import Check, Criterion, CriterionResult, HomeTest, Protocol, Stage

NOT_TRIED = "not-tried"


@dataclass(frozen=True, slots=True)
class Try:
    """Test results of one day. `whole`: they come from an intake, which asks for what went well on separate days, so once is enough."""

    on: date
    answers: Mapping[str, Any]
    whole: bool


def criteria_to_leave(stage: Stage, sport: str | None, protocol: Protocol) -> tuple[Criterion, ...]:
    """What this reader passes before leaving the stage."""
    return tuple(each for each in protocol.criteria if each.stage == stage.id and not each.opens and _is_for(each, sport))


def criteria_to_run(stage: Stage, sport: str | None, protocol: Protocol) -> tuple[Criterion, ...]:
    """What this reader passes before the first run of the stage."""
    return tuple(each for each in protocol.criteria if each.stage == stage.id and each.opens == "running" and _is_for(each, sport))


def _is_for(criterion: Criterion, sport: str | None) -> bool:
    return not criterion.sports or sport in criterion.sports


def judge(criterion: Criterion, tries: Iterable[Try], facts: Facts, protocol: Protocol) -> CriterionResult:
    """How far this criterion is. A try that failed starts the count again, and only one try a day counts: the last."""
    needed = int(protocol.value(passes_needed(criterion, facts)))
    passes, state, value, last_on = 0, NOT_TRIED, "", None
    for day, (outcome, words, whole) in _outcomes(criterion, tries, protocol).items():
        passes = (needed if whole else passes + 1) if outcome else 0
        state, value, last_on = "passed" if outcome else "failed", words, day
    if state == "passed" and passes < needed:
        state = "once"
    try_from = last_on + timedelta(days=int(protocol.value("retest_days")) if state == "failed" else 1) if last_on and state != "passed" else None
    return CriterionResult(criterion.id, state, value, min(passes, needed), needed, last_on, try_from)


def passes_needed(criterion: Criterion, facts: Facts) -> str:
    """The number that says on how many days it is passed: more where the same hamstring was hurt within a year."""
    if criterion.passes == "passes_to_move_on" and facts.get("earlier") in ("this-year", "not-sure"):
        return "passes_after_earlier_injury"
    return criterion.passes


def _outcomes(criterion: Criterion, tries: Iterable[Try], protocol: Protocol) -> dict[date, tuple[bool, str, bool]]:
    """By day: whether it was passed, the result in words, and whether it counts whole. Counts of sessions go on from day to day."""
    outcomes: dict[date, tuple[bool, str, bool]] = {}
    goes_on = criterion.passes == "passes_counted"
    known: Mapping[str, Any] = {}
    for each in tries:
        known = {**known, **each.answers} if goes_on else each.answers
        outcome = meets(criterion, known, protocol)
        if outcome is not None:
            was_whole = each.on in outcomes and outcomes[each.on][2]
            outcomes[each.on] = (outcome, result_words(criterion, known, protocol), each.whole or was_whole)
    return outcomes


def meets(criterion: Criterion, answers: Mapping[str, Any], protocol: Protocol) -> bool | None:
    """Whether these results meet every check, or None where one was not tried.

    Of checks with the same `instead` one result is enough, and every result that is there must hold.
    """
    groups: dict[str, list[bool | None]] = {}
    for place, check in enumerate(criterion.checks):
        groups.setdefault(check.instead or str(place), []).append(_holds(check, answers, protocol))
    results = [_all_given(group) for group in groups.values()]
    if False in results:
        return False
    return None if None in results else True


def _all_given(group: list[bool | None]) -> bool | None:
    given = [each for each in group if each is not None]
    return all(given) if given else None


def _holds(check: Check, answers: Mapping[str, Any], protocol: Protocol) -> bool | None:
    measured = measure(check, answers, protocol.tests[check.test])
    if measured is None or measured == NOT_TRIED:
        return None
    match check.must_be:
        case "yes":
            return measured == "yes"
        case "any-of":
            return measured in check.any_of
        case "at-least":
            return measured >= protocol.value(check.number)
    return measured <= protocol.value(check.number)


def measure(check: Check, answers: Mapping[str, Any], test: HomeTest) -> Any:
    """The value that this check looks at, or None where it cannot be told."""
    if test.sides != "both":
        return answers.get(test.id)
    sore, good = answers.get(f"{test.id}_sore"), answers.get(f"{test.id}_good")
    if check.measure == "sore":
        return sore
    if sore is None or good is None:
        return None
    match check.measure:
        case "share":
            # Nothing on the good side either: there is nothing to compare with, so it counts as not enough.
            return sore / good if good else 0.0
        case "less-than-other":
            return good - sore
    return sore - good


def result_words(criterion: Criterion, answers: Mapping[str, Any], protocol: Protocol) -> str:
    """The last result as short words: "14 and 18 repetitions", "2 out of 10", "yes"."""
    tests = dict.fromkeys(check.test for check in criterion.checks)
    return ", ".join(words for id in tests if (words := _test_words(protocol.tests[id], answers)))


def _test_words(test: HomeTest, answers: Mapping[str, Any]) -> str:
    if test.sides == "both":
        sore, good = answers.get(f"{test.id}_sore"), answers.get(f"{test.id}_good")
        return "" if sore is None or good is None else f"{sore} and {good} {test.unit}"
    value = answers.get(test.id)
    return "" if value is None or value == NOT_TRIED else f"{value} {test.unit}".strip()
