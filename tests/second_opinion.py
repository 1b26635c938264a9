"""Triage, placement and the day, written a second time from the words in `rules.yaml`, and not from the planner's functions.

`tests/walk.py` asks both and compares. Where they differ, one of them misread the protocol. The numbers are read from the protocol, so a
changed number is no difference; a changed rule is. Nothing here is shared with `planner/`, and nobody's plan is made from it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

SUDDEN = ("sprint", "stretch", "other-sudden")
UNHURT = ("tight", "healthy")
ODD_WALK = ("limp", "cannot", "not-sure")
CAREFUL = ("go", "hold", "reduce", "rest")


def rules_that_speak(told: Mapping[str, Any], today: date, numbers: Mapping[str, Any]) -> dict[str, str]:
    """The triage rules that find something in these answers, with the level each asks for. Ticked signs are not among them."""
    n = {id: number.value for id, number in numbers.items()}
    age, onset, site, behaved, walk, getting = (told.get(name) for name in ("age", "onset", "site", "behaved", "walking", "getting"))
    now, worst, first = (told.get(name, 0) for name in ("pain_now", "pain_worst", "worst_at_start"))
    days = (today - told["started_on"]).days if "started_on" in told else None
    high = onset in (*SUDDEN, "not-sure") and site in ("sit-bone", "not-sure")
    was_helped = behaved in ("helped", "not-sure")
    found = {
        "under-adult-age": age is not None and age < n["adult_age"] and "not-self-guided",
        "growth-plate": high and age is not None and age <= n["growth_plate_age"] and "urgent",
        "avulsion-age": high and age is not None and age > n["avulsion_age"] and "urgent",
        "avulsion-stretch": high and onset == "stretch" and "urgent",
        "avulsion-walking": high and walk in ODD_WALK and "urgent",
        "avulsion-pain": high and max(now, worst, first) >= n["severe_pain"] and "urgent",
        "avulsion-help": high and was_helped and "urgent",
        "cannot-walk": walk == "cannot" and "same-day",
        "needed-help-and-limps": onset in SUDDEN and was_helped and walk in ODD_WALK and "urgent",
        "needed-help": onset in SUDDEN and was_helped and walk not in ODD_WALK and "review",
        "still-limping": walk in ("limp", "not-sure") and days is not None and days >= n["limp_review_days"] and "review",
        "pain-at-rest": told.get("rest_pain") in ("yes", "not-sure") and (days is None or days >= n["rest_pain_review_days"]) and "review",
        "getting-worse": getting == "worse" and "review",
        "no-gain": getting in ("same", "not-sure") and days is not None and days >= n["no_gain_review_days"] and "review",
        "strong-pain-and-no-better": (now > n["pain_rest_day"] or worst >= n["very_strong_pain"]) and (getting == "worse" or walk in ("limp", "not-sure")) and "urgent",
        "very-strong-pain-now": now >= n["very_strong_pain"] and "urgent",
        "strong-pain-now": n["pain_rest_day"] < now < n["very_strong_pain"] and "review",
        "broke-off-in-pain": told.get("broke_off_pain", 0) > n["pain_rest_day"] and "answer-again",
        "limps-with-no-injury": onset in UNHURT and bool(told.get("alarms")) and walk != "normal" and "answer-again",
        "hurts-with-no-injury": onset in UNHURT and told.get("least_worst_of_week", 0) > n["pain_limit_no_injury"] and "answer-again",
        "keeps-flaring": told.get("bad_mornings", 0) >= n["bad_mornings_review"] and "review",
        "old-strain": onset in SUDDEN and not told.get("alarms") and days is not None and days >= n["old_strain_days"] and "review",
    }
    return {code: level for code, level in found.items() if level}


# What happened back then and was looked at since. A sign or a rule about today is never lifted.
ABOUT_BACK_THEN = {"growth-plate", "avulsion-age", "avulsion-stretch", "avulsion-walking", "avulsion-pain", "avulsion-help", "needed-help-and-limps"}


def levels_of(told: Mapping[str, Any], today: date, protocol: Any) -> dict[str, str]:
    """Each rule that speaks with its level, after what a doctor or physiotherapist said."""
    seen = told.get("seen") == "yes"
    return {code: "seen" if seen and code in ABOUT_BACK_THEN else level for code, level in rules_that_speak(told, today, protocol.numbers).items()}


def first_stage_of(told: Mapping[str, Any], today: date, passed: int, track: Any, protocol: Any) -> int | None:
    """The order of the stage somebody starts in who passed the tests of so many stages, or None where no programme takes them."""
    n = {id: number.value for id, number in protocol.numbers.items()}
    now, worst = told["pain_now"], told["pain_worst"]
    if told["onset"] in UNHURT and (max(now, worst) > n["pain_limit_no_injury"] or told["walking"] != "normal"):
        return None
    if told["walking"] != "normal" or now > n["pain_rest_day"] or worst > n["pain_rest_day"] or told.get("getting") == "worse":
        return 1
    days = (today - told["started_on"]).days if "started_on" in told else None
    order = 1
    for stage in track.stages[1:]:
        too_soon = stage.not_before_day and days is not None and days < n[stage.not_before_day]
        too_sore = (stage.pain_now_most and now > n[stage.pain_now_most]) or (stage.pain_worst_most and worst > n[stage.pain_worst_most])
        if order > passed or too_soon or too_sore:
            break
        order += 1
    return order


# What comes before the first run after a strain, as results that are good enough.
BEFORE_RUNNING = {"walk_half_hour": ("yes",), "small_hops": (0,), "slow_lunge": ("yes",), "single_leg_bridge_sore": tuple(range(10, 101))}


def run_of_the_second_stage(results: Mapping[str, Any]) -> str:
    """What the run at 70 % counts as, in results told on one day: a run that hurt failed, and no other counts before all that comes before running."""
    if results.get("jog_easily") == "no":
        return "failed"
    if any(results.get(test) not in enough for test, enough in BEFORE_RUNNING.items()):
        return "waits"
    return "passed" if results.get("jog_easily") == "yes" else "not-tried"


def what_the_day_allows(day: Mapping[str, Any], stage: Any, protocol: Any) -> str:
    """go, hold, reduce or rest, from what is told of a day: see `walk.days`."""
    n = {id: number.value for id, number in protocol.numbers.items()}
    track = protocol.tracks[stage.track]
    limit = n[track.pain_limit_trial if day["setting"] == "as-in-trial" and track.pain_limit_trial else track.pain_limit]
    asked, gap = day["asked"], day["gap"]
    # Without a check-in today the last word on pain and walking is the intake's.
    silent_for = 0 if asked else gap
    sore = day["session"] in ("sore", "stopped", "sore at once", "stopped at once")
    # A session left in its first set ends no break.
    is_work = day["session"] in ("calm", "sore", "stopped")
    says = [
        "rest" if day["now"] > n["pain_rest_day"] else "go",
        ("hold" if track.above_limit == "hold" else "reduce") if day["now"] > limit else "go",
        "reduce" if day["worst"] > n["pain_rest_day"] else "go",
        "rest" if day["walking"] != "normal" and not stage.limp_expected else "go",
        {"more": "reduce", "not-sure": "hold"}.get(day["morning"], "go") if asked else "go",
        {"ill": "rest", "slept-badly": "hold"}.get(day["body"], "go") if asked else "go",
        "reduce" if asked and day["before"] is not None and day["now"] >= day["before"] + n["flare_rise"] else "go",
        ("reduce" if asked else "rest") if sore and day["ago"] <= n["hurt_exercise_days"] else "go",
        "reduce" if (day["ago"] if is_work else gap) > n["break_days"] else "go",
        "hold" if silent_for > n["check_in_days"] else "go",
    ]
    return max(says, key=CAREFUL.index)
