"""The people and the cases in tests/cases."""

from builder.cases import TODAY, Case, case_log, log_of, read_cases, read_people
from tests.conftest import ROOT

__all__ = ["CASES", "TODAY", "Case", "case_log", "cases", "log_of", "people"]

CASES = ROOT / "tests" / "cases"


def people():
    return read_people(CASES)


def cases() -> list[Case]:
    """Every case of every file, in order."""
    return read_cases(CASES)
