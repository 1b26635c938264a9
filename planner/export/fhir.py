"""The log and the plan as a FHIR R4 bundle, for the programs of clinics. It names nobody: the subject has no identity.

CarePlan: what is planned and what was done. Observation: pain, with LOINC 72514-3. ActivityDefinition: the exercises named in it, with
the version of the rules. Every id is made from the log, so the same log on the same day is the same bundle.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from planner.corrections import in_effect
from planner.export.names import name_of, shared_name
from planner.model import DoneItem, History, Item, Log, Records, Situation, Told
from planner.problems import BadInput, Problem
from planner.sessions import Session, sessions_in
from planner.view.wording import dose_words, effort_words, limit_words

LOINC_PAIN = {"system": "http://loinc.org", "code": "72514-3", "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported"}
SURVEY = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey", "display": "Survey"}]}
NOBODY = {"type": "Patient", "display": "The person who kept this log, not identified"}

Resource = dict[str, Any]


def fhir_text(situation: Situation, history: History | None, log: Log, records: Records) -> str:
    """The bundle as JSON, with its keys sorted. Raises BadInput for a log that says nothing yet."""
    if not log.entries or history is None:
        raise BadInput([Problem("log", records.words["export"]["nothing-told"])])
    sessions = _sessions(log)
    definitions = {id: _definition(id, situation, records) for id in sorted(_named(situation, sessions, records))}
    resources = [
        _care_plan(situation, history, log, sessions, records),
        *(_observation(told, log, records) for told in history.told),
        *definitions.values(),
    ]
    bundle = {"resourceType": "Bundle", "id": str(name_of(log, "bundle")), "type": "collection", "timestamp": _moment(log), "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in resources]}
    return json.dumps(bundle, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _moment(log: Log) -> str:
    """As old as the last thing told."""
    return f"{datetime.fromisoformat(log.entries[-1].at).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _sessions(log: Log) -> tuple[Session, ...]:
    return tuple(session for _, session in sessions_in(in_effect(log.entries)))


def _named(situation: Situation, sessions: Sequence[Session], records: Records) -> set[str]:
    """The exercises that the bundle speaks of, as far as the records still have them."""
    planned = {item.exercise for week in situation.weeks for day in week.days for item in day.items}
    done = {item.exercise for session in sessions for item in session.told}
    return (planned | done) & set(records.exercises)


# --- the exercises ---------------------------------------------------------------------------------------------------------


def _definition(id: str, situation: Situation, records: Records) -> Resource:
    """One exercise. Its status is draft, because nobody qualified has checked a record yet."""
    exercise = records.exercises[id]
    return {
        "resourceType": "ActivityDefinition",
        "id": str(_definition_name(id, situation)),
        "url": f"urn:uuid:{_definition_name(id, situation)}",
        "version": situation.protocol_version,
        "name": "".join(part.capitalize() for part in id.split("-")),
        "title": exercise.name,
        "status": "active" if exercise.review.checked_by else "draft",
        "experimental": not exercise.review.checked_by,
        "description": exercise.summary,
        "kind": "ServiceRequest",
        "code": {"text": exercise.name},
    }


def _definition_name(id: str, situation: Situation) -> object:
    return shared_name("exercise", id, situation.protocol_version)


# --- the plan --------------------------------------------------------------------------------------------------------------


def _care_plan(situation: Situation, history: History, log: Log, sessions: Sequence[Session], records: Records) -> Resource:
    words = records.words["export"]
    stage = records.protocol.stages().get(situation.stage or "")
    days = [day.on for week in situation.weeks for day in week.days]
    plan = {
        "resourceType": "CarePlan",
        "id": str(name_of(log, "plan")),
        "status": "active" if situation.outcome == "plan" else "on-hold",
        "intent": "plan",
        "title": words["plan-title"].format(stage=stage.name) if stage else words["no-plan"],
        "description": words["plan-note"].format(version=situation.protocol_version, use=records.words["plan"]["intended-use"]),
        "subject": NOBODY,
        "period": {"start": history.began.isoformat(), "end": max([*days, situation.today]).isoformat()},
        "created": history.began.isoformat(),
        "activity": [*_done(sessions, situation, records), *_planned(situation, records)],
    }
    return {name: value for name, value in plan.items() if value}


def _done(sessions: Sequence[Session], situation: Situation, records: Records) -> Iterator[Resource]:
    """What was done. An exercise left in its first set was stopped too, though the session went on; a session broken off before any names none."""
    for session in sessions:
        for item in session.told:
            if item.exercise in records.exercises:
                status = "stopped" if session.stopped or item.sets == 0 else "completed"
                yield _activity(item.exercise, session.on, status, _done_words(item, records), situation, records)


def _done_words(item: DoneItem, records: Records) -> str:
    words = records.words["export"]
    told = [words["done-sets"].format(sets=item.sets)]
    if item.pain is not None:
        told.append(words["done-pain"].format(pain=item.pain))
    if item.effort is not None:
        told.append(words["done-effort"].format(effort=item.effort))
    return ", ".join(told)


def _planned(situation: Situation, records: Records) -> Iterator[Resource]:
    for day in situation.to_come():
        for item in day.items:
            yield _activity(item.exercise, day.on, "scheduled", _planned_words(item, records), situation, records)


def _planned_words(item: Item, records: Records) -> str:
    words = records.words["export"]
    return words["planned-dose"].format(dose=dose_words(item.dose, item.sets), effort=effort_words(item.dose.rpe), limit=limit_words(item, records.words))


def _activity(exercise: str, on: date, status: str, description: str, situation: Situation, records: Records) -> Resource:
    return {
        "detail": {
            "kind": "ServiceRequest",
            "instantiatesCanonical": [f"urn:uuid:{_definition_name(exercise, situation)}|{situation.protocol_version}"],
            "code": {"text": records.exercises[exercise].name},
            "status": status,
            "scheduledPeriod": {"start": on.isoformat(), "end": on.isoformat()},
            "description": description,
        }
    }


# --- the pain --------------------------------------------------------------------------------------------------------------


def _observation(told: Told, log: Log, records: Records) -> Resource:
    """What was told of a day: pain now, and as a part of it the worst since the time before."""
    words: Mapping[str, str] = records.words["export"]
    return {
        "resourceType": "Observation",
        "id": str(name_of(log, "pain", told.on.isoformat())),
        "status": "final",
        "category": [SURVEY],
        "code": {"coding": [LOINC_PAIN], "text": words["pain-now"]},
        "subject": NOBODY,
        "effectiveDateTime": told.on.isoformat(),
        "valueQuantity": _score(told.pain_now),
        "component": [{"code": {"text": words["pain-worst"]}, "valueQuantity": _score(told.pain_worst)}],
    }


def _score(value: int) -> Resource:
    return {"value": value, "unit": "{score}", "system": "http://unitsofmeasure.org", "code": "{score}"}
