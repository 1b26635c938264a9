"""Placement: which programme fits, and which stage. Every rule may only hold somebody back; the lowest stage decides."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from planner.criteria import Tried, criteria_to_leave, criteria_to_run, judge_each
from planner.facts import Facts
from planner.finding import find
from planner.model import Criterion, CriterionResult, Finding, Placement, Prognosis, Protocol, Stage, Track


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody at the door of a programme's stages: what they said, what they pass before leaving each stage, and how far they are with each test of the road."""

    facts: Facts
    track: Track
    to_leave: Mapping[str, tuple[Criterion, ...]]
    results: Mapping[str, CriterionResult]
    protocol: Protocol


Gate = Callable[[Facts, Track, Protocol], Finding | None]
Rule = Callable[[Applicant], Finding | None]

# Where nobody like the reader was studied: one range would look like a promise, two show how far groups differ.
RANGES_OF_OTHERS = 2


def place(facts: Facts, tried: Tried, protocol: Protocol, most: Stage | None = None) -> Placement:
    """The programme and stage with every reason, or no programme and why. `most` is the stage before, where new answers may not lead further."""
    track = next((track for track in protocol.tracks.values() if _fits(facts, track)), None)
    if track is None:
        return Placement(None, None, facts.today, (_no_programme(facts, protocol),), ())
    shut = [finding for gate in GATES if (finding := gate(facts, track, protocol))]
    if shut:
        return Placement(None, None, facts.today, tuple(shut), ())
    applicant = apply(facts, track, tried, protocol)
    caps = [*caps_of(applicant), *([find(protocol, "stage-as-before", most.id, stage=most.name)] if most else [])]
    stage = lowest(caps, track)
    # Doors further on are no reason for where somebody starts.
    reasons = [cap for cap in caps if cap.outcome == stage.id] or [find(protocol, "all-criteria-passed", stage.id, stage=stage.name)]
    ranges, comment = prognosis(facts, track, protocol)
    fits = find(protocol, "programme-fits", track.id, programme=track.name)
    return Placement(track.id, stage.id, facts.today, (fits, *reasons, *_notes(facts, protocol), *comment), ranges)


def apply(facts: Facts, track: Track, tried: Tried, protocol: Protocol) -> Applicant:
    """Everything the rules of placement look at."""
    sport, last = facts.get("sport"), track.stages[-1]
    to_leave = {stage.id: criteria_to_leave(stage, sport, protocol) for stage in track.stages}
    # Those before the first run come first, since the runs among the others wait for them.
    asked = [*criteria_to_run(last, sport, protocol), *chain.from_iterable(to_leave.values())]
    return Applicant(facts, track, to_leave, judge_each(asked, tried, facts, protocol), protocol)


def caps_of(applicant: Applicant) -> list[Finding]:
    """A finding for each rule that holds this person back; its outcome is the highest stage the rule allows."""
    return [finding for rule in RULES if (finding := rule(applicant))]


def lowest(caps: list[Finding], track: Track) -> Stage:
    """The lowest stage that any of these findings allows; without one, the last."""
    return min((_stage(finding.outcome, track) for finding in caps), key=lambda stage: stage.order, default=track.stages[-1])


def _fits(facts: Facts, track: Track) -> bool:
    return facts.get("onset") in track.fits.onset and (not track.fits.site or facts.get("site") in track.fits.site)


def _no_programme(facts: Facts, protocol: Protocol) -> Finding:
    if facts.get("onset") == "not-sure":
        return find(protocol, "onset-unclear", "no-programme")
    return find(protocol, "no-programme-yet", "no-programme")


def _stage(id: str, track: Track) -> Stage:
    return next(stage for stage in track.stages if stage.id == id)


# --- gates: no programme for these answers, whatever the stage -----------------------------------------------------------


def hurts_without_injury(facts: Facts, track: Track, protocol: Protocol) -> Finding | None:
    """Somebody who says that nothing happened, and whose leg hurts more than these programmes allow."""
    limit = protocol.numbers[track.pain_limit]
    pain = max(facts.get("pain_now"), facts.get("pain_worst"))
    if facts.is_sudden() or facts.get("onset") == "gradual" or pain <= limit.value:
        return None
    return find(protocol, "hurts-without-injury", "no-programme", limit, pain=pain)


def limps_without_injury(facts: Facts, track: Track, protocol: Protocol) -> Finding | None:
    """Somebody who says that nothing happened, and does not walk normally."""
    if facts.is_sudden() or facts.get("onset") == "gradual" or facts.get("walking") == "normal":
        return None
    return find(protocol, "limps-without-injury", "no-programme")


GATES: tuple[Gate, ...] = (hurts_without_injury, limps_without_injury)


# --- caps: the highest stage that each rule allows -----------------------------------------------------------------------


def criteria_not_passed(applicant: Applicant) -> Finding | None:
    """The first stage with a test that is not passed is where somebody stays."""
    for stage in applicant.track.stages:
        missing = [criterion for criterion in applicant.to_leave[stage.id] if applicant.results[criterion.id].state != "passed"]
        if missing:
            texts = "; ".join(criterion.text for criterion in missing)
            found = find(applicant.protocol, "criteria-not-passed", stage.id, stage=stage.name, missing=texts)
            references = dict.fromkeys(reference for criterion in missing for reference in criterion.references)
            return Finding(found.code, found.outcome, found.values, references=tuple(references))
    return None


def too_early(applicant: Applicant) -> Finding | None:
    """A stage is not entered before its day after the start."""
    days, protocol = applicant.facts.days_since_start(), applicant.protocol
    for before, stage in _doors(applicant.track):
        if stage.not_before_day and days is not None and days < protocol.value(stage.not_before_day):
            return find(protocol, "too-early", before.id, protocol.numbers[stage.not_before_day], days=days, stage=stage.name)
    return None


def _doors(track: Track) -> Iterable[tuple[Stage, Stage]]:
    """Each stage with the one before it."""
    return zip(track.stages, track.stages[1:])


def walks_with_limp(applicant: Applicant) -> Finding | None:
    """Who does not walk normally starts at the beginning."""
    if applicant.facts.get("walking") == "normal":
        return None
    first = applicant.track.stages[0]
    return find(applicant.protocol, "walks-with-limp", first.id, stage=first.name)


def hurts_too_much(applicant: Applicant) -> Finding | None:
    """Who has strong pain now starts at the beginning."""
    return _strong_pain(applicant, "pain_now", "hurts-too-much")


def hurt_a_lot_lately(applicant: Applicant) -> Finding | None:
    """Who had strong pain in the last day starts at the beginning."""
    return _strong_pain(applicant, "pain_worst", "hurt-a-lot-lately")


def _strong_pain(applicant: Applicant, question: str, code: str) -> Finding | None:
    pain, first = applicant.facts.get(question), applicant.track.stages[0]
    if pain <= applicant.protocol.value("pain_rest_day"):
        return None
    return find(applicant.protocol, code, first.id, pain=pain, stage=first.name)


def hurts_now_for_a_stage(applicant: Applicant) -> Finding | None:
    """A stage with a pain limit at its door is not entered with more pain right now."""
    for before, stage in _doors(applicant.track):
        if stage.pain_now_most and applicant.facts.get("pain_now") > applicant.protocol.value(stage.pain_now_most):
            return _at_the_door(applicant, "hurts-now-for-a-stage", "pain_now", stage.pain_now_most, before, stage)
    return None


def hurt_lately_for_a_stage(applicant: Applicant) -> Finding | None:
    """A stage with a pain limit at its door is not entered after more pain in the last day."""
    for before, stage in _doors(applicant.track):
        if stage.pain_worst_most and applicant.facts.get("pain_worst") > applicant.protocol.value(stage.pain_worst_most):
            return _at_the_door(applicant, "hurt-lately-for-a-stage", "pain_worst", stage.pain_worst_most, before, stage)
    return None


def _at_the_door(applicant: Applicant, code: str, question: str, number: str, before: Stage, stage: Stage) -> Finding:
    return find(applicant.protocol, code, before.id, applicant.protocol.numbers[number], pain=applicant.facts.get(question), stage=stage.name)


def is_getting_worse(applicant: Applicant) -> Finding | None:
    """Who is getting worse starts at the beginning."""
    if applicant.facts.get("getting") != "worse":
        return None
    first = applicant.track.stages[0]
    return find(applicant.protocol, "worse-so-first-stage", first.id, stage=first.name)


RULES: tuple[Rule, ...] = (criteria_not_passed, too_early, walks_with_limp, hurts_too_much, hurt_a_lot_lately, hurts_now_for_a_stage, hurt_lately_for_a_stage, is_getting_worse)


# --- notes: what else follows from the answers ---------------------------------------------------------------------------


def _notes(facts: Facts, protocol: Protocol) -> Iterable[Finding]:
    if facts.is_sudden() and facts.get("earlier") in ("this-year", "not-sure"):
        yield find(protocol, "hurt-before-this-year", "note")
    if facts.get("sport") in protocol.sports:
        sport = protocol.sports[facts.get("sport")]
        yield find(protocol, "end-of-the-road", "note", sport=sport.name, end=sport.end)


def prognosis(facts: Facts, track: Track, protocol: Protocol) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Ranges of people hurt in the same way and with the same sport; where there are none, two of others, and a finding that says so.

    None for a strain of long ago: the ranges are of fresh ones.
    """
    days = facts.days_since_start()
    if facts.is_sudden() and days is not None and days >= protocol.value("old_strain_days"):
        return (), ()
    same_way = [entry for entry in protocol.prognosis if entry.track == track.id and _applies(entry, facts)]
    like = tuple(entry.id for entry in same_way if facts.get("sport") in entry.sports)
    anybody = tuple(entry.id for entry in same_way if not entry.sports)
    if like or len(anybody) == len(same_way):
        return (*like, *anybody), ()
    others = tuple(entry.id for entry in same_way if entry.id not in anybody)
    return (*anybody, *others)[:RANGES_OF_OTHERS], (find(protocol, "prognosis-of-others", "note"),)


def _applies(entry: Prognosis, facts: Facts) -> bool:
    return not entry.mechanisms or facts.get("onset") in entry.mechanisms
