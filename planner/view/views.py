"""The views of the page: one HTML fragment each, all made from one log in one go, so that they cannot differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from planner.model import Finding, History, Log, Protocol, Records, Situation, Stop, Told, Triage, Worked
from planner.triage import new_stops
from planner.view.diary import diary_of, session_to_correct
from planner.view.render import template_of
from planner.view.short import short_check_ins

DAYS_A_WEEK = 7
# How soon somebody should look at it. The other levels that stop ask for a plan with somebody, or for new answers.
TO_BE_SEEN = ("emergency", "same-day", "urgent")


@dataclass(frozen=True, slots=True)
class PastDay:
    """A day behind: what was done and what was told on it."""

    on: date
    worked: Worked | None
    told: Told | None


def render_views(situation: Situation, history: History | None, log: Log, records: Records, root: str = "../") -> dict[str, str]:
    """Today, what one press fills in at the check-in, week, progress, diary and the session to play as HTML fragments; without a plan, today says why."""
    shown = {"root": root, "live": True, "history": history, "charts": True, "past": tuple(_past(history)), "diary": diary_of(log, records), "short": short_check_ins(history, log, records)}
    shown |= {"stops": stops_of(situation.triage, history, records.protocol), "unseen": unseen_of(situation, history)}
    names = ("today", "short", "week", "progress", "diary", "player") if situation.outcome == "plan" else ("today", "diary")
    return {name: template_of(f"{name}-view.html" if name in ("today", "player") else f"{name}.html", situation, records, **shown) for name in names}


def render_session_again(log: Log, id: str, situation: Situation, records: Records) -> str:
    """The fields that put a session right, filled with what holds of it now. Empty where there is no such session."""
    session, note = session_to_correct(log, id), next((each.note for each in diary_of(log, records) if each.id == id), "")
    return template_of("session-again.html", situation, records, session=session, note=note) if session else ""


def stops_of(triage: Triage, history: History | None, protocol: Protocol) -> tuple[Stop | None, ...]:
    """For each finding the stop it was told in, or None where it stops nothing. Empty where all of them are of today: nobody needs to be told when."""
    stops = [stop for stop in history.stops if not stop.opened_on] if history else []

    def is_in(stop: Stop, finding: Finding) -> bool:
        return not new_stops(stop.findings, Triage(finding.outcome, True, (finding,)), protocol)

    found = tuple(next((stop for stop in reversed(stops) if is_in(stop, finding)), None) if protocol.levels[finding.outcome].stops else None for finding in triage.findings)
    return found if any(stop and stop.on != history.today for stop in found) else ()


def unseen_of(situation: Situation, history: History | None) -> tuple[Stop, ...]:
    """The stops that the latest answers ended although nobody has looked at what was told: that it was not told again does not undo it."""
    if history is None or not history.starts or situation.outcome != "plan" or situation.answers.get("seen") == "yes":
        return ()
    return tuple(stop for stop in history.stops if stop.opened_on == history.starts[-1].placement.on and stop.level in TO_BE_SEEN)


def _past(history: History | None) -> Iterable[PastDay]:
    """The seven days before today, as far as there was a log."""
    if history is None:
        return
    worked, told = {each.on: each for each in history.worked}, {each.on: each for each in history.told}
    for back in range(DAYS_A_WEEK, 0, -1):
        on = history.today - timedelta(days=back)
        if on >= history.began:
            yield PastDay(on, worked.get(on), told.get(on))
