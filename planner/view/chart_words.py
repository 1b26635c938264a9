"""A history in words and numbers: what the picture shows, the weeks one by one, and the table with every value.

Everybody who cannot see the picture has these, and they are made from the same values as the picture.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

from planner.model import DAYS, History, Records, Told, Worked
from planner.view.axis import DAYS_A_WEEK, Span
from planner.view.marks import Decision
from planner.view.wording import MONTHS

# Up to so many days apart, two values are joined by a line. Further apart there is a hole, and the words say so.
JOINED_DAYS = 4
# Up to so many steps through the weeks; with more weeks a step is two of them, so that a finger still finds each one.
MOST_STEPS = 13

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A day of the table. A value that was not told is None; there is no row for a day without any."""

    on: date
    day: str
    told: Told | None
    load: int | None


@dataclass(frozen=True, slots=True)
class WeekRows:
    """The rows of a week, with its name."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of one or two weeks to be looked at: its name and, line by line, what was told. `first` to `last` are its days."""

    first: date
    last: date
    name: str
    lines: tuple[str, ...]


def summary(history: History, span: Span, records: Records) -> tuple[str, ...]:
    """What the picture shows, sentence by sentence: first, last, highest, trend, holes, sessions and the stage now."""
    words = records.words["chart"]
    return (*_of_pain(history.told, words), *_of_holes(history.told, words), *_of_sessions(history.worked, words), *_of_stage(history, records), *_of_weeks_shown(span, words))


def trend(told: Sequence[Told], words: Words) -> str:
    """The first and the last seven days side by side; with fewer days than that, that it is too early."""
    if len(told) < 2:
        return next(_of_pain(told, words))
    begin, end = told[0].on, told[-1].on
    early = [each.pain_now for each in told if (each.on - begin).days < DAYS_A_WEEK]
    late = [each.pain_now for each in told if (end - each.on).days < DAYS_A_WEEK]
    if (end - begin).days < 2 * DAYS_A_WEEK - 1:
        return words["too-early"]
    before, after = median_low(early), median_low(late)
    way = "trend-down" if after < before else "trend-up" if after > before else "trend-same"
    return words[way].format(early=before, late=after)


def holes(told: Sequence[Told]) -> tuple[tuple[date, date], ...]:
    """The stretches of days, first and last included, in which nothing was told for longer than a line reaches."""
    one = timedelta(days=1)
    return tuple((before.on + one, after.on - one) for before, after in pairwise(told) if (after.on - before.on).days > JOINED_DAYS)


def _of_pain(told: Sequence[Told], words: Words) -> Iterator[str]:
    if not told:
        yield words["nothing-told"]
        return
    first, last, highest = told[0], told[-1], max(told, key=lambda each: each.pain_worst)
    if len(told) == 1:
        yield words["one-day"].format(day=day_name(first.on), now=first.pain_now, worst=first.pain_worst)
        return
    yield words["first-and-last"].format(first=first.pain_now, first_day=day_name(first.on), last=last.pain_now, last_day=day_name(last.on))
    yield words["highest"].format(worst=highest.pain_worst, day=day_name(highest.on))
    yield trend(told, words)


def _of_holes(told: Sequence[Told], words: Words) -> Iterator[str]:
    for first, last in holes(told):
        yield words["hole"].format(first=day_name(first), last=day_name(last))


def _of_sessions(worked: Sequence[Worked], words: Words) -> Iterator[str]:
    if not worked:
        yield words["no-session"]
        return
    most = max(worked, key=lambda each: each.load)
    yield words["sessions"].format(count=len(worked), load=most.load, day=day_name(most.on))


def _of_stage(history: History, records: Records) -> Iterator[str]:
    if history.stays:
        yield records.words["chart"]["stage-now"].format(stage=stage_name(history.stays[-1].stage, records))


def _of_weeks_shown(span: Span, words: Words) -> Iterator[str]:
    if span.week > 1:
        yield words["last-weeks"].format(weeks=span.weeks)


# --- the weeks one by one ------------------------------------------------------------------------------------------------


def steps_of(history: History, span: Span, records: Records) -> tuple[Step, ...]:
    """The weeks shown, one by one or two by two, in order."""
    weeks = -(-span.weeks // MOST_STEPS)
    return tuple(_step(history, span, week, min(weeks, span.weeks - week), records) for week in range(0, span.weeks, weeks))


def _step(history: History, span: Span, week: int, weeks: int, records: Records) -> Step:
    words = records.words["chart"]
    first = span.first + timedelta(days=week * DAYS_A_WEEK)
    last = first + timedelta(days=weeks * DAYS_A_WEEK - 1)
    told = [each for each in history.told if first <= each.on <= last]
    worked = [each for each in history.worked if first <= each.on <= last]
    stages = [stage_name(stay.stage, records) for stay in history.stays if stay.since <= last and (stay.until > first or stay is history.stays[-1])]
    number = span.week + week
    name = words["one-week"].format(week=number) if weeks == 1 else words["two-weeks"].format(week=number, next=number + 1)
    tell = _day_by_day if weeks == 1 else _in_short
    lines = [*tell(told, worked, records), *([words["step-stage"].format(stage=", ".join(dict.fromkeys(stages)))] if stages else [])]
    return Step(first, last, f"{name}, {days_name(first, last, words)}", tuple(lines))


def _day_by_day(told: Sequence[Told], worked: Sequence[Worked], records: Records) -> Iterator[str]:
    words = records.words["chart"]
    if told:
        yield words["step-now"].format(values=_by_weekday([(each.on, each.pain_now) for each in told], records))
        yield words["step-worst"].format(values=_by_weekday([(each.on, each.pain_worst) for each in told], records))
    else:
        yield words["step-nothing"]
    if worked:
        yield words["step-load"].format(values=_by_weekday([(each.on, each.load) for each in worked], records))
    else:
        yield words["step-no-session"]


def _by_weekday(values: Sequence[tuple[date, int]], records: Records) -> str:
    return ", ".join(f"{weekday(on, records)} {value}" for on, value in values)


def _in_short(told: Sequence[Told], worked: Sequence[Worked], records: Records) -> Iterator[str]:
    words = records.words["chart"]
    if told:
        yield words["step-now"].format(values=_from_to([each.pain_now for each in told]))
        yield words["step-worst"].format(values=_from_to([each.pain_worst for each in told]))
    else:
        yield words["step-nothing"]
    if worked:
        yield words["step-loads"].format(count=len(worked), sum=sum(each.load for each in worked))
    else:
        yield words["step-no-session"]


def _from_to(values: Sequence[int]) -> str:
    least, most = min(values), max(values)
    return f"{least}" if least == most else f"{least} to {most}"


# --- the table -----------------------------------------------------------------------------------------------------------


def table_of(history: History, records: Records) -> tuple[WeekRows, ...]:
    """Every value that was told, by the weeks since the beginning. Weeks without any are left out."""
    words = records.words["chart"]
    told, loads = {each.on: each for each in history.told}, {each.on: each.load for each in history.worked}
    weeks: dict[int, list[Row]] = {}
    for on in sorted({*told, *loads}):
        row = Row(on, f"{weekday(on, records)} {short_day_name(on)}", told.get(on), loads.get(on))
        weeks.setdefault((on - history.began).days // DAYS_A_WEEK, []).append(row)
    return tuple(WeekRows(f"{words['one-week'].format(week=week + 1)}, {_days_of_week(history.began, week, words)}", tuple(rows)) for week, rows in weeks.items())


def _days_of_week(began: date, week: int, words: Words) -> str:
    first = began + timedelta(days=week * DAYS_A_WEEK)
    return days_name(first, first + timedelta(days=DAYS_A_WEEK - 1), words)


def decision_words(decision: Decision, words: Words) -> str:
    """ "Stage up: Build strength", or the kind alone."""
    kind = words[f"mark-{decision.kind}"]
    return f"{kind}: {decision.about}" if decision.about else kind


# --- names ---------------------------------------------------------------------------------------------------------------


def day_name(on: date) -> str:
    """ "1 December"."""
    return f"{on.day} {MONTHS[on.month - 1]}"


def short_day_name(on: date) -> str:
    """ "1 Dec", for a narrow column."""
    return f"{on.day} {MONTHS[on.month - 1][:3]}"


def days_name(first: date, last: date, words: Words) -> str:
    """ "1 to 7 December", "29 December 2026 to 4 January 2027": as much of the first day as differs from the last."""
    if first == last:
        return day_name(first)
    from_ = f"{first.day}" if (first.year, first.month) == (last.year, last.month) else day_name(first)
    years = (f" {first.year}", f" {last.year}") if first.year != last.year else ("", "")
    return words["days"].format(first=f"{from_}{years[0]}", last=f"{day_name(last)}{years[1]}")


def weekday(on: date, records: Records) -> str:
    """The first three letters: "Tue"."""
    return records.words["weekday"][DAYS[on.weekday()]][:3]


def stage_name(stage: str, records: Records) -> str:
    """The name of a stage. One that the records no longer know has none."""
    known = records.protocol.stages().get(stage)
    return known.name if known else records.words["chart"]["unknown-stage"]
