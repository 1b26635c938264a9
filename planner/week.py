"""The days ahead: fill them one by one by fixed rules from what was done before, then take away what today does not allow.

No chance is involved, so the same log gives the same days, and who does what a day says finds the next days unchanged. Pain comes
last on purpose: were it to shorten exercises before the fill, the time it frees would be filled with others, and a sorer leg could
get a harder day.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner.brief import Brief
from planner.choose import as_candidate, choose, choose_for_day, is_equal, usable
from planner.dose import dose_load, dose_minutes, minutes_once
from planner.ease import Relief, ease, taken_away
from planner.finding import find
from planner.ladders import Rung, top_of
from planner.ledger import DAYS_A_WEEK, Candidate, Done, Ledger, in_the_week_before
from planner.model import DAYS, Day, Dose, Exercise, Finding, Item, Range, Week
from planner.rest import first_days, not_today
from planner.traits import is_heavy_eccentric
from planner.volume import room_on
from planner.warm_up import warm_up_for


def plan_weeks(brief: Brief, ledger: Ledger, ahead: int, relief: Relief) -> tuple[Week, ...]:
    """So many weeks from today. The first is what to do now; the others suppose that the days before them go well.

    `ledger` is all that was done. What was done today does not change today's own session, only the days after it.
    `relief` is for today alone, but the pain in it counts for the whole first week, because nobody knows yet how tomorrow is.
    """
    today, weeks = brief.facts.today, []
    week, ledger, full = _first_week(brief, ledger, relief)
    weeks.append(week)
    for number in range(1, ahead):
        start = today + timedelta(days=number * DAYS_A_WEEK)
        brief = replace(_if_all_goes_well(brief, full), facts=brief.facts.on(start))
        candidates, left_out = choose(brief)
        full, ledger = fill(start, DAYS_A_WEEK, candidates, ledger, brief)
        weeks.append(Week(tuple(full), (find(brief.protocol, "depends-on-the-days-before", "watch"),), tuple(left_out)))
    return tuple(weeks)


def _first_week(brief: Brief, ledger: Ledger, relief: Relief) -> tuple[Week, Ledger, list[Day]]:
    candidates, left_out = choose(brief)
    today, dawn = brief.facts.today, ledger.before(brief.facts.today)
    [first], planned = fill(today, 1, candidates, dawn, brief)
    rest, ledger = fill(today + timedelta(days=1), DAYS_A_WEEK - 1, candidates, planned if dawn is ledger else ledger, brief)
    full, later = [first, *rest], replace(relief, level="none")
    days = [ease(day, relief if day is first else later, brief) for day in full]
    days[0] = _with_swaps(days[0], dawn, brief)
    gone, gone_today = taken_away(full, later, brief), taken_away(full[:1], relief, brief)
    days[0] = replace(days[0], findings=(*days[0].findings, *(finding for finding in gone_today if finding not in gone)))
    return Week(tuple(days), tuple(_first_week_findings(full, brief)), (*left_out, *gone)), ledger, full


def plan_day(brief: Brief, ledger: Ledger, relief: Relief) -> Day:
    """Today alone: the first day of the weeks ahead."""
    return ease(whole_day(brief, ledger), relief, brief)


def whole_day(brief: Brief, ledger: Ledger) -> Day:
    """Today with whole doses, before anything is taken away."""
    candidates, _ = choose(brief)
    [day], _ = fill(brief.facts.today, 1, candidates, ledger.before(brief.facts.today), brief)
    return day


def _with_swaps(day: Day, ledger: Ledger, brief: Brief) -> Day:
    """The day with what may stand in for each of its exercises."""
    things = brief.wish(day.on).equipment
    others = brief if things is None else replace(brief, facts=brief.facts.with_answers({"equipment": things}))
    kept, _ = usable(others, ())
    return replace(day, items=tuple(replace(item, swaps=tuple(_equals(item, day, kept, ledger, brief))) for item in day.items))


def _equals(item: Item, day: Day, kept: Iterable[Exercise], ledger: Ledger, brief: Brief) -> Iterable[str]:
    exercise = brief.records.exercises[item.exercise]
    return (other.id for other in kept if is_equal(other, exercise, brief.records) and not_today(as_candidate(other, brief), day.on, ledger, brief) is None)


def fill(start: date, days: int, candidates: list[Candidate], ledger: Ledger, brief: Brief) -> tuple[list[Day], Ledger]:
    """So many days with whole doses, and everything that then stands before the day after them."""
    filled: list[Day] = []
    for on in (start + timedelta(days=offset) for offset in range(days)):
        day, ledger = _fill_day(on, candidates, ledger, brief)
        filled.append(day)
    return filled, ledger


def _fill_day(on: date, candidates: list[Candidate], ledger: Ledger, brief: Brief) -> tuple[Day, Ledger]:
    """One exercise of each movement pattern of the stage, what was done least lately first, while there is time and room."""
    if busy := _no_session(on, brief):
        return Day(on, "", (), 0, (busy,)), ledger
    wish = brief.wish(on)
    if wish.equipment is not None or wish.swaps:
        candidates = choose_for_day(wish, brief)
    gentle = first_days(on, brief)
    findings: list[Finding] = [gentle] if gentle else []
    limit = wish.minutes or brief.facts.get("minutes") or int(brief.protocol.value("session_minutes_default"))
    items: list[Item] = []
    chosen: list[Candidate] = []
    before, room = ledger, room_on(on, ledger, brief)
    for pattern in _order_of_patterns(on, before, brief):
        candidate, waits = _next_of(pattern, on, candidates, ledger, brief)
        if candidate is None:
            findings += [wait for wait in waits if wait not in findings]
            continue
        minutes_left = limit - sum(item.minutes for item in items) - _warm_up_minutes([*chosen, candidate], brief)
        item, short = _fitting(candidate, on, minutes_left, room - sum(item.load for item in items), before, brief)
        if item is None:
            findings.append(short)
            continue
        items.append(item)
        chosen.append(candidate)
        ledger = ledger.plus(_done(on, candidate, item))
    warm_up = warm_up_for(((candidate.exercise, candidate.dose) for candidate in chosen), brief)
    minutes = sum(item.minutes for item in items) + (warm_up.minutes if warm_up else 0)
    if minutes < brief.protocol.value("least_session_minutes"):
        return Day(on, "", (), 0, (*findings, find(brief.protocol, "rest-day", "rest"))), before
    return Day(on, warm_up.id if warm_up else "", _in_order(items, brief), minutes, tuple(findings)), ledger


def _no_session(on: date, brief: Brief) -> Finding | None:
    """A finding where the reader has no time on this day: by their week, or by a wish for the day itself."""
    free = brief.wish(on).free
    if free is False:
        return find(brief.protocol, "day-left-out", "rest")
    if not free and DAYS[on.weekday()] not in brief.facts.ticked("days"):
        return find(brief.protocol, "day-not-free", "rest")
    return None


def _order_of_patterns(on: date, ledger: Ledger, brief: Brief) -> list[str]:
    """The stage's patterns, what was done least in the last week first, where what matters more is ahead by some days.

    So short sessions balance out, and yet a long walk does not take the place of the strength work.
    """
    patterns = brief.stage.patterns
    lead = brief.protocol.value("pattern_lead_days") / max(1, len(patterns) - 1)
    behind = {pattern: in_the_week_before(ledger.patterns.get(pattern, ()), on) + place * lead for place, pattern in enumerate(patterns)}
    return sorted(patterns, key=behind.__getitem__)


def _next_of(pattern: str, on: date, candidates: list[Candidate], ledger: Ledger, brief: Brief) -> tuple[Candidate | None, list[Finding]]:
    """The first exercise of this pattern that may stand on this day; without one, why the first of them may not.

    Always the first and not the one used least: a reader learns a few exercises well, and the rest days bring in the others.
    """
    waits: list[Finding] = []
    for candidate in candidates:
        if candidate.exercise.pattern == pattern:
            finding = not_today(candidate, on, ledger, brief)
            if finding is None:
                return candidate, []
            waits.append(finding)
    return None, waits[:1]


def _fitting(candidate: Candidate, on: date, minutes: int, load: int, ledger: Ledger, brief: Brief) -> tuple[Item | None, Finding | None]:
    """The exercise with as many of its sets as there are minutes and room for; or nothing, and what was missing."""
    sets, few = _sets_to_begin(candidate, ledger, brief)
    # What is meant for two times of the day may also be done once.
    doses = [candidate.dose, *([replace(candidate.dose, times_per_day=1)] if candidate.dose.times_per_day > 1 else [])]
    for dose in doses:
        fitted = next((each for each in _fewer_and_fewer(sets) if _fits(dose, each, minutes, load, brief)), None)
        if fitted is not None and _is_worth_it(candidate, fitted, brief):
            return _item(candidate, dose, fitted, few, brief), None
    return None, _what_was_missing(candidate, on, minutes, brief)


def _fewer_and_fewer(sets: Range) -> Iterable[Range]:
    """These sets, then one less each time, down to one."""
    return ((min(sets[0], most), most) for most in range(sets[1], 0, -1))


def _fits(dose: Dose, sets: Range, minutes: int, load: int, brief: Brief) -> bool:
    return dose_minutes(dose, sets, brief.protocol) <= minutes and dose_load(dose, sets, brief.protocol) <= load


def _what_was_missing(candidate: Candidate, on: date, minutes: int, brief: Brief) -> Finding:
    least = next(each for each in reversed([*_fewer_and_fewer(candidate.dose.sets)]) if _is_worth_it(candidate, each, brief))
    if minutes_once(candidate.dose, least, brief.protocol) <= minutes:
        return find(brief.protocol, "no-room-left", "left-out", exercise=candidate.exercise.name)
    found = find(brief.protocol, "no-time-left", "left-out", exercise=candidate.exercise.name)
    # The number is only for those who set no limit of their own, for every day or for this one.
    return replace(found, numbers=()) if brief.wish(on).minutes or brief.facts.get("minutes") else found


def _sets_to_begin(candidate: Candidate, ledger: Ledger, brief: Brief) -> tuple[Range, bool]:
    """The sets of the dose; for the first times only the least of a range."""
    times = len(ledger.exercises.get(candidate.exercise.id, ()))
    least, most = candidate.dose.sets
    few = least < most and times < brief.protocol.value("first_times")
    return ((least, least) if few else (least, most)), few


def _is_worth_it(candidate: Candidate, sets: Range, brief: Brief) -> bool:
    """Whether so few sets still are the exercise. A step of a ladder with some of its sets would be another step."""
    if candidate.ladder is not None:
        return sets[1] == candidate.dose.sets[1]
    return sets[1] >= candidate.dose.sets[0] * brief.protocol.value("least_share_of_sets")


def _item(candidate: Candidate, dose: Dose, sets: Range, few: bool, brief: Brief) -> Item:
    exercise, protocol = candidate.exercise, brief.protocol
    reasons = (
        *candidate.reasons,
        *((find(protocol, "fewer-sets-at-first", "dose", sets=sets[1]),) if few else ()),
        *((find(protocol, "sets-that-fit", "dose", sets=sets[1]),) if sets[1] < (dose.sets[0] if few else dose.sets[1]) else ()),
    )
    return Item(exercise.id, dose, sets, candidate.pain_limit, False, dose_minutes(dose, sets, protocol), dose_load(dose, sets, protocol), candidate.ladder.id if candidate.ladder else "", candidate.step, reasons)


def _done(on: date, candidate: Candidate, item: Item) -> Done:
    return Done(on, candidate.exercise.id, candidate.exercise.pattern, candidate.is_heavy, candidate.is_running, candidate.is_fast, candidate.is_harder, item.load)


def _warm_up_minutes(chosen: Iterable[Candidate], brief: Brief) -> int:
    warm_up = warm_up_for(((candidate.exercise, candidate.dose) for candidate in chosen), brief)
    return warm_up.minutes if warm_up else 0


def _in_order(items: list[Item], brief: Brief) -> tuple[Item, ...]:
    """What is fast and needs fresh legs first, steady holds before stretches."""
    order = brief.protocol.session_order
    return tuple(sorted(items, key=lambda item: order.index(brief.records.exercises[item.exercise].pattern)))


def _first_week_findings(days: Sequence[Day], brief: Brief) -> Iterable[Finding]:
    """What the reader should know about this week."""
    yield find(brief.protocol, "next-morning-check", "watch", hours=brief.protocol.value("settle_hours"))
    lowering = [(day.on, item) for day in days for item in day.items if is_heavy_eccentric(brief.records.exercises[item.exercise])]
    begins_with_one = any(item.ladder and item.dose.days_per_week == 1 for _, item in lowering)
    if any(finding.code == "no-time-left" for day in days for finding in day.findings):
        yield find(brief.protocol, "short-of-time", "watch")
    if brief.stage.builds and not begins_with_one and 0 < len({on for on, _ in lowering}) < brief.protocol.value("lowering_days_while_building"):
        yield find(brief.protocol, "lowering-once-only", "watch")


def _if_all_goes_well(brief: Brief, days: list[Day]) -> Brief:
    """The steps of the ladders after a week in which every session was clean: at most one higher."""
    rungs, protocol = dict(brief.rungs), brief.protocol
    sessions = Counter(item.ladder for day in days for item in day.items if item.ladder)
    for id, rung in brief.rungs.items():
        ladder = protocol.ladders[id]
        next_day = days[-1].on + timedelta(days=1)
        is_open = rung.clean + sessions[id] >= protocol.value(ladder.climbs.clean) and (next_day - rung.since).days >= protocol.value(ladder.climbs.days)
        if is_open and rung.step < top_of(ladder, brief.facts.get("sport"), protocol):
            rungs[id] = Rung(rung.step + 1, next_day, 0, 0)
        else:
            rungs[id] = replace(rung, clean=rung.clean + sessions[id])
    return replace(brief, rungs=rungs)
