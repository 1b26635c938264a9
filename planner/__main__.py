"""The same planner on the command line: python -m planner LOG.json --on 2026-12-01 --format text|json|html, or --why."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from planner.derive import derive
from planner.log import read_log
from planner.model import Records
from planner.problems import BadInput, Problem, read_day
from planner.records import read_records
from planner.view import render_html, render_json, render_text, render_trace


def main(arguments: list[str] | None = None) -> int:
    """0 with a result, 2 with a message for bad input."""
    asked = _parser().parse_args(arguments)
    try:
        records = _read_records(asked.records)
        situation = derive(read_log(_read_text(asked.log)), records, asked.on)
    except BadInput as error:
        print("\n".join(str(problem) for problem in error.problems), file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    except UnicodeDecodeError:
        print(f"{asked.log}: cannot be read as text in UTF-8", file=sys.stderr)
        return 2
    sys.stdout.write(render_trace(situation, records) if asked.why else _render(situation, records, asked.format))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m planner", description="A plan with its reasons, from a log of answers.")
    parser.add_argument("log", metavar="LOG.json", help="the log, or - for standard input")
    parser.add_argument("--on", metavar="DAY", type=_day, required=True, help="the day to plan from, as in 2026-12-01")
    parser.add_argument("--format", choices=("text", "json", "html"), default="text", help="how the result is written (default: text)")
    parser.add_argument("--why", action="store_true", help="instead of the plan, every decision: what was looked at, the rule, the values and the sources")
    parser.add_argument("--records", metavar="FILE", type=Path, help="records.json of a built site (default: the records of this checkout)")
    return parser


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _read_text(name: str) -> str:
    return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")


def _read_records(path: Path | None) -> Records:
    """From the named file, or fresh from this checkout's YAML, so that nobody plans with yesterday's doses."""
    if path is not None:
        try:
            return read_records(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BadInput([Problem(str(path), "is not the records.json of a built site. Example: out/runtime/*/records.json")]) from error
    from builder.load import load_records
    from builder.problems import BuildStopped

    try:
        return load_records(Path(__file__).resolve().parent.parent)
    except BuildStopped as stopped:
        raise BadInput([Problem("", stopped.report())]) from stopped


def _render(situation, records: Records, format: str) -> str:
    match format:
        case "json":
            return render_json(situation)
        case "html":
            return render_html(situation, records)
    return render_text(situation, records)


if __name__ == "__main__":
    sys.exit(main())
