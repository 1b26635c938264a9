// Compiles Python sources with the very Pyodide that will run them. Started by builder/library.py:
//   node compile.mjs PYODIDE_FOLDER JOB_FOLDER
// JOB_FOLDER/sources holds what to compile; for each `x.py` there, JOB_FOLDER/compiled gets `x.pyc`.

import { startPyodide } from "./node_pyodide.mjs";

const python = await startPyodide();
python.runPython(`
import ast
import marshal
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType

SOURCES, COMPILED = Path("/job/sources"), Path("/job/compiled")
# A file's head: bytecode that is never compared with a source, and so no source's hash.
UNCHECKED = (0b01).to_bytes(4, "little")
HEAD = MAGIC_NUMBER + UNCHECKED + bytes(8)


def lean(code):
    """Without the table of line numbers, which does not compress and is four tenths of an archive's bytes."""
    constants = tuple(lean(each) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=constants)


def with_short_words(tree):
    """Each class with a docstring of one character: a dataclass without one makes one up, at each start, out of its fields.

    For the planner's 70 classes that took longer than the rest of their import.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            node.body = [ast.Expr(ast.Constant(".")), *(node.body[1:] if ast.get_docstring(node) else node.body)]
    return ast.fix_missing_locations(tree)


for source in sorted(SOURCES.rglob("*.py")):
    name = source.relative_to(SOURCES)
    tree = ast.parse(source.read_bytes())
    is_ours = name.parts[0] == "planner"
    # Level 1 leaves out assertions. Level 2 leaves out docstrings too, which nobody reads in a browser.
    code = compile(with_short_words(tree) if is_ours else tree, f"/lib/library/{name}", "exec", dont_inherit=True, optimize=1 if is_ours else 2)
    target = COMPILED / name.with_suffix(".pyc")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(HEAD + marshal.dumps(lean(code)))
`);
