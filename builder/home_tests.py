"""The home tests as questions of the forms: which question asks for which result, and when it is asked."""

from collections.abc import Iterable, Mapping
from typing import Any

Plain = Mapping[str, Any]

# What may be answered to a test that is not measured, with the words for it in messages.yaml.
CHOICES = {
    "yes-no": (("yes", "pass"), ("no", "fail"), ("not-tried", "not-tried")),
    "by-eye": (("same", "same"), ("a-little-less", "a-little-less"), ("clearly-less", "clearly-less"), ("not-tried", "not-tried")),
}
PAIN = {"kind": "scale", "least": 0, "most": 10, "unit": "out of 10", "example": "0"}
# The good side first, as the tests are done: so it is known what to expect of the sore one.
SIDES = ("good", "sore")


def test_questions(protocol: Plain, words: Plain) -> list[dict[str, Any]]:
    """Every test as one question, or as two where both sides are measured, in the order of the criteria that need it."""
    return [question for test in _in_order(protocol) for question in _questions(test, protocol, words)]


def _in_order(protocol: Plain) -> Iterable[Plain]:
    tests = {test["id"]: test for test in protocol["tests"]}
    asked = dict.fromkeys(check["test"] for criterion in protocol["criteria"] for check in criterion["checks"])
    return (tests[id] for id in asked if id in tests)


def _questions(test: Plain, protocol: Plain, words: Plain) -> Iterable[dict[str, Any]]:
    common = {"section": "tests", "help": test["how"], "show_if": show_if(test["id"], protocol)}
    if test["kind"] not in CHOICES:
        common["help"] = f"{test['how']} {words['form']['leave-empty']}"
    if test["kind"] in CHOICES:
        options = [{"id": id, "label": words["choice"][word]} for id, word in CHOICES[test["kind"]]]
        yield {"id": test["id"], "text": test["ask"], "kind": "choice", "options": options, **common}
        return
    measured = PAIN if test["kind"] == "pain" else {"kind": "scale" if test["kind"] == "scale" else "number", **{field: test[field] for field in ("least", "most", "unit", "example")}}
    if test.get("sides") != "both":
        yield {"id": test["id"], "text": test["ask"], **measured, **common}
        return
    for side in SIDES:
        help = common["help"] if side == SIDES[0] else words["form"]["both-sides"]
        yield {"id": f"{test['id']}_{side}", "text": f"{test['ask']} {words['side'][side]}", **measured, **common, "help": help}


def show_if(test: str, protocol: Plain) -> list[dict[str, Any]]:
    """When a test is asked: in its programme, for its sports, and once the last test of the stage before is passed; a run after those before running.

    So nobody who limps is asked, and perhaps tempted, to try a sprint.
    """
    criteria = [criterion for criterion in protocol["criteria"] if any(check["test"] == test for check in criterion["checks"])]
    tracks = {criterion["stage"].split("/")[0] for criterion in criteria}
    sports = set() if any("sports" not in criterion for criterion in criteria) else {sport for criterion in criteria for sport in criterion["sports"]}
    conditions = [_onset(tracks, protocol)]
    if sports:
        conditions.append({"question": "sport", "any_of": [sport["id"] for sport in protocol["sports"] if sport["id"] in sports]})
    if len(tracks) == 1:
        conditions += _stage_before(criteria[0], sports, protocol)
    if any(criterion.get("is_run") for criterion in criteria):
        conditions += _before_run(criteria[0], sports, protocol)
    return conditions


def _before_run(criterion: Plain, sports: set[str], protocol: Plain) -> list[dict[str, Any]]:
    """The tests before the first run, each passed."""
    so_far = _stages_of(criterion, protocol)[: _place_of(criterion, protocol) + 1]
    before = [each for each in protocol["criteria"] if each["stage"] in so_far and each.get("opens") == "running" and _covers(each, sports)]
    return [_condition(check, protocol) for each in before for check in each["checks"]]


def _onset(tracks: set[str], protocol: Plain) -> dict[str, Any]:
    return {"question": "onset", "any_of": [onset for track in protocol["tracks"] if track["id"] in tracks for onset in track["fits"]["onset"]]}


def _stage_before(criterion: Plain, sports: set[str], protocol: Plain) -> list[dict[str, Any]]:
    """What shows that the stage before is nearly done: its last test with a single answer, or a result of its last two-sided one."""
    stages, place = _stages_of(criterion, protocol), _place_of(criterion, protocol)
    before = [each for each in protocol["criteria"] if place and each["stage"] == stages[place - 1] and "opens" not in each and _covers(each, sports)]
    checks = [check for each in before for check in each["checks"]]
    if single := [check for check in checks if "measure" not in check and "instead" not in check]:
        return [_condition(single[-1], protocol)]
    measured = [check["test"] for check in checks if "measure" in check and "instead" not in check]
    return [{"question": f"{measured[-1]}_sore", "least": 1}] if measured else []


def _stages_of(criterion: Plain, protocol: Plain) -> list[str]:
    track = next(track for track in protocol["tracks"] if track["id"] == criterion["stage"].split("/")[0])
    return [f"{track['id']}/{stage['id']}" for stage in track["stages"]]


def _place_of(criterion: Plain, protocol: Plain) -> int:
    return _stages_of(criterion, protocol).index(criterion["stage"])


def _covers(criterion: Plain, sports: set[str]) -> bool:
    """Whether everybody who is asked the one test is asked the other too."""
    return "sports" not in criterion or (bool(sports) and sports <= set(criterion["sports"]))


def _condition(check: Plain, protocol: Plain) -> dict[str, Any]:
    question = f"{check['test']}_sore" if check.get("measure") == "sore" else check["test"]
    match check["must_be"]:
        case "yes":
            return {"question": question, "any_of": ["yes"]}
        case "any-of":
            return {"question": question, "any_of": check["any_of"]}
        case "at-most":
            return {"question": question, "most": protocol["numbers"][check["number"]]["value"]}
    return {"question": question, "least": protocol["numbers"][check["number"]]["value"]}
