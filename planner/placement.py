"""Placement: which programme fits, and which stage. Every rule may only hold somebody back; the lowest stage decides."""

from collections.abc import Callable, Iterable

from planner.facts import Facts
from planner.model import CriterionResult, Finding, Placement, Protocol, Stage, Track

Rule = Callable[[Facts, Track, Protocol], Finding | None]


def place(facts: Facts, protocol: Protocol) -> Placement:
    """The programme and stage with every reason, or no programme and why."""
    track = next((track for track in protocol.tracks.values() if _fits(facts, track)), None)
    if track is None:
        return Placement(None, None, (_no_programme(facts),), (), ())
    caps = [finding for rule in RULES if (finding := rule(facts, track, protocol))]
    stage = _lowest(caps, track)
    ordered = sorted(caps, key=lambda finding: _order(finding.outcome, track))
    return Placement(
        track=track.id,
        stage=stage.id,
        findings=(Finding("programme-fits", track.id, {"programme": track.name}), *(ordered or [_all_passed(stage)])),
        criteria=tuple(_results(facts, track, protocol)),
        prognosis=tuple(entry.id for entry in protocol.prognosis if _applies(entry.mechanisms, facts) and entry.track == track.id),
    )


def _fits(facts: Facts, track: Track) -> bool:
    return facts.get("onset") in track.fits.onset and facts.get("site") in track.fits.site


def _no_programme(facts: Facts) -> Finding:
    code = "onset-unclear" if facts.get("onset") == "not-sure" else "no-programme-yet"
    return Finding(code, "no-programme", {})


def _all_passed(stage: Stage) -> Finding:
    return Finding("all-criteria-passed", stage.id, {"stage": stage.name})


def _applies(mechanisms: tuple[str, ...], facts: Facts) -> bool:
    return not mechanisms or facts.get("onset") in mechanisms


def _results(facts: Facts, track: Track, protocol: Protocol) -> Iterable[CriterionResult]:
    stages = {stage.id for stage in track.stages}
    return (CriterionResult(criterion.id, facts.get(criterion.id) or "not-tried") for criterion in protocol.criteria if criterion.stage in stages)


def _lowest(caps: list[Finding], track: Track) -> Stage:
    return min((_stage(finding.outcome, track) for finding in caps), key=lambda stage: stage.order, default=track.stages[-1])


def _stage(id: str, track: Track) -> Stage:
    return next(stage for stage in track.stages if stage.id == id)


def _order(id: str, track: Track) -> int:
    return _stage(id, track).order


def criteria_not_passed(facts: Facts, track: Track, protocol: Protocol) -> Finding | None:
    """The first stage with a test that is not passed is where somebody stays."""
    for stage in track.stages:
        missing = [criterion for criterion in protocol.criteria if criterion.stage == stage.id and facts.get(criterion.id) != "yes"]
        if missing:
            references = tuple(dict.fromkeys(reference for criterion in missing for reference in criterion.references))
            values = {"stage": stage.name, "missing": "; ".join(criterion.text for criterion in missing)}
            return Finding("criteria-not-passed", stage.id, values, references=references)
    return None


def too_early(facts: Facts, track: Track, protocol: Protocol) -> Finding | None:
    """A stage is not entered before its day after the injury."""
    days = facts.days_since_start()
    for before, stage in zip(track.stages, track.stages[1:]):
        if stage.not_before_day and days is not None and days < protocol.value(stage.not_before_day):
            number = protocol.numbers[stage.not_before_day]
            values = {"days": days, "limit": number.value, "stage": stage.name}
            return Finding("too-early", before.id, values, (number.id,), number.references)
    return None


def walks_with_limp(facts: Facts, track: Track, protocol: Protocol) -> Finding | None:
    """Who does not walk normally starts at the beginning."""
    if facts.get("walking") == "normal":
        return None
    return Finding("walks-with-limp", track.stages[0].id, {"stage": track.stages[0].name}, references=protocol.rules["walks-with-limp"].references)


def hurts_too_much(facts: Facts, track: Track, protocol: Protocol) -> Finding | None:
    """Who has strong pain now starts at the beginning."""
    pain, limit = facts.get("pain_now"), protocol.numbers["pain_rest_day"]
    if pain <= limit.value:
        return None
    return Finding("hurts-too-much", track.stages[0].id, {"pain": pain, "limit": limit.value, "stage": track.stages[0].name}, (limit.id,), limit.references)


def hurt_a_lot_lately(facts: Facts, track: Track, protocol: Protocol) -> Finding | None:
    """Who had strong pain in the last day starts at the beginning."""
    pain, limit = facts.get("pain_worst"), protocol.numbers["pain_rest_day"]
    if pain <= limit.value:
        return None
    return Finding("hurt-a-lot-lately", track.stages[0].id, {"pain": pain, "limit": limit.value, "stage": track.stages[0].name}, (limit.id,), limit.references)


def hurts_now_for_a_stage(facts: Facts, track: Track, protocol: Protocol) -> Finding | None:
    """A stage with a pain limit at its door is not entered with more pain right now."""
    for before, stage in zip(track.stages, track.stages[1:]):
        if stage.pain_now_most and facts.get("pain_now") > protocol.value(stage.pain_now_most):
            number = protocol.numbers[stage.pain_now_most]
            values = {"pain": facts.get("pain_now"), "limit": number.value, "stage": stage.name}
            return Finding("hurts-now-for-a-stage", before.id, values, (number.id,), number.references)
    return None


def hurt_lately_for_a_stage(facts: Facts, track: Track, protocol: Protocol) -> Finding | None:
    """A stage with a pain limit at its door is not entered after more pain in the last day."""
    for before, stage in zip(track.stages, track.stages[1:]):
        if stage.pain_worst_most and facts.get("pain_worst") > protocol.value(stage.pain_worst_most):
            number = protocol.numbers[stage.pain_worst_most]
            values = {"pain": facts.get("pain_worst"), "limit": number.value, "stage": stage.name}
            return Finding("hurt-lately-for-a-stage", before.id, values, (number.id,), number.references)
    return None


def is_getting_worse(facts: Facts, track: Track, protocol: Protocol) -> Finding | None:
    """Who is getting worse starts at the beginning."""
    if facts.get("getting") != "worse":
        return None
    return Finding("worse-so-first-stage", track.stages[0].id, {"stage": track.stages[0].name})


RULES: tuple[Rule, ...] = (criteria_not_passed, too_early, walks_with_limp, hurts_too_much, hurt_a_lot_lately, hurts_now_for_a_stage, hurt_lately_for_a_stage, is_getting_worse)
