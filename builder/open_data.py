"""The project's data for other people: JSON at addresses that stay, with licence and version.

Everything is made from the records that made the pages, so the data and the guide cannot differ.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from builder.guide import FILES
from builder.strict_yaml import read_yaml

ROOT = Path(__file__).resolve().parent.parent
LICENCE = {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
SCHEMAS = ("exercises/exercise.schema.yaml", "planner/protocol/protocol.schema.yaml", "content/references.schema.yaml", "content/messages.schema.yaml", *(schema for _, schema in FILES.values()))

Plain = Mapping[str, Any]


def write_open_data(plain: Plain, folder: Path) -> None:
    """Write every data file, the schemas and the package that describes them all into folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in build_data(plain).items():
        _write_json(folder / name, value)
    for schema in SCHEMAS:
        text = (ROOT / schema).read_text(encoding="utf-8")
        (folder / Path(schema).name).write_text(text, encoding="utf-8")
        _write_json(folder / Path(schema).with_suffix(".json").name, read_yaml(ROOT / schema, schema))
    _write_json(folder / "datapackage.json", build_package(folder))


def build_data(plain: Plain) -> dict[str, Any]:
    """Each data file's value by its name."""
    head = {"version": version(), "licence": LICENCE["name"], "licence_url": LICENCE["path"], "attribution": "Hamstring Guide"}
    return {
        "exercises.json": {**head, "schema": "exercise.schema.json", "exercises": [plain["exercises"][id] for id in sorted(plain["exercises"])]},
        "protocol.json": {**head, "schema": "protocol.schema.json", "protocol": plain["protocol"]},
        "references.json": [csl_item(id, reference) for id, reference in sorted(plain["references"].items())],
    }


def version() -> str:
    """The project's version, which is the data's."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


# --- references as CSL-JSON, which reference managers read ----------------------------------------------------------------


def csl_item(id: str, reference: Plain) -> dict[str, Any]:
    """A reference as a CSL-JSON item. What we do not know is left out; how sure we are stands under `custom`."""
    item = {
        "id": id,
        "type": csl_type(reference),
        "title": reference.get("title"),
        "author": csl_authors(reference["authors"]),
        "issued": {"date-parts": [[reference["year"]]]} if "year" in reference else None,
        "container-title": reference["source"],
        "volume": reference.get("volume", "").split("(")[0],
        "issue": _issue(reference.get("volume", "")),
        "page": reference.get("pages"),
        "DOI": reference.get("doi"),
        "URL": reference.get("url"),
        "abstract": reference["finding"],
        "custom": {
            "kind": reference["kind"],
            "population": reference["population"],
            "certainty": reference["certainty"],
            "doi_checked": reference.get("doi_checked", False),
        },
    }
    return {key: value for key, value in item.items() if value}


def csl_type(reference: Plain) -> str:
    if "doi" in reference or "volume" in reference:
        return "article-journal"
    return "webpage" if "url" in reference else "document"


def csl_authors(authors: str) -> list[dict[str, str]]:
    """Family names where the text is a list of them; otherwise the text as it is, such as an organisation's name."""
    names = re.split(r", | and ", authors)
    if all(_is_family_name(name) or name == "others" for name in names):
        return [{"literal": "others"} if name == "others" else {"family": name} for name in names]
    return [{"literal": authors}]


def _is_family_name(name: str) -> bool:
    """One capitalised word, with or without a small word such as "van der" before it."""
    return re.fullmatch(r"((van|de|der|den|von|la) )*[A-ZÀ-Þ][^\s]+", name) is not None


def _issue(volume: str) -> str:
    found = re.search(r"\((\d+)\)", volume)
    return found[1] if found else ""


# --- the package ---------------------------------------------------------------------------------------------------------

RESOURCES = {
    "exercises.json": "Every exercise with steps, doses, limits, links, evidence and review.",
    "protocol.json": "Every number, warning sign, question, stage, criterion and ladder the planner decides by.",
    "references.json": "Every source, as CSL-JSON.",
}


def build_package(folder: Path) -> dict[str, Any]:
    """A Frictionless data package: what each file holds, how big it is and its SHA-256."""
    return {
        "name": "hamstring-guide",
        "title": "Hamstring Guide: exercises, rules and references",
        "version": version(),
        "licenses": [LICENCE],
        "resources": [_resource(folder / name, description) for name, description in RESOURCES.items()],
    }


def _resource(file: Path, description: str) -> dict[str, Any]:
    content = file.read_bytes()
    return {
        "name": file.stem,
        "path": file.name,
        "format": "json",
        "mediatype": "application/json",
        "description": description,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _write_json(file: Path, value: Any) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
