"""The walk through the planner's space (`walk.py`): every decision of it, and a great many plans. `make test` takes a share of both."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

import pytest

from builder.cache import Cache
from planner import daily, derive, placement, triage
from planner.facts import Facts
from planner.log import check_log
from planner.model import Finding
from tests import walk
from tests.lives import PROTOCOL, RECORDS, TODAY, situation_of
from tests.people import log_of, people

# A share of each block in `make test`; `make test-deep` takes every point. Primes, so that no answer is passed over always.
SHARES = {"sudden pain": 211, "time": 211, "since": 13, "signs": 1}
DECISIONS = 1_100_000
DEEP_PLANS, DEEP_PART = walk.PLANS, 10_000
QUICK_PLANS = 250


def test_the_decisions_of_a_share_are_what_the_words_say() -> None:
    """Triage finds in a share of every block of answers what the protocol's words say, and the most urgent level decides."""
    for block, every in SHARES.items():
        count, wrong = walk.wrong_levels(block, every)

        assert [] == wrong[:5], block
        assert 1_000 < count


@pytest.mark.deep
@pytest.mark.parametrize("block", walk.TRIAGE_BLOCKS)
def test_every_decision_of_triage_is_what_the_words_say(block: str) -> None:
    """Triage finds in every combination of a block's answers what the protocol's words say."""
    _, wrong = walk.wrong_levels(block)

    assert [] == wrong[:5]


@pytest.mark.deep
def test_the_blocks_are_large() -> None:
    """The blocks of triage hold more than a million different people, so an axis that fell out would be seen."""
    assert DECISIONS < sum(1 for block in walk.TRIAGE_BLOCKS.values() for _ in block())


@pytest.mark.parametrize("beginning", walk.BEGINNINGS, ids=str)
def test_a_share_of_people_starts_where_the_words_say(beginning: tuple[str, str | None]) -> None:
    """Of everybody at the doors of a programme, every 101st starts in the stage that the protocol's words say, or in none."""
    count, wrong = walk.wrong_doors(*beginning, every=101)

    assert [] == wrong[:5]
    assert 10 < count


@pytest.mark.deep
@pytest.mark.parametrize("beginning", walk.BEGINNINGS, ids=str)
def test_everybody_starts_where_the_words_say(beginning: tuple[str, str | None]) -> None:
    """Everybody at the doors of a programme starts in the stage that the protocol's words say, or in none."""
    _, wrong = walk.wrong_doors(*beginning)

    assert [] == wrong[:5]


def test_no_run_counts_before_the_tests_for_running() -> None:
    """With every result of the four tests before running, the run at 70 % counts as the protocol's words say and opens no stage too early."""
    count, wrong = walk.wrong_runs()

    assert [] == wrong[:5]
    assert 500 < count


@pytest.mark.parametrize("stage", walk.STAGES, ids=lambda stage: stage.id)
def test_a_share_of_days_allows_what_the_words_say(stage) -> None:
    """Of all kinds of day in a stage, every 211th allows what the protocol's words say."""
    count, wrong = walk.wrong_days(stage, every=211)

    assert [] == wrong[:5]
    assert 100 < count


@pytest.mark.deep
@pytest.mark.parametrize("stage", walk.STAGES, ids=lambda stage: stage.id)
def test_every_day_allows_what_the_words_say(stage) -> None:
    """Every kind of day in a stage allows what the protocol's words say."""
    _, wrong = walk.wrong_days(stage)

    assert [] == wrong[:5]


# --- why the blocks need not be crossed with each other -------------------------------------------------------------------


class Watched(dict):
    """Answers that note which of them are looked at."""

    def __init__(self, answers):
        super().__init__(answers)
        self.read = set()

    def get(self, name, default=None):
        self.read.add(name)
        return super().get(name, default)


@cache
def _share(block: str) -> list[dict]:
    return [told for number, told in enumerate(walk.TRIAGE_BLOCKS[block]()) if number % (2 * SHARES[block] + 1) == 0]


def read_by(rule) -> set[str]:
    """Every answer that this rule looks at, on a share of all people."""
    people = [Watched(told) for block in SHARES for told in _share(block)]
    for told in people:
        rule(Facts(told, TODAY), PROTOCOL)
    return set().union(*(told.read for told in people))


@pytest.mark.parametrize("rule", triage.RULES, ids=lambda rule: rule.__name__)
def test_what_a_rule_reads_is_crossed_in_one_block(rule) -> None:
    """All the answers that a rule looks at stand in one block, so no combination that could matter is left out."""
    blocks = {block: set().union(*_share(block)) for block in SHARES}

    read = read_by(rule)
    assert read
    assert [block for block, names in blocks.items() if read <= names], read


# --- plans ---------------------------------------------------------------------------------------------------------------


def test_a_share_of_plans_keeps_every_promise() -> None:
    """Plans of the whole space keep every promise; a warning sign leaves none; pain, time, order and files change only what they may."""
    walked = walk.walk(0, QUICK_PLANS)

    assert [] == walked.wrong
    assert QUICK_PLANS <= walked.plans
    assert walked.points == walked.flagged
    assert 60 < walked.twins
    assert {"go", "hold", "reduce", "rest"} == set(walked.allowed)
    assert 8 < len(walked.stages)


@pytest.mark.deep
@pytest.mark.parametrize("first", walk.parts(DEEP_PLANS, DEEP_PART))
def test_a_million_plans_keep_every_promise(first: int) -> None:
    """Of a million plans in a hundred parts, each keeps every promise, and each has a twin with a warning sign that gives no plan."""
    walked = walk.walk(first + 1, DEEP_PART)

    assert [] == walked.wrong[:5]
    assert DEEP_PART <= walked.plans
    assert {stage.id for stage in walk.STAGES} == set(walked.stages)


@pytest.mark.deep
def test_every_pair_of_answers_meets() -> None:
    """Among the points of ten parts every value of an answer meets every value of every other one."""
    points = (at for first in walk.parts(10 * DEEP_PART, DEEP_PART) for at in range(first + 1, first + 1 + DEEP_PART))
    met, possible = walk.pairs_met(points)

    assert possible == len(met)


@pytest.mark.parametrize("asked", ["500", "0", "1500", "-1000", "many", "5000 500"])
def test_a_walk_of_no_whole_parts_is_refused(asked: str) -> None:
    """A number of plans that would be walked in part or not at all is refused, with a right one."""
    with pytest.raises(SystemExit, match=f"got '{asked}'. Example: 5000"):
        walk.main(asked.split())


def test_the_walk_leaves_no_room_for_two_parts_to_meet() -> None:
    """A part ends before the next one begins, although most points need not end in a plan."""
    walked = walk.walk(0, 30)

    assert walked.points < 30 * walk.ROOM


def test_each_kind_of_twin_is_asked_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fourth point has one twin, each kind as often as the others, and what a twin finds wrong is told."""
    kinds = tuple(partial(lambda kind, plain, situation: f"twin {kind}", kind) for kind in range(len(walk.TWINS)))
    monkeypatch.setattr(walk, "TWINS", kinds)

    walked = walk.walk(0, 60)
    told = Counter(problem.split(": ")[1] for problem in walked.wrong)

    assert walked.twins == told.total() == -(-walked.points // walk.EVERY_FEW)
    assert {f"twin {kind}" for kind in range(4)} == set(told)
    assert max(told.values()) - min(told.values()) <= 1


def test_a_walk_that_was_broken_off_goes_on_where_it_was(tmp_path: Path) -> None:
    """A part that was walked in this state is not walked again and tells the same; after any change of what decides it is."""
    walked, was_known = walk.walked_once(0, 5, "one", Cache(tmp_path))

    assert not was_known
    assert walked == walk.walk(0, 5)
    assert (walked, True) == walk.walked_once(0, 5, "one", Cache(tmp_path))
    assert (walked, False) == walk.walked_once(0, 5, "other", Cache(tmp_path))


# --- the walk sees what it is there to see --------------------------------------------------------------------------------


def test_a_lost_rule_of_triage_is_seen(monkeypatch) -> None:
    """Without one of its rules triage is found wrong."""
    rules = triage.RULES
    monkeypatch.setattr(triage, "RULES", rules[1:])

    assert walk.wrong_level({"age": 12, "onset": "healthy"})


def test_a_lost_door_is_seen(monkeypatch) -> None:
    """Without one of its rules placement is found wrong."""
    monkeypatch.setattr(placement, "RULES", tuple(rule for rule in placement.RULES if rule.__name__ != "hurts_now_for_a_stage"))

    _, wrong = walk.wrong_doors("sprint", "thigh", every=3)
    assert wrong


def test_a_lost_rule_of_the_day_is_seen(monkeypatch) -> None:
    """Without one of its rules the day is found wrong."""
    monkeypatch.setattr(daily, "RULES", daily.RULES[1:])

    _, wrong = walk.wrong_days(walk.STAGES[0], every=211)
    assert wrong


def test_a_plan_beside_a_warning_sign_is_seen(monkeypatch) -> None:
    """A planner that looked at no warning sign would be found out at the first point."""
    monkeypatch.setattr(triage, "_sign_findings", lambda facts, protocol: ())

    assert any("expected no plan" in problem for problem in walk.walk(0, 2).wrong)


def test_a_plan_that_grows_with_pain_is_seen(monkeypatch) -> None:
    """A planner that eased a calm leg and not a sore one would be found out."""
    spot = {**walk.point(0), "beginning": ("sprint", "thigh"), "age": 30, "behaved": "carried-on", "earlier": "never", "passed": 1, "started": 83, "pain": (0, 0), "walking": "normal", "rest_pain": "no", "getting": "better", "days": walk.ALL_DAYS, "since": 0, "morning": None, "limps": False}
    plain = walk.log_at(spot)
    calm = walk.planned(plain)
    assert calm.weeks[0].days[0].items, "the day holds nothing, so it says nothing"
    assert walk.pain_problem(plain, calm) is None

    empty = tuple(replace(day, items=()) for day in calm.weeks[0].days)
    less = replace(calm, weeks=(replace(calm.weeks[0], days=empty),))
    assert "more on" in walk.pain_problem(plain, less)


def test_days_are_moved_and_nothing_else() -> None:
    """A situation moved by a week has each day a week later, and the same findings."""
    situation = situation_of({**people()["settled-strain"]})
    later = walk.moved(situation, 7)

    assert situation.today + timedelta(days=7) == later.today == later.weeks[0].days[0].on
    assert situation.triage == later.triage
    assert isinstance(later.daily.findings[0], Finding)


# --- what the walk found -------------------------------------------------------------------------------------------------


def test_an_emergency_after_a_stop_is_an_emergency() -> None:
    """Somebody who was stopped by a pull, and then cannot breathe, is sent to emergency help."""
    log = log_of(people()["settled-strain"])
    calm = {"check_pain_now": 0, "check_pain_worst": 0, "morning": "same", "body": "well"}
    for hour, alarm in ((9, "pull"), (10, "new-emergency")):
        log["entries"].append({"id": f"{hour}", "at": f"{TODAY}T{hour:02}:00:00+01:00", "kind": "check-in", "answers": {**calm, "alarms": [alarm]}})

    assert "emergency" == derive(check_log(log), RECORDS, TODAY).triage.level
