"""Triage: who should see somebody first, and how soon. All rules run and the most urgent finding decides."""

from collections.abc import Callable, Iterable

from planner.facts import Facts
from planner.model import Finding, Protocol, Sign, Triage

Rule = Callable[[Facts, Protocol], Finding | None]


def triage(facts: Facts, protocol: Protocol) -> Triage:
    """The most urgent level and every finding, most urgent first."""
    found = [*_sign_findings(facts, protocol), *_unsure_findings(facts, protocol), *_rule_findings(facts, protocol)]
    ordered = sorted(found, key=lambda finding: protocol.levels[finding.outcome].rank)
    level = ordered[0].outcome if ordered else None
    return Triage(level=level, stops=level is not None and protocol.levels[level].stops, findings=tuple(ordered))


def _sign_findings(facts: Facts, protocol: Protocol) -> Iterable[Finding]:
    return (_sign_finding(sign) for sign in protocol.signs if sign.id in facts.ticked(sign.question))


def _sign_finding(sign: Sign) -> Finding:
    return Finding("sign-ticked", sign.level, {"sign": sign.id, "label": sign.label, "why": sign.why}, references=sign.references)


def _unsure_findings(facts: Facts, protocol: Protocol) -> Iterable[Finding]:
    for question in protocol.questions.values():
        if question.unsure_level and "not-sure" in facts.ticked(question.id):
            yield Finding("sign-unsure", question.unsure_level, {"question": question.text})


def _rule_findings(facts: Facts, protocol: Protocol) -> Iterable[Finding]:
    return (finding for rule in RULES if (finding := rule(facts, protocol)))


def under_adult_age(facts: Facts, protocol: Protocol) -> Finding | None:
    """Younger than the age plans are for."""
    age, adult = facts.get("age"), protocol.numbers["adult_age"]
    if age is None or age >= adult.value:
        return None
    return Finding("under-adult-age", "not-self-guided", {"age": age, "limit": adult.value}, (adult.id,), adult.references)


def _is_sudden_and_high(facts: Facts) -> bool:
    """Sudden pain at the sit bone. Somebody not sure where it hurts is treated as if it were there."""
    return facts.is_sudden() and facts.get("site") in ("sit-bone", "not-sure")


def growth_plate(facts: Facts, protocol: Protocol) -> Finding | None:
    """Young enough that sudden sit bone pain may be the growing part of the bone."""
    age, limit = facts.get("age"), protocol.numbers["growth_plate_age"]
    if age is None or age > limit.value or not _is_sudden_and_high(facts):
        return None
    return Finding("growth-plate", "urgent", {"age": age, "limit": limit.value}, (limit.id,), limit.references)


def avulsion_age(facts: Facts, protocol: Protocol) -> Finding | None:
    """Old enough that sudden sit bone pain may be a torn-off tendon."""
    age, limit = facts.get("age"), protocol.numbers["avulsion_age"]
    if age is None or age <= limit.value or not _is_sudden_and_high(facts):
        return None
    return Finding("avulsion-age", "urgent", {"age": age, "limit": limit.value}, (limit.id,), limit.references)


def avulsion_stretch(facts: Facts, protocol: Protocol) -> Finding | None:
    """Sudden sit bone pain from a far stretch, the way tendons are torn off."""
    if facts.get("onset") != "stretch" or not _is_sudden_and_high(facts):
        return None
    return Finding("avulsion-stretch", "urgent", {}, references=protocol.rules["avulsion-stretch"].references)


def avulsion_walking(facts: Facts, protocol: Protocol) -> Finding | None:
    """Sudden sit bone pain, and a walk that is not normal."""
    if facts.get("walking") not in ("limp", "cannot", "not-sure") or not _is_sudden_and_high(facts):
        return None
    return Finding("avulsion-walking", "urgent", {}, references=protocol.rules["avulsion-walking"].references)


def avulsion_pain(facts: Facts, protocol: Protocol) -> Finding | None:
    """Sudden sit bone pain that was strong."""
    pain, severe = facts.get("pain_worst"), protocol.numbers["severe_pain"]
    if pain is None or pain < severe.value or not _is_sudden_and_high(facts):
        return None
    return Finding("avulsion-pain", "urgent", {"pain": pain, "limit": severe.value}, (severe.id,), protocol.rules["avulsion-pain"].references)


def cannot_walk(facts: Facts, protocol: Protocol) -> Finding | None:
    """No weight can be put on the leg."""
    if facts.get("walking") != "cannot":
        return None
    return Finding("cannot-walk", "same-day", {})


def still_limping(facts: Facts, protocol: Protocol) -> Finding | None:
    """A limp that lasts longer than a few days."""
    days, limit = facts.days_since_start(), protocol.numbers["limp_review_days"]
    if facts.get("walking") not in ("limp", "not-sure") or days is None or days < limit.value:
        return None
    return Finding("still-limping", "review", {"days": days, "limit": limit.value}, (limit.id,), limit.references)


def getting_worse(facts: Facts, protocol: Protocol) -> Finding | None:
    """Getting worse instead of better."""
    if facts.get("getting") != "worse":
        return None
    return Finding("getting-worse", "review", {}, references=protocol.rules["getting-worse"].references)


def no_gain(facts: Facts, protocol: Protocol) -> Finding | None:
    """No better after weeks."""
    days, limit = facts.days_since_start(), protocol.numbers["no_gain_review_days"]
    if facts.get("getting") != "same" or days is None or days < limit.value:
        return None
    return Finding("no-gain", "review", {"days": days, "limit": limit.value}, (limit.id,), limit.references)


def strong_pain_and_no_better(facts: Facts, protocol: Protocol) -> Finding | None:
    """Strong pain now, and worse or limping."""
    pain, limit = facts.get("pain_now"), protocol.numbers["pain_rest_day"]
    if pain is None or pain <= limit.value:
        return None
    if facts.get("getting") != "worse" and facts.get("walking") not in ("limp", "not-sure"):
        return None
    return Finding("strong-pain-and-no-better", "urgent", {"pain": pain, "limit": limit.value}, (limit.id,), limit.references)


def strong_pain_now(facts: Facts, protocol: Protocol) -> Finding | None:
    """Strong pain now."""
    pain, limit = facts.get("pain_now"), protocol.numbers["pain_rest_day"]
    if pain is None or pain <= limit.value:
        return None
    return Finding("strong-pain-now", "review", {"pain": pain, "limit": limit.value}, (limit.id,), limit.references)


RULES: tuple[Rule, ...] = (
    under_adult_age,
    growth_plate,
    avulsion_age,
    avulsion_stretch,
    avulsion_walking,
    avulsion_pain,
    cannot_walk,
    still_limping,
    getting_worse,
    no_gain,
    strong_pain_and_no_better,
    strong_pain_now,
)
