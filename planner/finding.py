"""How a rule speaks: a finding with the numbers and sources that the protocol names for its code."""

from planner.model import Finding, Number, Protocol


def find(protocol: Protocol, code: str, outcome: str, *numbers: Number, **values: str | int | float) -> Finding:
    """A finding of this rule.

    A rule whose number depends on the programme or the stage gives it; all others have theirs in the protocol. `limit` is
    filled in with the value of the first number.
    """
    rule = protocol.rules[code]
    used = numbers or tuple(protocol.numbers[id] for id in rule.numbers)
    if used and "limit" not in values:
        values["limit"] = used[0].value
    references = dict.fromkeys((*rule.references, *(reference for number in used for reference in number.references)))
    return Finding(code, outcome, values, tuple(number.id for number in used), tuple(references))
