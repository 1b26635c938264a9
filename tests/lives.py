"""Answers, people and whole logs made up by Hypothesis: what the planner's promises are tried on."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from planner import derive
from planner.log import FORMAT, VERSION, check_log
from planner.model import Records, Situation
from planner.sessions import PROPOSALS
from tests import library
from tests.people import log_of

RECORDS: Records = library.records()
PROTOCOL = RECORDS.protocol
TODAY = date(2026, 12, 1)
ALL_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def answers_to(question) -> st.SearchStrategy:
    """Every answer that this question's form can give."""
    ids = [option.id for option in question.options]
    match question.kind:
        case "checklist":
            alone = [option.id for option in question.options if option.alone]
            some = st.lists(st.sampled_from([id for id in ids if id not in alone]), unique=True, min_size=1)
            return st.one_of(some, st.sampled_from([[id] for id in alone])) if alone else some
        case "choice":
            return st.sampled_from(ids)
        case "date":
            return st.integers(0, 400).map(lambda days: (TODAY - timedelta(days=days)).isoformat())
        case "text":
            return st.text(max_size=20)
    return st.integers(int(question.least), int(question.most))


def any_answers(kind: str) -> st.SearchStrategy:
    return st.fixed_dictionaries({id: answers_to(question) for id, question in PROTOCOL.asked_in(kind).items()}).map(with_worst_not_below)


def with_worst_not_below(answers: dict[str, Any]) -> dict[str, Any]:
    """The worst pain is never less than the pain of now: a form refuses that."""
    raised = {id: max(answers[id], answers[question.not_below]) for id, question in PROTOCOL.questions.items() if question.not_below in answers and id in answers}
    return {**answers, **raised}


ANY_ANSWERS = any_answers("intake")
NO_SIGNS = {"emergency_signs": ["none"], "same_day_signs": ["none"], "urgent_signs": ["none"], "health_conditions": ["none"]}
CALM_ANSWERS = st.builds(lambda answers, age: {**answers, **NO_SIGNS, "age": age}, ANY_ANSWERS, st.integers(26, 90))

# Results that pass, by the kind of test: people with these get a plan, most in a later stage.
GOOD = {"yes-no": "yes", "by-eye": "same", "pain": 0}
PASSING: dict[str, Any] = {}
for test in PROTOCOL.tests.values():
    for id in (f"{test.id}_sore", f"{test.id}_good") if test.sides == "both" else (test.id,):
        PASSING[id] = GOOD.get(test.kind, min(30, int(test.most)) if test.most is not None else None)
PASSING["leg_raise_height"] = 90
BAD = {"yes": "no", "same": "clearly-less", 0: 6}
PEOPLE = {"sprint": "thigh", "stretch": "knee", "other-sudden": "thigh", "gradual": "sit-bone", "tight": None, "healthy": None}


@st.composite
def people_on_the_way(draw) -> dict[str, Any]:
    """Somebody of any programme, without pain that stops them, who has passed the tests up to some stage."""
    onset = draw(st.sampled_from(list(PEOPLE)))
    track = next(track for track in PROTOCOL.tracks.values() if onset in track.fits.onset)
    stage = draw(st.integers(0, len(track.stages) - 1))
    passed = {check.test for criterion in PROTOCOL.criteria for check in criterion.checks if criterion.stage in {each.id for each in track.stages[:stage]} or (criterion.opens and draw(st.booleans()))}
    tests = {id: value for id, value in PASSING.items() if any(id in (name, f"{name}_sore", f"{name}_good") for name in passed)}
    return with_worst_not_below({
        **NO_SIGNS,
        "age": draw(st.integers(26, 70)),
        "onset": onset,
        **({"site": PEOPLE[onset], "started_on": "2026-10-01"} if PEOPLE[onset] else {}),
        **({"behaved": "carried-on", "worst_at_start": 3, "earlier": draw(st.sampled_from(["never", "long-ago", "this-year"]))} if track.id == "acute-strain" else {}),
        "sport": draw(st.sampled_from(list(PROTOCOL.sports))),
        "pain_now": draw(st.integers(0, 2)),
        "pain_worst": draw(st.integers(0, 2)),
        "walking": "normal",
        "rest_pain": "no",
        **({} if onset == "healthy" else {"getting": "better"}),
        "equipment": draw(st.sampled_from([["space"], ["band", "weight", "anchor", "space", "bike", "ball", "roller"], []])),
        "days": draw(st.one_of(st.just(ALL_DAYS), st.lists(st.sampled_from(ALL_DAYS), unique=True, min_size=2))),
        "minutes": draw(st.sampled_from([15, 25, 40, 60, 90])),
        "game_days": draw(st.sampled_from([[], ["sat"], ["wed", "sun"]])),
        **tests,
    })


def check_ins() -> st.SearchStrategy:
    """Mostly calm ones, some sore, a few with an alarm."""
    calm = st.fixed_dictionaries(
        {
            "alarms": st.sampled_from([["none"]] * 12 + [["limp"], ["not-sure"], ["pull"], ["night-pain"]]),
            "check_pain_now": st.sampled_from([0, 0, 1, 1, 2, 3, 4, 6]),
            "check_pain_worst": st.sampled_from([0, 1, 2, 3, 5, 7]),
            "morning": st.sampled_from(["same"] * 6 + ["little", "more", "none", "not-sure"]),
            "body": st.sampled_from(["well"] * 8 + ["slept-badly", "ill"]),
        }
    )
    return calm.map(with_worst_not_below)


@st.composite
def lives(draw, most_days: int = 40) -> dict[str, Any]:
    """A log of some weeks: an intake, then on most days a check-in, often the session of the plan, now and then a test or a choice."""
    log = log_of(draw(people_on_the_way()), TODAY)
    entries = log["entries"]
    for offset in range(draw(st.integers(0, most_days))):
        on = TODAY + timedelta(days=offset)
        if draw(st.integers(0, 9)) > 1:
            add(entries, on, "check-in", draw(check_ins()))
        situation = derive(check_log(log), RECORDS, on)
        if situation.outcome != "plan":
            if draw(st.booleans()):
                break
            add(entries, on, "intake", draw(people_on_the_way()))
            continue
        for proposal in situation.progress.proposals:
            add(entries, on, "choice", {"proposal": proposal.kind, "subject": proposal.subject, "to": proposal.to, "answer": draw(st.sampled_from(["accept", "accept", "keep"]))})
            situation = derive(check_log(log), RECORDS, on)
        if draw(st.integers(0, 9)) > 2 and situation.weeks and situation.weeks[0].days[0].items:
            add(entries, on, "session", {"items": [done(item, draw) for item in situation.weeks[0].days[0].items], "stopped": draw(st.integers(0, 9)) == 0})
        if draw(st.integers(0, 9)) == 0:
            add(entries, on, "wish", draw(wishes(on, situation)))
        if draw(st.integers(0, 19)) == 0:
            add(entries, on, "correction", {"entry": draw(st.sampled_from(entries[1:] or entries))["id"], "removed": True} if len(entries) > 1 else {"entry": "none"})
        if draw(st.integers(0, 5)) == 0:
            tried = draw(st.sampled_from(sorted(PASSING)))
            value = PASSING[tried]
            add(entries, on, "test", {tried: value if draw(st.integers(0, 4)) else BAD.get(value, 0)} if tried in PROTOCOL.asked_in("test") else {})
    return log


@st.composite
def wishes(draw, on: date, situation: Situation) -> dict[str, Any]:
    """A wish for one of the next days: free or not, minutes, things at hand, or a swap, an allowed one or any."""
    swaps = [{"exercise": item.exercise, "instead": other} for item in situation.weeks[0].days[0].items for other in (*item.swaps, "nordic-hamstring")]
    wish = draw(st.sampled_from([{"free": False}, {"free": True}, {"minutes": 10}, {"minutes": 90}, {"equipment": []}, {"equipment": ["weight", "anchor", "band"]}, *({"swap": swap} for swap in swaps)]))
    return {"on": (on + timedelta(days=draw(st.integers(0, 3)))).isoformat(), **wish}


def done(item, draw) -> dict[str, Any]:
    told = {"exercise": item.exercise, "sets": draw(st.integers(0, item.sets[1])), "pain": draw(st.sampled_from([0, 0, 1, 2, 5]))}
    return told if item.step is None else {**told, "step": item.step}


def add(entries: list[dict[str, Any]], on: date, kind: str, answers: dict[str, Any]) -> None:
    number = len(entries)
    entries.append({"id": f"{number:05}", "at": f"{on}T{number % 1440 // 60:02}:{number % 60:02}:00+01:00", "kind": kind, "answers": answers})


# Anything at all, from a file or another program.
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4), max_leaves=8)
PLAUSIBLE = {
    "check-in": st.dictionaries(st.sampled_from(sorted(PROTOCOL.asked_in("check-in"))), JSON),
    "test": st.dictionaries(st.sampled_from(sorted(PROTOCOL.asked_in("test"))), JSON),
    "session": st.fixed_dictionaries({"items": st.lists(st.dictionaries(st.sampled_from(["exercise", "sets", "pain", "effort", "step"]), st.sampled_from(sorted(RECORDS.exercises)) | JSON, max_size=5), max_size=3) | JSON, "stopped": JSON}),
    "choice": st.fixed_dictionaries({"proposal": st.sampled_from(PROPOSALS), "subject": st.text(max_size=5) | st.sampled_from(sorted(PROTOCOL.ladders)), "to": st.text(max_size=5) | st.sampled_from(sorted(PROTOCOL.stages())), "answer": st.sampled_from(["accept", "keep"]) | JSON}),
    "intake": ANY_ANSWERS,
}


@st.composite
def strange_logs(draw) -> dict[str, Any]:
    """A good intake, and after it entries of every kind with anything in them."""
    entries: list[dict[str, Any]] = []
    add(entries, TODAY, "intake", draw(people_on_the_way()))
    for offset in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(sorted(PLAUSIBLE)))
        add(entries, TODAY + timedelta(days=offset), kind, draw(PLAUSIBLE[kind]))
    return {"format": FORMAT, "version": VERSION, "entries": entries}


def situation_of(answers: dict[str, Any]) -> Situation:
    return derive(check_log(log_of(answers)), RECORDS, TODAY)
