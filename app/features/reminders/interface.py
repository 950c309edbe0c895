"""What rooms above may use of reminders: they say what waits for somebody, and it is in one mail a day."""

from app.features.reminders.domain import Line
from app.features.reminders.sources import add_source, lines_for

__all__ = ["Line", "add_source", "lines_for"]
