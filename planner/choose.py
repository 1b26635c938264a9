"""Which exercises of a stage may be used at all. Filters only remove; each says why."""

from collections.abc import Callable

from planner.brief import Brief
from planner.model import Exercise, Finding
from planner.rest import is_running

Filter = Callable[[Exercise, Brief], Finding | None]

INTENSITIES = ("light", "moderate", "heavy")


def choose(brief: Brief) -> tuple[list[Exercise], list[Finding]]:
    """The exercises that may be used, in the order they are tried, and a finding for each that may not."""
    kept: list[Exercise] = []
    left_out: list[Finding] = []
    for exercise in sorted(brief.records.exercises.values(), key=lambda exercise: _order(exercise, brief)):
        if brief.stage.id not in exercise.doses or exercise.pattern not in brief.stage.patterns:
            continue
        reason = next((finding for keep in FILTERS if (finding := keep(exercise, brief))), None)
        if reason is None:
            kept.append(exercise)
        else:
            left_out.append(reason)
    return _few(kept, brief), left_out


def _few(exercises: list[Exercise], brief: Brief) -> list[Exercise]:
    """What the stage starts with, and another of the same pattern only where none of these can be used.

    So a week holds a few exercises that come again, and the days between are for rest. All the others are on the stage's page.
    """
    first = brief.stage.start_with
    wanted = {brief.records.exercises[id].pattern for id in first}
    usable = {exercise.pattern for exercise in exercises if exercise.id in first}
    return [exercise for exercise in exercises if exercise.id in first or exercise.pattern in wanted - usable]


def _order(exercise: Exercise, brief: Brief) -> tuple[int, bool, int, str]:
    """What the stage starts with, then what is most at home in it. Among others the gentler one comes first."""
    first = brief.stage.start_with
    place = first.index(exercise.id) if exercise.id in first else len(first)
    return (place, brief.stage.id not in exercise.typical, INTENSITIES.index(exercise.load.intensity), exercise.id)


def equipment_missing(exercise: Exercise, brief: Brief) -> Finding | None:
    """Needs a thing the reader does not have."""
    owned = brief.facts.ticked("equipment")
    missing = [brief.protocol.equipment[id] for id in exercise.equipment if id not in owned]
    missing = [item for item in missing if not item.household]
    if not missing:
        return None
    return Finding("equipment-missing", "left-out", {"exercise": exercise.name, "missing": ", ".join(item.name for item in missing)})


def not_for_this_site(exercise: Exercise, brief: Brief) -> Finding | None:
    """Must not be done while it hurts at this place."""
    if brief.facts.get("site") not in exercise.not_for_sites:
        return None
    return Finding("not-for-this-site", "left-out", {"exercise": exercise.name})


def sprints_too_soon(exercise: Exercise, brief: Brief) -> Finding | None:
    """A first week holds no sprints: the sessions that must come before them are not in the log yet."""
    if not is_running(exercise) or exercise.load.intensity != "heavy":
        return None
    before = brief.protocol.numbers["clean_runs_before_sprints"]
    return Finding("sprints-too-soon", "left-out", {"exercise": exercise.name, "sessions": before.value}, (before.id,), before.references)


FILTERS: tuple[Filter, ...] = (equipment_missing, not_for_this_site, sprints_too_soon)
