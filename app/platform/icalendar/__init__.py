"""Calendars as other programs read them (RFC 5545, 5546). The one home of the library `icalendar`."""

from app.platform.icalendar.events import CANCEL, PUBLISH, REQUEST, Event, calendar_of
from app.platform.icalendar.invitations import addressed, method_of
from app.platform.icalendar.recurrence import days_of

__all__ = ["CANCEL", "PUBLISH", "REQUEST", "Event", "addressed", "calendar_of", "days_of", "method_of"]
