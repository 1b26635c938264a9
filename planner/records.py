"""The project's records: plain values, as JSON gives them, into the frozen values of model.py.

The build has checked them against their schemas, so a wrong shape here is a fault of the build and raises.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from typing import Any, Union, get_args, get_origin, get_type_hints

from planner.model import INTENSITIES, Criterion, Equipment, Exercise, FirstStep, HomeTest, Ladder, Level, Number, Prognosis, Protocol, Question, Range, Records, Reference, ReturnItem, Rule, Section, Sign, Sport, Stage, Track, WarmUp

# What a field of such a type, or else of such a name, means where it is left out.
LEFT_OUT = {str: "", bool: False}
LEFT_OUT_BY_NAME = {"times_per_day": 1, "sets": (1, 1)}


def read_records(plain: Mapping[str, Any]) -> Records:
    """All records from one plain mapping with exercises, protocol, references, messages and words."""
    exercises = _by_id(Exercise, {id: _with_stages(exercise) for id, exercise in plain["exercises"].items()})
    protocol = _protocol(plain["protocol"])
    return Records(
        exercises=exercises,
        members={stage.id: _members(stage, exercises) for stage in protocol.stages().values()},
        protocol=protocol,
        references=_by_id(Reference, plain["references"]),
        messages=dict(plain["messages"]),
        words={kind: dict(words) for kind, words in plain["words"].items()},
    )


def _with_stages(exercise: Mapping[str, Any]) -> dict[str, Any]:
    """The exercise with doses that know the stage they are written under."""
    return {**exercise, "doses": {stage: {**dose, "stage": stage} for stage, dose in exercise["doses"].items()}}


def _members(stage: Stage, exercises: Mapping[str, Exercise]) -> tuple[Exercise, ...]:
    def order(exercise: Exercise) -> tuple[int, bool, int, str]:
        place = stage.start_with.index(exercise.id) if exercise.id in stage.start_with else len(stage.start_with)
        return place, stage.id not in exercise.typical, INTENSITIES.index(exercise.load.intensity), exercise.id

    return tuple(sorted((exercise for exercise in exercises.values() if stage.id in exercise.doses and exercise.pattern in stage.patterns), key=order))


def _protocol(plain: Mapping[str, Any]) -> Protocol:
    tracks = [make(Track, _with_stage_ids(track)) for track in plain["tracks"]]
    levels = [make(Level, {**level, "rank": rank}) for rank, level in enumerate(plain["levels"])]
    return Protocol(
        version=plain["version"],
        numbers=_by_id(Number, plain["numbers"]),
        levels={level.id: level for level in levels},
        signs=tuple(make(Sign, sign) for sign in plain["signs"]),
        sections=tuple(make(Section, section) for section in plain["sections"]),
        questions=_listed(Question, plain["questions"]),
        tracks={track.id: track for track in tracks},
        tests=_listed(HomeTest, plain["tests"]),
        criteria=tuple(make(Criterion, criterion) for criterion in plain["criteria"]),
        sports=_listed(Sport, plain["sports"]),
        rules=_by_id(Rule, plain["rules"]),
        prognosis=tuple(make(Prognosis, prognosis) for prognosis in plain["prognosis"]),
        ladders=_listed(Ladder, plain["ladders"]),
        checklist=tuple(make(ReturnItem, item) for item in plain["checklist"]),
        warm_ups=tuple(make(WarmUp, warm_up) for warm_up in plain["warm_ups"]),
        first_steps=tuple(make(FirstStep, step) for step in plain["first_steps"]),
        session_order=tuple(plain["session_order"]),
        equipment=_listed(Equipment, plain["equipment"]),
    )


def _with_stage_ids(track: Mapping[str, Any]) -> dict[str, Any]:
    stages = [
        {**stage, "id": f"{track['id']}/{stage['id']}", "track": track["id"], "order": order}
        for order, stage in enumerate(track["stages"], start=1)
    ]
    return {**track, "stages": stages}


def _by_id(kind: type, plain: Mapping[str, Any]) -> dict[str, Any]:
    return {id: make(kind, {**value, "id": id}) for id, value in plain.items()}


def _listed(kind: type, plain: list[Mapping[str, Any]]) -> dict[str, Any]:
    """A list of things as a mapping by their ids, in the same order."""
    return {value["id"]: make(kind, value) for value in plain}


def make(kind: Any, plain: Any) -> Any:
    """One value of the given type from its plain form. Raises TypeError where the shapes differ."""
    return _maker(kind)(plain)


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """What makes values of this type. Types are looked into once: there are thousands of values and some dozens of types."""
    if is_dataclass(kind):
        return partial(_make_dataclass, kind)
    if kind == Range:
        return lambda plain: (plain[0], plain[1]) if isinstance(plain, list | tuple) else (plain, plain)
    origin, inner = get_origin(kind), [_maker(arg) for arg in get_args(kind) if arg not in (type(None), ...)]
    if origin in (types.UnionType, Union):
        return lambda plain: None if plain is None else inner[0](plain)
    if origin is tuple:
        return lambda plain: tuple(map(inner[0], plain))
    if origin is Mapping:
        return lambda plain: {key: inner[1](item) for key, item in plain.items()}
    return partial(_checked, kind, (int, float) if kind is float else kind)


def _checked(kind: type, accepted: type | tuple[type, ...], plain: Any) -> Any:
    if not isinstance(plain, accepted):
        raise TypeError(f"expected {kind.__name__}, got {plain!r}")
    return plain


def _make_dataclass(kind: type, plain: Mapping[str, Any]) -> Any:
    _checked(kind, Mapping, plain)
    makers, left_out, needed = _fields(kind)
    if missing := needed - plain.keys():
        raise TypeError(f"{kind.__name__} needs {', '.join(sorted(missing))}")
    return kind(**{**left_out, **{name: maker(plain[name]) for name, maker in makers if name in plain}})


@cache
def _fields(kind: type) -> tuple[tuple[tuple[str, Callable[[Any], Any]], ...], dict[str, Any], frozenset[str]]:
    """The fields of a dataclass that records tell: what makes each, what those that may be left out mean then, and the names of the others."""
    hints = get_type_hints(kind)
    told = {field.name: hints[field.name] for field in fields(kind) if field.init}
    left_out = {name: meaning for name, hint in told.items() for meaning in _left_out(name, hint)}
    return tuple((name, _maker(hint)) for name, hint in told.items()), left_out, frozenset(told.keys() - left_out.keys())


def _left_out(name: str, hint: Any) -> tuple[Any, ...]:
    """What a field that is left out means: none of several things, and nothing where it may be None. Empty where it may not be left out."""
    if hint in LEFT_OUT:
        return (LEFT_OUT[hint],)
    if get_origin(hint) is tuple and hint != Range:
        return ((),)
    if get_origin(hint) in (types.UnionType, Union):
        return (None,)
    return (LEFT_OUT_BY_NAME[name],) if name in LEFT_OUT_BY_NAME else ()
