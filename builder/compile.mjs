// Compiles Python sources with the very Pyodide that will run them. Started by builder/library.py:
//   node compile.mjs PYODIDE_FOLDER JOB_FOLDER
// JOB_FOLDER/sources holds what to compile; for each `x.py` there, JOB_FOLDER/compiled gets `x.pyc`, and beside them dataclass_methods.pyc.

import { startPyodide } from "./node_pyodide.mjs";

const python = await startPyodide();
python.runPython(`
import dataclasses
import marshal
import sys
from importlib import import_module, reload
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


def write(name, code):
    target = COMPILED / name.with_suffix(".pyc")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(HEAD + marshal.dumps(lean(code)))


def compiled(text, name):
    """Level 1 leaves out assertions. Level 2 leaves out docstrings too, which nobody reads in a browser."""
    return compile(text, name, "exec", dont_inherit=True, optimize=2)


def dataclass_methods():
    """The code of each text that dataclasses would write and compile anew at each start, for every dataclass of the planner and of _colorize, by that text."""
    texts = []

    def noted(text, *names):
        texts.append(text)
        exec(text, *names)

    dataclasses.exec = noted
    reload(sys.modules["_colorize"])  # Pyodide imports it for its tracebacks, at each start
    sys.path.append(str(SOURCES))  # last: of the standard library it holds a part, and a dataclasses.py that is changed
    for source in sorted((SOURCES / "planner").rglob("*.py")):
        if "compiled" not in source.parts:
            import_module(".".join(source.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__"))
    return {text: lean(compiled(text, "<string>")) for text in sorted(set(texts))}


for source in sorted(SOURCES.rglob("*.py")):
    name = source.relative_to(SOURCES)
    write(name, compiled(source.read_bytes(), f"/lib/library/{name}"))
write(Path("dataclass_methods.py"), compiled(f"import marshal; by_text = marshal.loads({marshal.dumps(dataclass_methods())!r})", "/lib/library/dataclass_methods.py"))
`);
