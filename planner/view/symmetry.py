"""Both legs side by side: a small picture for each home test with two sides, the sore side and the other one over time.

Where a criterion of the programme asks for a share of the other side, that share is a line of its own. It moves with the other side.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.model import Criterion, History, HomeTest, Measured, Records
from planner.view.axis import Picture, Path, Point, Scale, Text, apart, box, circle, n, polyline, round_top
from planner.view.chart_words import day_name, stage_name

WIDTH, HEIGHT, TEXT = 264, 164, 12
LEFT, RIGHT_EDGE, TOP, FOOT = 28, 216, 10, 24
# How far the first and the last result stand from the edges.
INSET = 8
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Share:
    """What a criterion asks of the sore side: this share of the other one, 0 to 1, before the stage is left."""

    stage: str
    share: float


@dataclass(frozen=True, slots=True)
class SidesRow:
    """A result of the table. `share` is the sore side in percent of the other one, where a criterion looks at that."""

    on: date
    day: str
    sore: float | None
    good: float | None
    share: int | None


@dataclass(frozen=True, slots=True)
class SymmetryChart:
    """All that is written of one test: `first` says how it began, `now` how it is. `has_share`: the table has a column for the share."""

    test: str
    ask: str
    unit: str
    first: str
    now: tuple[str, ...]
    picture: Picture
    rows: tuple[SidesRow, ...]
    has_share: bool


def symmetry_charts(history: History, records: Records) -> tuple[SymmetryChart, ...]:
    """A chart for each two-sided test with a result, in the order of the protocol."""
    tests = (test for test in records.protocol.tests.values() if test.sides == "both" and history.measured.get(test.id))
    return tuple(_chart(test, history, records) for test in tests)


def _chart(test: HomeTest, history: History, records: Records) -> SymmetryChart:
    measured, shares = _last_of_each_day(history.measured[test.id]), shares_of(test, history, records)
    return SymmetryChart(
        test=test.id,
        ask=test.ask,
        unit=test.unit,
        first=_first(measured, records),
        now=tuple(_now(test, measured, shares, records)),
        picture=_draw(measured, shares, records),
        rows=tuple(SidesRow(each.on, day_name(each.on), each.sore, each.good, percent(each) if shares else None) for each in measured),
        has_share=bool(shares),
    )


def _last_of_each_day(measured: Sequence[Measured]) -> tuple[Measured, ...]:
    """A test tried twice on a day counts as it was tried last."""
    return tuple({each.on: each for each in measured}.values())


def shares_of(test: HomeTest, history: History, records: Records) -> tuple[Share, ...]:
    """The shares that the reader's last programme with any asks for, from low to high."""
    for stay in reversed(history.stays):
        found = tuple(_shares(test, stay.stage.split("/")[0], records))
        if found:
            return found
    return ()


def _shares(test: HomeTest, track: str, records: Records) -> Iterator[Share]:
    asked = {Share(criterion.stage, records.protocol.value(check.number)) for criterion in _criteria(track, records) for check in criterion.checks if check.test == test.id and check.measure == "share" and check.must_be == "at-least"}
    yield from sorted(asked, key=lambda each: (each.share, each.stage))


def _criteria(track: str, records: Records) -> Iterator[Criterion]:
    return (criterion for criterion in records.protocol.criteria if criterion.stage.startswith(f"{track}/"))


def percent(measured: Measured) -> int | None:
    """The sore side in whole percent of the other one, rounded down so that it never looks passed when it is not."""
    if measured.sore is None or not measured.good:
        return None
    return int(measured.sore * PERCENT // measured.good)


# --- in words ------------------------------------------------------------------------------------------------------------


def _first(measured: Sequence[Measured], records: Records) -> str:
    first = measured[0]
    return records.words["chart"]["sides-first"].format(day=day_name(first.on), **_both(first, records.words["chart"])) if len(measured) > 1 else ""


def _now(test: HomeTest, measured: Sequence[Measured], shares: Sequence[Share], records: Records) -> Iterator[str]:
    words, last = records.words["chart"], measured[-1]
    yield words["sides-last"].format(day=day_name(last.on), unit=test.unit, **_both(last, words))
    if shares and (share := percent(last)) is not None:
        yield words["sides-share"].format(share=share)
    for each in shares:
        yield words["sides-asked"].format(stage=stage_name(each.stage, records), share=n(each.share * PERCENT))


def _both(measured: Measured, words: Mapping[str, str]) -> dict[str, str]:
    return {side: words["no-value"] if value is None else n(value) for side, value in (("sore", measured.sore), ("good", measured.good))}


# --- drawn ---------------------------------------------------------------------------------------------------------------


def _draw(measured: Sequence[Measured], shares: Sequence[Share], records: Records) -> Picture:
    days = (measured[-1].on - measured[0].on).days
    at = {each.on: LEFT + INSET + (RIGHT_EDGE - LEFT - 2 * INSET) * ((each.on - measured[0].on).days / days if days else 1) for each in measured}
    values = [value for each in measured for value in (each.sore, each.good) if value is not None]
    scale = Scale(round_top(max(values, default=0)), TOP, HEIGHT - FOOT)
    sides = {side: [(at[each.on], scale.y(value)) for each in measured if (value := getattr(each, side)) is not None] for side in ("sore", "good")}
    asked = [[(at[each.on], scale.y(share.share * each.good)) for each in measured if each.good is not None] for share in shares]
    return Picture("only", WIDTH, HEIGHT, TEXT, tuple(path for path in _paths(sides, asked, scale) if path.d), tuple(_texts(sides, asked, shares, measured, scale, records)), ())


def _paths(sides: Mapping[str, Sequence[Point]], asked: Sequence[Sequence[Point]], scale: Scale) -> Iterator[Path]:
    yield Path("ground", polyline(((LEFT, scale.bottom), (RIGHT_EDGE, scale.bottom))))
    yield Path("week", polyline(((LEFT, scale.top), (RIGHT_EDGE, scale.top))))
    yield Path("asked", "".join(_line(points) for points in asked))
    yield Path("good", _line(sides["good"]))
    yield Path("good-dots", "".join(box(x - 3.5, y - 3.5, 7, 7) for x, y in sides["good"]))
    yield Path("sore", _line(sides["sore"]))
    yield Path("sore-dots", "".join(circle(x, y, 3.5) for x, y in sides["sore"]))


def _line(points: Sequence[Point]) -> str:
    """A line through the points. A point alone has a short one, which a dot covers."""
    if len(points) == 1:
        x, y = points[0]
        return polyline(((x - 8, y), (x + 8, y)))
    return polyline(points)


def _texts(sides: Mapping[str, Sequence[Point]], asked: Sequence[Sequence[Point]], shares: Sequence[Share], measured: Sequence[Measured], scale: Scale, records: Records) -> Iterator[Text]:
    words, lift = records.words["chart"], TEXT * 0.35
    for value in (0, scale.most):
        yield Text("value", n(LEFT - 5), n(scale.y(value) + lift), "end", n(value))
    first, last = measured[0].on, measured[-1].on
    if first != last:
        yield Text("time", n(LEFT), n(HEIGHT - 6), "start", day_name(first))
    yield Text("time", n(RIGHT_EDGE), n(HEIGHT - 6), "end", day_name(last))
    names = [(side, points, words[f"side-{side}"]) for side, points in sides.items()]
    names += [("asked", points, words["side-share"].format(share=n(share.share * PERCENT))) for share, points in zip(shares, asked)]
    ends = [(kind, points[-1][1], name) for kind, points, name in names if points]
    for (kind, _, name), y in zip(ends, apart([end for _, end, _ in ends], TEXT + 4, scale.top, scale.bottom)):
        yield Text(f"end-{kind}", n(RIGHT_EDGE + 7), n(y + lift), "start", name)
