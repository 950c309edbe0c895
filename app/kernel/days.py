"""Days as they are told and as they are shown."""

from datetime import date, timedelta
from typing import Any


def day_of(value: Any) -> date | None:
    """A date, or one written as ISO 8601 has it; None for anything else."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def day_words(day: date) -> str:
    """2 November 2026."""
    return f"{day.day} {day:%B %Y}"


def last_of_month(day: date) -> date:
    """The last day of the month a day is in."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def financial_year(day: date) -> str:
    """The year from 1 April that a day lies in: `2026/27`."""
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return f"{first}/{(first + 1) % 100:02}"


def year_span(year: str) -> tuple[date, date]:
    """First and last day of a financial year written as `2026/27`."""
    first = int(year[:4])
    return date(first, 4, 1), date(first + 1, 3, 31)
