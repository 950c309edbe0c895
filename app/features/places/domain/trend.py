"""Three months against the three before and the same a year before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FEW = 5
"""Fewer than this in both, and nothing is said of a direction."""


class Direction(StrEnum):
    UP = "UP"
    DOWN = "DOWN"
    STEADY = "STEADY"
    TOO_FEW = "TOO_FEW"


WORDS = {
    Direction.UP: "More",
    Direction.DOWN: "Fewer",
    Direction.STEADY: "About the same",
    Direction.TOO_FEW: "Too few to tell",
}
ARROWS = {Direction.UP: "↑", Direction.DOWN: "↓", Direction.STEADY: "→", Direction.TOO_FEW: "·"}


@dataclass(frozen=True)
class Windows:
    """Three spans of three months, each from its first day to its last."""

    now: tuple[date, date]
    before: tuple[date, date]
    year_before: tuple[date, date]

    @property
    def first(self) -> date:
        return min(self.before[0], self.year_before[0])


@dataclass(frozen=True)
class Trend:
    now: int
    before: int | None
    """None: not known."""
    year_before: int | None
    direction: Direction
    """Beside the three months before."""
    yearly: Direction
    """Beside the same months a year before."""


def months_back(day: date, months: int) -> date:
    """The same day of an earlier month, or its last day."""
    number = day.year * 12 + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def windows(today: date) -> Windows:
    """The three months up to today, the three before, and the same a year before."""
    start, earlier = months_back(today, 3), months_back(today, 6)
    one = timedelta(days=1)
    year = months_back(today, 12)
    return Windows((start + one, today), (earlier + one, start), (months_back(year, 3) + one, year))


def trend(now: int, before: int | None, year_before: int | None, steady: int) -> Trend:
    """`steady`: so many per cent either way are about the same."""
    return Trend(now, before, year_before, direction(now, before, steady), direction(now, year_before, steady))


def of_days(days: Iterable[date], today: date, steady: int) -> Trend:
    """The trend of what happened on these days."""
    known, spans = list(days), windows(today)

    def count(span: tuple[date, date]) -> int:
        return sum(span[0] <= day <= span[1] for day in known)

    return trend(count(spans.now), count(spans.before), count(spans.year_before), steady)


def direction(now: int, before: int | None, steady: int) -> Direction:
    if before is None or max(now, before) < FEW:
        return Direction.TOO_FEW
    if abs(now - before) * 100 <= before * steady:
        return Direction.STEADY
    return Direction.UP if now > before else Direction.DOWN


def of_months(counts: Mapping[date, int], there: Iterable[date], steady: int) -> tuple[date, Trend] | None:
    """The trend of monthly numbers up to the newest month that is there, and that month. A span of which a month is
    missing is not known; None when the newest three are not all there."""
    known = {*there}
    if not known:
        return None
    newest = max(known)

    def count(ago: int) -> int | None:
        span = [months_back(newest, ago + number) for number in range(3)]
        return sum(counts.get(month, 0) for month in span) if known.issuperset(span) else None

    now = count(0)
    return (newest, trend(now, count(3), count(12), steady)) if now is not None else None
