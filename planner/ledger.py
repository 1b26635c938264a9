"""What stands on the days before, done or planned, kept the way the rules of rest and of room ask for it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.dose import dose_load
from planner.model import Dose, Exercise, Finding, Ladder, Protocol
from planner.traits import is_fast_running, is_harder, is_heavy_eccentric, is_running

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Candidate:
    """An exercise that may be used in this stage, with the dose and the pain limit it has there today, and the reasons for them.

    `ladder` and `step` say which ladder gives the dose.
    """

    exercise: Exercise
    dose: Dose
    ladder: Ladder | None
    step: int | None
    pain_limit: int
    reasons: tuple[Finding, ...]
    is_heavy: bool
    is_running: bool
    is_fast: bool
    is_harder: bool


@dataclass(frozen=True, slots=True)
class Done:
    """An exercise that stands on a day. `load` is minutes times effort."""

    on: date
    exercise: str
    pattern: str
    is_heavy: bool
    is_running: bool
    is_fast: bool
    is_harder: bool
    load: int

    @staticmethod
    def of(on: date, exercise: Exercise, dose: Dose, sets: int, protocol: Protocol) -> "Done":
        """As the log has it: so many sets of this dose on that day."""
        return Done(on, exercise.id, exercise.pattern, is_heavy_eccentric(exercise), is_running(exercise), is_fast_running(exercise), is_harder(exercise, dose, protocol), dose_load(dose, (sets, sets), protocol))


@dataclass(frozen=True, slots=True)
class Ledger:
    """The days of each exercise, of each kind of movement and of each kind of work, in order, and the load of each day with a session."""

    exercises: Mapping[str, tuple[date, ...]]
    patterns: Mapping[str, tuple[date, ...]]
    heavy: tuple[date, ...]
    running: tuple[date, ...]
    fast: tuple[date, ...]
    harder: tuple[date, ...]
    heavy_exercises: frozenset[str]
    loads: Mapping[date, int]

    def with_session(self, on: date, done: Sequence[Done]) -> "Ledger":
        """The ledger with a session on this day, though nothing may stand on it: one left in its first set asks for no rest of its own."""
        return self._plus(done, {on: 0, **self.loads})

    def plus(self, *done: Done) -> "Ledger":
        """The ledger with these exercises too. Days are kept in order, each once."""
        return self._plus(done, dict(self.loads))

    def _plus(self, done: Sequence[Done], loads: dict[date, int]) -> "Ledger":
        exercises, patterns = dict(self.exercises), dict(self.patterns)
        for each in done:
            exercises[each.exercise] = _with_day(exercises.get(each.exercise, ()), each.on)
            patterns[each.pattern] = _with_day(patterns.get(each.pattern, ()), each.on)
            loads[each.on] = loads.get(each.on, 0) + each.load
        return Ledger(
            exercises,
            patterns,
            _with_days(self.heavy, [each.on for each in done if each.is_heavy]),
            _with_days(self.running, [each.on for each in done if each.is_running]),
            _with_days(self.fast, [each.on for each in done if each.is_fast]),
            _with_days(self.harder, [each.on for each in done if each.is_harder]),
            self.heavy_exercises.union(each.exercise for each in done if each.is_heavy),
            loads,
        )

    @property
    def worked(self) -> list[date]:
        """The days with a whole set of something, in order."""
        return sorted(on for on, load in self.loads.items() if load > 0)

    def since(self, oldest: date) -> "Ledger":
        """The ledger without what is older than this day."""
        return self if not self.loads or min(self.loads) >= oldest else self._between(oldest, date.max)

    def before(self, day: date) -> "Ledger":
        """The ledger as it was in the morning of this day."""
        return self._between(date.min, day) if day in self.loads else self

    def _between(self, first: date, end: date) -> "Ledger":
        """The ledger of the days from the first on, up to the end and without it."""
        exercises = _days_of(self.exercises, first, end)
        return Ledger(
            exercises,
            _days_of(self.patterns, first, end),
            *(_days_between(days, first, end) for days in (self.heavy, self.running, self.fast, self.harder)),
            self.heavy_exercises & exercises.keys(),
            {day: load for day, load in self.loads.items() if first <= day < end},
        )

    def load(self, on: date, weeks_ago: int) -> int:
        """The load of the seven days that end so many weeks before this day, the day itself included."""
        last = on - timedelta(days=weeks_ago * DAYS_A_WEEK)
        before = last - timedelta(days=DAYS_A_WEEK)
        return sum([load for day, load in self.loads.items() if before < day <= last])


EMPTY = Ledger({}, {}, (), (), (), (), frozenset(), {})


def _days_of(days_of: Mapping[str, tuple[date, ...]], first: date, end: date) -> dict[str, tuple[date, ...]]:
    return {name: kept for name, days in days_of.items() if (kept := _days_between(days, first, end))}


def _days_between(days: tuple[date, ...], first: date, end: date) -> tuple[date, ...]:
    """Those of these days, which are in order."""
    return days[bisect_left(days, first) : bisect_left(days, end)]


def _with_days(days: tuple[date, ...], more: Iterable[date]) -> tuple[date, ...]:
    for on in more:
        days = _with_day(days, on)
    return days


def _with_day(days: tuple[date, ...], on: date) -> tuple[date, ...]:
    if on in days:
        return days
    # Somebody who travels may have a day before the last one.
    return (*days, on) if not days or days[-1] < on else tuple(sorted((*days, on)))


def last_before(days: tuple[date, ...], on: date) -> date | None:
    """The last of these days, which are in order, before this one."""
    place = bisect_left(days, on)
    return days[place - 1] if place else None


def in_the_week_before(days: tuple[date, ...], on: date) -> int:
    """How many of these days, which are in order, are among the six before this one."""
    return bisect_left(days, on) - bisect_right(days, on - timedelta(days=DAYS_A_WEEK)) if days else 0
