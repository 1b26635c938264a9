"""The past with its reasons, for whoever takes over: what was planned and done on each of the last days, and why something was decided.

The plan of a day behind is made again from the course as it stood before that day's session. It goes by what the log says now, so an
entry that was put right later counts as it was put right.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from planner.course import Course, after_a_break
from planner.derive import brief_of, relief_today
from planner.follow import Followed, courses
from planner.model import Account, DayKept, Decided, Entry, Finding, Item, Judged, Log, Records, Turn
from planner.sessions import read_choice, sessions_in
from planner.verdict import Verdict, verdict_on
from planner.week import plan_weeks

# Far enough back to see how it goes, and short enough for one page.
DAYS_BACK = 28

# An entry that holds, with the course before and after it.
Between = tuple[Entry, Course | None, Course | None]


def account_of(log: Log, records: Records, today: date) -> Account:
    """The account of a log on a day. Raises BadInput as derive does."""
    return account_from(courses(log, records, today), records, today)


def account_from(followed: Iterable[Followed], records: Records, today: date) -> Account:
    """The same of a log that has been followed up to this day."""
    between = tuple(_between(followed))
    return Account(tuple(_days(between, records, today)), tuple(_careful(between, records, today)), tuple(_decisions(between, records)))


def _between(followed: Iterable[Followed]) -> Iterator[Between]:
    before = None
    for entry, course in followed:
        yield entry, before, course
        before = course


def _days(between: Sequence[Between], records: Records, today: date) -> Iterator[DayKept]:
    """The last days on which something was planned or done, today left out while it may still be done."""
    for back in range(DAYS_BACK, -1, -1):
        on = today - timedelta(days=back)
        sessions = [session for _, session in sessions_in(entry for entry, _, _ in between if entry.day == on)]
        planned = _planned(between, records, on)
        done, stopped = tuple(item for session in sessions for item in session.told), any(session.stopped for session in sessions)
        if done or stopped or (planned and on < today):
            yield DayKept(on, planned, done, stopped)


def _careful(between: Sequence[Between], records: Records, today: date) -> Iterator[Judged]:
    """The last days with a check-in on which the plan asked for less, as it stood before the day's session."""
    told = {entry.day for entry, _, _ in between if entry.kind == "check-in"}
    for on in sorted(day for day in told if day >= today - timedelta(days=DAYS_BACK)):
        _, verdict = _judged(between, records, on)
        if verdict and verdict.daily and verdict.daily.outcome != "go":
            yield Judged(on, verdict.daily.outcome, verdict.daily.findings)


def _judged(between: Sequence[Between], records: Records, on: date) -> tuple[Course, Verdict] | tuple[None, None]:
    """A day as its session found it, and what the rules said of it; nothing where there was no plan that could be read."""
    course = _course_before_session(between, on)
    if course is None or course.problems:
        return None, None
    course = after_a_break(course, on, records.protocol)
    return course, verdict_on(course, records, on)


def _course_before_session(between: Sequence[Between], on: date) -> Course | None:
    """The course of a day as its session found it: the day's check-ins and wishes told, the session not."""
    course = None
    for entry, before, after in between:
        if entry.day > on:
            break
        if entry.day == on and entry.kind == "session":
            return before
        course = after
    return course


def _planned(between: Sequence[Between], records: Records, on: date) -> tuple[Item, ...]:
    course, verdict = _judged(between, records, on)
    if course is None or verdict.stage is None:
        return ()
    [week] = plan_weeks(brief_of(course, verdict, records), course.ledger, 1, relief_today(course, verdict))
    return week.days[0].items


def _decisions(between: Sequence[Between], records: Records) -> Iterator[Decided]:
    for entry, before, after in between:
        if entry.kind == "intake" and after is not None:
            yield Decided(Turn(entry.day, "intake", "", after.stage or "", True), after.placement.findings if after.placement else after.stopped.findings if after.stopped else ())
        if entry.kind == "choice" and before is not None:
            choice, _ = read_choice(entry.answers, entry.day)
            if choice is not None:
                yield Decided(Turn(entry.day, choice.proposal, choice.subject, choice.to, choice.accepted), _reasons(verdict_on(before, records, entry.day), choice.proposal, choice.subject, choice.to))


def _reasons(verdict: Verdict, kind: str, subject: str, to: str) -> tuple[Finding, ...]:
    """What the proposal stood on when it was answered."""
    if kind == "whole-session":
        return verdict.daily.findings if verdict.daily else ()
    proposals = verdict.progress.proposals if verdict.progress else ()
    return next((each.findings for each in proposals if (each.kind, each.subject, each.to) == (kind, subject, to)), ())
