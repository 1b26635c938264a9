"""What can go wrong and what stands against it; how the pages meet WCAG. Both name the tests that show it, and a test looks for each of them.

`python -m builder.assurance` writes SAFETY.md from the same record that the page is made from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.cache import NOTHING_KEPT
from builder.problems import BuildStopped, Problem
from builder.reading import reader
from builder.three_engines import build_three_engines
from planner.records import make

ROOT = Path(__file__).resolve().parent.parent
SAFETY = "content/safety.yaml"
ACCESSIBILITY = "content/accessibility.yaml"

# Our own words for our own judgement, worst and likeliest first. Nobody has counted, so there is no number.
SEVERITIES = {
    "grave": "a danger to life, or harm that stays",
    "serious": "a new injury, or weeks lost",
    "middling": "more pain, or some days lost",
    "small": "a nuisance that is soon put right",
}
LIKELIHOODS = {
    "likely": "we expect it to happen to many",
    "possible": "we expect it to happen now and then",
    "unlikely": "it would surprise us",
    "rare": "several things have to go wrong at once",
}
RESULTS = {"met": "No fault known", "partly": "A fault is known", "none-here": "Does not apply"}


@dataclass(frozen=True, slots=True)
class Control:
    """One thing that stands against a hazard, and the tests that fail when it does not."""

    what: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hazard:
    """One way in which a reader can come to harm. `before` and `after` say how likely it is without the controls and with them."""

    id: str
    name: str
    harm: str
    severity: str
    before: str
    after: str
    because: str
    controls: tuple[Control, ...]
    left: str

    @property
    def tests(self) -> tuple[str, ...]:
        return tuple(test for control in self.controls for test in control.tests)


@dataclass(frozen=True, slots=True)
class Look:
    """What was looked at where no test can tell, and on which day."""

    on: str
    what: str


@dataclass(frozen=True, slots=True)
class Success:
    """One success criterion of WCAG 2.2: how the pages meet it, what shows it, and what was not tried."""

    id: str
    name: str
    level: str
    result: str
    how: str
    tests: tuple[str, ...] = ()
    looked: Look | None = None
    open: str = ""


def load_hazards(root: Path = ROOT) -> tuple[Hazard, ...]:
    """Every hazard, as the record has them. Raises BuildStopped with every problem."""
    return make(tuple[Hazard, ...], _read(root, SAFETY))


def load_criteria(root: Path = ROOT) -> tuple[Success, ...]:
    """Every success criterion, in WCAG's order. Raises BuildStopped with every problem."""
    return make(tuple[Success, ...], _read(root, ACCESSIBILITY))


def _read(root: Path, file: str) -> list[dict[str, Any]]:
    problems: list[Problem] = []
    entries = reader(root, file.replace(".yaml", ".schema.yaml"), NOTHING_KEPT, problems)(file)
    problems += _doubled(file, entries or [])
    if problems:
        raise BuildStopped(problems)
    return entries


def _doubled(file: str, entries: list[dict[str, Any]]) -> Iterable[Problem]:
    """An id stands once, because it is an address on the page."""
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry["id"] in seen:
            yield Problem(file, f"[{index}].id", f"expected each id once, got {entry['id']!r} again")
        seen.add(entry["id"])


def build_safety(root: Path = ROOT) -> dict[str, Any]:
    """The page on safety: the worst hazards first, in the record's order among equals."""
    return {"hazards": by_severity(load_hazards(root)), "severities": SEVERITIES, "likelihoods": LIKELIHOODS}


def by_severity(hazards: Iterable[Hazard]) -> list[Hazard]:
    return sorted(hazards, key=lambda hazard: list(SEVERITIES).index(hazard.severity))


def build_accessibility(root: Path = ROOT) -> dict[str, Any]:
    """The accessibility statement: every criterion, how many of each result, the day of the last look, and what three engines showed."""
    criteria = load_criteria(root)
    counts = {result: sum(each.result == result for each in criteria) for result in RESULTS}
    return {"criteria": criteria, "results": RESULTS, "counts": counts, "dated": max(each.looked.on for each in criteria if each.looked), "three": build_three_engines()}


# --- SAFETY.md -----------------------------------------------------------------------------------------------------------

HEAD = """\
# Safety

<!-- Written by `python -m builder.assurance` from content/safety.yaml. Change that file, not this one. -->

What can go wrong for a reader, what stands against it, and the tests that show it. The site has the same under "Safety".

**Nobody qualified has signed this.** It has the shape of a hazard log as clinical safety standards ask for one (such as DCB0129 in England), and it
is none: such a log needs a named clinical safety officer, and this project has nobody who could be one. The people who made the guide wrote it.
Only a qualified person can say

- whether hazards are missing, above all warning signs that we do not know of;
- whether severity and likelihood are right: they are our own judgement, and nobody has counted;
- whether doses, stages and limits are right, since a test shows that the planner keeps its rules and not that the rules are good;
- whether what is left is acceptable, and so whether the guide may be put before patients.

When somebody does, their name, qualification and the day belong here, and a change of the record after that day needs a new look.
INTENDED_PURPOSE.md says what the guide is for and what it is not for.
"""


def safety_text(hazards: Iterable[Hazard]) -> str:
    """SAFETY.md, whole."""
    hazards = by_severity(hazards)
    words = [f"Severity: {_listed(SEVERITIES)}. Likelihood: {_listed(LIKELIHOODS)}."]
    rows = [f"| [{hazard.name}](#{hazard.id}) | {hazard.severity} | {hazard.before} | {hazard.after} |" for hazard in hazards]
    table = ["| Hazard | Severity | Likely without controls | With them |", "|---|---|---|---|", *rows]
    return "\n\n".join([HEAD.rstrip(), *words, "\n".join(table), *map(_section, hazards)]) + "\n"


def _listed(words: dict[str, str]) -> str:
    return "; ".join(f"*{word}* is {meaning}" for word, meaning in words.items())


def _section(hazard: Hazard) -> str:
    lines = [line for control in hazard.controls for line in (f"- {control.what}", *(f"  - `{test}`" for test in control.tests))]
    head = f'<a id="{hazard.id}"></a>\n\n## {hazard.name}'
    return "\n\n".join([head, f"{hazard.harm} Severity: {hazard.severity}. {hazard.because}", "\n".join(lines), f"**What is left**: {hazard.left}"])


if __name__ == "__main__":
    (ROOT / "SAFETY.md").write_text(safety_text(load_hazards()), encoding="utf-8")
