"""A strict YAML loader: what a contributor typed is what the project reads.

Plain PyYAML reads 1:30 as 90, `no` and `on` as booleans, 010 as 8, a date as an object, and keeps the last of two equal keys
without a word. Here a date, `yes` and 1:30 stay text, numbers are plain decimal numbers, and a doubled key is an error. Tags such as
`!!set` and a second mention by `*name` are refused: they make values that JSON has no words for, and a value that holds itself.
"""

import re
from pathlib import Path

import yaml

from builder.problems import BuildStopped, Problem


class StrictLoader(yaml.SafeLoader):
    """SafeLoader with only true/false, decimal numbers and null as anything but text, and every value written where it stands."""

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            raise yaml.composer.ComposerError(problem=f"expected the value itself, got the mention *{event.anchor}", problem_mark=event.start_mark)
        if event.tag is not None:
            raise yaml.composer.ComposerError(problem=f"expected a value without a tag, got {event.tag}", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


# What may be a mention or a tag, which only the strict one sees, and more brackets than libyaml can be trusted with. A lone & is a word's, as in "Smith & Jones".
SIGNS = re.compile(r"(?:^|[\s\[{,:?-])(?:[*&]\S|!)", re.MULTILINE)
MOST_BRACKETS = 5_000


class FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """The same on libyaml, ten times as fast. It says what is wrong in other words, so what it refuses is read once more by the first."""


def _mapping(loader: yaml.constructor.SafeConstructor, node: yaml.MappingNode, deep: bool = False) -> dict:
    seen: dict[str, int] = {}
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(problem=f"expected a word as the key, got {key!r}", problem_mark=key_node.start_mark)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                problem=f"expected each key once, got {key!r} on line {seen[key]} and again", problem_mark=key_node.start_mark
            )
        seen[key] = line
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


for each in (StrictLoader, FastLoader):
    each.yaml_implicit_resolvers = {}
    each.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
    each.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
    each.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$"), list("-0123456789"))
    each.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
    each.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path, name: str) -> object:
    """The content of one YAML file. Raises BuildStopped with the line where it cannot be read."""
    return parse_yaml(path.read_bytes(), name)


def parse_yaml(content: bytes, name: str) -> object:
    """The same of a file that was read already."""
    try:
        return _load(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BuildStopped([Problem(name, "", f"expected text in UTF-8, got a byte that is none at position {error.start}")]) from error
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise BuildStopped([Problem(name, line, error.problem or "cannot be read as YAML")]) from error
    except (yaml.YAMLError, ValueError) as error:  # a number of thousands of digits, or a letter that there is not
        raise BuildStopped([Problem(name, "", f"cannot be read as YAML: {error}")]) from error
    except RecursionError as error:
        raise BuildStopped([Problem(name, "", "cannot be read as YAML: it is nested too deeply")]) from error


def _load(text: str) -> object:
    """By libyaml where it can tell no difference, and where it finds fault, by the strict one."""
    if SIGNS.search(text) or text.count("[") + text.count("{") > MOST_BRACKETS:
        return yaml.load(text, Loader=StrictLoader)
    try:
        return yaml.load(text, Loader=FastLoader)
    except (yaml.YAMLError, ValueError):
        return yaml.load(text, Loader=StrictLoader)
