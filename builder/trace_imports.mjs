// Lets the planner answer requests in the Pyodide it will run in, and notes what Python has imported. Started by builder/imported.py:
//   node trace_imports.mjs PYODIDE_FOLDER JOB_FOLDER [LIBRARY]
// reads JOB_FOLDER/sources, records.json and requests.json (texts), writes JOB_FOLDER/imported.json. With a library.bin Python starts from that, and
// the sources are not looked at.

import { argv } from "node:process";

import { startPyodide } from "./node_pyodide.mjs";

const python = await startPyodide(argv[4]);
python.runPython(`
import json
import sys
from pathlib import Path

sys.path.append("/job/sources")
from planner import bridge

bridge.open_records(Path("/job/records.json").read_text(encoding="utf-8"))
for request in json.loads(Path("/job/requests.json").read_text(encoding="utf-8")):
    bridge.handle(request)
# What is frozen into the .wasm itself is in no archive.
imported = [name for name, module in sys.modules.items() if module.__spec__ and module.__spec__.origin != "frozen"]
Path("/job/imported.json").write_text(json.dumps(sorted(imported)), encoding="utf-8")
`);
