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
    return _most_urgent_first(found, protocol)


def _most_urgent_first(found: Iterable[Finding], protocol: Protocol) -> Triage:
    ordered = sorted(found, key=lambda finding: protocol.levels[finding.outcome].rank)
    level = ordered[0].outcome if ordered else None
    return Triage(level=level, stops=level is not None and protocol.levels[level].stops, findings=tuple(ordered))


def joined(stopped: Triage | None, later: Triage, protocol: Protocol) -> Triage:
    """What holds of a stop and of what was found later: a stop stays, and whatever else stops is told with it."""
    if stopped is None:
        return later
    new = new_stops(stopped.findings, later, protocol)
    return _most_urgent_first((*stopped.findings, *new), protocol) if new else stopped


def new_stops(known: Iterable[Finding], found: Triage, protocol: Protocol) -> tuple[Finding, ...]:
    """What stops a plan and is not known yet. Two findings are the same by their rule and level, and by the sign that was ticked, or the list that was not sure."""
    before = [_kind_of(finding) for finding in known]
    return tuple(finding for finding in found.findings if protocol.levels[finding.outcome].stops and _kind_of(finding) not in before)


def _kind_of(finding: Finding) -> tuple[str, str, object]:
    return finding.code, finding.outcome, finding.values.get("sign") or finding.values.get("signs")


def _sign_findings(facts: Facts, protocol: Protocol) -> Iterable[Finding]:
    for question, signs in protocol.signs_by_question().items():
        ticked = facts.ticked(question)
        if signs.keys().isdisjoint(ticked):
            continue
        for found in (_sign_finding(sign, protocol) for id, sign in signs.items() if id in ticked):
            yield _cleared(found, facts) if protocol.questions[question].clearable else found


def _sign_finding(sign: Sign, protocol: Protocol) -> Finding:
    """What a sign stands on is its own, not the rule's."""
    return find(protocol, "sign-ticked", sign.level, references=sign.references, sign=sign.id, label=sign.label, why=sign.why)


def _unsure_findings(facts: Facts, protocol: Protocol) -> Iterable[Finding]:
    for question in protocol.questions_of_signs():
        if "not-sure" in facts.ticked(question.id):
            signs = "; ".join(option.label for option in question.options if not option.alone)
            found = find(protocol, "sign-unsure", question.unsure_level, signs=signs)
            yield _cleared(found, facts) if question.clearable else found


def _rule_findings(facts: Facts, protocol: Protocol) -> Iterable[Finding]:
    for rule in RULES:
        if found := rule(facts, protocol):
            yield _cleared(found, facts) if protocol.rules[found.code].clearable else found


def _cleared(finding: Finding, facts: Facts) -> Finding:
    """What happened back then no longer stops somebody who was looked at since and told that exercises are fine."""
    return replace(finding, outcome="seen") if facts.get("seen") == "yes" and finding.outcome == "urgent" else finding


def under_adult_age(facts: Facts, protocol: Protocol) -> Finding | None:
    """Younger than the age plans are for."""
    age = facts.get("age")
    if age is None or age >= protocol.value("adult_age"):
        return None
    return find(protocol, "under-adult-age", "not-self-guided", age=age)


def _is_sudden_and_high(facts: Facts) -> bool:
    """Sudden pain at the sit bone. Somebody not sure where it hurts, or how it began, is treated as if it were so."""
    return (facts.is_sudden() or facts.get("onset") == "not-sure") and facts.get("site") in ("sit-bone", "not-sure")


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
    """Sudden sit bone pain that was strong, when it happened or since."""
    pain = max(facts.get(question) or 0 for question in ("worst_at_start", "pain_worst", "pain_now"))
    if pain < protocol.value("severe_pain") or not _is_sudden_and_high(facts):
        return None
    return find(protocol, "avulsion-pain", "urgent", pain=pain)


def avulsion_help(facts: Facts, protocol: Protocol) -> Finding | None:
    """Sudden sit bone pain after which walking needed help."""
    if facts.get("behaved") not in ("helped", "not-sure") or not _is_sudden_and_high(facts):
        return None
    return find(protocol, "avulsion-help", "urgent")


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
    """Strong pain now, or very strong pain lately, and worse or limping."""
    now, worst = facts.get("pain_now") or 0, facts.get("pain_worst") or 0
    if now <= protocol.value("pain_rest_day") and worst < protocol.value("very_strong_pain"):
        return None
    if facts.get("getting") != "worse" and facts.get("walking") not in ("limp", "not-sure"):
        return None
    return find(protocol, "strong-pain-and-no-better", "urgent", pain=max(now, worst))


def very_strong_pain_now(facts: Facts, protocol: Protocol) -> Finding | None:
    """Very strong pain right now, whatever else."""
    pain = facts.get("pain_now")
    if pain is None or pain < protocol.value("very_strong_pain"):
        return None
    return find(protocol, "very-strong-pain-now", "urgent", pain=pain)


def strong_pain_now(facts: Facts, protocol: Protocol) -> Finding | None:
    """Strong pain now."""
    pain = facts.get("pain_now")
    if pain is None or pain <= protocol.value("pain_rest_day") or pain >= protocol.value("very_strong_pain"):
        return None
    return find(protocol, "strong-pain-now", "review", pain=pain)


def broke_off_in_pain(facts: Facts, protocol: Protocol) -> Finding | None:
    """A session was broken off with strong pain."""
    pain = facts.get("broke_off_pain")
    if pain is None or pain <= protocol.value("pain_rest_day"):
        return None
    return find(protocol, "broke-off-in-pain", "answer-again", pain=pain)


def limps_with_no_injury(facts: Facts, protocol: Protocol) -> Finding | None:
    """Said that nothing happened, and limps at a check-in."""
    if facts.get("onset") not in ("tight", "healthy") or not facts.ticked("alarms") or facts.get("walking") == "normal":
        return None
    return find(protocol, "limps-with-no-injury", "answer-again")


def hurts_with_no_injury(facts: Facts, protocol: Protocol) -> Finding | None:
    """Said that nothing happened, and it hurt at every check-in of a week."""
    pain = facts.get("least_worst_of_week")
    if facts.get("onset") not in ("tight", "healthy") or pain is None or pain <= protocol.value("pain_limit_no_injury"):
        return None
    return find(protocol, "hurts-with-no-injury", "answer-again", pain=pain)


def keeps_flaring(facts: Facts, protocol: Protocol) -> Finding | None:
    """Session after session was still felt clearly the next morning."""
    mornings = facts.get("bad_mornings")
    if mornings is None or mornings < protocol.value("bad_mornings_review"):
        return None
    return find(protocol, "keeps-flaring", "review", mornings=mornings)


def old_strain(facts: Facts, protocol: Protocol) -> Finding | None:
    """A sudden injury of long ago that still hurts."""
    days = facts.days_since_start()
    if not facts.is_sudden() or facts.ticked("alarms") or days is None or days < protocol.value("old_strain_days"):
        return None
    return find(protocol, "old-strain", "review", days=days)


RULES: tuple[Rule, ...] = (
    under_adult_age,
    growth_plate,
    avulsion_age,
    avulsion_stretch,
    avulsion_walking,
    avulsion_pain,
    avulsion_help,
    cannot_walk,
    needed_help_and_limps,
    needed_help,
    still_limping,
    pain_at_rest,
    getting_worse,
    no_gain,
    strong_pain_and_no_better,
    very_strong_pain_now,
    strong_pain_now,
    broke_off_in_pain,
    limps_with_no_injury,
    hurts_with_no_injury,
    keeps_flaring,
    old_strain,
)
