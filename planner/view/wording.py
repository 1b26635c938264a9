"""Records' values in words. The guide pages and the planner use these same functions, so they cannot differ."""

import json
from collections.abc import Mapping
from datetime import date

from planner.model import DAYS, Criterion, Dose, Finding, HomeTest, Item, Number, Protocol, Question, Range, Records, Reference, Situation, Tempo

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def sentence(finding: Finding, records: Records) -> str:
    """The finding's sentence with its values filled in. A code without a sentence raises KeyError."""
    words = records.words["pattern"]
    values = {name: words.get(value, value) if name == "pattern" else _plain(value) for name, value in finding.values.items()}
    return records.messages[finding.code].format_map(values).strip()


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value == int(value) else value


def hurt_today(situation: Situation, records: Records) -> tuple[Finding, ...]:
    """What went over its limit in today's session, each with what follows from it."""
    done = {records.exercises[item.exercise].name for item in situation.done}
    return tuple(finding for finding in situation.weeks[0].left_out if finding.code == "hurt-last-time" and finding.values["exercise"] in done)


def result_words(value: str, words: Mapping[str, Mapping[str, str]]) -> str:
    """The last result of a test as the form words its answers: "A little less, a hand’s length at the heel at most"."""
    return ", ".join(words["choice"].get(part, part) for part in value.split(", "))


def amount(range_: Range) -> str:
    """3 or 10 to 15."""
    least, most = range_
    return f"{least}" if least == most else f"{least} to {most}"


def seconds(range_: Range) -> str:
    """Seconds up to 90, whole minutes above, where they come out even."""
    least, most = range_
    if least >= 60 and least % 60 == 0 and most % 60 == 0:
        return _counted((least // 60, most // 60), "minute")
    return _counted(range_, "second")


def _counted(range_: Range, unit: str) -> str:
    return f"{amount(range_)} {unit}{'' if range_ == (1, 1) else 's'}"


def dose_words(dose: Dose, sets: Range | None = None) -> str:
    """The dose as one phrase: "3 sets of 10 to 15, each side"."""
    sets = sets or dose.sets
    phrase = DOSE_PHRASES[dose.kind](dose, sets)
    if dose.per_side:
        phrase += ", each side"
    if dose.times_per_day > 1:
        phrase += f", {'twice' if dose.times_per_day == 2 else f'{dose.times_per_day} times'} a day"
    return phrase


def _sets(sets: Range, of: str) -> str:
    return of if sets == (1, 1) else f"{_counted(sets, 'set')} of {of}"


def _reps(dose: Dose, sets: Range) -> str:
    count = amount(dose.reps)
    return f"{count} repetition{'' if dose.reps == (1, 1) else 's'}" if sets == (1, 1) else f"{_counted(sets, 'set')} of {count}"


def _hold(dose: Dose, sets: Range) -> str:
    hold = f"hold for {seconds(dose.hold_seconds)}"
    if dose.reps == (1, 1):
        return hold if sets == (1, 1) else f"{hold}, {amount(sets)} times"
    return f"{hold}, {amount(dose.reps)} times" if sets == (1, 1) else f"{_counted(sets, 'set')} of {amount(dose.reps)} holds, {seconds(dose.hold_seconds)} each"


def _time(dose: Dose, sets: Range) -> str:
    return seconds(dose.seconds) if sets == (1, 1) else f"{seconds(dose.seconds)}, {amount(sets)} times"


def _distance(dose: Dose, sets: Range) -> str:
    return f"{dose.metres} metres" if sets == (1, 1) else f"{dose.metres} metres, {amount(sets)} times"


def _intervals(dose: Dose, sets: Range) -> str:
    return _sets(sets, f"{amount(dose.reps)} rounds: {seconds(dose.work_seconds)} of work, {seconds(dose.easy_seconds)} easy")


DOSE_PHRASES = {"reps": _reps, "hold": _hold, "time": _time, "distance": _distance, "intervals": _intervals}


def tempo_words(tempo: Tempo) -> str:
    """ "lift 2 s, pause 1 s, lower 3 s", only the parts that are given."""
    parts = (("lift", tempo.lift_seconds), ("pause", tempo.pause_seconds), ("lower", tempo.lower_seconds))
    return ", ".join(f"{name} {count} s" for name, count in parts if count is not None)


def effort_words(rpe: Range) -> str:
    return f"{amount(rpe)} out of 10"


def limit_words(item: Item, words: Mapping[str, Mapping[str, str]]) -> str:
    """ "pain 3 at most"; where it hurt more than that before the start, that it must not rise."""
    return words["plan"]["limit-no-rise"] if item.hurts_before else words["plan"]["limit"].format(limit=item.pain_limit)


def days_words(dose: Dose) -> str:
    return "every day" if dose.days_per_week == 7 else f"{dose.days_per_week} day{'' if dose.days_per_week == 1 else 's'} a week"


def number_words(number: Number, words: Mapping[str, Mapping[str, str]]) -> str:
    """ "3 out of 10, rule of this project"."""
    unit = number.unit.removesuffix("s") if number.value == 1 else number.unit
    return f"{number.value:g} {unit}, {words['basis'][number.basis]}"


def reference_words(reference: Reference) -> str:
    """How a source is named in a sentence: its short name, or "Hickey and others, 2020"."""
    if reference.short:
        return reference.short
    return f"{reference.authors}, {reference.year}" if reference.year else reference.authors


def day_words(on: date, words: Mapping[str, Mapping[str, str]]) -> str:
    """ "Tuesday 1 December"."""
    return f"{words['weekday'][DAYS[on.weekday()]]} {on.day} {MONTHS[on.month - 1]}"


def full_date(on: date) -> str:
    """ "2 December 2026": whoever reads it may do so in another year."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def quantity(value: float) -> str:
    """A number without needless decimals."""
    return f"{value:g}"


def conditions_json(question: Question) -> str:
    """When a question is asked, as form.js reads it: every condition with the question it looks at."""
    return json.dumps([{"question": each.question, "anyOf": each.any_of or None, "least": each.least, "most": each.most} for each in question.show_if])


def tests_of(criterion: Criterion, protocol: Protocol) -> tuple[HomeTest, ...]:
    """The home tests behind a criterion, each once."""
    return tuple(protocol.tests[id] for id in dict.fromkeys(check.test for check in criterion.checks))


def questions_of(criterion: Criterion, protocol: Protocol) -> tuple[str, ...]:
    """The questions that ask for the results of a criterion: one for each test, or one for each side, the good one first."""
    tests = tests_of(criterion, protocol)
    return tuple(id for test in tests for id in (f"{test.id}_good", f"{test.id}_sore", test.id) if id in protocol.questions)
