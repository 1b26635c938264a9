"""The planner's words as frozen values. GLOSSARY.md says what each means; nothing here decides anything.

Units are in the field names. Pain and effort are on 0-10 scales. A range is a pair (least, most).
"""

from planner.model.asking import Level, Option, Question, Section, ShowIf, Sign
from planner.model.exercises import Dose, Equipment, Evidence, Exercise, Link, Load, PainLimit, Reference, Review, Tempo
from planner.model.history import History, Measured, Stay, Told, Turn, Worked
from planner.model.log import Entry, Log
from planner.model.numbers import Number, Rule
from planner.model.published import Protocol, Records
from planner.model.road import Climbs, FirstStep, Fits, Ladder, LadderStep, Later, Prognosis, Sport, Stage, StepDose, Top, Track, WarmUp
from planner.model.situation import (
    Back,
    ChecklistLine,
    CriterionResult,
    Daily,
    Day,
    DoneItem,
    Finding,
    Item,
    Placement,
    Progress,
    Proposal,
    RungNow,
    Situation,
    Triage,
    Week,
)
from planner.model.tests import Agreed, Check, Criterion, HomeTest, ReturnItem
from planner.model.values import DAYS, INTENSITIES, Range

__all__ = [
    "DAYS",
    "INTENSITIES",
    "Agreed",
    "Back",
    "Check",
    "ChecklistLine",
    "Climbs",
    "Criterion",
    "CriterionResult",
    "Daily",
    "Day",
    "DoneItem",
    "Dose",
    "Entry",
    "Equipment",
    "Evidence",
    "Exercise",
    "Finding",
    "FirstStep",
    "Fits",
    "History",
    "HomeTest",
    "Item",
    "Ladder",
    "LadderStep",
    "Later",
    "Level",
    "Link",
    "Load",
    "Log",
    "Measured",
    "Number",
    "Option",
    "PainLimit",
    "Placement",
    "Prognosis",
    "Progress",
    "Proposal",
    "Protocol",
    "Question",
    "Range",
    "Records",
    "Reference",
    "ReturnItem",
    "Review",
    "Rule",
    "RungNow",
    "Section",
    "ShowIf",
    "Sign",
    "Situation",
    "Sport",
    "Stage",
    "Stay",
    "StepDose",
    "Tempo",
    "Told",
    "Top",
    "Track",
    "Triage",
    "Turn",
    "WarmUp",
    "Week",
    "Worked",
]
