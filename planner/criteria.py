"""Home tests against what the protocol asks of them: passed, passed once, not passed or not tried.

A test that is itself a run waits for those before the first run, so that nobody is asked to try a fast run before a hop.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from planner.facts import Facts
from planner.model import Check, Criterion, CriterionResult, HomeTest, Protocol, Stage

NOT_TRIED = "not-tried"
WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a criterion is: the last day it was tried on, what came of it, and on how many days in a row it was passed.

    `whole`: the result comes from an intake, which asks for what went well on separate days, so once is enough. `before` is the
    standing of the day before, because only the last try of a day counts.
    """

    on: date
    is_passed: bool
    value: str
    passes: int
    whole: bool
    before: "Standing | None"


@dataclass(frozen=True, slots=True)
class Tried:
    """Every test result so far: how far each criterion is, the results of the last day, and the last result of each test."""

    standings: Mapping[str, Standing]
    on: date
    today: Mapping[str, Any]
    known: Mapping[str, Any]


def first_tried(answers: Mapping[str, Any], on: date, protocol: Protocol) -> Tried:
    """What an intake says about the tests."""
    return _with_results(Tried({}, on, {}, {}), answers, on, True, protocol)


def with_earlier(tried: Tried, earlier: Tried) -> Tried:
    """What new answers say about the tests, and where they say nothing what was known before."""
    return replace(tried, standings={**earlier.standings, **tried.standings}, known={**earlier.known, **tried.known})


def tried_again(tried: Tried, answers: Mapping[str, Any], on: date, protocol: Protocol) -> Tried:
    """With the results of one more day, or with more of the same day, which make one try with those before."""
    return _with_results(tried, answers, on, False, protocol)


def _with_results(tried: Tried, answers: Mapping[str, Any], on: date, whole: bool, protocol: Protocol) -> Tried:
    today = {**tried.today, **answers} if on == tried.on else dict(answers)
    known = {**tried.known, **answers}
    standings = dict(tried.standings)
    tests = {id.removesuffix("_sore").removesuffix("_good") for id in answers}
    for criterion in protocol.criteria:
        if not any(check.test in tests for check in criterion.checks):
            continue
        # Where sessions or weeks are counted, what was told on an earlier day still counts.
        counts = known if criterion.passes == "passes_counted" else today
        is_passed = meets(criterion, counts, protocol)
        # A run that went well too early passes nothing; one that hurt is told all the same.
        if is_passed is not None and not (is_passed and _is_too_early(criterion, standings, protocol)):
            value = result_words(criterion, counts, protocol)
            standings[criterion.id] = _next(standings.get(criterion.id), is_passed, value, on, whole)
    return Tried(standings, on, today, known)


def _is_too_early(criterion: Criterion, standings: Mapping[str, Standing], protocol: Protocol) -> bool:
    """Whether a run was tried before the tests that open running were passed. Sessions that are counted were planned ones, or come from elsewhere."""
    return criterion.passes != "passes_counted" and not all(each.id in standings and standings[each.id].is_passed for each in before_run(criterion, protocol))


def before_run(criterion: Criterion, protocol: Protocol) -> tuple[Criterion, ...]:
    """The tests that come before one that is itself a run: those that open running, in its stage or an earlier one of the programme."""
    if not criterion.is_run:
        return ()
    so_far = _stages_up_to(protocol.stages()[criterion.stage], protocol)
    return tuple(each for each in protocol.criteria if each.stage in so_far and each.opens == "running" and (not each.sports or set(criterion.sports) <= set(each.sports)))


def forget(tried: Tried, criteria: Collection[str]) -> Tried:
    """Without these criteria: they are to be passed again."""
    return replace(tried, standings={id: standing for id, standing in tried.standings.items() if id not in criteria}, today={})


def _next(standing: Standing | None, is_passed: bool, value: str, on: date, whole: bool) -> Standing:
    before = standing.before if standing and standing.on == on else standing
    if before is not None and before.before is not None:
        before = replace(before, before=None)
    if not is_passed:
        return Standing(on, False, value, 0, False, before)
    passes = before.passes + 1 if before else 1
    return Standing(on, True, value, passes, whole or bool(before and before.whole) or bool(standing and standing.on == on and standing.whole), before)


def criteria_to_leave(stage: Stage, sport: str | None, protocol: Protocol) -> tuple[Criterion, ...]:
    """What this reader passes before leaving the stage."""
    return tuple(each for each in protocol.criteria_of(stage.id) if not each.opens and _is_for(each, sport))


def criteria_to_run(stage: Stage, sport: str | None, protocol: Protocol) -> tuple[Criterion, ...]:
    """What this reader passes before the first run, in this stage or an earlier one of the programme."""
    so_far = _stages_up_to(stage, protocol)
    return tuple(each for each in protocol.criteria if each.stage in so_far and each.opens == "running" and _is_for(each, sport))


def _stages_up_to(stage: Stage, protocol: Protocol) -> set[str]:
    return {each.id for each in protocol.tracks[stage.track].stages if each.order <= stage.order}


def _is_for(criterion: Criterion, sport: str | None) -> bool:
    return not criterion.sports or sport in criterion.sports


def judge_each(criteria: Iterable[Criterion], tried: Tried, facts: Facts, protocol: Protocol) -> dict[str, CriterionResult]:
    """How far each of these criteria is for this person, by its id."""
    results: dict[str, CriterionResult] = {}
    for criterion in criteria:
        results[criterion.id] = judge(criterion, tried, facts, protocol, results)
    return results


def judge(criterion: Criterion, tried: Tried, facts: Facts, protocol: Protocol, known: Mapping[str, CriterionResult] | None = None) -> CriterionResult:
    """How far this criterion is for this person. A try that failed starts the count again. `known` are results of others that need not be judged again."""
    needed = int(protocol.value(passes_needed(criterion, facts)))
    standing = tried.standings.get(criterion.id)
    has_failed = standing is not None and not standing.is_passed
    known = known or {}
    if not has_failed and any((known.get(each.id) or judge(each, tried, facts, protocol)).state != "passed" for each in before_run(criterion, protocol) if _is_for(each, facts.get("sport"))):
        return CriterionResult(criterion.id, WAITS, "", 0, needed, None, None, "")
    if standing is None:
        return CriterionResult(criterion.id, NOT_TRIED, "", 0, needed, None, None, _missing_side(criterion, tried, facts.today))
    # The intake asks for what went well on two separate days.
    told = int(protocol.value("passes_to_move_on")) - 1 if standing.whole else 0
    passes = min(standing.passes + told, needed) if standing.is_passed else 0
    state = "failed" if not standing.is_passed else "passed" if passes >= needed else "once"
    wait = int(protocol.value("retest_days")) if state == "failed" else 1
    return CriterionResult(criterion.id, state, standing.value, passes, needed, standing.on, standing.on + timedelta(days=wait) if state != "passed" else None, "" if standing.on == facts.today else _missing_side(criterion, tried, facts.today))


def _missing_side(criterion: Criterion, tried: Tried, today: date) -> str:
    """The side that a comparison of today still waits for, empty where none does."""
    if tried.on != today:
        return ""
    compared = {check.test for check in criterion.checks if check.measure not in ("", "sore")}
    sides = (("sore", "good"), ("good", "sore"))
    return next((side for test in sorted(compared) for side, other in sides if f"{test}_{side}" not in tried.today and f"{test}_{other}" in tried.today), "")


def passes_needed(criterion: Criterion, facts: Facts) -> str:
    """The number that says on how many days it is passed: more where the same hamstring was hurt within a year."""
    if criterion.passes == "passes_to_move_on" and facts.get("earlier") in ("this-year", "not-sure"):
        return "passes_after_earlier_injury"
    return criterion.passes


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
    return "" if value is None or value == NOT_TRIED else f"{value} {_of(value, test.unit)}".strip()


def _of(value: Any, unit: str) -> str:
    """The unit for this many: "1 session", "2 sessions"."""
    return unit.removesuffix("s") if value == 1 else unit
