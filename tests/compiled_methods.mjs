// How many methods of dataclasses Python still compiles as the planner is imported: node compiled_methods.mjs PYODIDE JOB RUNTIME
// writes JOB/compiled.json: how many texts were compiled, and how many were found

import { argv } from "node:process";

import { startPyodide } from "../builder/node_pyodide.mjs";

const python = await startPyodide(`${argv[4]}/library.bin`);
python.runPython(`
import dataclasses
import json
from pathlib import Path

counts = {"compiled": 0, "found": 0}

def counted(code, *names):
    counts["compiled" if isinstance(code, str) else "found"] += 1
    exec(code, *names)

dataclasses.exec = counted
import planner.bridge
Path("/job/compiled.json").write_text(json.dumps(counts), encoding="utf-8")
`);
