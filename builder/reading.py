"""Reading YAML files that have a schema. What was read and fits is kept between builds, so that after a change one file is read anew and not a hundred."""

import json
from collections.abc import Callable
from functools import cache as once
from importlib.metadata import version
from pathlib import Path
from typing import Any

from builder import problems as wording
from builder import schema, strict_yaml
from builder.cache import Cache, code_of, fingerprint
from builder.problems import BuildStopped, Problem
from builder.schema import schema_problems
from builder.strict_yaml import parse_yaml


def reader(root: Path, schema_file: str, cache: Cache, problems: list[Problem]) -> Callable[[str], Any]:
    """How a file with this schema is read: its value, or None where it cannot be read or does not fit; what is wrong goes into problems."""
    schema_content = (root / schema_file).read_bytes()
    shape = once(lambda: parse_yaml(schema_content, schema_file))
    key = fingerprint(_how_it_is_read(), schema_content)

    def read(file: str) -> Any:
        # Read once: an editor may save the file in between, and then something would be kept under another's name.
        content = (root / file).read_bytes()
        try:
            return json.loads(cache.get("records", fingerprint(key, file, content), lambda: _read_anew(content, file, shape())))
        except BuildStopped as stopped:
            problems.extend(problem for problem in stopped.problems if problem not in problems)  # a schema's own count once
            return None

    return read


def _read_anew(content: bytes, file: str, shape: Any) -> bytes:
    """A file's value as JSON. Raises BuildStopped with what is wrong with it; only what fits is ever kept."""
    value = parse_yaml(content, file)
    if problems := schema_problems(shape, value, file):
        raise BuildStopped(problems)
    return json.dumps(value, ensure_ascii=False).encode()


@once
def _how_it_is_read() -> str:
    code = code_of([Path(__file__), *(Path(module.__file__) for module in (schema, strict_yaml, wording))])
    return fingerprint(code, *(version(package) for package in ("pyyaml", "jsonschema")))
