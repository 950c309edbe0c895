"""What rooms above may use of the diary."""

from app.features.diary.entries import Entry, add_source, calendar_for

__all__ = ["Entry", "add_source", "calendar_for"]
