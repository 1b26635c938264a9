// How long derive takes in the Pyodide of the built site, under Node: node derive.mjs PYODIDE RUNTIME JOB
// reads JOB/logs.json ([{log, today, calls}]), writes JOB/milliseconds.json: for each log the time of each call

import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

const [pyodideFolder, runtime, job] = argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${pyodideFolder}/`, stdLibURL: `${runtime}/library.zip` });
python.globals.set("records_text", readFileSync(`${runtime}/records.json`, "utf8"));
python.globals.set("logs_text", readFileSync(`${job}/logs.json`, "utf8"));
const milliseconds = python.runPython(`
import json
from datetime import date
from time import perf_counter

from planner.derive import derive
from planner.log import check_log
from planner.records import read_records

records = read_records(json.loads(records_text))

def timed(log, today):
    began = perf_counter()
    derive(log, records, today)
    return (perf_counter() - began) * 1000

found = []
for each in json.loads(logs_text):
    log, today = check_log(each["log"]), date.fromisoformat(each["today"])
    derive(log, records, today)
    found.append([timed(log, today) for _ in range(each["calls"])])
json.dumps(found)
`);
writeFileSync(`${job}/milliseconds.json`, milliseconds);
