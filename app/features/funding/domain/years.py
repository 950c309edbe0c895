"""Financial years, which begin on 1 April. A year is known by the calendar year in which it begins."""

from datetime import date

FIRST, LAST = 2015, 2060
"""Years that a page is shown of."""


def year_of(day: date) -> int:
    return day.year if day >= date(day.year, 4, 1) else day.year - 1


def first_day(year: int) -> date:
    return date(year, 4, 1)


def last_day(year: int) -> date:
    return date(year + 1, 3, 31)


def year_words(year: int) -> str:
    """2026/27."""
    return f"{year}/{(year + 1) % 100:02}"


def share_gone(year: int, on: date) -> tuple[int, int]:
    """How many days of the year are over by the end of `on`, of how many."""
    whole = (last_day(year) - first_day(year)).days + 1
    return max(0, min(whole, (on - first_day(year)).days + 1)), whole
