"""Triage: who should see somebody first, and how soon. All rules run and the most urgent finding decides."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from planner.facts import Facts
from planner.finding import find
from planner.model import Finding, Protocol, Sign, Triage

Rule = Callable[[Facts, Protocol], Finding | None]

NOT_NORMAL = ("limp", "cannot", "not-sure")


def triage(facts: Facts, protocol: Protocol) -> Triage:
    """The most urgent level and every finding, most urgent first."""
    found = [*_sign_findings(facts, protocol), *_unsure_findings(facts, protocol), *_rule_findings(facts, protocol)]
    ordered = sorted(found, key=lambda finding: protocol.levels[finding.outcome].rank)
    level = ordered[0].outcome if ordered else None
    return Triage(level=level, stops=level is not None and protocol.levels[level].stops, findings=tuple(ordered))


def _sign_findings(facts: Facts, protocol: Protocol) -> Iterable[Finding]:
    return (_sign_finding(sign, protocol) for sign in protocol.signs if sign.id in facts.ticked(sign.question))


def _sign_finding(sign: Sign, protocol: Protocol) -> Finding:
    """What a sign stands on is its own, not the rule's."""
    return replace(find(protocol, "sign-ticked", sign.level, sign=sign.id, label=sign.label, why=sign.why), references=sign.references)


def _unsure_findings(facts: Facts, protocol: Protocol) -> Iterable[Finding]:
    for question in protocol.questions.values():
        if question.unsure_level and "not-sure" in facts.ticked(question.id):
            yield find(protocol, "sign-unsure", question.unsure_level, question=question.text)


def _rule_findings(facts: Facts, protocol: Protocol) -> Iterable[Finding]:
    return (finding for rule in RULES if (finding := rule(facts, protocol)))


def under_adult_age(facts: Facts, protocol: Protocol) -> Finding | None:
    """Younger than the age plans are for."""
    age = facts.get("age")
    if age is None or age >= protocol.value("adult_age"):
        return None
    return find(protocol, "under-adult-age", "not-self-guided", age=age)


def _is_sudden_and_high(facts: Facts) -> bool:
    """Sudden pain at the sit bone. Somebody not sure where it hurts is treated as if it were there."""
    return facts.is_sudden() and facts.get("site") in ("sit-bone", "not-sure")


def growth_plate(facts: Facts, protocol: Protocol) -> Finding | None:
    """Young enough that sudden sit bone pain may be the growing part of the bone."""
    age = facts.get("age")
    if age is None or age > protocol.value("growth_plate_age") or not _is_sudden_and_high(facts):
        return None
    return find(protocol, "growth-plate", "urgent", age=age)


def avulsion_age(facts: Facts, protocol: Protocol) -> Finding | None:
    """Old enough that sudden sit bone pain may be a torn-off tendon."""
    age = facts.get("age")
    if age is None or age <= protocol.value("avulsion_age") or not _is_sudden_and_high(facts):
        return None
    return find(protocol, "avulsion-age", "urgent", age=age)


def avulsion_stretch(facts: Facts, protocol: Protocol) -> Finding | None:
    """Sudden sit bone pain from a far stretch, the way tendons are torn off."""
    if facts.get("onset") != "stretch" or not _is_sudden_and_high(facts):
        return None
    return find(protocol, "avulsion-stretch", "urgent")


def avulsion_walking(facts: Facts, protocol: Protocol) -> Finding | None:
    """Sudden sit bone pain, and a walk that is not normal."""
    if facts.get("walking") not in NOT_NORMAL or not _is_sudden_and_high(facts):
        return None
    return find(protocol, "avulsion-walking", "urgent")


def avulsion_pain(facts: Facts, protocol: Protocol) -> Finding | None:
    """Sudden sit bone pain that was strong."""
    pain = facts.get("pain_worst")
    if pain is None or pain < protocol.value("severe_pain") or not _is_sudden_and_high(facts):
        return None
    return find(protocol, "avulsion-pain", "urgent", pain=pain)


def cannot_walk(facts: Facts, protocol: Protocol) -> Finding | None:
    """No weight can be put on the leg."""
    return find(protocol, "cannot-walk", "same-day") if facts.get("walking") == "cannot" else None


def needed_help_and_limps(facts: Facts, protocol: Protocol) -> Finding | None:
    """Could not walk without help when it happened, or is not sure, and does not walk normally yet."""
    if not facts.is_sudden() or facts.get("behaved") not in ("helped", "not-sure") or facts.get("walking") not in NOT_NORMAL:
        return None
    return find(protocol, "needed-help-and-limps", "urgent")


def needed_help(facts: Facts, protocol: Protocol) -> Finding | None:
    """Could not walk without help when it happened, or is not sure. With a limp today it is more than this: see above."""
    if not facts.is_sudden() or facts.get("behaved") not in ("helped", "not-sure") or needed_help_and_limps(facts, protocol):
        return None
    return find(protocol, "needed-help", "review")


def still_limping(facts: Facts, protocol: Protocol) -> Finding | None:
    """A limp that lasts longer than a few days."""
    days = facts.days_since_start()
    if facts.get("walking") not in ("limp", "not-sure") or days is None or days < protocol.value("limp_review_days"):
        return None
    return find(protocol, "still-limping", "review", days=days)


def pain_at_rest(facts: Facts, protocol: Protocol) -> Finding | None:
    """Pain while lying still that lasts longer than the first days."""
    days = facts.days_since_start()
    if facts.get("rest_pain") not in ("yes", "not-sure") or (days is not None and days < protocol.value("rest_pain_review_days")):
        return None
    return find(protocol, "pain-at-rest", "review")


def getting_worse(facts: Facts, protocol: Protocol) -> Finding | None:
    """Getting worse instead of better."""
    return find(protocol, "getting-worse", "review") if facts.get("getting") == "worse" else None


def no_gain(facts: Facts, protocol: Protocol) -> Finding | None:
    """No better after weeks, or not sure."""
    days = facts.days_since_start()
    if facts.get("getting") not in ("same", "not-sure") or days is None or days < protocol.value("no_gain_review_days"):
        return None
    return find(protocol, "no-gain", "review", days=days)


def strong_pain_and_no_better(facts: Facts, protocol: Protocol) -> Finding | None:
    """Strong pain now, and worse or limping."""
    pain = facts.get("pain_now")
    if pain is None or pain <= protocol.value("pain_rest_day"):
        return None
    if facts.get("getting") != "worse" and facts.get("walking") not in ("limp", "not-sure"):
        return None
    return find(protocol, "strong-pain-and-no-better", "urgent", pain=pain)


def strong_pain_now(facts: Facts, protocol: Protocol) -> Finding | None:
    """Strong pain now."""
    pain = facts.get("pain_now")
    if pain is None or pain <= protocol.value("pain_rest_day"):
        return None
    return find(protocol, "strong-pain-now", "review", pain=pain)


RULES: tuple[Rule, ...] = (
    under_adult_age,
    growth_plate,
    avulsion_age,
    avulsion_stretch,
    avulsion_walking,
    avulsion_pain,
    cannot_walk,
    needed_help_and_limps,
    needed_help,
    still_limping,
    pain_at_rest,
    getting_worse,
    no_gain,
    strong_pain_and_no_better,
    strong_pain_now,
)
