"""The days of a recurrence rule."""

from datetime import date, datetime, time

from dateutil.rrule import rrulestr


def days_of(rule: str, start: date, until: date) -> list[date]:
    """The days of `rule` (the text of an RRULE) counted from `start`, up to and including `until`."""
    found = rrulestr(rule, dtstart=datetime.combine(start, time.min))
    first, last = datetime.combine(start, time.min), datetime.combine(until, time.min)
    return [moment.date() for moment in found.between(first, last, inc=True)]
