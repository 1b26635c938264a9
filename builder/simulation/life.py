"""One made-up patient lives through the planner day by day, and every promise is checked on each day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from builder.simulation.patients import Body, Patient, after_load, demand, heal, intake, make_patient, pain_during, pain_now, try_test
from builder.simulation.promises import Past, broken_today
from planner.course import Course
from planner.derive import brief_of, relief_today
from planner.dose import dose_load
from planner.follow import take
from planner.model import Day, Entry, Item, Progress, Records, Stage
from planner.verdict import verdict_on
from planner.week import plan_day

BEGIN = date(2026, 12, 1)
WEEKS = 26
DAYS_A_WEEK = 7
# Somebody who was stopped rests, is seen, and answers the questions again after so many days.
DAYS_UNTIL_SEEN = 5


@dataclass(slots=True)
class Life:
    """What came of a patient: the first day with the planner of each milestone, promises broken, and what the planner said how often."""

    patient: Patient
    track: str = ""
    days: int = 0
    milestones: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    said: Counter = field(default_factory=Counter)


def live(number: int, seed: int, records: Records) -> Life:
    """Twenty-six weeks of one patient."""
    patient = make_patient(number, seed, records)
    return _Living(patient, Random(f"{seed}/{number}/life"), records).run()


class _Living:
    """A patient with their log, their body and the days behind them. It changes from day to day; all that the planner sees is values."""

    def __init__(self, patient: Patient, random: Random, records: Records):
        self.patient, self.random, self.records = patient, random, records
        self.body = Body(patient.healed_at_start, 0.0)
        self.started_on = BEGIN - timedelta(days=patient.days_since_start)
        self.life = Life(patient)
        self.course: Course | None = None
        self.past = Past(records)
        self.seen_again: date | None = None
        self.tried: dict[str, date] = {}
        self.was_sore = False
        self.told_pain = 0
        self.entries = 0

    def run(self) -> Life:
        for offset in range(WEEKS * DAYS_A_WEEK):
            self.life.days += 1
            on = BEGIN + timedelta(days=offset)
            if offset:
                self.body = heal(self.body, self.patient, self.random)
            self._day(on)
        return self.life

    def _day(self, on: date) -> None:
        is_away = (on - BEGIN).days // DAYS_A_WEEK in self.patient.weeks_away
        if self.course is None or (self.seen_again is not None and on >= self.seen_again):
            self._tell("intake", on, intake(self.patient, self.body, self.started_on.isoformat(), self.records, self.random))
            self.seen_again = None
        elif is_away or self.seen_again is not None:
            return
        elif self.random.random() < self.patient.checks_in:
            self._tell("check-in", on, self._check_in())
        self._follow(on)

    def _tell(self, kind: str, on: date, answers: Mapping[str, Any]) -> None:
        self.entries += 1
        self.told_pain = answers.get("pain_now", answers.get("check_pain_now", self.told_pain))
        self.course = take(self.course, Entry(f"{self.entries:05}", f"{on}T08:00:00+01:00", kind, answers, on), self.records)

    def _follow(self, on: date) -> None:
        """What the planner says today, and what the patient makes of it."""
        verdict = verdict_on(self.course, self.records, on)
        if verdict.stage is None:
            self.life.said["stopped" if verdict.triage.stops else "no programme"] += 1
            self.seen_again = self.seen_again or on + timedelta(days=DAYS_UNTIL_SEEN)
            return
        stage, progress = verdict.stage, verdict.progress
        self.life.track = self.life.track or stage.track
        self.life.said[f"day: {verdict.daily.outcome}"] += 1
        self._milestone(f"stage {stage.order}", on)
        day = plan_day(brief_of(self.course, verdict, self.records), self.course.ledger, relief_today(self.course, verdict))
        self.life.broken += broken_today(day, stage, verdict.facts.answers, self.past)
        done = self._session(day, stage, on) if day.items and self.random.random() < self.patient.does_sessions else None
        self.past.add(done if done else Day(on, "", (), 0, ()), stage)
        self._tests(progress, on)
        self._choices(progress, on)

    def _check_in(self) -> dict[str, Any]:
        pain = pain_now(self.body, self.random)
        rise = self.body.sore
        morning = "none" if self.course.last_session is None else "more" if rise > 1.6 else "little" if rise > 0.8 else "same"
        return {
            "alarms": ["pull"] if self.was_sore and self.random.random() < 0.02 else ["none"],
            "check_pain_now": pain,
            "check_pain_worst": max(pain, round(min(10, pain + self.random.choice((0, 0, 1, 1, 2))))),
            "morning": morning,
            "body": self.random.choices(("well", "slept-badly", "ill"), (0.93, 0.055, 0.015))[0],
        }

    def _session(self, day: Day, stage: Stage, on: date) -> Day:
        """The session as it was done: what hurts too much is broken off, and tired people leave out a set."""
        told, kept, self.was_sore = [], [], False
        for item in day.items:
            asked = demand(self.records.exercises[item.exercise], self._percent(item))
            pain = pain_during(self.body, asked, self.random)
            stops = pain > item.pain_limit
            self.past.felt(item.exercise, on, pain > max(item.pain_limit, self.told_pain))
            self.body = after_load(self.body, asked, stops)
            self.was_sore = self.was_sore or pain > item.pain_limit + 1
            sets = max(1, item.sets[1] - (stops or self.random.random() < 0.1))
            told.append({"exercise": item.exercise, "sets": sets, "pain": pain, **({} if item.step is None else {"step": item.step})})
            kept.append(replace(item, sets=(sets, sets), load=dose_load(item.dose, (sets, sets), self.records.protocol)))
            if self._percent(item) or self.records.exercises[item.exercise].pattern == "running":
                self._milestone("first run", on)
            if (self._percent(item) or 0) >= 90:
                self._milestone("first fast run", on)
        self._tell("session", on, {"items": told, "stopped": False})
        return Day(on, day.warm_up, tuple(kept), day.minutes, ())

    def _percent(self, item: Item) -> int | None:
        return self.records.protocol.ladders[item.ladder].steps[item.step].percent if item.ladder else None

    def _tests(self, progress: Progress, on: date) -> None:
        """Tries the tests that are open, as often as they may be tried, one or two on a day."""
        protocol = self.records.protocol
        open_ones = [result for result in (*progress.criteria, *progress.to_run) if result.state not in ("passed", "waits") and (result.try_from is None or result.try_from <= on)]
        wanted = {check.test for result in open_ones for criterion in protocol.criteria if criterion.id == result.criterion for check in criterion.checks}
        due = sorted(test for test in wanted if not protocol.tests[test].counted_from and on - self.tried.get(test, date.min) >= timedelta(days=1))
        if due and self.random.random() < 0.5:
            results: dict[str, Any] = {}
            for test in due:
                results |= try_test(protocol.tests[test], self.patient, self.body, self.records, self.random)
                self.tried[test] = on
            self._tell("test", on, results)

    def _choices(self, progress: Progress, on: date) -> None:
        for proposal in progress.proposals:
            accepts = self.random.random() < self.patient.accepts
            self.life.said[f"proposed: {proposal.kind}"] += 1
            self._tell("choice", on, {"proposal": proposal.kind, "subject": proposal.subject, "to": proposal.to, "answer": "accept" if accepts else "keep"})
            if accepts and proposal.kind == "back-to-sport":
                self._milestone("back to sport", on)
            if accepts and proposal.kind == "maintain":
                self._milestone("keeping strong", on)

    def _milestone(self, name: str, on: date) -> None:
        self.life.milestones.setdefault(name, (on - BEGIN).days)
