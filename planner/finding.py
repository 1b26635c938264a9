"""How a rule speaks: a finding with the numbers and sources that the protocol names for its code."""

from collections.abc import Iterable

from planner.model import Finding, Number, Protocol, Rule


def find(protocol: Protocol, code: str, outcome: str, *numbers: Number, references: tuple[str, ...] | None = None, **values: str | int | float) -> Finding:
    """A finding of this rule.

    A rule whose number depends on the programme or the stage gives it, and one that speaks for a record gives that record's
    references; all others have theirs in the protocol. `limit` is filled in with the value of the first number.
    """
    rule = protocol.rules[code]
    used = numbers or tuple(protocol.numbers[id] for id in rule.numbers)
    if used and "limit" not in values:
        values["limit"] = used[0].value
    return Finding(code, outcome, values, tuple(number.id for number in used), _references(rule, used) if references is None else references)


def _references(rule: Rule, used: Iterable[Number]) -> tuple[str, ...]:
    """What a rule and its numbers stand on, each source once."""
    return tuple(dict.fromkeys((*rule.references, *(reference for number in used for reference in number.references))))
