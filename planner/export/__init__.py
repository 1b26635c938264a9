"""What the reader takes along: the same log and plan as text for other programs. Values in, text out."""

from planner.export.asked import CalendarWish, read_calendar_wish, read_parts
from planner.export.calendar import calendar_days, calendar_text
from planner.export.fhir import fhir_text
from planner.export.link import from_link, pictures_of, to_link
from planner.export.table import table_text

__all__ = ["CalendarWish", "calendar_days", "calendar_text", "fhir_text", "from_link", "pictures_of", "read_calendar_wish", "read_parts", "table_text", "to_link"]
