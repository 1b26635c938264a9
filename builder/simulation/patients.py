"""Patients that do not exist: who they are, and how their leg answers to load. All of it is made up, with a seed for each.

A body is one number, `healed`, from 0 (just hurt) to 1 (as before). It grows by itself, a little faster with the right load, and it
falls back after too much. Pain, mornings and test results follow from it with some noise. None of this is evidence about people.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp, log
from random import Random
from typing import Any

from planner.model import DAYS, Exercise, HomeTest, Records


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody made up. Shares are of days or times, 0 to 1; `heals_in_days` is how long the leg takes to be nearly as before."""

    number: int
    onset: str
    site: str | None
    sport: str
    age: int
    earlier: str
    equipment: tuple[str, ...]
    days: tuple[str, ...]
    minutes: int
    heals_in_days: float
    healed_at_start: float
    days_since_start: int
    does_sessions: float
    checks_in: float
    accepts: float
    flares: float
    weeks_away: tuple[int, ...]
    good_side: int


@dataclass(frozen=True, slots=True)
class Body:
    """The leg today: how far it is healed, and soreness on the pain scale that fades within days."""

    healed: float
    sore: float


# How much of the healing each test asks for, 0 to 1: a harder thing to do asks for more. Made up, in the order of the road.
ASKED_BY_TEST = {
    "walk_normally": 0.25,
    "straighten_knee": 0.25,
    "firm_heel_press": 0.35,
    "squat_on_one_leg": 0.35,
    "stairs": 0.35,
    "walk_half_hour": 0.4,
    "small_hops": 0.5,
    "slow_lunge": 0.45,
    "jog_easily": 0.6,
    "stairs_quickly": 0.55,
    "run_fast": 0.88,
    "run_steadily": 0.85,
    "move_at_full_range": 0.88,
    "lift_and_carry": 0.8,
    "press_the_spot": 0.85,
    "trust_the_leg": 0.9,
    "three_bridges": 0.3,
    "settles_by_morning": 0.35,
    "heavy_bridge": 0.5,
    "lunge_freely": 0.7,
    "no_rest_pain": 0.6,
    "no_tighter_next_day": 0.3,
    "strong_when_long": 0.7,
    "nordic_sets": 0.6,
}
# How much of the healing an exercise asks for, by how hard and how fast it is.
ASKED_BY_INTENSITY = {"light": 0.1, "moderate": 0.42, "heavy": 0.62}
ASKED_BY_SPEED = {"slow": 0.0, "moderate": 0.08, "fast": 0.18}

# Middle of the days to heal, and how widely people differ (the sigma of a log-normal).
HEALING = {"acute-strain": (38, 0.55), "proximal-tendinopathy": (120, 0.45), "tightness": (45, 0.4), "prevention": (60, 0.3)}
ONSETS = (("sprint", 0.38), ("stretch", 0.15), ("other-sudden", 0.12), ("gradual", 0.2), ("tight", 0.08), ("healthy", 0.07))
GEAR = (("space",), ("space", "band"), ("space", "band", "weight"), ("space", "band", "weight", "anchor"))


def make_patient(number: int, seed: int, records: Records) -> Patient:
    """The patient of this number: the same seed makes the same patient."""
    random = Random(f"{seed}/{number}")
    onset = random.choices([onset for onset, _ in ONSETS], [share for _, share in ONSETS])[0]
    track = next(track.id for track in records.protocol.tracks.values() if onset in track.fits.onset)
    middle, spread = HEALING[track]
    hurt = track in ("acute-strain", "proximal-tendinopathy")
    how_many_days = random.choice((3, 4, 5, 6, 7, 7, 7))
    return Patient(
        number=number,
        onset=onset,
        site={"gradual": "sit-bone"}.get(onset, random.choices(("thigh", "knee"), (0.85, 0.15))[0]) if hurt else None,
        sport=random.choices(list(records.protocol.sports), (0.3, 0.2, 0.1, 0.3, 0.1))[0],
        age=random.randint(26, 40) if track == "acute-strain" else random.randint(20, 70),
        earlier=random.choices(("never", "long-ago", "this-year"), (0.6, 0.25, 0.15))[0],
        equipment=random.choice(GEAR),
        days=tuple(day for day in DAYS if day in random.sample(DAYS, how_many_days)),
        minutes=random.choice((20, 30, 40, 40, 60)),
        heals_in_days=exp(random.gauss(log(middle), spread)),
        healed_at_start=random.uniform(0.05, 0.25) if hurt else random.uniform(0.4, 0.8),
        days_since_start=random.randint(1, 5) if track == "acute-strain" else random.randint(20, 300),
        does_sessions=random.uniform(0.5, 1.0),
        checks_in=random.uniform(0.7, 1.0),
        accepts=random.uniform(0.6, 1.0),
        flares=random.uniform(0.0, 0.02),
        weeks_away=tuple(sorted(random.sample(range(2, 26), random.choice((0, 0, 1, 2))))),
        good_side=random.randint(22, 32),
    )


def heal(body: Body, patient: Patient, random: Random) -> Body:
    """A night: some healing, and most of the soreness gone. In `heals_in_days` the leg is nineteen twentieths healed."""
    healed = body.healed + (1 - body.healed) * (1 - exp(-3 / patient.heals_in_days))
    sore = body.sore * 0.45
    if random.random() < patient.flares:
        sore, healed = sore + random.uniform(2, 5), healed - 0.03
    return Body(min(1.0, max(0.0, healed)), sore)


def demand(exercise: Exercise, percent: int | None) -> float:
    """How much of the healing this exercise asks for."""
    asked = ASKED_BY_INTENSITY[exercise.load.intensity] + ASKED_BY_SPEED[exercise.load.speed]
    return asked if percent is None else 0.35 + 0.55 * percent / 100


def pain_during(body: Body, asked: float, random: Random) -> int:
    """Pain in an exercise, 0 to 10: what is there anyway, and more the further it goes beyond what the leg can take."""
    return _scale(resting_pain(body) * 0.6 + max(0.0, asked - body.healed) * 10 + random.gauss(-0.4, 0.6))


def after_load(body: Body, asked: float, stopped: bool) -> Body:
    """What an exercise leaves behind: a little good within reach, soreness and a set-back beyond it."""
    beyond = asked - body.healed
    if beyond > 0.05 and not stopped:
        return Body(max(0.0, body.healed - 0.04 * beyond), body.sore + 4 * beyond)
    return replace(body, healed=min(1.0, body.healed + 0.0006))


def resting_pain(body: Body) -> float:
    return 6.5 * (1 - body.healed) ** 2 + body.sore


def pain_now(body: Body, random: Random) -> int:
    return _scale(resting_pain(body) + random.gauss(-0.3, 0.5))


def _scale(value: float) -> int:
    return max(0, min(10, round(value)))


# --- what they answer ----------------------------------------------------------------------------------------------------

NO_SIGNS = {"emergency_signs": ["none"], "same_day_signs": ["none"], "urgent_signs": ["none"], "health_conditions": ["none"]}


def intake(patient: Patient, body: Body, started_on: str, records: Records, random: Random) -> dict[str, Any]:
    """The answers of an intake on this day, with the tests they would pass left out: nobody has tried them yet."""
    pain = min(5, pain_now(body, random))
    answers: dict[str, Any] = {
        **NO_SIGNS,
        "age": patient.age,
        "onset": patient.onset,
        "sport": patient.sport,
        "pain_now": pain if patient.site else 0,
        "pain_worst": min(5, pain + 1) if patient.site else 1,
        "walking": "normal" if body.healed > 0.2 or not patient.site or patient.onset == "gradual" else "limp",
        "rest_pain": "no",
        "equipment": list(patient.equipment),
        "days": list(patient.days),
        "minutes": patient.minutes,
    }
    if patient.site:
        answers |= {"site": patient.site, "started_on": started_on}
    if patient.onset != "healthy":
        answers["getting"] = "better"
    if patient.onset in ("sprint", "stretch", "other-sudden"):
        answers |= {"behaved": "stopped", "earlier": patient.earlier}
    return answers


def try_test(test: HomeTest, patient: Patient, body: Body, records: Records, random: Random) -> Mapping[str, Any]:
    """What they measure in a home test today."""
    if test.sides == "both":
        return _both_sides(test, patient, body, random)
    asked = ASKED_BY_TEST.get(test.id, 0.85)
    short = asked - body.healed + random.gauss(0, 0.04)
    match test.kind:
        case "yes-no":
            return {test.id: "yes" if short < 0 and body.sore < 2 else "no"}
        case "by-eye":
            return {test.id: "same" if body.healed > 0.8 else "a-little-less" if body.healed > 0.55 else "clearly-less"}
        case "pain":
            return {test.id: _scale(max(0.0, short) * 12 + body.sore)}
        case "scale":
            return {test.id: _scale(10 * body.healed - 0.5 + random.gauss(0, 0.5))}
    return {test.id: _counted(test, body, random)}


def _both_sides(test: HomeTest, patient: Patient, body: Body, random: Random) -> Mapping[str, Any]:
    if test.id == "single_leg_bridge":
        good = patient.good_side
        return {f"{test.id}_good": good, f"{test.id}_sore": max(0, round(good * (0.35 + 0.65 * body.healed) + random.gauss(0, 1)))}
    good, lost = (80, 35) if test.id == "leg_raise" else (20, -30)
    return {f"{test.id}_good": good, f"{test.id}_sore": max(0, round(good - lost * (1 - body.healed) + random.gauss(0, 2)))}


def _counted(test: HomeTest, body: Body, random: Random) -> int:
    """Minutes of sitting, degrees of a leg raise, weeks and sessions that went well."""
    if test.id == "sitting":
        return max(0, min(60, round(70 * body.healed - 5)))
    if test.kind == "degrees":
        return max(0, min(130, round(70 + 22 * body.healed + random.gauss(0, 2))))
    return 3 if body.healed > 0.9 else 0
