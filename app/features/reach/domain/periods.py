"""Quarters of the financial year, which begins in April. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_MONTH = 4
NAMES = ("April to June", "July to September", "October to December", "January to March")
_YEAR = re.compile(r"(\d{4})/(\d{2})")


@dataclass(frozen=True, order=True)
class Span:
    """Days, both ends included."""

    since: date
    until: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.since <= day <= self.until


@dataclass(frozen=True, order=True)
class Quarter:
    """`year` as it is written, "2026/27"; `number` 1 to 4."""

    year: str
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        begins = day.year - (day.month < FIRST_MONTH)
        return cls(f"{begins}/{(begins + 1) % 100:02d}", (day.month - FIRST_MONTH) % 12 // 3 + 1)

    @classmethod
    def parse(cls, year: str, number: int) -> "Quarter | None":
        """None when there is no such quarter."""
        told = _YEAR.fullmatch(year)
        if told is None or (int(told[1]) + 1) % 100 != int(told[2]) or not 1900 <= int(told[1]) <= 2199:
            return None
        return cls(year, number) if 1 <= number <= 4 else None

    @property
    def begins(self) -> int:
        return int(self.year[:4])

    @property
    def span(self) -> Span:
        return Span(self._first(self.number), self._first(self.number + 1) - timedelta(days=1))

    @property
    def to_date(self) -> Span:
        """The financial year up to the end of the quarter."""
        return Span(self._first(1), self.span.until)

    def _first(self, number: int) -> date:
        month = FIRST_MONTH + 3 * (number - 1)
        return date(self.begins + (month > 12), (month - 1) % 12 + 1, 1)

    @property
    def words(self) -> str:
        """July to September 2026."""
        return f"{NAMES[self.number - 1]} {self.span.until.year}"

    def before(self, quarters: int = 1) -> "Quarter":
        found = self
        for _one in range(quarters):
            found = Quarter.of(found.span.since - timedelta(days=1))
        return found
