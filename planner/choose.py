"""Which exercises of a stage may be used at all, and with which dose. Filters only remove; each says why."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from planner.brief import Brief
from planner.finding import find
from planner.ladders import step_dose
from planner.ledger import Candidate
from planner.model import INTENSITIES, Dose, Exercise, Finding, Ladder, Records
from planner.pain import pain_limit
from planner.sports import starts_with
from planner.traits import is_fast_running, is_harder, is_heavy_eccentric, is_running, is_sprint
from planner.wishes import Wish

Filter = Callable[[Exercise, Brief], Finding | None]


def choose(brief: Brief) -> tuple[list[Candidate], list[Finding]]:
    """The exercises that may be used, in the order they are tried, and a finding for each that may not."""
    first = starts_with(brief.stage, brief.facts.get("sport"), brief.records)
    kept, left_out = usable(brief, first)
    return [as_candidate(exercise, brief) for exercise in _few(kept, first, brief)], left_out


def choose_for_day(wish: Wish, brief: Brief) -> list[Candidate]:
    """The exercises for a day on which the reader has other things at hand, or wants other exercises in the place of some.

    What stands in must be an equal: of the same pattern, and no harder. Any other swap is passed over.
    """
    if wish.equipment is not None:
        brief = replace(brief, facts=brief.facts.with_answers({"equipment": wish.equipment}))
    first = starts_with(brief.stage, brief.facts.get("sport"), brief.records)
    kept, _ = usable(brief, first)
    by_id = {exercise.id: exercise for exercise in kept}
    swaps = {wanted: other for wanted, other in wish.swaps.items() if other in by_id and wanted in brief.records.exercises and is_equal(by_id[other], brief.records.exercises[wanted], brief.records)}
    instead = [_swapped_in(by_id[other], brief.records.exercises[wanted], brief) for wanted, other in swaps.items()]
    rest = [exercise for exercise in _few(kept, first, brief) if exercise.id not in swaps and exercise.id not in swaps.values()]
    return [*instead, *(as_candidate(exercise, brief) for exercise in rest)]


def _swapped_in(other: Exercise, wanted: Exercise, brief: Brief) -> Candidate:
    swapped = as_candidate(other, brief)
    return replace(swapped, reasons=(find(brief.protocol, "swapped-in", "swap", exercise=wanted.name), *swapped.reasons))


def usable(brief: Brief, first: Collection[str]) -> tuple[list[Exercise], list[Finding]]:
    """Every exercise of the stage that no filter removes, and a finding for each that one does."""
    kept: list[Exercise] = []
    left_out: list[Finding] = []
    # What the sport adds comes straight after what the stage starts with.
    for exercise in sorted(brief.records.members[brief.stage.id], key=lambda exercise: exercise.id not in first):
        reason = next((finding for keep in FILTERS if (finding := keep(exercise, brief))), None)
        if reason is None:
            kept.append(exercise)
        else:
            left_out.append(reason)
    return kept, left_out


def is_equal(other: Exercise, exercise: Exercise, records: Records) -> bool:
    """Whether one exercise may stand in for another: the same kind of movement, no step up from it, and neither heavier nor faster."""
    is_same_kind = other.id != exercise.id and other.pattern == exercise.pattern and other.id not in all_harder(exercise, records)
    is_no_heavier = INTENSITIES.index(other.load.intensity) <= INTENSITIES.index(exercise.load.intensity)
    return is_same_kind and is_no_heavier and other.load.speed in (exercise.load.speed, "slow")


def all_harder(exercise: Exercise, records: Records) -> frozenset[str]:
    """Every step up from an exercise, by the records' own links."""
    found: set[str] = set()
    ahead = [exercise]
    while ahead:
        new = {link.id for link in ahead.pop().harder} - found
        found |= new
        ahead += [records.exercises[id] for id in new]
    return frozenset(found)


def as_candidate(exercise: Exercise, brief: Brief) -> Candidate:
    """The exercise with today's dose: the record's for the stage, or that of the step somebody is on."""
    dose, protocol = exercise.doses[brief.stage.id], brief.protocol
    ladder = protocol.ladder_of(exercise.id, brief.stage.id)
    ladder = ladder if ladder and ladder.id in brief.rungs else None
    step = brief.rungs[ladder.id].step if ladder else None
    if ladder:
        dose = step_dose(dose, ladder, step)
    limit, limit_reason = pain_limit(exercise, brief.stage, protocol, brief.facts)
    is_heavy = is_heavy_eccentric(exercise)
    reasons = (
        find(protocol, "pattern-of-stage", "chosen", pattern=exercise.pattern, stage=brief.stage.name),
        _dose_reason(dose, ladder, step, brief),
        limit_reason,
        *((find(protocol, "heavy-needs-rest", "rest", first=protocol.value("first_heavy_eccentric_rest_hours"), later=protocol.value("heavy_eccentric_rest_hours")),) if is_heavy else ()),
    )
    return Candidate(exercise, dose, ladder, step, limit, reasons, is_heavy, is_running(exercise), is_fast_running(exercise), is_harder(exercise, dose, protocol))


def _dose_reason(dose: Dose, ladder: Ladder | None, step: int | None, brief: Brief) -> Finding:
    if ladder:
        return find(brief.protocol, "step-of-ladder", "dose", references=dose.references, ladder=ladder.name, step=ladder.steps[step].label, text=ladder.steps[step].text)
    code = "dose-assumed" if dose.basis == "assumption" else "dose-sourced"
    return find(brief.protocol, code, "dose", references=dose.references, basis=dose.basis, note=dose.note)


def _few(exercises: list[Exercise], first: tuple[str, ...], brief: Brief) -> list[Exercise]:
    """What the stage starts with, and another of the same pattern only where none of these can be used.

    So a week holds a few exercises that come again, and the days between are for rest. All the others are on the stage's page.
    """
    wanted = {brief.records.exercises[id].pattern for id in first}
    usable = {exercise.pattern for exercise in exercises if exercise.id in first}
    # For what hurt last time only something easier stands in, and where there is nothing easier, nothing does.
    sore = {exercise.pattern for exercise in _hurt_lately(brief)}
    easier = {link.id for exercise in _hurt_lately(brief) for link in exercise.easier}
    return [exercise for exercise in exercises if exercise.id in first or exercise.id in easier or exercise.pattern in wanted - usable - sore]


def _hurt_lately(brief: Brief) -> Iterable[Exercise]:
    """What went over its pain limit the last time it was done, not long ago."""
    days = brief.protocol.value("hurt_exercise_days")
    return (brief.records.exercises[id] for id, (on, _, _) in brief.hurt.items() if (brief.facts.today - on).days <= days)


def equipment_missing(exercise: Exercise, brief: Brief) -> Finding | None:
    """Needs a thing the reader does not have."""
    owned = brief.facts.ticked("equipment")
    missing = [brief.protocol.equipment[id] for id in exercise.equipment if id not in owned]
    missing = [item for item in missing if not item.household]
    if not missing:
        return None
    return find(brief.protocol, "equipment-missing", "left-out", exercise=exercise.name, missing=", ".join(item.name for item in missing))


def not_for_this_site(exercise: Exercise, brief: Brief) -> Finding | None:
    """Must not be done while it hurts at this place."""
    # Who is not sure where it hurts is spared what a sore sit bone does not bear.
    place = "sit-bone" if brief.facts.get("site") == "not-sure" else brief.facts.get("site")
    if place not in exercise.not_for_sites:
        return None
    return find(brief.protocol, "not-for-this-site", "left-out", exercise=exercise.name)


def not_for_this_sport(exercise: Exercise, brief: Brief) -> Finding | None:
    """Belongs to an end of the road that this reader does not want."""
    sport = brief.protocol.sports.get(brief.facts.get("sport"))
    if sport is None or exercise.id not in sport.leave_out:
        return None
    return find(brief.protocol, "not-for-this-sport", "left-out", exercise=exercise.name, sport=sport.name)


def too_deep_when_high(exercise: Exercise, brief: Brief) -> Finding | None:
    """Bends the hip far under load, early after a strain close to the sit bone."""
    if not brief.stage.high_hip_flexion_limit or brief.facts.get("site") not in ("sit-bone", "not-sure"):
        return None
    number = brief.protocol.numbers[brief.stage.high_hip_flexion_limit]
    if exercise.load.hip_flexion_degrees <= number.value:
        return None
    return find(brief.protocol, "too-deep-when-high", "left-out", number, exercise=exercise.name, degrees=exercise.load.hip_flexion_degrees)


def not_ready_to_run(exercise: Exercise, brief: Brief) -> Finding | None:
    """A run or a fast turning drill, before the tests that open running are passed."""
    is_run = (exercise.pattern == "running" and is_running(exercise)) or is_fast_running(exercise)
    if brief.may_run or not is_run:
        return None
    return find(brief.protocol, "not-ready-to-run", "left-out", exercise=exercise.name)


def easy_runs_first(exercise: Exercise, brief: Brief) -> Finding | None:
    """A faster run, before the sport's ladder of easy runs is climbed."""
    sport = brief.protocol.sports.get(brief.facts.get("sport"))
    waits = next((later for later in sport.later if later.exercise == exercise.id), None) if sport else None
    ladder = brief.protocol.ladders[waits.ladder] if waits else None
    if ladder is None or ladder.id not in brief.rungs or brief.stage.id not in ladder.climbs.stages:
        return None
    if ladder.steps[brief.rungs[waits.ladder].step].label == waits.step:
        return None
    return find(brief.protocol, "easy-runs-first", "left-out", exercise=exercise.name, ladder=ladder.name, step=waits.step)


def not_that_fast_yet(exercise: Exercise, brief: Brief) -> Finding | None:
    """A fast run while keeping strong, for somebody whose own road did not lead to fast runs."""
    if brief.may_run_fast or not is_fast_running(exercise):
        return None
    return find(brief.protocol, "not-that-fast-yet", "left-out", exercise=exercise.name)


def sprints_too_soon(exercise: Exercise, brief: Brief) -> Finding | None:
    """A sprint, before the steps of speed below it went well."""
    if not is_sprint(exercise) or brief.may_sprint:
        return None
    return find(brief.protocol, "sprints-too-soon", "left-out", exercise=exercise.name)


def hurt_last_time(exercise: Exercise, brief: Brief) -> Finding | None:
    """Went over its pain limit the last time it was done, and that is not long ago. Something easier stands in for it."""
    if exercise not in _hurt_lately(brief):
        return None
    _, pain, limit = brief.hurt[exercise.id]
    easier = [brief.records.exercises[link.id] for link in exercise.easier]
    instead = next((other.name for other in easier if brief.stage.id in other.doses and all(keep(other, brief) is None for keep in FILTERS)), "rest for this part")
    return find(brief.protocol, "hurt-last-time", "swap", exercise=exercise.name, pain=pain, pain_limit=limit, instead=instead)


def harder_than_hurt(exercise: Exercise, brief: Brief) -> Finding | None:
    """The steps up from what hurt last time; and after a run that hurt, every fast run."""
    for sore in _hurt_lately(brief):
        if exercise.id in all_harder(sore, brief.records) or (is_running(sore) and is_fast_running(exercise)):
            return find(brief.protocol, "harder-than-hurt", "left-out", exercise=exercise.name, hurt=sore.name)
    return None


FILTERS: tuple[Filter, ...] = (equipment_missing, not_for_this_site, not_for_this_sport, too_deep_when_high, not_ready_to_run, easy_runs_first, not_that_fast_yet, sprints_too_soon, hurt_last_time, harder_than_hurt)
