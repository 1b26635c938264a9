"""Random lives by a state machine: whatever is told, in whatever order and on two devices, nothing is lost and every promise holds."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from builder.simulation.promises import OF_A_DAY, OF_DAYS, Plan, is_fast_run, is_heavy_lowering, is_run
from planner import derive
from planner.follow import courses, follow
from planner.history import history_of
from planner.log import FORMAT, VERSION, check_log, day_to_plan, plain_log, read_log
from planner.model import DAYS, Day, Entry, Log, Situation
from planner.problems import BadInput
from planner.view import render_json
from planner.wishes import Wish, no_wish
from tests.effort import examples
from tests.lives import PASSING, PROTOCOL, RECORDS, TODAY, any_answers, check_ins, people_on_the_way, wishes
from tests.people import people

Entries = dict[str, dict[str, Any]]

# Most check-ins are of days on which nothing stops; else a life would be over before it has begun.
CALM = check_ins().map(lambda answers: {**answers, "alarms": [alarm if alarm == "limp" else "none" for alarm in answers["alarms"]]})
CHECK_INS = st.one_of(CALM, CALM, CALM, CALM, check_ins(), any_answers("check-in"))
INTAKES = st.one_of(people_on_the_way(), people_on_the_way(), any_answers("intake"))
TESTS = any_answers("test").flatmap(lambda answers: st.sets(st.sampled_from(sorted(answers)), min_size=1, max_size=6).map(lambda asked: {id: answers[id] for id in sorted(asked)}))
TABS = st.sampled_from(["this", "this", "this", "other"])
OFFSETS = st.sampled_from(["+01:00", "+01:00", "-05:00", "+09:30"])


def as_log(entries: Entries) -> dict[str, Any]:
    return {"format": FORMAT, "version": VERSION, "entries": list(entries.values())}


class Living(RuleBasedStateMachine):
    """A reader with two devices. `tabs` holds the entries each of them has, `told` every id that was ever told on one of them."""

    seen: Counter = Counter()

    @initialize(answers=people_on_the_way(), pain=st.sampled_from([0, 0, 1]), days=st.integers(0, 15), passes=st.booleans())
    def begin(self, answers: dict[str, Any], pain: int, days: int, passes: bool) -> None:
        """An intake, and some days lived by the plan."""
        self.today, self.told, self.offset = TODAY, [], "+01:00"
        self.tabs: dict[str, Entries] = {"this": {}, "other": {}}
        self.known: dict[Any, Situation | BadInput] = {}
        self._tell("this", "intake", answers)
        self.live_by_the_plan(pain, days, passes)
        self.merge()

    # --- what the reader does --------------------------------------------------------------------------------------------

    @rule(tab=TABS, answers=CHECK_INS)
    def check_in(self, tab: str, answers: dict[str, Any]) -> None:
        self._tell(tab, "check-in", answers)

    @rule(tab=TABS, pain=st.sampled_from([0, 0, 0, 1, 2, 5, 9]), effort=st.sampled_from([None, 3, 6]), done=st.sampled_from([40, 40, 40, 2, 0]), stopped=st.sampled_from([False] * 9 + [True]))
    def do_the_session(self, tab: str, pain: int, effort: int | None, done: int, stopped: bool) -> None:
        """All of it or the first exercises, as the plan on that device has it; maybe broken off."""
        if items := self._session(tab):
            told = [{"exercise": item.exercise, "sets": item.sets[1], "pain": pain, "effort": effort, "step": item.step} for item in items[:done]]
            self._tell(tab, "session", {"items": [{name: value for name, value in item.items() if value is not None} for item in told], "stopped": stopped})

    @rule(tab=TABS, answers=TESTS)
    def try_tests(self, tab: str, answers: dict[str, Any]) -> None:
        self._tell(tab, "test", answers)

    @rule(tab=TABS, answer=st.sampled_from(["accept", "accept", "keep"]))
    def answer_a_proposal(self, tab: str, answer: str) -> None:
        situation = self._situation(tab)
        for proposal in situation.progress.proposals if isinstance(situation, Situation) and situation.progress else ():
            self._tell(tab, "choice", {"proposal": proposal.kind, "subject": proposal.subject, "to": proposal.to, "answer": answer})
            self.seen[f"{answer} {proposal.kind}"] += 1
            break

    @rule(tab=TABS)
    def want_the_whole_session(self, tab: str) -> None:
        self._tell(tab, "choice", {"proposal": "whole-session", "answer": "accept"})

    @rule(tab=TABS, data=st.data())
    def wish(self, tab: str, data: st.DataObject) -> None:
        if self._session(tab):
            self._tell(tab, "wish", data.draw(wishes(self._day(tab), self._situation(tab))))

    @rule(tab=TABS, place=st.integers(0, 99), what=st.sampled_from([{"removed": True}, {"removed": False}, {"answers": {}}, {"answers": {"nonsense": 1}}]))
    def correct(self, tab: str, place: int, what: dict[str, Any]) -> None:
        """Takes back an earlier entry, brings it back, or gives it other answers, mostly ones that cannot be used."""
        told = list(self.tabs[tab])
        self._tell(tab, "correction", {"entry": told[-1 - place % min(len(told), 6)], **what})

    @rule(tab=TABS)
    def bring_everything_back(self, tab: str) -> None:
        """Each corrected entry as it held before it was taken back."""
        for id in {entry["answers"]["entry"] for entry in self.tabs[tab].values() if entry["kind"] == "correction"}:
            self._tell(tab, "correction", {"entry": id, "removed": False})

    @precondition(lambda self: not self._session("this"))
    @rule(tab=TABS, answers=INTAKES)
    def answer_again(self, tab: str, answers: dict[str, Any]) -> None:
        self._tell(tab, "intake", answers)

    @rule(days=st.sampled_from([1, 1, 1, 1, 1, 2, 3, 7, 10, 0, -1]), offset=OFFSETS)
    def days_pass(self, days: int, offset: str) -> None:
        """Some days, or the clock goes back a day; the reader may be in another time zone then."""
        self.today, self.offset = self.today + timedelta(days=days), offset

    @rule(tab=TABS)
    def pass_the_tests(self, tab: str) -> None:
        """Everything that the stage asks for goes well today."""
        situation = self._situation(tab)
        if isinstance(situation, Situation) and situation.progress:
            open_ones = {result.criterion for result in (*situation.progress.criteria, *situation.progress.to_run) if result.state != "passed"}
            tests = {check.test for criterion in PROTOCOL.criteria if criterion.id in open_ones for check in criterion.checks}
            if passing := {id: value for id, value in PASSING.items() if id.removesuffix("_sore").removesuffix("_good") in tests}:
                self._tell(tab, "test", passing)

    @precondition(lambda self: self._session("this"))
    @rule(pain=st.sampled_from([0, 0, 1]), days=st.integers(2, 12), passes=st.booleans())
    def live_by_the_plan(self, pain: int, days: int, passes: bool) -> None:
        """Some good days one after the other: check in, take what is offered, do the session, and maybe pass the tests."""
        for _ in range(days):
            self.check_in("this", {"alarms": ["none"], "check_pain_now": pain, "check_pain_worst": pain + 1, "morning": "same", "body": "well"})
            if passes:
                self.pass_the_tests("this")
            self.answer_a_proposal("this", "accept")
            self.do_the_session("this", pain, 5, 40, False)
            self.days_pass(1, "+01:00")

    @rule()
    def merge(self) -> None:
        """Both devices get what the other one has."""
        self.seen["merged"] += self.tabs["this"].keys() != self.tabs["other"].keys()
        both = self._merged("this", "other")
        self.tabs = {"this": dict(both), "other": dict(both)}

    @rule()
    def save_and_open(self) -> None:
        """The log of this device is saved as a file, and opened again in its place."""
        opened = plain_log(read_log(json.dumps(plain_log(self._log("this")))))
        self.tabs["this"] = {entry["id"]: entry for entry in opened["entries"]}

    # --- what must hold after each of these ------------------------------------------------------------------------------

    @invariant()
    def no_entry_is_lost(self) -> None:
        """Every id ever told is on one of the devices, and each device's log holds every entry it has."""
        assert {*self.told} == {*self.tabs["this"], *self.tabs["other"]}
        for tab, entries in self.tabs.items():
            assert sorted(entries) == sorted(entry.id for entry in self._log(tab).entries)

    @invariant()
    def the_log_is_its_own_file(self) -> None:
        """Written as JSON and read again it is the same log."""
        log = self._log("this")
        assert log == read_log(json.dumps(plain_log(log)))

    @invariant()
    def there_is_a_plan_or_a_reason(self) -> None:
        """There is a situation and a history, or problems in words; nothing else is ever raised."""
        for tab in self.tabs:
            found = self._situation(tab)
            self.seen[found.outcome if isinstance(found, Situation) else "refused"] += 1
            if isinstance(found, BadInput):
                assert found.problems and all(problem.place and problem.message for problem in found.problems)
            else:
                history_of(self._log(tab), RECORDS, self._day(tab))

    @invariant()
    def merging_is_the_same_either_way(self) -> None:
        """Either device's entries first: the same situation, byte by byte."""
        if self.tabs["this"].keys() != self.tabs["other"].keys():
            one, other = (self._bytes(self._merged(*order)) for order in (("this", "other"), ("other", "this")))
            assert one == other

    @invariant()
    def every_promise_holds(self) -> None:
        """The four weeks on show keep every promise of the rules, among themselves and after what was done before."""
        situation = self._situation("this")
        if not isinstance(situation, Situation) or not situation.weeks:
            return
        course = follow(self._log("this"), RECORDS, situation.today)
        days, stage = [day for week in situation.weeks for day in week.days], PROTOCOL.stages()[situation.stage]
        self.seen["planned days"] += sum(bool(day.items) for day in days)
        # Once something was done today, that stands for today, and not the session as it was planned.
        whole = Plan(days[1:] if situation.is_over else days, stage, situation.answers, RECORDS)
        each = [Plan([day], stage, with_wish(situation.answers, course.wishes.get(day.on, no_wish(day.on)), day), RECORDS) for day in days]

        assert [] == [promise.__name__ for promise in OF_DAYS if not promise(whole)]
        assert [] == [(promise.__name__, plan.days[0].on) for plan in each for promise in OF_A_DAY if not promise(plan)]
        assert [] == list(too_close(whole, list(self._done(situation.today))))

    # --- how it is done --------------------------------------------------------------------------------------------------

    def _tell(self, tab: str, kind: str, answers: Mapping[str, Any]) -> None:
        # The two devices may tell something at the same moment; ids are never the same.
        id, number = f"{tab}-{len(self.told)}", len(self.tabs[tab])
        self.told.append(id)
        self.tabs[tab][id] = {"id": id, "at": f"{self.today}T{number // 60:02}:{number % 60:02}:00{self.offset}", "kind": kind, "answers": dict(answers)}

    def _merged(self, first: str, then: str) -> Entries:
        return {**self.tabs[first], **self.tabs[then]}

    def _log(self, tab: str) -> Log:
        return check_log(as_log(self.tabs[tab]))

    def _day(self, tab: str) -> date:
        return day_to_plan(self._log(tab), self.today)

    def _situation(self, tab: str) -> Situation | BadInput:
        """What this device shows. Remembered, because several rules and invariants look at the same one."""
        key = (self.today, frozenset(self.tabs[tab]))
        if key not in self.known:
            self.known[key] = situation_or_problems(self._log(tab), self.today)
        return self.known[key]

    def _bytes(self, entries: Entries) -> str:
        found = situation_or_problems(check_log(as_log(entries)), self.today)
        return str(found) if isinstance(found, BadInput) else render_json(found)

    def _session(self, tab: str) -> tuple[Any, ...]:
        situation = self._situation(tab)
        return situation.weeks[0].days[0].items if isinstance(situation, Situation) and situation.weeks else ()

    def _done(self, today: date) -> Iterable[tuple[date, str]]:
        """What was done of what holds now: each exercise with its day, as long as there was a stage to do it in."""
        for entry, course in courses(self._log("this"), RECORDS, today):
            if entry.kind == "session" and course is not None and course.stage is not None:
                yield from ((entry.day, exercise) for exercise in exercises_of(entry))


def situation_or_problems(log: Log, today: date) -> Situation | BadInput:
    try:
        return derive(log, RECORDS, day_to_plan(log, today))
    except BadInput as problems:
        return problems


def exercises_of(entry: Entry) -> list[str]:
    """What was done in a session; nothing where it was corrected to something that cannot be read."""
    return [item["exercise"] for item in entry.answers.get("items", ()) if item["sets"]]


def with_wish(answers: Mapping[str, Any], wish: Wish, day: Day) -> dict[str, Any]:
    """The reader's answers for one day, as the wish for it changes them."""
    changed = {**answers}
    if wish.free is not None:
        changed["days"] = [name for name in DAYS if (name in answers["days"] and name != DAYS[day.on.weekday()]) or (wish.free and name == DAYS[day.on.weekday()])]
    if wish.minutes is not None:
        changed["minutes"] = wish.minutes
    if wish.equipment is not None:
        changed["equipment"] = wish.equipment
    return changed


def too_close(plan: Plan, done: list[tuple[date, str]]) -> Iterable[str]:
    """What is planned too soon after what was done: heavy lowering work or a run after one of its kind, a fast run after heavy work."""
    gap = 3 if plan.stage.track == "proximal-tendinopathy" else 2
    for name, planned, before, least in (("heavy", is_heavy_lowering, is_heavy_lowering, 2), ("run", is_run, is_run, gap), ("fast", is_fast_run, is_heavy_lowering, 2)):
        days = {on for on, exercise in done if before(RECORDS.exercises[exercise])}
        yield from (f"{name} on {on} after {day}" for on in plan.days_of(planned) for day in days if 0 < (on - day).days < least)


SETTINGS = settings(max_examples=examples(100), stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_random_lives_lose_nothing_and_keep_every_promise() -> None:
    """Lives of any steps lose no entry, give a plan or a reason on every day, merge alike, and keep every promise on some hundred days."""
    Living.seen.clear()
    run_state_machine_as_test(Living, settings=SETTINGS)

    assert Living.seen["merged"]
    assert 300 < Living.seen["planned days"]


def test_the_steps_of_a_life_do_what_they_say() -> None:
    """The same steps, by hand: who lives by the plan goes up stages and steps, a sign stops, nonsense puts nothing right and is refused until it is taken back, and two devices merge."""
    life = Living()
    life.seen.clear()
    life.begin(people()["settled-strain"], pain=0, days=12, passes=False)
    life.live_by_the_plan(pain=0, days=12, passes=True)

    assert {"accept climb", "accept advance"} <= set(life.seen)

    life.check_in("other", {"alarms": ["pull"], "check_pain_now": 3, "check_pain_worst": 6, "morning": "none", "body": "well"})
    life.try_tests("this", {"stairs": 1})
    assert ("plan", "stop") == (life._situation("this").outcome, life._situation("other").outcome)
    life.merging_is_the_same_either_way()
    life.merge()
    assert ("stop", "stop") == (life._situation("this").outcome, life._situation("other").outcome)

    life.correct("this", 0, {"removed": True})
    assert "plan" == life._situation("this").outcome
    before = life._situation("this")
    life.correct("this", 1, {"answers": {"nonsense": 1}})
    assert before == life._situation("this")
    life.try_tests("this", {"nonsense": 1})
    assert isinstance(life._situation("this"), BadInput)
    life.correct("this", 0, {"removed": True})
    assert "plan" == life._situation("this").outcome
    life.bring_everything_back("this")
    assert "stop" == life._situation("this").outcome
    life.no_entry_is_lost()
