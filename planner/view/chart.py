"""The picture of progress: stages, decisions, pain and session load on one time axis, as frozen values that charts.html writes out as SVG.

One history becomes three pictures, for a narrow, a middling and a wide place; the style sheet shows the one that fits. So the whole
way is seen at once on a phone too, with letters as large as elsewhere, and nothing has to be scrolled sideways.

Under the picture, one radio button stands for each stretch of one or two weeks. The whole picture is one tab stop, the arrow keys go
from week to week by themselves, and a finger or the mouse may choose a week in the picture: its values stand below, without a script.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from planner.model import History, Records, Stay, Told
from planner.view.axis import Path, Picture, Point, Scale, Span, Text, TimeAxis, Window, box, circle, column, n, polyline, round_top, span_of, stretches, text_width, week_step
from planner.view.chart_words import JOINED_DAYS, Step, WeekRows, decision_words, days_name, day_name, holes, stage_name, steps_of, summary, table_of, trend, weekday
from planner.view.marks import KINDS, ROW, Decision, Placed, decisions_of, glyph, place_marks
from planner.view.symmetry import symmetry_charts

# The picture shows at most the last half year; the table under it has everything.
MOST_WEEKS = 26
PAIN_MOST = 10
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# A day at least this wide has a dot for each value; on a narrower one the dots would hide the line.
DOT_DAY = 5.5


@dataclass(frozen=True, slots=True)
class Shape:
    """A size of the picture, in units that are CSS pixels at its narrowest. `text` is the size of letters, `left` and `right` the margins."""

    name: str
    width: int
    text: int
    left: int
    right: int
    pain: int
    load: int
    has_band_names: bool


SHAPES = (
    Shape("narrow", 272, 12, 22, 6, 150, 48, False),
    Shape("middle", 440, 12, 24, 6, 160, 54, False),
    Shape("wide", 680, 12, 30, 120, 180, 64, True),
)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A line of the list that says what is what: a small drawing and its words."""

    paths: tuple[Path, ...]
    words: str


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage by its letter in the picture, with its days."""

    letter: str
    name: str
    days: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision in words, with its day."""

    on: date
    day: str
    words: str


@dataclass(frozen=True, slots=True)
class ProgressChart:
    """All that progress_chart of charts.html writes: pictures, key, steps through the weeks, and the table."""

    days: str
    trend: str
    summary: tuple[str, ...]
    pictures: tuple[Picture, ...]
    steps: tuple[Step, ...]
    key: tuple[KeyLine, ...]
    stages: tuple[StageLine, ...]
    table: tuple[WeekRows, ...]
    decisions: tuple[DecisionLine, ...]


def chart_tools(records: Records) -> dict[str, Callable[[History], Any]]:
    """What charts.html calls: `progress_of` and `symmetry_of`, each from a history to a value that is written out."""
    return {"progress_of": lambda history: progress_of(history, records), "symmetry_of": lambda history: symmetry_charts(history, records)}


def progress_of(history: History, records: Records) -> ProgressChart:
    """The whole chart of a history, in every shape."""
    span, words = span_of(history.began, history.today, MOST_WEEKS), records.words["chart"]
    decisions, steps = decisions_of(history, records), steps_of(history, span, records)
    return ProgressChart(
        days=days_name(history.began, history.today, words),
        trend=trend(history.told, words),
        summary=summary(history, span, records),
        pictures=tuple(draw(history, span, steps, decisions, shape, records) for shape in SHAPES),
        steps=steps,
        key=tuple(_key(history, span, decisions, records)),
        stages=tuple(_stage_lines(history, span, records)),
        table=table_of(history, records),
        decisions=tuple(DecisionLine(each.on, day_name(each.on), decision_words(each, words)) for each in decisions),
    )


# --- the frame -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Frame:
    """Where everything stands in a picture: the stages on top, then rows of marks, pain, load, and the names of the weeks.

    `stages` and `marks` are the tops of their strips, in the picture's units.
    """

    shape: Shape
    axis: TimeAxis
    stages: float
    stage_height: float
    marks: float
    pain: Scale
    load: Scale
    height: int


def _frame(history: History, span: Span, decisions: Sequence[Decision], shape: Shape) -> tuple[Frame, tuple[Placed, ...]]:
    """The frame of a picture and the marks in it, which take as many rows as they need."""
    most = round_top(max((each.load for each in history.worked if span.holds(each.on)), default=0))
    left = max(shape.left, text_width(n(most), shape.text) + 6)
    axis = TimeAxis(span, left, shape.width - left - shape.right)
    marks = place_marks(decisions, axis)
    stage_height = shape.text + 12
    marks_top = stage_height + 5
    pain_top = marks_top + ROW * max((mark.row + 1 for mark in marks), default=0) + shape.text + 14
    load_top = pain_top + shape.pain + shape.text + 22
    bottom = load_top + shape.load
    frame = Frame(shape, axis, 1, stage_height, marks_top, Scale(PAIN_MOST, pain_top, pain_top + shape.pain), Scale(most, load_top, bottom), int(bottom + 2 * shape.text + 14))
    return frame, marks


def draw(history: History, span: Span, steps: Sequence[Step], decisions: Sequence[Decision], shape: Shape, records: Records) -> Picture:
    """The picture in one shape."""
    frame, marks = _frame(history, span, decisions, shape)
    letters = stage_letters(history)
    paths = (*_bands(history, frame, records), *_lines_of_time(history, frame), *_stage_boxes(history, frame), *_marks(marks, frame), *_bars(history, frame), *_pain(history, frame))
    texts = (*_stage_texts(history, letters, frame, records), *_value_texts(history, frame, records), *_time_texts(frame, records))
    return Picture(shape.name, shape.width, frame.height, shape.text, tuple(path for path in paths if path.d), texts, tuple(_window(step, frame) for step in steps))


def _window(step: Step, frame: Frame) -> Window:
    """From the pain down to the ground of the load."""
    left, right = frame.axis.start(step.first), frame.axis.start(step.last + timedelta(days=1))
    top, bottom = frame.pain.top, frame.load.bottom
    return Window(box(left, top, right - left, bottom - top), polyline(((left, bottom + 2.5), (right, bottom + 2.5))))


# --- behind: bands and lines of time -------------------------------------------------------------------------------------


def limits_of(history: History, span: Span, records: Records) -> tuple[tuple[date, int], ...]:
    """The pain limit from which day on, in the span: what was told last holds until something else is."""
    told = history.told
    if not told:
        return ()
    before = [each for each in told if each.on <= span.first]
    limits = [(span.first, (before[-1] if before else told[0]).limit)]
    for each in told:
        if each.on > span.first and each.limit != limits[-1][1]:
            limits.append((each.on, each.limit))
    return tuple(limits)


def _bands(history: History, frame: Frame, records: Records) -> Iterator[Path]:
    """Three bands up to today: within the limit of that time, over it, and strong pain."""
    limits, rest = limits_of(history, frame.axis.span, records), records.protocol.value("pain_rest_day")
    if not limits:
        return
    ends = [*(since for since, _ in limits[1:]), history.today + timedelta(days=1)]
    pieces = [(frame.axis.start(since), frame.axis.start(end), min(limit, rest)) for (since, limit), end in zip(limits, ends)]
    yield Path("band-low", "".join(_band(left, right, 0, limit, frame.pain) for left, right, limit in pieces))
    yield Path("band-middle", "".join(_band(left, right, limit, rest, frame.pain) for left, right, limit in pieces if limit < rest))
    yield Path("band-high", _band(pieces[0][0], pieces[-1][1], rest, PAIN_MOST, frame.pain))
    corners = [(x, frame.pain.y(limit)) for left, right, limit in pieces for x in (left, right)]
    yield Path("edge-limit", polyline(corners))
    yield Path("edge-rest", polyline(((pieces[0][0], frame.pain.y(rest)), (pieces[-1][1], frame.pain.y(rest)))))


def _band(left: float, right: float, low: float, high: float, scale: Scale) -> str:
    return box(left, scale.y(high), right - left, scale.y(low) - scale.y(high))


def _lines_of_time(history: History, frame: Frame) -> Iterator[Path]:
    """A line where each labelled week begins, a stronger one where a stage does, and the ground of pain and load."""
    axis, weeks = frame.axis, _labelled_weeks(frame)
    yield Path("week", "".join(_upright(axis.start(on), frame) for on in weeks))
    turns = [stay.since for stay in history.stays[1:] if axis.span.holds(stay.since)]
    yield Path("turn", "".join(_upright(axis.start(on), frame) for on in turns))
    yield Path("ground", "".join(polyline(((axis.left, y), (axis.right, y))) for y in (frame.pain.bottom, frame.load.bottom)))


def _upright(x: float, frame: Frame) -> str:
    """A line through pain and load that leaves the words between them free."""
    return "".join(polyline(((x, scale.top), (x, scale.bottom))) for scale in (frame.pain, frame.load))


def _labelled_weeks(frame: Frame) -> list[date]:
    span = frame.axis.span
    begins = [span.first + timedelta(weeks=week) for week in range(span.weeks)]
    step = week_step(frame.axis, max(text_width(day_name(on), frame.shape.text) for on in begins) + 6)
    return begins[::step]


# --- stages and decisions ------------------------------------------------------------------------------------------------


def stage_letters(history: History) -> dict[str, str]:
    """Each stage's letter, in the order in which it was first met. A stage met again keeps its own."""
    stages = dict.fromkeys(stay.stage for stay in history.stays)
    return {stage: LETTERS[place % len(LETTERS)] for place, stage in enumerate(stages)}


def _stays(history: History, axis: TimeAxis) -> Iterator[tuple[Stay, float, float]]:
    """The stays in the picture with their edges, the last one up to the end of today."""
    for stay in history.stays:
        is_last = stay is history.stays[-1]
        left, right = axis.start(stay.since), axis.start(history.today + timedelta(days=1) if is_last else stay.until)
        if right > left:
            yield stay, left, right


def _stage_boxes(history: History, frame: Frame) -> Iterator[Path]:
    boxes = [(stay, box(left + 0.5, frame.stages, max(1, right - left - 1), frame.stage_height)) for stay, left, right in _stays(history, frame.axis)]
    yield Path("stage", "".join(d for stay, d in boxes if stay is not history.stays[-1]))
    yield Path("stage-now", "".join(d for stay, d in boxes if stay is history.stays[-1]))


def _stage_texts(history: History, letters: dict[str, str], frame: Frame, records: Records) -> Iterator[Text]:
    """The letter of each stage, with its name where there is room."""
    size, middle = frame.shape.text, frame.stages + frame.stage_height / 2 + frame.shape.text * 0.35
    for stay, left, right in _stays(history, frame.axis):
        kind = "stage-now" if stay is history.stays[-1] else "stage"
        whole = f"{letters[stay.stage]} {stage_name(stay.stage, records)}"
        for words, room in ((whole, 12), (letters[stay.stage], 0)):
            if text_width(words, size) + room <= right - left:
                yield Text(kind, n((left + right) / 2), n(middle), "middle", words)
                break


def _marks(placed: Sequence[Placed], frame: Frame) -> Iterator[Path]:
    for kind in KINDS:
        yield Path(f"mark-{kind}", "".join(glyph(kind, mark.x, frame.marks + (mark.row + 0.5) * ROW) for mark in placed if mark.kind == kind))


# --- values --------------------------------------------------------------------------------------------------------------


def _pain(history: History, frame: Frame) -> Iterator[Path]:
    """Pain now as a line with dots, and on each day a stem up to the worst. A day without a value has neither."""
    axis, scale = frame.axis, frame.pain
    told = [each for each in history.told if axis.span.holds(each.on)]
    yield Path("worst", "".join(_stem(axis.middle(each.on), each, scale) for each in told))
    if axis.day >= DOT_DAY:
        yield Path("caps", "".join(_cap(axis.middle(each.on), scale.y(each.pain_worst)) for each in told))
    runs = [told[first:end] for first, end in stretches([each.on for each in told], JOINED_DAYS)]
    lines = [[(axis.middle(each.on), scale.y(each.pain_now)) for each in run] for run in runs]
    yield Path("now", "".join(polyline(line) for line in lines if len(line) > 1))
    yield Path("dots", "".join(circle(x, y, min(3, max(2, axis.day * 0.4))) for x, y in _dotted(lines, axis)))


def _stem(x: float, told: Told, scale: Scale) -> str:
    return polyline(((x, scale.y(told.pain_now)), (x, scale.y(told.pain_worst)))) if told.pain_worst > told.pain_now else ""


def _cap(x: float, y: float) -> str:
    return polyline(((x - 2.5, y), (x + 2.5, y)))


def _dotted(lines: Sequence[Sequence[Point]], axis: TimeAxis) -> Iterator[Point]:
    """Every value where days are wide, else what stands alone and the last one."""
    for line in lines:
        if axis.day >= DOT_DAY or len(line) == 1:
            yield from line
        elif line is lines[-1]:
            yield line[-1]


def _bars(history: History, frame: Frame) -> Iterator[Path]:
    """A bar for each day with a session. A load of next to nothing still shows."""
    axis, scale = frame.axis, frame.load
    width = min(12, max(axis.day * 0.7, 1))
    worked = [each for each in history.worked if axis.span.holds(each.on)]
    yield Path("bars", "".join(_bar(axis.middle(each.on) - width / 2, min(scale.y(each.load), scale.bottom - 1.5), width, scale) for each in worked))


def _bar(x: float, y: float, width: float, scale: Scale) -> str:
    return column(x, y, width, scale.bottom - y, 2) if width >= 4 else box(x, y, width, scale.bottom - y)


def _value_texts(history: History, frame: Frame, records: Records) -> Iterator[Text]:
    """What is drawn, and the numbers at the side: the ends of each scale, and the limits of pain."""
    words, shape = records.words["chart"], frame.shape
    x, lift = n(frame.axis.left - 5), shape.text * 0.35
    for scale, name in ((frame.pain, "pain-axis"), (frame.load, "load-axis")):
        yield Text("head", n(frame.axis.left), n(scale.top - 8), "start", words[name])
    for value in _pain_values(history, frame, records):
        yield Text("value", x, n(frame.pain.y(value) + lift), "end", n(value))
    for value in (0, frame.load.most) if history.worked else (0,):
        yield Text("value", x, n(frame.load.y(value) + lift), "end", n(value))
    if shape.has_band_names:
        yield from _band_texts(history, frame, records)


def _pain_values(history: History, frame: Frame, records: Records) -> list[float]:
    limits = limits_of(history, frame.axis.span, records)
    return sorted({0, PAIN_MOST, *({limits[-1][1], records.protocol.value("pain_rest_day")} if limits else ())})


def _band_texts(history: History, frame: Frame, records: Records) -> Iterator[Text]:
    limits, rest = limits_of(history, frame.axis.span, records), records.protocol.value("pain_rest_day")
    if not limits:
        return
    limit = min(limits[-1][1], rest)
    for low, high, name in ((0, limit, "band-low"), (limit, rest, "band-middle"), (rest, PAIN_MOST, "band-high")):
        if low < high:
            y = frame.pain.y((low + high) / 2) + frame.shape.text * 0.35
            yield Text("band", n(frame.axis.right + 8), n(y), "start", records.words["chart"][name])


def _time_texts(frame: Frame, records: Records) -> Iterator[Text]:
    """Under the bars: the days of a first week, else the weeks by number, and below them the dates."""
    axis, size = frame.axis, frame.shape.text
    first, second = n(frame.load.bottom + size + 4), n(frame.load.bottom + 2 * size + 8)
    words = records.words["chart"]
    if axis.day >= text_width("Wed", size) + 4:
        days = [axis.span.first + timedelta(days=day) for day in range(axis.span.days)]
        yield from (Text("time", n(axis.middle(on)), first, "middle", weekday(on, records)) for on in days)
        yield Text("time", n(axis.left), second, "start", days_name(axis.span.first, axis.span.last, words))
        return
    for on in _labelled_weeks(frame):
        lines = (words["one-week"].format(week=axis.span.week_of(on)), day_name(on))
        if axis.start(on) + max(text_width(line, size) for line in lines) <= frame.shape.width:
            yield from (Text("time", n(axis.start(on)), y, "start", line) for line, y in zip(lines, (first, second)))


# --- what is what --------------------------------------------------------------------------------------------------------


def _key(history: History, span: Span, decisions: Sequence[Decision], records: Records) -> Iterator[KeyLine]:
    """The list below the picture, of what is in it and of nothing else. The small drawings are 24 by 16."""
    words, rest = records.words["chart"], records.protocol.value("pain_rest_day")
    if history.told:
        yield KeyLine((Path("now", polyline(((1, 11), (23, 5)))), Path("dots", circle(12, 8, 3))), words["key-now"])
        yield KeyLine((Path("worst", polyline(((6, 14), (6, 3))) + polyline(((12, 14), (12, 6))) + polyline(((18, 14), (18, 2)))), Path("caps", _cap(6, 3) + _cap(12, 6) + _cap(18, 2))), words["key-worst"])
        yield KeyLine((Path("band-middle", box(0, 0, 24, 8)), Path("band-low", box(0, 8, 24, 8)), Path("edge-limit", polyline(((0, 8), (24, 8))))), _limit_words(history, span, records))
        yield KeyLine((Path("band-high", box(0, 0, 24, 8)), Path("band-middle", box(0, 8, 24, 8)), Path("edge-rest", polyline(((0, 8), (24, 8))))), words["key-rest"].format(rest=n(rest)))
    if history.worked:
        yield KeyLine((Path("bars", column(4, 6, 6, 10, 2) + column(14, 2, 6, 14, 2)),), words["key-load"])
    if holes(history.told):
        yield KeyLine((Path("now", polyline(((0, 8), (7, 8))) + polyline(((17, 8), (24, 8)))),), words["key-hole"])
    shown = {decision.kind for decision in decisions if span.holds(decision.on)}
    for kind in KINDS:
        if kind in shown:
            yield KeyLine((Path(f"mark-{kind}", glyph(kind, 12, 8)),), words[f"mark-{kind}"])


def _limit_words(history: History, span: Span, records: Records) -> str:
    words = records.words["chart"]
    return words["key-limit"].format(limits=words["then"].join(str(limit) for _, limit in limits_of(history, span, records)))


def _stage_lines(history: History, span: Span, records: Records) -> Iterator[StageLine]:
    """Every stage of the picture with the days of each stay in it."""
    words, letters = records.words["chart"], stage_letters(history)
    for stage, letter in letters.items():
        stays = [stay for stay in history.stays if stay.stage == stage]
        if any(stay.until >= span.first for stay in stays):
            yield StageLine(letter, stage_name(stage, records), ", ".join(_stay_words(stay, history, words) for stay in stays))


def _stay_words(stay: Stay, history: History, words: Any) -> str:
    if stay is history.stays[-1]:
        return words["since"].format(day=day_name(stay.since))
    return days_name(stay.since, max(stay.since, stay.until - timedelta(days=1)), words)
