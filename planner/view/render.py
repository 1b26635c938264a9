"""Situation in, text out. Everything is escaped by Jinja2; an undefined name in a template is an error."""

import dataclasses
import json
from datetime import date
from functools import cache
from importlib.util import find_spec
from typing import Any

from jinja2 import BaseLoader, Environment, ModuleLoader, PackageLoader, StrictUndefined, select_autoescape

from planner.model import Records, Situation
from planner.trace import every_finding, reason_for
from planner.view import wording
from planner.view.chart import chart_tools


def render_html(situation: Situation, records: Records, root: str = "../") -> str:
    """The situation as an HTML fragment. `root` leads from the page it stands on to the site's root."""
    return template_of("situation.html", situation, records, root=root)


def template_of(name: str, situation: Situation, records: Records, **values: Any) -> str:
    """One of the templates, with the situation and these values."""
    return _environment().get_template(name).render({**_context(situation, records), **values})


def render_text(situation: Situation, records: Records) -> str:
    """The situation as plain text for a terminal."""
    return _environment().get_template("situation.txt").render(**_context(situation, records))


def render_trace(situation: Situation, records: Records) -> str:
    """Every decision of the situation as plain text: inputs, rule, values, sources."""
    reasons = [(step, reason_for(finding, situation.answers, records)) for step, finding in every_finding(situation)]
    once = {(step, reason.finding.code, sentence): reason for step, reason in reasons if (sentence := wording.sentence(reason.finding, records)) is not None}
    return _environment().get_template("trace.txt").render(**_context(situation, records), reasons=[(step, sentence, reason) for (step, _, sentence), reason in once.items()])


def render_json(situation: Situation) -> str:
    """The situation as JSON with sorted keys: the same situation is the same bytes everywhere."""
    return json.dumps(plain(situation), ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def plain(value: Any) -> Any:
    """Frozen values as what JSON can hold. A whole float is written as a whole number, on every machine alike."""
    if dataclasses.is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value


def template_tools(records: Records) -> dict[str, Any]:
    """The functions a template may call. The build gives the same ones to the guide pages."""
    return {
        "sentence": lambda finding: wording.sentence(finding, records),
        "hurt_today": lambda situation: wording.hurt_today(situation, records),
        "result_words": lambda value: wording.result_words(value, records.words),
        "dose_words": wording.dose_words,
        "tempo_words": wording.tempo_words,
        "effort_words": wording.effort_words,
        "limit_words": lambda item: wording.limit_words(item, records.words),
        "days_words": wording.days_words,
        "amount": wording.amount,
        "number_words": lambda number: wording.number_words(number, records.words),
        "reference_words": wording.reference_words,
        "tests_of": lambda criterion: wording.tests_of(criterion, records.protocol),
        "questions_of": lambda criterion: wording.questions_of(criterion, records.protocol),
        "quantity": wording.quantity,
        "conditions_json": wording.conditions_json,
        "full_date": wording.full_date,
        "day_words": lambda on: wording.day_words(on, records.words),
        "records": records,
        "words": records.words,
        "protocol": records.protocol,
    }


def _context(situation: Situation, records: Records) -> dict[str, Any]:
    """What a template may name. `live`: the reader can answer; without it there is no button."""
    seen = {"situation": situation, "stages": records.protocol.stages(), "reason": lambda finding: reason_for(finding, situation.answers, records)}
    return {**template_tools(records), **chart_tools(records), **seen, "live": False, "history": None, "charts": False, "past": (), "stops": (), "unseen": ()}


def new_environment(loader: BaseLoader) -> Environment:
    """How the templates are read and filled, wherever they come from."""
    return Environment(
        loader=loader,
        autoescape=select_autoescape(enabled_extensions=("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _environment() -> Environment:
    return new_environment(_loader())


def _loader() -> BaseLoader:
    """The templates: as Python where the build made some (builder/library.py, for the browser), else as they were written."""
    compiled = find_spec("planner.view.compiled")
    return ModuleLoader(list(compiled.submodule_search_locations)) if compiled else PackageLoader("planner.view")
