"""Mutation testing of triage and the rules of the day: each small change of them must be noticed by a test.

A mutant is the module with one change: a comparison flipped or moved by one, `and` for `or`, a condition turned round or left out, a
number one higher or lower, a word another word, one of several answers forgotten, a rule lost. Each runs in a process of its own and is
held against the quick tests that concern it, the fastest first: those of single rules (`test_rules.py`), the second writing of all rules
(`walk.py`), then every worked example.
The first difference kills it. Who stays alive is in `survivors.yaml` with the reason, or is a fault of the tests.

`make mutate` tries them all and shows how far it is.
"""

import ast
import copy
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from itertools import islice
from multiprocessing.connection import wait
from os import cpu_count
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from builder.strict_yaml import read_yaml
from planner.derive import derive
from planner.follow import follow
from planner.log import check_log
from planner.model import Log
from planner.verdict import verdict_on
from tests import test_rules, walk
from tests.conftest import ROOT
from tests.lives import RECORDS
from tests.people import case_log, cases
from tests.test_cases import SEEN

MODULES = ("planner.triage", "planner.daily")
SURVIVORS = ROOT / "tests" / "survivors.yaml"
# A copy of this process, with the tests ready in it.
FORK = multiprocessing.get_context("fork")
# A mutant that goes round in circles is noticed too.
MOST_SECONDS = 300
OTHER_COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}


@dataclass(frozen=True)
class Mutant:
    """One change of a module, in the words of its source: `name` says where, what was there and what is there now."""

    module: str
    name: str
    tree: ast.Module


def mutants_of(module: str, source: str) -> Iterator[Mutant]:
    """Every mutant of this source, in the order of its lines. Two of one name are told apart by a number."""
    tree = ast.parse(source)
    seen: dict[str, int] = {}
    for owner, path in _places(tree):
        for was, now, changed in _changes(tree, path):
            name = f"{module.rpartition('.')[2]}.{owner}: {was} → {now}"
            seen[name] = seen.get(name, 0) + 1
            yield Mutant(module, name if seen[name] == 1 else f"{name} ({seen[name]})", changed)


Place = tuple[tuple[str, int | None], ...]


def _places(tree: ast.Module) -> Iterator[tuple[str, Place]]:
    """Every node that may be changed, with the function or name it belongs to. What is said of types, and docstrings, is left out."""
    for number, statement in enumerate(tree.body):
        name = getattr(statement, "name", None) or _assigned(statement)
        if name and name not in ("Rule",):
            yield from ((name, path) for path in _inside(statement, (("body", number),)))


def _assigned(statement: ast.stmt) -> str:
    target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
    return target.id if isinstance(target, ast.Name) else ""


def _inside(node: ast.AST, path: Place) -> Iterator[Place]:
    yield path
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "args", "decorator_list") and not isinstance(node, ast.Call):
            continue
        for number, each in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(each, ast.AST) and not _is_docstring(each):
                yield from _inside(each, (*path, (name, number)))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(tree: ast.Module, path: Place) -> Iterator[tuple[str, str, ast.Module]]:
    """The trees with this one node changed, each with its old and new words."""
    node = _at(tree, path)
    for new in _others(node):
        changed = copy.deepcopy(tree)
        _put(changed, path, new)
        yield _words(node), _words(new), ast.fix_missing_locations(changed)


def _words(node: ast.AST) -> str:
    """The source of a node; of a branch only its condition."""
    return f"if {ast.unparse(node.test)}" if isinstance(node, ast.If | ast.IfExp) else ast.unparse(node)


def _at(tree: ast.AST, path: Place) -> Any:
    for name, number in path:
        tree = getattr(tree, name) if number is None else getattr(tree, name)[number]
    return tree


def _put(tree: ast.Module, path: Place, new: ast.AST) -> None:
    parent, (name, number) = _at(tree, path[:-1]), path[-1]
    if number is None:
        setattr(parent, name, new)
    else:
        getattr(parent, name)[number] = new


def _others(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in this node's place."""
    match node:
        case ast.Compare():
            for number, operator in enumerate(node.ops):
                for other in OTHER_COMPARISONS[type(operator)]:
                    yield ast.Compare(node.left, [*node.ops[:number], other(), *node.ops[number + 1 :]], node.comparators)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
            for number in range(len(node.values)):
                kept = [*node.values[:number], *node.values[number + 1 :]]
                yield kept[0] if len(kept) == 1 else ast.BoolOp(node.op, kept)
        case ast.UnaryOp(ast.Not()) | ast.UnaryOp(ast.USub()):
            yield node.operand
        case ast.If() | ast.IfExp():
            yield type(node)(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            yield ast.BinOp(node.left, ast.Sub() if isinstance(node.op, ast.Add) else ast.Add(), node.right)
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield ast.Constant(node.value + 1)
            yield ast.Constant(node.value - 1)
        case ast.Constant(value=str()):
            yield ast.Constant(f"not {node.value}")
        case ast.Tuple() if len(node.elts) > 1 and isinstance(node.ctx, ast.Load):
            for number in range(len(node.elts)):
                yield ast.Tuple([*node.elts[:number], *node.elts[number + 1 :]], ast.Load())


def put_into(module: ModuleType, tree: ast.Module) -> None:
    """The module with another tree in it. Whoever imported a function of it before has the changed one too."""
    names: dict[str, Any] = {"__name__": module.__name__}
    exec(compile(tree, module.__file__ or module.__name__, "exec"), names)
    functions = {new: old for name, old in vars(module).items() if isinstance(old, FunctionType) and old.__module__ == module.__name__ and isinstance(new := names.get(name), FunctionType)}
    for new, old in functions.items():
        old.__code__, old.__defaults__ = new.__code__, new.__defaults__
    for name, old in list(vars(module).items()):
        new = names.get(name)
        if isinstance(old, type) and old.__module__ == module.__name__:
            _change_class(old, new)
        elif isinstance(old, tuple | int | str) and not name.startswith("__"):
            setattr(module, name, tuple(functions.get(each, each) if isinstance(each, FunctionType) else each for each in new) if isinstance(new, tuple) else new)


def _change_class(old: type, new: type) -> None:
    for name, member in list(vars(old).items()):
        before, after = (getattr(each, "fget", each) for each in (member, vars(new)[name] if name in vars(new) else None))
        if isinstance(before, FunctionType) and isinstance(after, FunctionType) and before.__module__ == old.__module__ and not name.startswith("__"):
            before.__code__ = after.__code__


# --- who notices ---------------------------------------------------------------------------------------------------------

SHARES = {"signs": 1, "since": 13, "sudden pain": 211, "time": 211}


class Tests:
    """The quick tests, made ready once with the planner as it is."""

    def __init__(self, every_day: int = 307, every_case: int = 1) -> None:
        self.people = [told for block, every in SHARES.items() for told in islice(walk.TRIAGE_BLOCKS[block](), 0, None, every)]
        self.every_day = every_day
        # Those of triage and of the day first: they are likely to notice.
        told = sorted(cases()[::every_case], key=lambda case: not case.file.startswith(("triage", "today")))
        logs = ((case, check_log(case_log(case, RECORDS))) for case in told)
        self.cases = [(case, log, _judged(log, case.today)) for case, log in logs]

    def notice(self) -> str:
        """The first test that fails with the planner as it is now, or nothing."""
        return next(self._failing(), "")

    def _failing(self) -> Iterator[str]:
        for name, test in vars(test_rules).items():
            if name.startswith("test_") and not _holds(test):
                yield f"test_rules: {name}"
        yield from (f"walk: {wrong}" for told in self.people if (wrong := walk.wrong_level(told)))
        for stage in walk.STAGES:
            yield from (f"walk: {wrong}" for wrong in walk.wrong_days(stage, self.every_day)[1])
        for case, log, before in self.cases:
            if _judged(log, case.today) == before:  # then the plan is as it was, since it is made from these two
                continue
            situation = derive(log, RECORDS, case.today)
            yield from (f"case: {case.name} ({name})" for name, expected in case.expect.items() if SEEN[name](situation, RECORDS, expected) != expected)


def _holds(test: Callable[[], None]) -> bool:
    try:
        test()
    except AssertionError:
        return False
    return True


def _judged(log: Log, today: date) -> tuple[Any, Any]:
    """All that a plan is made from: the course, and the verdict on the day."""
    course = follow(log, RECORDS, today)
    return course, course and verdict_on(course, RECORDS, today)


def try_all(mutants: list[Mutant], tests: Tests, show: Callable[[int, int, float], None]) -> list[str]:
    """The names of those that nobody notices. Each lives in a process of its own, as many at once as there are cores."""
    began, alive, done, waiting, running = time.perf_counter(), [], 0, list(reversed(mutants)), {}
    while waiting or running:
        while waiting and len(running) < (cpu_count() or 1):
            mutant = waiting.pop()
            hears, process = _started(mutant, tests)
            running[hears] = (mutant, process, time.perf_counter())
        for hears in wait(running, timeout=1):
            mutant, process, _ = running.pop(hears)
            done += 1
            if not _heard(hears):
                alive.append(mutant.name)
                print(f"\nlives: {mutant.name}", file=sys.stderr)
            process.join()
            show(done, len(alive), time.perf_counter() - began)
        for hears, (_, process, since) in running.items():
            if time.perf_counter() - since > MOST_SECONDS:
                process.kill()  # its end closes the pipe, which is heard above
    return [mutant.name for mutant in mutants if mutant.name in alive]


def _started(mutant: Mutant, tests: Tests) -> tuple[Any, Any]:
    hears, says = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_live, args=(mutant, tests, says))
    process.start()
    says.close()
    return hears, process


def _heard(hears: Any) -> str:
    """Who noticed, or nothing. One that never came to an end, or took its process with it, was noticed too."""
    try:
        return hears.recv()
    except EOFError:
        return "it did not come to an end"
    finally:
        hears.close()


def _live(mutant: Mutant, tests: Tests, says: Any) -> None:
    try:
        put_into(import_module(mutant.module), mutant.tree)
        said = tests.notice()
    except Exception as error:  # whatever it raises, somebody has noticed
        said = f"{type(error).__name__}: {error}"
    says.send(said)


def all_mutants() -> list[Mutant]:
    return [mutant for module in MODULES for mutant in mutants_of(module, Path(import_module(module).__file__).read_text(encoding="utf-8"))]


def survivors() -> dict[str, str]:
    """The mutants that nobody notices and the reason why that is right."""
    return {each["mutant"]: each["why"] for each in read_yaml(SURVIVORS, SURVIVORS.name)}


def main(arguments: list[str]) -> int:
    """Try every mutant, or those whose name holds one of these words; 1 where one lives that is not in the list, or one in it does not."""
    wanted = [mutant for mutant in all_mutants() if not arguments or any(word in mutant.name for word in arguments)]
    known = survivors()
    tests = Tests()
    if said := tests.notice():
        print(f"The tests fail without any change: {said}", file=sys.stderr)
        return 1
    alive = try_all(wanted, tests, lambda number, living, seconds: print(f"\r{number} of {len(wanted)} mutants, {living} alive, {seconds:.0f} s", end="", file=sys.stderr, flush=True))
    new, gone = [name for name in alive if name not in known], [mutant.name for mutant in wanted if mutant.name in known and mutant.name not in alive]
    print(f"\n{len(wanted) - len(alive)} of {len(wanted)} mutants noticed; {len(alive) - len(new)} live for a reason in {SURVIVORS.name}.")
    print(*(f"lives: {name}" for name in new), *(f"is noticed after all: {name}" for name in gone), sep="\n")
    return 1 if new or gone else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
