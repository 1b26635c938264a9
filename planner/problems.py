"""What is wrong with something the reader gave us. Collected, then raised together, each with its place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` is an address in the log or "answers.<question id>"; `message` is a plain sentence."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class BadInput(Exception):
    """Raised with every problem found in a log or in its answers."""

    def __init__(self, problems: list[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))
