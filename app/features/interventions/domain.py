"""Rules of commissioning: whether an intervention runs on a day and until when it is paid for. Pure.

Source: domain reference 6.1 and 6.6: money is often confirmed late, and what is paid for now need not be next year.
Nothing of it is stored: it follows from the contracts and the years of the row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.kernel.days import day_words, financial_year

DAY = timedelta(days=1)


class State(StrEnum):
    PAID = "PAID"
    SOON = "SOON"
    """Paid for, and the money ends soon."""
    UNCONFIRMED = "UNCONFIRMED"
    BREAK = "BREAK"
    HALTED = "HALTED"
    """The year says that it does not run."""
    AHEAD = "AHEAD"
    UNFUNDED = "UNFUNDED"
    YEAR = "YEAR"
    """No contract is recorded; the year says that it runs."""
    UNKNOWN = "UNKNOWN"


RUNS = frozenset({State.PAID, State.SOON, State.UNCONFIRMED, State.YEAR})


@dataclass(frozen=True)
class Contract:
    """`ends_on` is the last day, or the day it was stopped; `breaks` are pairs of days, both included."""

    starts_on: date
    ends_on: date
    confirmed_on: date | None = None
    breaks: tuple[tuple[date, date], ...] = ()

    def covers(self, on: date) -> bool:
        return self.starts_on <= on <= self.ends_on

    def confirmed(self, on: date) -> bool:
        return self.confirmed_on is not None and self.confirmed_on <= on

    def break_until(self, on: date) -> date | None:
        """The last day of the break that `on` lies in, if it does."""
        return next((last for first, last in self.breaks if first <= on <= last), None)


@dataclass(frozen=True)
class Year:
    """What is recorded last of a financial year: its words, and whether it ran."""

    year: str
    words: str
    runs: bool


@dataclass(frozen=True)
class Commissioning:
    """How an intervention stands on a day. `until`: the last day paid for; `banner`: what a reader must know, if
    anything, in words."""

    state: State
    until: date | None = None
    banner: str | None = None

    @property
    def is_live(self) -> bool:
        return self.state in RUNS


def commissioning(contracts: Sequence[Contract], years: Sequence[Year], on: date, soon_days: int) -> Commissioning:
    """How an intervention stands `on` a day. What the year says of a halt stands above any contract."""
    year = next((one for one in reversed(years) if one.year == financial_year(on)), None)
    if year is not None and not year.runs:
        return Commissioning(State.HALTED, banner=f"Not running: {year.words.lower()} in {year.year}.")
    if not contracts:
        return _by_year(year, years)
    covering = [one for one in contracts if one.covers(on)]
    if not covering:
        return _between(contracts, on)
    current = min(
        covering, key=lambda one: (one.break_until(on) is not None, not one.confirmed(on), -one.ends_on.toordinal())
    )
    back = current.break_until(on)
    if back is not None:
        return Commissioning(State.BREAK, current.ends_on, f"Not running: a break until {day_words(back)}.")
    if not current.confirmed(on):
        words = f"Its money is not confirmed. It has run since {day_words(current.starts_on)} without."
        return Commissioning(State.UNCONFIRMED, None, words)
    until, then = paid_until(contracts, current)
    if until <= on + timedelta(soon_days):
        return Commissioning(State.SOON, until, f"Unfunded after {day_words(until)}. {then}")
    return Commissioning(State.PAID, until)


def paid_until(contracts: Sequence[Contract], current: Contract) -> tuple[date, str]:
    """The last day paid for without a gap from `current` on, and what is known of the time after it."""
    until = current.ends_on
    for one in sorted(contracts, key=lambda each: each.starts_on):
        if one.starts_on <= until + DAY and one.ends_on > until:
            if one.confirmed_on is None:
                return until, "A contract follows, and its money is not confirmed."
            until = one.ends_on
    return until, "No contract is recorded after that."


def confirmed_late(contract: Contract) -> int:
    """By how many days the money was confirmed after the start; 0 when it was in time or is not confirmed yet."""
    return max(0, (contract.confirmed_on - contract.starts_on).days) if contract.confirmed_on else 0


def _between(contracts: Sequence[Contract], on: date) -> Commissioning:
    ahead = min((one.starts_on for one in contracts if one.starts_on > on), default=None)
    ended = max((one.ends_on for one in contracts if one.ends_on < on), default=None)
    then = f" The next contract begins on {day_words(ahead)}." if ahead else ""
    if ended is None:
        return Commissioning(State.AHEAD, banner=f"Not running yet.{then}")
    return Commissioning(State.UNFUNDED, ended, f"Unfunded after {day_words(ended)}.{then}")


def _by_year(year: Year | None, years: Sequence[Year]) -> Commissioning:
    if year is not None:
        return Commissioning(State.YEAR)
    if years:
        last = years[-1]
        words = f"Not known to run now: {last.words.lower()} in {last.year}, the last year recorded."
        return Commissioning(State.UNKNOWN, banner=words)
    return Commissioning(State.UNKNOWN, banner="Not known to run now: no year and no contract is recorded.")
