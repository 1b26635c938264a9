"""The planner: a person's log and the project's records in, a situation with its reasons out.

Pure: no clock, no files, no network. `derive(log, records, today)` is the whole of it.
"""

from planner.derive import derive
from planner.log import read_log
from planner.records import read_records

__all__ = ["derive", "read_log", "read_records"]
