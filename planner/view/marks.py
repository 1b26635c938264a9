"""What the reader decided and where the plan stopped, as marks on the time axis: each kind has a shape of its own, and words in the list below the picture.

Only names that the records know are written out. What else stands in a log about a choice stays there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from planner.model import History, Records, Turn
from planner.view.axis import TimeAxis, box, circle, polygon, polyline, star

# The most room a mark takes, in the picture's units, and how far apart the middles of two rows are.
MARK = 9.0
ROW = 14.0
# Beyond so many rows a mark is left out of the picture. The table has it.
MOST_ROWS = 5

# A shape around its middle: x, y and half its size, as the text of a path.
Glyph = Callable[[float, float, float], str]

ACCEPTED = {"advance": "stage-up", "step-back": "stage-down", "climb": "step-up", "descend": "step-down", "back-to-sport": "sport", "maintain": "keep-strong", "whole-session": "whole"}
# In the order of the list that says what the marks mean, and the order in which they take the first row.
KINDS = ("stop", "again", "stage-up", "stage-down", "sport", "keep-strong", "step-up", "step-down", "whole", "kept")
ABOUT_STAGES = ("advance", "step-back", "maintain")


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision or a stop on its day: the kind of mark, and what it was about in words, empty where the kind says it all."""

    on: date
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark's middle. `row` counts from 0, the row nearest to the stages."""

    kind: str
    x: float
    row: int


def decisions_of(history: History, records: Records) -> tuple[Decision, ...]:
    """Every decision and every stop in order. The first intake is where it all begins, so it is none."""
    told = [turn for place, turn in enumerate(history.turns) if turn.kind != "intake" or place > 0]
    decided = [decision for turn in told if (decision := decision_of(turn, records))]
    stopped = [Decision(stop.on, "stop", records.protocol.levels[stop.level].title) for stop in history.stops]
    return tuple(sorted((*stopped, *decided), key=lambda each: each.on))


def decision_of(turn: Turn, records: Records) -> Decision | None:
    """What a turn decided, or None where the records know no such proposal."""
    kind = _kind(turn)
    return Decision(turn.on, kind, _about(turn, records)) if kind else None


def _kind(turn: Turn) -> str | None:
    if turn.kind == "intake":
        return "again"
    if turn.kind not in ACCEPTED:
        return None
    return ACCEPTED[turn.kind] if turn.accepted else "kept"


def _about(turn: Turn, records: Records) -> str:
    """The stage or the step that it was about; for a proposal left as it is, the proposal."""
    proposal = records.words["proposal"].get(turn.kind, "")
    name = _name(turn, records)
    if turn.accepted or not name:
        return name or ("" if turn.accepted else proposal)
    return f"{proposal}: {name}"


def _name(turn: Turn, records: Records) -> str:
    if turn.kind in ABOUT_STAGES or turn.kind == "intake":
        stage = records.protocol.stages().get(turn.to)
        return stage.name if stage else ""
    ladder = records.protocol.ladders.get(turn.subject)
    if ladder is None or turn.to not in {step.label for step in ladder.steps}:
        return ""
    return f"{ladder.name}, {turn.to}"


def place_marks(decisions: Iterable[Decision], axis: TimeAxis) -> tuple[Placed, ...]:
    """Where each mark stands: on its day, in the first row with room there."""
    shown = [decision for decision in decisions if axis.span.holds(decision.on)]
    taken: list[list[float]] = [[] for _ in range(MOST_ROWS)]
    placed = []
    for decision in sorted(shown, key=lambda each: (KINDS.index(each.kind), each.on)):
        x = min(axis.right - MARK / 2, max(axis.left + MARK / 2, axis.middle(decision.on)))
        row = next((row for row, xs in enumerate(taken) if all(abs(x - other) >= MARK + 1 for other in xs)), None)
        if row is not None:
            taken[row].append(x)
            placed.append(Placed(decision.kind, x, row))
    return tuple(placed)


def glyph(kind: str, x: float, y: float) -> str:
    """The shape of a mark around its middle."""
    return GLYPHS[kind](x, y, MARK / 2)


def _up(x: float, y: float, r: float) -> str:
    return polygon(((x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)))


def _down(x: float, y: float, r: float) -> str:
    return polygon(((x, y + r), (x + r, y - r * 0.8), (x - r, y - r * 0.8)))


def _chevron_up(x: float, y: float, r: float) -> str:
    return polyline(((x - r * 0.8, y + r * 0.5), (x, y - r * 0.5), (x + r * 0.8, y + r * 0.5)))


def _chevron_down(x: float, y: float, r: float) -> str:
    return polyline(((x - r * 0.8, y - r * 0.5), (x, y + r * 0.5), (x + r * 0.8, y - r * 0.5)))


def _diamond(x: float, y: float, r: float) -> str:
    return polygon(((x, y - r), (x + r, y), (x, y + r), (x - r, y)))


def _square(x: float, y: float, r: float) -> str:
    return box(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6)


def _ring(x: float, y: float, r: float) -> str:
    return circle(x, y, r * 0.7)


def _plus(x: float, y: float, r: float) -> str:
    return polyline(((x - r * 0.8, y), (x + r * 0.8, y))) + polyline(((x, y - r * 0.8), (x, y + r * 0.8)))


def _cross(x: float, y: float, r: float) -> str:
    return polyline(((x - r * 0.7, y - r * 0.7), (x + r * 0.7, y + r * 0.7))) + polyline(((x - r * 0.7, y + r * 0.7), (x + r * 0.7, y - r * 0.7)))


GLYPHS: Mapping[str, Glyph] = {
    "stop": _cross,
    "again": _square,
    "stage-up": _up,
    "stage-down": _down,
    "sport": lambda x, y, r: star(x, y, r * 1.15),
    "keep-strong": _diamond,
    "step-up": _chevron_up,
    "step-down": _chevron_down,
    "whole": _plus,
    "kept": _ring,
}
