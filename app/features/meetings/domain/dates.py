"""When a group meets, and the days of the month that are counted from a meeting."""

from collections.abc import Mapping
from datetime import date, datetime, time

from app.kernel.clock import LONDON
from app.kernel.errors import Refused
from app.kernel.working_days import WorkingDays


def check_time(starts_at: str) -> None:
    """Refuse what is not HH:MM."""
    try:
        time.fromisoformat(starts_at)
    except ValueError:
        raise Refused("Enter a time, like 14:00", field="starts_at") from None
    if len(starts_at) != len("14:00"):
        raise Refused("Enter a time, like 14:00", field="starts_at")


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the first of the month after when that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year, month + 2, 1)  # never past December, which has every day


def check_day(day: date, today: date, calendar: WorkingDays) -> None:
    """A meeting that is moved, or added by hand, is held on a working day between today and a year ahead."""
    if day < today:
        raise Refused("Enter a date that is today or in the future", field="held_on")
    if day >= months_after(today, 12):
        raise Refused("Enter a date within a year from today", field="held_on")
    if not calendar.is_working_day(day):
        raise Refused("Enter a working day: this is a weekend or a bank holiday", field="held_on")


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
