"""What the reader takes along: the same log and plan as text for other programs. Values in, text out."""

from planner.export.asked import CalendarWish, read_calendar_wish, read_parts
from planner.export.calendar import calendar_text, seed_of, sequence_of
from planner.export.fhir import fhir_text
from planner.export.link import from_link, pictures_of, to_link
from planner.export.table import table_text

__all__ = ["CalendarWish", "calendar_text", "fhir_text", "from_link", "pictures_of", "read_calendar_wish", "read_parts", "seed_of", "sequence_of", "table_text", "to_link"]
