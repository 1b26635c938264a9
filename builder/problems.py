"""What is wrong with the records: each problem has a place, and all of them are told before the build stops."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend: which file, where in it, what was expected, what was found, a right example."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}" if self.place else self.file
        return f"{where}: {self.message}"


class BuildStopped(Exception):
    """Raised once, with every problem there is."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(set(problems))
        super().__init__(self.report())

    def report(self) -> str:
        count = len(self.problems)
        lines = [str(problem) for problem in self.problems]
        return "\n".join([*lines, f"Build stopped: {count} problem{'' if count == 1 else 's'}."])


def expected(what: str, got: object, example: object) -> str:
    """The one form of a message: expected …, got …. Example: …"""
    return f"expected {what}, got {got!r}. Example: {show(example)}"


def show(value: object) -> str:
    """A value as a contributor would type it in YAML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(show(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {show(item)}" for key, item in value.items()) + "}"
    return str(value)


def listed(names: list[str] | tuple[str, ...]) -> str:
    """Names as a phrase: "one of a, b or c"."""
    if not names:
        return "a name, but there is none to choose from"
    if len(names) == 1:
        return str(names[0])
    return f"one of {', '.join(map(str, names[:-1]))} or {names[-1]}"
