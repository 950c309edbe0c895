"""When a group meets, and the days of the month that are counted from a meeting."""

from collections.abc import Mapping
from datetime import date, datetime, time

from app.kernel.clock import LONDON
from app.kernel.errors import Refused
from app.kernel.working_days import WorkingDays, nth_weekday

LAST_WEEK = 4
"""The fourth is the last week that every month has of every weekday."""
FRIDAY = 4


def check_series(weekday: int, week_of_month: int, starts_at: str) -> None:
    """Refuse a day that some months do not have, or that is no working day."""
    if not 0 <= weekday <= FRIDAY:
        raise Refused("Select a day from Monday to Friday", field="weekday")
    if not 1 <= week_of_month <= LAST_WEEK:
        raise Refused("Select the first, second, third or fourth week", field="week_of_month")
    check_time(starts_at)


def check_time(starts_at: str) -> None:
    """Refuse what is not HH:MM."""
    try:
        time.fromisoformat(starts_at)
    except ValueError:
        raise Refused("Enter a time, like 14:00", field="starts_at") from None
    if len(starts_at) != len("14:00"):
        raise Refused("Enter a time, like 14:00", field="starts_at")


def meeting_day(year: int, month: int, weekday: int, week_of_month: int, calendar: WorkingDays) -> date:
    """The nth weekday of a month. When that is a bank holiday the group meets on the next working day."""
    return calendar.on_or_after(nth_weekday(year, month, weekday, week_of_month))


def series_days(weekday: int, week_of_month: int, first: date, months: int, calendar: WorkingDays) -> list[date]:
    """The meeting days from `first` on (included) over `months` months."""
    end = _months_after(first, months)
    found = []
    year, month = first.year, first.month
    while (year, month) <= (end.year, end.month):
        day = meeting_day(year, month, weekday, week_of_month, calendar)
        if first <= day < end:
            found.append(day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or the first of the month after when that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year, month + 2, 1)  # never past December, which has every day


def cycle_days(held_on: date, offsets: Mapping[str, int], calendar: WorkingDays) -> dict[str, date]:
    """The day of each event of the month, from its offset in working days (section 1.4)."""
    return {code: calendar.add(held_on, offset) for code, offset in offsets.items()}


def moment_on(day: date, at: time) -> datetime:
    """A time of day in England, as a moment."""
    return datetime.combine(day, at, LONDON)


def check_extraordinary(held_on: date, today: date, limit: int, calendar: WorkingDays) -> None:
    """An extraordinary meeting is held within `limit` working days. PR-05."""
    if held_on < today:
        raise Refused("Enter a date that is today or in the future", field="held_on", rule="PR-05")
    if calendar.between(today, held_on) > limit:
        raise Refused(
            f"Enter a date within {limit} working days: an extraordinary meeting does not wait",
            field="held_on",
            rule="PR-05",
        )
