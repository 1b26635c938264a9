"""The pictures of progress: they show what was told and nothing else, and say the same in words, in a table and to the keyboard."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from html.parser import HTMLParser
from random import Random
from statistics import median_low
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings

from builder.simulation.life import BEGIN, _Living
from builder.simulation.patients import heal, make_patient
from planner.history import history_of
from planner.log import VERSION, check_log
from planner.model import Entry, History, Log, Measured, Records, Stay, Stop, Told, Turn, Worked
from planner.problems import BadInput
from planner.view.axis import Scale, TimeAxis, apart, n, round_top, span_of, text_width
from planner.view.chart import MOST_WEEKS, SHAPES, chart_tools, progress_of
from planner.view.chart_words import JOINED_DAYS
from planner.view.marks import GLYPHS, KINDS, MARK, MOST_ROWS, decisions_of, place_marks
from planner.view.render import _environment, template_tools
from planner.view.symmetry import percent, symmetry_charts
from tests.conftest import ROOT
from tests.lives import RECORDS, TODAY, lives, strange_logs

DAY = timedelta(days=1)
HOSTILE = '</title><script>alert(1)</script>"\'&\x0b<b>]]>'
GUIDE_CSS = (ROOT / "content/assets/guide.css").read_text(encoding="utf-8")
CHARTS_CSS = (ROOT / "content/assets/charts.css").read_text(encoding="utf-8")


# --- histories -----------------------------------------------------------------------------------------------------------


class Remembered(_Living):
    """A made-up patient whose log is kept."""

    def __init__(self, number: int, seed: int, records: Records):
        super().__init__(make_patient(number, seed, records), Random(f"{seed}/{number}/life"), records)
        self.log: list[Entry] = []

    def _tell(self, kind, on, answers) -> None:
        super()._tell(kind, on, answers)
        self.log.append(Entry(f"{self.entries:05}", f"{on}T08:00:00+01:00", kind, answers, on))

    def live(self, days: int) -> None:
        for offset in range(days):
            if offset:
                self.body = heal(self.body, self.patient, self.random)
            self._day(BEGIN + timedelta(days=offset))


@cache
def lived(number: int, days: int, away: tuple[int, int] = (0, 0)) -> History:
    """What the planner knows of a patient after so many days. On the days from `away` nothing was told."""
    patient = Remembered(number, 5, RECORDS)
    patient.live(days)
    entries = (entry for entry in patient.log if not away[0] <= (entry.day - BEGIN).days < away[1])
    return history_of(Log(VERSION, tuple(entries)), RECORDS, BEGIN + timedelta(days=days - 1))


def made(told=(), worked=(), days: int = 14, stages=("acute-strain/settle",), turns=(), measured=None, stops=()) -> History:
    """A history by hand: `told` and `worked` by day, counted from 0."""
    today = BEGIN + timedelta(days=days - 1)
    each = days // len(stages)
    begins = [BEGIN + timedelta(days=place * each) for place in range(len(stages))]
    return History(
        began=BEGIN,
        today=today,
        told=tuple(Told(BEGIN + timedelta(days=day), *values) for day, values in told),
        worked=tuple(Worked(BEGIN + timedelta(days=day), load, (), None, False) for day, load in worked),
        stays=tuple(Stay(stage, since, until) for stage, since, until in zip(stages, begins, [*begins[1:], today])),
        turns=(Turn(BEGIN, "intake", "", stages[0], True), *turns),
        starts=(),
        measured=measured or {},
        stops=stops,
    )


LIVES = {
    "one day": lambda: lived(0, 1),
    "three days": lambda: lived(0, 3),
    "six weeks": lambda: lived(5, 42),
    "twelve weeks": lambda: lived(0, 84),
    "half a year": lambda: lived(0, 182),
    "half a year, a tendon": lambda: lived(3, 182),
    "several intakes": lambda: lived(5, 182),
    "three weeks without a word": lambda: lived(9, 84, (28, 49)),
    "nothing told but the day": lambda: made(),
}


@pytest.fixture(params=LIVES.values(), ids=LIVES)
def history(request) -> History:
    return request.param()


def html_of(history: History, *calls: str) -> str:
    """What the macros write, by their calls in a template."""
    calls = calls or ("progress_chart(history)", "symmetry_chart(history)")
    template = '{% from "charts.html" import progress_chart, symmetry_chart with context %}' + "\n".join("{{ " + call + " }}" for call in calls)
    return _environment().from_string(template).render({**template_tools(RECORDS), **chart_tools(RECORDS), "history": history})


def tree_of(html: str) -> ElementTree.Element:
    """The HTML as a tree, which is only possible where every element is closed and every attribute is quoted."""
    boolean = re.sub(r" (checked|disabled)(?=[ >])", r' \1=""', html)
    return ElementTree.fromstring(f"<div>{re.sub(r'(<input[^>]*)>', r'\1/>', boolean)}</div>")


def text_of(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def picture(history: History, shape: str = "wide"):
    return next(each for each in progress_of(history, RECORDS).pictures if each.shape == shape)


def path(history: History, kind: str, shape: str = "wide") -> str:
    return next((each.d for each in picture(history, shape).paths if each.kind == kind), "")


def lines(d: str) -> list[list[tuple[float, float]]]:
    """The points of each line of a path of straight lines."""
    numbers = r"(-?[\d.]+) (-?[\d.]+)"
    return [[(float(x), float(y)) for x, y in re.findall(numbers, part)] for part in d.split("M") if part]


def dots(d: str) -> list[tuple[float, float]]:
    """The middles of the circles of a path."""
    return [(float(x) + float(r), float(y)) for x, y, r in re.findall(r"M(-?[\d.]+) (-?[\d.]+)a([\d.]+) ", d)]


def heights(d: str) -> list[float]:
    """How high the bars of a path are."""
    return [float(height) for height in re.findall(r"v([\d.]+)Z", d)] or [float(height) for height in re.findall(r"v([\d.]+)h-", d)]


# --- axes ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "weeks", "first"), [(1, 1, 1), (7, 1, 1), (8, 2, 1), (182, 26, 1), (183, 26, 2), (400, 26, 33)])
def test_the_axis_holds_whole_weeks_up_to_today(days: int, weeks: int, first: int) -> None:
    """The picture begins with the first week, ends with the week of today, and holds half a year at most."""
    today = BEGIN + timedelta(days=days - 1)
    span = span_of(BEGIN, today, MOST_WEEKS)

    assert (weeks, first) == (span.weeks, span.week)
    assert span.holds(today) and not span.holds(span.first - DAY) and not span.holds(span.last + DAY)


def test_days_are_equally_wide() -> None:
    """Each day has the same width, and a value stands in the middle of its day."""
    axis = TimeAxis(span_of(BEGIN, BEGIN + timedelta(days=13), MOST_WEEKS), 30, 280)

    assert [40, 60, 300] == [axis.middle(BEGIN + timedelta(days=day)) for day in (0, 1, 13)]
    assert (30, 310) == (axis.start(BEGIN - 5 * DAY), axis.start(BEGIN + 99 * DAY))


def test_a_scale_begins_at_nothing() -> None:
    """A scale runs from 0 at its bottom to its top, and what is more stays inside."""
    scale = Scale(10, 20, 120)

    assert [120, 70, 20, 20] == [scale.y(value) for value in (0, 5, 10, 12)]


@pytest.mark.parametrize(("highest", "top"), [(0, 1), (1, 1), (7, 8), (59, 60), (100, 100), (101, 150), (232, 300), (337, 400), (999, 1000)])
def test_the_top_of_a_scale_is_round(highest: float, top: float) -> None:
    """The load's scale ends at the next round number."""
    assert top == round_top(highest)


@pytest.mark.parametrize("ends", [[50, 50, 56, 72], [10, 11], [0, 0, 0], [150, 149, 20], [70]])
def test_labels_at_the_end_of_lines_keep_apart(ends: list[float]) -> None:
    """Labels stand at least their own height apart, within the picture and in the order of their lines."""
    placed = apart(ends, 13, 10, 140)
    order = [place for _, place in sorted((end, place) for place, end in enumerate(ends))]

    assert all(placed[after] - placed[before] >= 13 - 1e-9 for before, after in zip(order, order[1:]))
    assert all(10 <= height <= 140 for height in placed)


def test_numbers_are_short() -> None:
    """A number has one decimal at most and is never minus nothing."""
    assert ["0", "0", "12.3", "3"] == [n(value) for value in (-0.01, 0, 12.345, 3.0)]


# --- pain ----------------------------------------------------------------------------------------------------------------


def test_a_missing_day_is_no_zero() -> None:
    """A day on which nothing was told has no dot and no stem."""
    history = made([(0, (4, 6, 3)), (2, (3, 5, 3))])

    assert 2 == len(dots(path(history, "dots")))
    assert 2 == len(lines(path(history, "worst")))


def test_values_stand_where_they_were_told() -> None:
    """Pain of 0 is on the ground, pain of 10 on top, and each on its day."""
    history = made([(0, (0, 0, 3)), (3, (10, 10, 3))])
    (left, low), (right, high) = dots(path(history, "dots"))
    drawn = picture(history)
    ground = lines(path(history, "ground"))[0][0][1]

    assert (ground, 180) == (low, round(low - high))
    assert right - left == pytest.approx(3 * (lines(path(history, "ground"))[0][1][0] - lines(path(history, "ground"))[0][0][0]) / 14, abs=0.2)
    assert 0 < high < low < drawn.height


@pytest.mark.parametrize(("missing", "joined"), [(0, True), (1, True), (JOINED_DAYS - 1, True), (JOINED_DAYS, False), (21, False)])
def test_a_line_crosses_a_few_days_and_no_more(missing: int, joined: bool) -> None:
    """The line of pain joins days with few days between them, and leaves a gap where more are missing."""
    history = made([(0, (4, 4, 3)), (1, (3, 3, 3)), (2 + missing, (2, 2, 3)), (3 + missing, (1, 1, 3))], days=42)

    assert (1 if joined else 2) == len(lines(path(history, "now")))


def test_three_weeks_without_a_word_are_a_gap() -> None:
    """In a lived half year with a hole no line, dot, stem or bar stands in the hole, and the words tell of it."""
    history = lived(9, 84, (28, 49))
    for shape in SHAPES:
        drawn = picture(history, shape.name)
        left, right = (lines(path(history, "ground", shape.name))[0][end][0] for end in (0, 1))
        day = (right - left) / drawn_days(history)
        hole = (left + 28 * day, left + 49 * day)
        for kind in ("now", "worst", "dots", "caps", "bars"):
            xs = [x for line in lines(path(history, kind, shape.name)) for x, _ in line]
            assert not [x for x in xs if hole[0] + day < x < hole[1] - day], kind
        for line in lines(path(history, "now", shape.name)):
            assert all(after[0] - before[0] <= JOINED_DAYS * day + 0.2 for before, after in zip(line, line[1:]))
    assert any("Nothing was told from" in sentence for sentence in progress_of(history, RECORDS).summary)


def drawn_days(history: History) -> int:
    return span_of(history.began, history.today, MOST_WEEKS).days


def test_a_value_alone_has_a_dot() -> None:
    """A day that no line reaches shows as a dot, on the narrowest days too."""
    history = made([(0, (4, 4, 3)), (1, (4, 4, 3)), (60, (6, 8, 3)), (120, (1, 1, 3)), (121, (1, 1, 3))], days=182)
    for shape in SHAPES:
        assert 2 == len(dots(path(history, "dots", shape.name)))


def test_the_bands_follow_the_limit_of_that_time() -> None:
    """Where the pain limit changed, the edge of the band has a step on that day, and the key names both limits."""
    history = made([(0, (2, 2, 3)), (7, (2, 2, 4))])
    [edge] = lines(path(history, "edge-limit"))
    ground = lines(path(history, "ground"))[0][0][1]

    assert [3, 3, 4, 4] == [round((ground - y) / 18) for _, y in edge]
    assert edge[1][0] == edge[2][0]
    assert "Your pain limit: 3, then 4" in [line.words for line in progress_of(history, RECORDS).key]


def test_the_band_of_strong_pain_is_the_protocols() -> None:
    """The edge of strong pain stands at the protocol's number, wherever that is."""
    numbers = RECORDS.protocol.numbers
    other = replace(RECORDS, protocol=replace(RECORDS.protocol, numbers={**numbers, "pain_rest_day": replace(numbers["pain_rest_day"], value=7)}))
    drawn = [next(each for each in progress_of(made([(0, (2, 2, 3))]), records).pictures if each.shape == "wide") for records in (RECORDS, other)]
    edges = [lines(next(path.d for path in each.paths if path.kind == "edge-rest"))[0][0][1] for each in drawn]

    assert 18 * (7 - numbers["pain_rest_day"].value) == pytest.approx(edges[0] - edges[1], abs=0.2)


def test_bands_end_today() -> None:
    """What is still to come has no band."""
    history = made([(0, (2, 2, 3))], days=3)
    ground = lines(path(history, "ground"))[0]

    assert lines(path(history, "edge-rest"))[0][1][0] == pytest.approx(ground[0][0] + (ground[1][0] - ground[0][0]) * 3 / 7, abs=0.1)


# --- load, stages, decisions ---------------------------------------------------------------------------------------------


def test_bars_are_as_high_as_the_load() -> None:
    """Twice the load is twice as high, a load of next to nothing still shows, and a day without a session has no bar."""
    low, high, tiny = heights(path(made(worked=[(0, 50), (1, 100), (4, 0)]), "bars"))

    assert high + 2 == pytest.approx(2 * (low + 2), abs=0.3)  # each has a round head of 2
    assert 0 <= tiny <= 1.5


def test_every_session_has_a_bar(history: History) -> None:
    """As many bars as days with a session, in every shape."""
    for shape in SHAPES:
        assert len(history.worked) == path(history, "bars", shape.name).count("M")


def test_stages_have_their_names_or_their_letters() -> None:
    """A stage with room has its name in the picture, one without its letter, and a stage met again keeps its letter."""
    stages = ("acute-strain/settle", "acute-strain/build", "acute-strain/settle", "acute-strain/build")
    history = made(stages=stages, days=56)
    wide, narrow = ([text.words for text in picture(history, shape).texts if text.kind.startswith("stage")] for shape in ("wide", "narrow"))

    assert ["A Calm and move", "B Build strength"] * 2 == wide
    assert ["A", "B"] * 2 == narrow
    assert [("A", "Calm and move"), ("B", "Build strength")] == [(line.letter, line.name) for line in progress_of(history, RECORDS).stages]


def test_a_stage_that_is_gone_from_the_records_is_no_fault() -> None:
    """A stage of an older version is drawn and called so."""
    assert "a stage of an older version" in html_of(made(stages=("no-such/stage",)))


TURNS = {
    "stage-up": Turn(BEGIN + DAY, "advance", "acute-strain/settle", "acute-strain/build", True),
    "stage-down": Turn(BEGIN + DAY, "step-back", "acute-strain/build", "acute-strain/settle", True),
    "step-up": Turn(BEGIN + DAY, "climb", "guideline-walk-run", "Level 2", True),
    "step-down": Turn(BEGIN + DAY, "descend", "guideline-walk-run", "Level 1", True),
    "sport": Turn(BEGIN + DAY, "back-to-sport", "", "", True),
    "keep-strong": Turn(BEGIN + DAY, "maintain", "acute-strain/return", "prevention/keep", True),
    "kept": Turn(BEGIN + DAY, "advance", "acute-strain/settle", "acute-strain/build", False),
    "whole": Turn(BEGIN + DAY, "whole-session", "", "", True),
    "again": Turn(BEGIN + DAY, "intake", "", "acute-strain/build", True),
}
STOP = Stop(BEGIN + DAY, "told-1", "check-in", "same-day", (), None)


@pytest.mark.parametrize(("kind", "turn"), TURNS.items(), ids=TURNS)
def test_each_decision_has_its_mark(kind: str, turn: Turn) -> None:
    """Each kind of decision has a mark, a line in the key and a row in the table."""
    history = made(turns=[turn])
    chart = progress_of(history, RECORDS)

    assert [f"mark-{kind}"] == [each.kind for each in picture(history).paths if each.kind.startswith("mark-")]
    assert RECORDS.words["chart"][f"mark-{kind}"] in [line.words for line in chart.key]
    assert [RECORDS.words["chart"][f"mark-{kind}"]] == [line.words.split(":")[0] for line in chart.decisions]


def test_a_stop_has_its_mark() -> None:
    """A day on which the plan stopped has a mark, a line in the key, and a row that says how soon to be seen."""
    chart = progress_of(made(stops=[STOP]), RECORDS)

    assert ["mark-stop"] == [each.kind for each in chart.pictures[0].paths if each.kind.startswith("mark-")]
    assert "The plan stopped" in [line.words for line in chart.key]
    assert ["The plan stopped: Speak to a doctor today"] == [line.words for line in chart.decisions]


def test_marks_have_shapes_of_their_own() -> None:
    """No two kinds of mark share a shape, so none needs its colour."""
    assert set(KINDS) == set(GLYPHS) == {*TURNS, "stop"}
    assert len(KINDS) == len({GLYPHS[kind](0, 0, 5) for kind in KINDS})


def test_the_first_intake_is_no_decision() -> None:
    """Where it all began has no mark, and beginning again has one."""
    assert [] == list(decisions_of(made(), RECORDS))
    assert ["again"] == [each.kind for each in decisions_of(made(turns=[TURNS["again"]]), RECORDS)]


def test_what_a_decision_was_about_is_named() -> None:
    """The table names the stage or the step, and what was left as it is."""
    history = made(turns=[TURNS["stage-up"], TURNS["step-up"], TURNS["kept"]])

    assert ["Next stage: Build strength", "One step up: Run and walk in turns, Level 2", "Left as it is: Go on to the next stage: Build strength"] == [line.words for line in progress_of(history, RECORDS).decisions]


def test_marks_do_not_touch(history: History) -> None:
    """Two marks in a row stand at least a mark apart, and all lie within the axis."""
    axis = TimeAxis(span_of(history.began, history.today, MOST_WEEKS), 26, 240)
    placed = place_marks(decisions_of(history, RECORDS), axis)
    for mark in placed:
        assert axis.left <= mark.x - MARK / 2 and mark.x + MARK / 2 <= axis.right
        assert not [other for other in placed if other is not mark and other.row == mark.row and abs(other.x - mark.x) < MARK]


def test_a_thousand_choices_do_not_stretch_the_picture() -> None:
    """However many choices a log has on one day, the picture keeps its height and the table has them all."""
    history = made(turns=[TURNS["kept"]] * 1000)

    assert picture(history).height <= picture(made()).height + MOST_ROWS * 14
    assert 1000 == len(progress_of(history, RECORDS).decisions)


# --- the picture in words ------------------------------------------------------------------------------------------------


def test_the_words_tell_what_the_picture_shows(history: History) -> None:
    """The description names the first and the last value, the highest, how many sessions there were and the stage now."""
    words = " ".join(progress_of(history, RECORDS).summary)
    told = history.told
    if len(told) > 1:
        assert f"Pain now was {told[0].pain_now} out of 10 on {told[0].on.day} " in words
        assert f" and {told[-1].pain_now} on {told[-1].on.day} " in words
    if told:
        assert re.search(rf"(highest was|and the worst) {max(each.pain_worst for each in told)}\b", words)
    assert f"Days with a session: {len(history.worked)}." in words or not history.worked
    assert f"“{RECORDS.protocol.stages()[history.stays[-1].stage].name}”" in words


@pytest.mark.parametrize(("early", "late", "way"), [(5, 2, "down"), (2, 5, "up"), (3, 3, "stayed the same")])
def test_the_trend_compares_the_first_and_the_last_week(early: int, late: int, way: str) -> None:
    """The trend is the middle of the first seven days against the middle of the last seven, so one bad day changes nothing."""
    told = [(day, (9 if day in (0, 20) else early if day < 7 else late, 9, 3)) for day in (*range(7), *range(14, 21))]

    assert way in progress_of(made(told, days=21), RECORDS).trend


@pytest.mark.parametrize("days", [2, 7, 13])
def test_in_the_first_days_there_is_no_trend(days: int) -> None:
    """Before two whole weeks nothing is said of a trend."""
    history = made([(day, (9 - day // 2, 9, 3)) for day in range(days)])

    assert "too early" in progress_of(history, RECORDS).trend


def test_the_trend_agrees_with_the_values() -> None:
    """In a lived half year the two numbers of the trend are those of the history."""
    told = lived(0, 182).told
    early = median_low([each.pain_now for each in told if each.on < told[0].on + 7 * DAY])
    late = median_low([each.pain_now for each in told if each.on > told[-1].on - 7 * DAY])

    assert f"mostly {early}, in the last seven mostly {late}." in progress_of(lived(0, 182), RECORDS).trend


def test_the_table_has_every_value_and_no_other(history: History) -> None:
    """The table under the picture holds each day with its values, says what was not told, and has no row for an empty day."""
    table = tree_of(html_of(history, "progress_chart(history)")).find(".//table[@class='chart-table']")
    rows = [] if table is None else [row for row in table.iter("tr") if row.find("th[@scope='row']") is not None]
    read = {date.fromisoformat(row.find(".//time").get("datetime")): [text_of(cell).removeprefix("–") for cell in row.findall("td")] for row in rows}
    told, loads = {each.on: each for each in history.told}, {each.on: str(each.load) for each in history.worked}

    assert len(rows) == len(read)
    assert read == {
        on: [*((str(told[on].pain_now), str(told[on].pain_worst), str(told[on].limit)) if on in told else ("not told",) * 3), loads.get(on, "not told")]
        for on in {*told, *loads}
    }


def test_tables_have_headings(history: History) -> None:
    """Each table has a caption, and each heading says whether it heads a row, a column or a group of rows."""
    for table in tree_of(html_of(history)).iter("table"):
        assert text_of(table.find("caption"))
        assert {"row", "col", "rowgroup"} >= {heading.get("scope") for heading in table.iter("th")}
        assert len(table.findall("thead/tr/th")) == max(len(list(row)) for row in table.iter("tr"))


def test_every_told_value_can_be_reached_by_keyboard(history: History) -> None:
    """Each day belongs to exactly one of the steps, whose radio button is named by all of its values."""
    steps = progress_of(history, RECORDS).steps
    for each in history.told:
        [step] = [step for step in steps if step.first <= each.on <= step.last]
        values = " ".join(step.lines)
        if (step.last - step.first).days < 7:
            assert f"{each.on:%a} {each.pain_now}" in values and f"{each.on:%a} {each.pain_worst}" in values
    for each in history.worked:
        assert 1 == len([step for step in steps if step.first <= each.on <= step.last])


@pytest.mark.parametrize(("days", "steps"), [(1, 1), (84, 12), (91, 13), (92, 7), (182, 13), (400, 13)])
def test_the_steps_stay_few(days: int, steps: int) -> None:
    """However long it lasts, there are thirteen steps at the most, in whole weeks without a hole between them."""
    found = progress_of(made(days=days), RECORDS).steps

    assert steps == len(found)
    assert all(after.first - before.last == DAY for before, after in zip(found, found[1:]))


def test_one_step_is_chosen_at_first(history: History) -> None:
    """The radio buttons are one group of one tab stop, and the last week is chosen."""
    inputs = list(tree_of(html_of(history, "progress_chart(history)")).iter("input"))

    assert {"radio"} == {each.get("type") for each in inputs} and 1 == len({each.get("name") for each in inputs})
    assert [inputs[-1]] == [each for each in inputs if each.get("checked") is not None]


def test_two_weeks_in_a_step_are_told_in_short() -> None:
    """Where a step is two weeks, it tells the least and the most pain, the sessions and their load together."""
    history = made([(0, (4, 6, 3)), (9, (2, 5, 3))], [(1, 40), (8, 50)], days=182)
    first, second = progress_of(history, RECORDS).steps[:2]

    assert ("Pain now: 2 to 4.", "Worst since last time: 5 to 6.", "Sessions: 2, load 90 in all.") == first.lines[:3]
    assert ("Nothing was told of the pain.", "No session.") == second.lines[:2]


def test_only_what_is_there_is_in_the_key() -> None:
    """The key explains what the picture holds and nothing else."""
    full, empty = ([line.words for line in progress_of(each, RECORDS).key] for each in (lived(9, 84, (28, 49)), made()))

    assert {"Pain now, the most of each day", "Worst since last time", "Session load", "A gap: not told"} <= set(full)
    assert [] == empty


def test_a_longer_history_says_that_it_goes_on_in_the_table() -> None:
    """Beyond half a year the picture shows the last weeks, says so, and the table begins at the beginning."""
    history = made([(day, (2, 3, 3)) for day in range(0, 300, 3)], days=300)
    chart = progress_of(history, RECORDS)

    assert f"The picture shows the last {MOST_WEEKS} weeks. The table has everything." in chart.summary
    assert "Week 1, 1 to 7 December" == chart.table[0].name
    assert 100 == sum(len(week.rows) for week in chart.table)
    assert not any("1 December" == text.words for text in picture(history).texts)


# --- both legs -----------------------------------------------------------------------------------------------------------


def measured(test: str, *results: tuple[int, float | None, float | None]) -> dict[str, tuple[Measured, ...]]:
    return {test: tuple(Measured(BEGIN + timedelta(days=day), test, sore, good, None) for day, sore, good in results)}


BRIDGES = measured("single_leg_bridge", (0, 4, 18), (9, 8, 20), (30, 17, 20))


def test_both_legs_have_a_line() -> None:
    """The sore and the other side have a line each with a mark for every result, told apart by dash and shape."""
    [chart] = symmetry_charts(made(measured=BRIDGES, days=42), RECORDS)
    paths = {path.kind: path.d for path in chart.picture.paths}

    assert 3 == len(lines(paths["sore"])[0]) == len(lines(paths["good"])[0]) == len(dots(paths["sore-dots"])) == paths["good-dots"].count("M")
    assert {"sore", "other"} <= {text.words for text in chart.picture.texts}


def test_the_share_asked_for_moves_with_the_other_side() -> None:
    """The threshold is the criterion's share of the other side on each day, and each share has its label."""
    [chart] = symmetry_charts(made(measured=BRIDGES, days=42), RECORDS)
    paths = {path.kind: path.d for path in chart.picture.paths}
    ground, asked, good = lines(paths["ground"])[0][0][1], lines(paths["asked"]), lines(paths["good"])[0]
    shares = [RECORDS.protocol.value(name) for name in ("bridge_share_to_lengthen", "bridge_share_to_return")]

    for share, line in zip(shares, asked, strict=True):
        assert all(ground - y == pytest.approx(share * (ground - other), abs=0.2) for (_, y), (_, other) in zip(line, good))
    assert {f"{share * 100:g}\u00a0%" for share in shares} <= {text.words for text in chart.picture.texts}


def test_no_share_is_drawn_where_none_is_asked_for() -> None:
    """A test without a share among its criteria has neither a threshold nor a column for it."""
    [chart] = symmetry_charts(made(measured=measured("knee_extension", (3, 28, 20)), days=42), RECORDS)

    assert "asked" not in {path.kind for path in chart.picture.paths}
    assert not chart.has_share and chart.rows[0].share is None


@pytest.mark.parametrize(("sore", "good", "share"), [(15, 20, 75), (2, 3, 66), (0, 20, 0), (5, 0, None), (None, 20, None), (20, None, None)])
def test_a_share_is_never_rounded_up(sore: float | None, good: float | None, share: int | None) -> None:
    """The share is in whole percent, rounded down, and there is none where a side is missing."""
    assert share == percent(Measured(BEGIN, "single_leg_bridge", sore, good, None))


def test_one_side_alone_is_drawn_alone() -> None:
    """Where only one side was told, the other has no dot and the words say so."""
    [chart] = symmetry_charts(made(measured=measured("leg_raise", (3, 60, None)), days=42), RECORDS)

    assert "good" not in {path.kind for path in chart.picture.paths}
    assert "60 on the sore side and not told on the other" in chart.now[0]


def test_the_last_try_of_a_day_counts() -> None:
    """A test tried twice on a day has one result that day, the last one."""
    [chart] = symmetry_charts(made(measured=measured("leg_raise", (3, 60, 80), (3, 64, 80)), days=42), RECORDS)

    assert [64] == [row.sore for row in chart.rows]


def test_both_legs_in_words_agree_with_the_results() -> None:
    """The words and the table tell the first and the last result and what is asked for."""
    [chart] = symmetry_charts(made(measured=BRIDGES, days=42), RECORDS)

    assert "First, on 1 December: 4 on the sore side and 18 on the other." == chart.first
    assert ("Last, on 31 December: 17 on the sore side and 20 on the other, in repetitions.", "That is 85\u00a0% of the other side.") == chart.now[:2]
    assert [(4, 18, 22), (8, 20, 40), (17, 20, 85)] == [(row.sore, row.good, row.share) for row in chart.rows]


def test_without_a_test_of_both_legs_there_is_a_sentence() -> None:
    """Where no two-sided test has a result, the page says so."""
    assert RECORDS.words["chart"]["no-sides"] in html_of(made(), "symmetry_chart(history)")


# --- the SVG -------------------------------------------------------------------------------------------------------------


def test_the_same_history_is_the_same_bytes(history: History) -> None:
    """A chart depends on its history alone."""
    assert html_of(history) == html_of(replace(history, measured=dict(reversed(history.measured.items()))))


def test_the_fragment_is_well_formed(history: History) -> None:
    """Every element is closed, so the drawing is XML."""
    assert tree_of(html_of(history)).findall(".//svg")


def test_ids_are_unique_and_meant(history: History) -> None:
    """Every id stands once, also with two charts on a page, and every reference finds its id."""
    tree = tree_of(html_of(history, "progress_chart(history)", 'progress_chart(history, "again")', "symmetry_chart(history)", 'symmetry_chart(history, "sides-again")'))
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    meant = {id for each in tree.iter() for name in ("for", "aria-labelledby", "aria-describedby") for id in each.get(name, "").split()}

    assert len(ids) == len(set(ids))
    assert meant <= set(ids)


def test_every_picture_has_a_name_and_a_description(history: History) -> None:
    """Each drawing is one image with a title and a description that ends like a sentence; all others are hidden from a screen reader."""
    for svg in tree_of(html_of(history)).iter("svg"):
        if svg.get("role") == "img":
            assert text_of(svg.find("title")) and text_of(svg.find("desc")).endswith((".", "?"))
            assert [] == [each.tag for each in svg.iter() if each.get("tabindex")]
        else:
            assert "true" == svg.get("aria-hidden")


def test_the_fragment_needs_no_style_and_no_script(history: History) -> None:
    """No inline style, no handler and no address stands in it: the page's policy refuses the first, and none is needed."""
    for each in tree_of(html_of(history)).iter():
        assert each.tag not in ("style", "script", "use", "image", "a", "foreignObject", "animate")
        assert not [name for name in each.keys() if name == "style" or name.startswith("on") or name in ("href", "src")]


def test_everything_lies_within_the_picture(history: History) -> None:
    """No line begins outside of its drawing, and no label sticks out of it by its likely width."""
    pictures = [*progress_of(history, RECORDS).pictures, *(chart.picture for chart in symmetry_charts(history, RECORDS))]
    for drawn in pictures:
        for x, y in (point for path in drawn.paths for line in lines(path.d) for point in line[:1]):
            assert -0.1 <= x <= drawn.width + 0.1 and -0.1 <= y <= drawn.height + 0.1
        for text in drawn.texts:
            width = text_width(text.words, drawn.text)
            left = float(text.x) - {"start": 0, "middle": width / 2, "end": width}[text.anchor]
            assert -0.5 <= left and left + width <= drawn.width + 1, text
            assert 0 < float(text.y) < drawn.height


def test_nothing_of_a_hostile_log_reaches_the_picture() -> None:
    """What a log calls its stages, steps, tests and exercises is looked up and never written out."""
    turns = [replace(turn, **names) for turn in TURNS.values() for names in ({"subject": HOSTILE, "to": HOSTILE}, {"to": HOSTILE}, {"subject": HOSTILE})]
    turns.append(Turn(BEGIN, HOSTILE, HOSTILE, HOSTILE, True))
    history = replace(made([(0, (4, 6, 3))], turns=turns, measured={HOSTILE: (Measured(BEGIN, HOSTILE, 1, 2, HOSTILE),)}), worked=(Worked(BEGIN, 50, (HOSTILE,), 3, False),))
    html = html_of(replace(history, stays=(Stay(HOSTILE, BEGIN, BEGIN),)))

    assert not [piece for piece in ("alert", "b&gt;", "<b>", "]]", "\x0b") if piece in html]
    assert tree_of(html) is not None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strange_logs() | lives(20))
def test_whatever_a_log_holds_is_drawn_or_refused(log) -> None:
    """A log with anything in it is refused with a message, or drawn as well-formed pictures."""
    try:
        history = history_of(check_log(log), RECORDS, TODAY + 30 * DAY)
    except BadInput:
        return
    assert tree_of(html_of(history)).findall(".//svg")


def test_names_of_the_records_are_escaped() -> None:
    """A stage name with signs of HTML in it is text, in the picture and below it."""
    track = RECORDS.protocol.tracks["acute-strain"]
    stages = (replace(track.stages[0], name='<i>Calm</i> & "move"'), *track.stages[1:])
    records = replace(RECORDS, protocol=replace(RECORDS.protocol, tracks={**RECORDS.protocol.tracks, "acute-strain": replace(track, stages=stages)}))
    template = _environment().from_string('{% from "charts.html" import progress_chart with context %}{{ progress_chart(history) }}')
    html = template.render({**template_tools(records), **chart_tools(records), "history": made()})

    assert "<i>" not in html and "&lt;i&gt;Calm&lt;/i&gt; &amp; " in html
    assert "A <i>Calm</i> & \"move\"" in [text_of(text) for text in tree_of(html).iter("text")]


def test_every_word_of_the_charts_is_used(records) -> None:
    """Each sentence under `chart` in messages.yaml is asked for by the views."""
    view = ROOT / "planner/view"
    code = "".join(path.read_text(encoding="utf-8") for path in (*view.glob("*.py"), view / "templates/charts.html"))
    kinds = {f"mark-{kind}" for kind in KINDS} | {"side-sore", "side-good"}

    assert [] == [word for word in records.words["chart"] if word not in kinds and f'"{word}"' not in code and f".{word}" not in code]


# --- the look ------------------------------------------------------------------------------------------------------------

BANDS = ("card", "teal-wash", "amber-wash", "rust-wash")
# What a stroke or a fill with a meaning must stand out from, by class: the bands where it lies over them, else the card.
MEANS = {
    "now": BANDS, "dots": BANDS, "worst": BANDS, "caps": BANDS, "edge-limit": BANDS, "edge-rest": BANDS, "turn": BANDS, "ground": BANDS,
    "bars": ("card",), "sore": ("card",), "sore-dots": ("card",), "good": ("card",), "good-dots": ("card",), "asked": ("card",), "stage": ("card",), "stage-now": ("card",),
    **{f"mark-{kind}": ("card",) for kind in KINDS},
}  # fmt: skip
# The colour of words, by selector, with what they stand on.
WORDS = {".chart text": "card", ".chart text.ch-stage": "slate-wash", ".chart text.ch-stage-now": "teal-deep", ".chart .ch-end-asked": "card", ".chart .ch-head": "card"}


def colours() -> dict[str, dict[str, str]]:
    """The colours of the light and the dark scheme, by their names in guide.css."""
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", part)) for part in re.findall(r"color-scheme: (?:light|dark);(.*?)\n\s*}", GUIDE_CSS, re.S))
    return {"light": light, "dark": {**light, **dark}}


def rules_of(css: str) -> dict[str, dict[str, str]]:
    """The rules outside of any @-rule, by each of their selectors."""
    flat = re.sub(r"/\*.*?\*/", "", re.sub(r"@\w+[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css), flags=re.S)
    found: dict[str, dict[str, str]] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", flat):
        for selector in selectors.split(", "):
            found.setdefault(" ".join(selector.split()), {}).update(dict(re.findall(r"([\w-]+): ([^;]+);", body)))
    return found


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", MEANS)
def test_strokes_stand_out(kind: str, scheme: str) -> None:
    """Every stroke or fill that means something has a contrast of 3 to 1 or more with what it can lie on."""
    rule, palette = rules_of(CHARTS_CSS)[f".chart .ch-{kind}"], colours()[scheme]
    paint = rule["stroke"] if "stroke" in rule else rule["fill"]
    colour = palette[re.fullmatch(r"var\(--([\w-]+)\)", paint)[1]]

    assert "opacity" not in "".join(rule)
    assert {} == {ground: ratio for ground in MEANS[kind] if (ratio := contrast(colour, palette[ground])) < 3}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("selector", WORDS)
def test_words_stand_out(selector: str, scheme: str) -> None:
    """Every word in a picture has a contrast of 4.5 to 1 or more with what it stands on."""
    palette = colours()[scheme]
    colour = palette[re.fullmatch(r"var\(--([\w-]+)\)", rules_of(CHARTS_CSS)[selector]["fill"])[1]]

    assert 4.5 <= contrast(colour, palette[WORDS[selector]])


def test_every_class_of_a_picture_has_a_look() -> None:
    """No path is written whose class the style sheet does not know, in colours of the reader's choice and on paper neither."""
    html = "".join(html_of(each()) for each in LIVES.values()) + html_of(made(turns=list(TURNS.values()), stops=[STOP], measured=BRIDGES, days=42))
    drawn = set(re.findall(r'<path class="ch-([\w-]+)"', html))
    forced, paper = (CHARTS_CSS[CHARTS_CSS.index(start) :] for start in ("@media (forced-colors", "@media print"))

    assert drawn == {*MEANS, "band-low", "band-middle", "band-high", "week", "window", "foot"}
    for kind in drawn:
        assert re.search(rf"\.ch-{kind}\b(?!-)", CHARTS_CSS), kind
    for kind in MEANS:
        assert re.search(rf"\.ch-{kind}\b(?!-)", forced[: forced.index("@media print")]) and re.search(rf"\.ch-{kind}\b(?!-)", paper), kind


def test_lines_differ_by_more_than_colour() -> None:
    """The two edges of the bands, the three kinds of upright line and the two legs differ by dash or by width."""
    rules = rules_of(CHARTS_CSS)
    for pair in (("edge-limit", "edge-rest"), ("now", "worst"), ("week", "turn"), ("sore", "good"), ("good", "asked")):
        looks = [(rules[f".chart .ch-{kind}"].get("stroke-dasharray"), rules[f".chart .ch-{kind}"].get("stroke-width")) for kind in pair]
        assert looks[0] != looks[1], pair


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: Counter[str] = Counter()

    def handle_starttag(self, tag, attrs) -> None:
        self.open[tag] += 1


def test_the_fragment_stays_small() -> None:
    """Half a year is a few hundred elements beside its table, so that a phone draws it at once."""
    tags = Tags()
    tags.feed(re.sub(r"<table.*?</table>", "", html_of(lived(5, 182), "progress_chart(history)"), flags=re.S))

    assert sum(tags.open.values()) < 500
