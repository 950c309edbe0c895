"""The days on which a series meets."""

from dataclasses import replace
from datetime import date, timedelta

from app.features.meetings.domain import recurrence
from app.features.meetings.domain.dates import months_after
from app.kernel.working_days import WorkingDays
from app.platform.icalendar import days_of

LONGEST_GAP = timedelta(days=62)
"""Every day of the week comes round within it in each of its weeks of the month."""


def series_days(rule: str, valid_from: date, first: date, months: int, calendar: WorkingDays) -> list[date]:
    """The meeting days from `first` on (included) over `months` months.

    Counting begins with the first day of the kind from `valid_from` on: "every second month, third Thursday, from 20
    November" meets in December, February, April. A bank holiday moves to the next working day.
    """
    kind = recurrence.read(rule)
    start = days_of(replace(kind, interval=1).rule, valid_from, valid_from + LONGEST_GAP)[0]
    end = months_after(first, months)
    moved = (calendar.on_or_after(day) for day in days_of(rule, start, end))
    return [day for day in moved if first <= day < end]
