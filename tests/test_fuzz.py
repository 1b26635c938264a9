"""What fuzzing found stays found: every file in `tests/fuzz/found` is read as it should be, and `make fuzz` never passes by doing nothing."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.problems import BuildStopped
from builder.strict_yaml import parse_yaml
from tests.conftest import ROOT
from tests.fuzz import __main__ as fuzz
from tests.fuzz.targets import FOUND, TARGETS

KEPT = [(path.parent.name, path) for path in sorted(FOUND.glob("*/*")) if path.name != ".gitkeep"]


@pytest.mark.parametrize(("target", "path"), KEPT, ids=[f"{target}/{path.name}" for target, path in KEPT])
def test_what_was_found_is_read_or_refused(target: str, path) -> None:
    """A file that once broke a reader is read or refused with a sentence."""
    TARGETS[target](path.read_bytes())


@pytest.mark.parametrize("target", fuzz.NAMES)
def test_every_seed_is_read(target: str) -> None:
    """The files that fuzzing begins with are no faults themselves."""
    seeds = fuzz.seeds(target)

    assert 5 < len(seeds)
    for seed in seeds:
        TARGETS[target](seed)


@pytest.mark.parametrize("target", fuzz.NAMES)
@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=200) | st.text(alphabet="-?:,[]{}#&*!|>'\"%@`~ \n\t01e.nulltrue<=", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(target: str, content: bytes) -> None:
    """Any bytes at all, and any heap of the marks that YAML and JSON know, are read or refused with a sentence."""
    TARGETS[target](content)


def test_without_atheris_it_says_what_to_install() -> None:
    """Where Atheris is missing, fuzzing fails and says so."""
    alone = "import importlib.util as util, sys; util.find_spec = lambda name: None; from tests.fuzz.__main__ import main; sys.exit(main([]))"
    done = subprocess.run([sys.executable, "-c", alone], cwd=ROOT, capture_output=True, text=True, check=False)

    assert 1 == done.returncode
    assert fuzz.MISSING in done.stderr


def test_the_targets_see_a_fault() -> None:
    """A key that is no word, and a list that holds itself, would be found."""
    from tests.fuzz.targets import _must_be_plain

    itself: list = []
    itself.append(itself)
    for value in ({1: "a"}, itself, b"bytes"):
        with pytest.raises(AssertionError):
            _must_be_plain(value, set())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: !!set {c}\n", "typed.yaml: line 2: expected a value without a tag, got tag:yaml.org,2002:set"),
        ("a: &a [1]\nb: *a\n", "typed.yaml: line 2: expected the value itself, got the mention *a"),
        ("[" * 3000, "typed.yaml: cannot be read as YAML: it is nested too deeply"),
    ],
    ids=["tag", "mention", "nested"],
)
def test_what_json_has_no_words_for_is_refused_with_its_line(text: str, message: str) -> None:
    """YAML's tags and second mentions, and text nested too deeply, are refused with a sentence."""
    with pytest.raises(BuildStopped) as stopped:
        parse_yaml(text.encode(), "typed.yaml")

    assert [message] == [str(problem) for problem in stopped.value.problems]
