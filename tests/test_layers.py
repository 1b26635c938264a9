"""The planner's layers: who may import what, and what no part of it may do."""

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

PLANNER = ROOT / "planner"
MODULES = sorted(path for path in PLANNER.rglob("*.py"))
RULES = ("triage", "criteria", "placement", "traits", "sports", "choose", "rest", "ledger", "volume", "ease", "week", "pain", "dose", "ladders", "course", "daily", "progress", "back", "verdict", "choices", "follow", "warm_up")
# From the ground up: a module imports only from the floors below its own.
FLOORS = (
    ("model", "problems", "migrate"),
    ("log", "facts", "records", "sessions", "wishes", "traits", "sports", "dose"),
    ("finding", "corrections"),
    ("criteria", "ladders", "ledger", "pain", "triage"),
    ("placement", "brief"),
    ("choose", "rest", "volume", "warm_up", "course"),
    ("ease", "work", "mornings"),
    ("week", "daily"),
    ("progress",),
    ("back",),
    ("verdict",),
    ("choices",),
    ("follow",),
    ("stops",),
    ("derive", "history", "told", "trace"),
    ("account",),
    ("view",),
    ("export",),
    ("bridge", "__main__", "__init__"),
)
STANDARD = {"argparse", "base64", "binascii", "bisect", "collections", "csv", "dataclasses", "datetime", "functools", "io", "itertools", "json", "math", "pathlib", "re", "statistics", "sys", "types", "typing", "uuid", "zlib"}
# The command line reads files and the checkout's records; it is not shipped to the browser.
OUTSIDE = {"__main__"}
CLOCKS = {"today", "now", "utcnow", "time", "monotonic", "perf_counter", "localtime", "gmtime"}
DOORS = {"open", "exec", "eval", "__import__", "input", "compile"}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(node.module)
    return found


def called_names(path: Path) -> set[str]:
    calls = [node.func for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PLANNER).as_posix())
def test_imports_only_the_standard_library(path: Path) -> None:
    """A planner module imports the standard library and the planner; Jinja2, and what finds the templates, in view/ alone; nothing of the browser."""
    allowed = STANDARD | {"planner"} | ({"jinja2", "importlib"} if path.parent.name == "view" else set()) | ({"builder"} if path.stem in OUTSIDE else set())

    assert set() == {name.split(".")[0] for name in imports_of(path)} - allowed


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem not in OUTSIDE], ids=lambda path: path.relative_to(PLANNER).as_posix())
def test_reads_no_clock_and_no_file(path: Path) -> None:
    """A planner module asks no clock and opens nothing: today is an argument."""
    assert set() == called_names(path) & (CLOCKS | DOORS)
    assert not {"time", "os", "pathlib", "random", "socket", "urllib"} & {name.split(".")[0] for name in imports_of(path)}


def floor_of(path: Path) -> int:
    """The floor a module stands on; the modules of a package share one."""
    room = path.relative_to(PLANNER).parts[0].removesuffix(".py")
    return next(floor for floor, rooms in enumerate(FLOORS) if room in rooms)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PLANNER).as_posix())
def test_a_module_imports_only_from_the_floors_below(path: Path) -> None:
    """Rules stand on the model and the facts, planning on the rules, and views and the bridge on top: never the other way round."""
    ours = {name.split(".")[1] for name in imports_of(path) if name.startswith("planner.")}
    here = path.relative_to(PLANNER).parts[0].removesuffix(".py")
    floors = {name: floor_of(PLANNER / f"{name}.py") for name in ours - {here}}

    assert {} == {name: floor for name, floor in floors.items() if floor >= floor_of(path)}


@pytest.mark.parametrize("name", RULES)
def test_rules_hold_no_clinical_number(name: str) -> None:
    """The numbers in a rule module are only those of counting: 0, 1, 2, days of a week, hours of a day, seconds of a minute."""
    constants = {node.value for node in ast.walk(tree_of(PLANNER / f"{name}.py")) if isinstance(node, ast.Constant) and type(node.value) in (int, float)}

    assert constants <= {0, 1, 2, 7, 24, 60}


def test_the_model_imports_nothing_of_ours() -> None:
    """The model is the ground: its modules import no other room of the planner."""
    assert set() == {name for path in (PLANNER / "model").glob("*.py") for name in imports_of(path) if name.startswith("planner") and not name.startswith("planner.model")}


def test_every_dataclass_is_frozen() -> None:
    """Every value in the planner is frozen."""
    loose = []
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                for decorator in node.decorator_list:
                    if "dataclass" in ast.unparse(decorator) and "frozen=True" not in ast.unparse(decorator):
                        loose.append(f"{path.name}: {node.name}")

    assert [] == loose


def test_every_module_says_what_it_is() -> None:
    """Every module of planner and builder begins with a docstring."""
    missing = [path.name for folder in ("planner", "builder") for path in (ROOT / folder).rglob("*.py") if not ast.get_docstring(tree_of(path))]

    assert [] == missing


@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_what_it_is(name: str) -> None:
    """Every public function of a rule module has a docstring."""
    functions = [node for node in tree_of(PLANNER / f"{name}.py").body if isinstance(node, ast.FunctionDef)]

    assert [] == [function.name for function in functions if not function.name.startswith("_") and not ast.get_docstring(function)]


@pytest.mark.parametrize("name", RULES)
def test_rules_cite_nothing_by_themselves(name: str, records) -> None:
    """No rule module names a reference: what a rule stands on is in the protocol, where it is checked and shown."""
    texts = {node.value for node in ast.walk(tree_of(PLANNER / f"{name}.py")) if isinstance(node, ast.Constant) and isinstance(node.value, str)}

    assert set() == texts & set(records.references)


def test_planner_js_holds_no_clinical_word() -> None:
    """The browser's part is a form and a mailbox: no clinical word stands in it."""
    words = {"pain", "strain", "tendon", "hamstring", "sprint", "nordic", "injury", "symptom", "rehab"}
    text = "".join(path.read_text(encoding="utf-8").lower() for path in (ROOT / "content/assets/planner").glob("*.js"))
    for name in ("hamstring-planner", "hamstringplanner", "hamstring-guide-log", "hamstring-guide"):
        text = text.replace(name, "")

    assert set() == {word for word in words if word in text}
