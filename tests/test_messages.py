"""Every finding has a sentence, and every sentence has a finding."""

import ast
import string

from tests.conftest import ROOT


# The functions that are given the code of a finding.
SPEAKERS = {"find", "Finding", "_strong_pain", "_at_the_door", "_enough"}


def codes_in_the_planner() -> set[str]:
    """Every text that looks like a code and is given to a speaker, or can become what is given."""
    codes = set()
    for path in (ROOT / "planner").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SPEAKERS:
                place = {"Finding": 0, "_enough": 0, "_strong_pain": 2}.get(node.func.id, 1)
                codes |= texts(node.args[place])
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "code":
                codes |= texts(node.value)
    return codes


def texts(node: ast.expr) -> set[str]:
    """The texts an expression can come to; the test of a condition is none of them."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def test_every_code_has_a_sentence_and_the_reverse(records) -> None:
    """The codes in the planner, the rules in the protocol and the sentences in messages.yaml are the same set."""
    assert codes_in_the_planner() == set(records.messages)
    assert set(records.protocol.rules) == set(records.messages)


def test_sentences_end(records) -> None:
    """Every sentence ends like one, or with a value that does."""
    ends = (".", "}", "?")

    assert [] == [code for code, sentence in records.messages.items() if not sentence.endswith(ends)]


def test_no_sentence_names_what_we_do_not_do(records) -> None:
    """No sentence speaks of treatment, therapy or proof, and a diagnosis is only ever denied."""
    banned = ("treatment", "therapy", "clinically proven", "cure", "heal")
    sentences = [*records.messages.values(), *(word for words in records.words.values() for word in words.values())]

    assert [] == [sentence for sentence in sentences for word in banned if word in sentence.lower()]


def test_values_are_named(records) -> None:
    """A sentence takes its values by name, never by place."""
    for code, sentence in records.messages.items():
        names = [name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None]

        assert all(name.isidentifier() for name in names), code
