"""Fuzz each target for some seconds: `python -m tests.fuzz [SECONDS]`, which `make fuzz` does. Any crash is kept in `found/` and fails.

What is found stays there as a file, and `tests/test_fuzz.py` reads every one of them on each run of the tests.
"""

import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS = 120
NAMES = ("log", "yaml")
# Short files are tried far more often in the same time. What is large is tried by the tests.
MOST_LETTERS = {"log": 2_500, "yaml": 300}
MISSING = "Fuzzing needs Atheris, which is not installed here. Install it into the environment of the project and run this again: pip install atheris"


def seeds(name: str) -> list[bytes]:
    """Good files to begin with, each short, and what was found before."""
    from tests.fuzz.targets import FOUND

    found = [path.read_bytes() for path in sorted((FOUND / name).iterdir()) if path.name != ".gitkeep"]
    if name == "yaml":
        return [*found, *(text.encode() for text in SHORT_YAML)]
    entries = [{"id": f"{number}", "at": f"2026-12-01T08:0{number}:00+01:00", "kind": kind, "answers": answers} for number, (kind, answers) in enumerate(TOLD)]
    logs = [{"format": "hamstring-guide-log", "version": version, "entries": some} for version, some in ((2, entries), (2, entries[:1]), (1, entries[:2]), (2, []), *((2, [entry]) for entry in entries))]
    return [*found, *(json.dumps(log).encode() for log in logs)]


TOLD = [
    ("intake", {"emergency_signs": ["none"], "same_day_signs": ["none"], "urgent_signs": ["none"], "health_conditions": ["none"], "age": 30, "onset": "healthy", "sport": "everyday", "pain_now": 0, "pain_worst": 0, "walking": "normal", "rest_pain": "no", "days": ["mon"]}),
    ("check-in", {"alarms": ["none"], "check_pain_now": 1, "check_pain_worst": 2, "morning": "same", "body": "well", "note": "a"}),
    ("session", {"items": [{"exercise": "glute-bridge", "sets": 2, "pain": 1, "effort": 3}], "stopped": False}),
    ("test", {"stairs": 1}),
    ("choice", {"proposal": "advance", "subject": "acute-strain/settle", "to": "acute-strain/build", "answer": "accept"}),
    ("wish", {"on": "2026-12-02", "free": True, "minutes": 20}),
    ("correction", {"entry": "1", "removed": True}),
]
# What Atheris follows the ways through.
WATCHED = {"log": ["planner"], "yaml": ["builder.strict_yaml", "yaml"]}
SHORT_YAML = (
    "a: 1\nb: -2.50\nc: true\nd: null\ne: ~\n",
    "- {on: yes, at: 1:30, no: 010}\n- 'it''s'\n- \"a\\n\\u00e9\"\n",
    "text: |\n  one\n  two\nfolded: >-\n  three\n  four\n",
    "? key\n: [a, b, {c: d}]\n# a comment\n",
    "%YAML 1.2\n---\na: &b c\n...\n",
    "<<: {a: 1}\na: 2\n",
)


def fuzz(name: str) -> None:
    """In a process of its own: Atheris ends it."""
    import atheris

    with atheris.instrument_imports(include=WATCHED[name]):
        from tests.fuzz.targets import TARGETS
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


def run(name: str, seconds: int) -> bool:
    """Fuzz one target; whether nothing was found. What libFuzzer says of its progress is shown."""
    from tests.fuzz.targets import FOUND

    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds(name)):
            (Path(corpus) / f"seed{number:03}").write_bytes(seed)
        options = [f"-max_total_time={seconds}", f"-max_len={MOST_LETTERS[name]}", "-timeout=20", "-rss_limit_mb=1024", "-print_final_stats=1", f"-artifact_prefix={FOUND / name}/"]
        done = subprocess.Popen([sys.executable, "-m", "tests.fuzz", "--target", name, *options, corpus], stderr=subprocess.PIPE, text=True, errors="replace")
        said = []
        for line in done.stderr:
            said.append(line)
            print(line, end="", file=sys.stderr)
    runs = re.search(r"stat::number_of_executed_units:\s*(\d+)", "".join(said))
    print(f"{name}: {runs[1] if runs else 'an unknown number of'} files tried in {seconds} s, {'nothing found' if done.wait() == 0 else 'something found: see above'}")
    return done.returncode == 0


def main(arguments: list[str]) -> int:
    if importlib.util.find_spec("atheris") is None:
        print(MISSING, file=sys.stderr)
        return 1
    if arguments[:1] == ["--target"]:
        del sys.argv[1:3]
        fuzz(arguments[1])
        return 0
    seconds = int(arguments[0]) if arguments else SECONDS
    return 0 if all([run(name, seconds) for name in NAMES]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
