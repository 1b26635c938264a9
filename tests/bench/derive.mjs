// How long derive takes in the Pyodide of the built site, under Node: node derive.mjs PYODIDE JOB RUNTIME
// reads JOB/logs.json ([{log, today, calls}]), writes JOB/milliseconds.json: for each log the time of each call, of the whole log and of one entry more

import { argv } from "node:process";

import { startPyodide } from "../../builder/node_pyodide.mjs";

const python = await startPyodide(`${argv[4]}/library.bin`);
python.FS.mkdir("/runtime");
python.mountNodeFS("/runtime", argv[4]);
python.runPython(`
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

from planner.derive import derive, situation_of
from planner.follow import courses
from planner.log import check_log
from planner.records import read_records

records = read_records(json.loads(Path("/runtime/records.json").read_text(encoding="utf-8")))

def one_more(log, records, today, known):
    *_, (_, course) = tuple(courses(log, records, today, known))
    return situation_of(course, records, today)

def timed(step, *values):
    began = perf_counter()
    step(*values)
    return (perf_counter() - began) * 1000

found = []
for each in json.loads(Path("/job/logs.json").read_text(encoding="utf-8")):
    log, today = check_log(each["log"]), date.fromisoformat(each["today"])
    known = tuple(courses(replace(log, entries=log.entries[:-1]), records, today))
    derive(log, records, today)
    found.append({
        "whole": [timed(derive, log, records, today) for _ in range(each["calls"])],
        "one more": [timed(one_more, log, records, today, known) for _ in range(each["calls"])],
    })
Path("/job/milliseconds.json").write_text(json.dumps(found), encoding="utf-8")
`);
