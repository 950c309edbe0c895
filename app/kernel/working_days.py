"""Working days: Monday to Friday without bank holidays. Every deadline of the month counts in them."""

from bisect import bisect_right
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class WorkingDays:
    """A calendar of working days for one set of bank holidays.

    >>> WorkingDays(frozenset()).add(date(2026, 11, 19), -5)
    datetime.date(2026, 11, 12)
    """

    def __init__(self, bank_holidays: frozenset[date]) -> None:
        self.bank_holidays = bank_holidays
        self._midweek_holidays = sorted(day.toordinal() for day in bank_holidays if day.weekday() < SATURDAY)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.bank_holidays

    def add(self, day: date, n: int) -> date:
        """The `n`th working day after `day` (before it when `n` is negative); `day` itself when `n` is 0."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self.add(day, 1)

    def on_or_after(self, day: date) -> date:
        """`day` when it is a working day, otherwise the first working day after it."""
        return day if self.is_working_day(day) else self.add(day, 1)

    def on_or_before(self, day: date) -> date:
        """`day` when it is a working day, otherwise the last working day before it."""
        return day if self.is_working_day(day) else self.add(day, -1)

    def between(self, start: date, end: date) -> int:
        """How many working days come after `start`, up to and including `end`; negative when `end` is the earlier."""
        return self._until(end) - self._until(start)

    def _until(self, day: date) -> int:
        """Working days from the beginning of the calendar (Monday 1 January of year 1) to `day`, `day` included."""
        ordinal = day.toordinal()
        weeks, rest = divmod(ordinal, 7)
        return weeks * 5 + min(rest, 5) - bisect_right(self._midweek_holidays, ordinal)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The `n`th `weekday` (Monday is 0) of a month, as in "third Thursday"; raises ValueError when there is none."""
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
    if n < 1 or day.month != month:
        raise ValueError(f"{year}-{month:02d} has no weekday {weekday} number {n}")
    return day
