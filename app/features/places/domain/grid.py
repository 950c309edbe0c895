"""The hours of a week in which things happen (domain reference 2.19): seven days, Monday first, of 24 numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = range(24)
MOST = 999
"""In one hour of the week."""
SHADES = 4

Grid = Sequence[Sequence[int]]


class Happening(Protocol):
    @property
    def on(self) -> date: ...
    @property
    def at(self) -> time | None: ...


@dataclass(frozen=True)
class Band:
    """Named hours, from `first` to `last`, both included, past midnight when last is the smaller."""

    code: str
    name: str
    first: int
    last: int

    def has(self, hour: int) -> bool:
        if self.first <= self.last:
            return self.first <= hour <= self.last
        return hour >= self.first or hour <= self.last


def empty() -> list[list[int]]:
    return [[0] * len(HOURS) for _day in DAYS]


def counted(happened: Iterable[Happening]) -> tuple[list[list[int]], int]:
    """The grid of what happened, and how many have no known time."""
    grid, without_time = empty(), 0
    for one in happened:
        if one.at is None:
            without_time += 1
        else:
            grid[one.on.weekday()][one.at.hour] += 1
    return grid, without_time


def total(grid: Grid) -> int:
    return sum(map(sum, grid))


def by_band(grid: Grid, bands: Iterable[Band]) -> list[tuple[Band, int]]:
    """How many are in each band. Bands may overlap, so they do not add up to the whole."""
    return [(band, sum(day[hour] for day in grid for hour in HOURS if band.has(hour))) for band in bands]


def shades(grid: Grid) -> list[list[int]]:
    """0 for nothing, else 1 to 4 by the share of the fullest hour."""
    most = max(map(max, grid), default=0)
    return [[-(-number * SHADES // most) if number else 0 for number in day] for day in grid]


def busiest(grid: Grid, most: int = 3) -> list[tuple[str, int, int]]:
    """The fullest hours: day, hour, number; the earliest in the week first among equals."""
    cells = [(number, day, hour) for day, row in enumerate(grid) for hour, number in enumerate(row) if number]
    cells.sort(key=lambda cell: (-cell[0], cell[1], cell[2]))
    return [(DAYS[day], hour, number) for number, day, hour in cells[:most]]


def by_season(happened: Iterable[Happening], in_holidays: Mapping[date, bool]) -> tuple[int, int]:
    """How many were in term and how many in school holidays. A day that is not in the mapping is in term."""
    days = [in_holidays.get(one.on, False) for one in happened]
    return days.count(False), days.count(True)
