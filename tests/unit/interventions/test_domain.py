"""Rules of commissioning: what runs, until when it is paid for, and what a reader must know."""

from datetime import date, timedelta

import pytest

from app.features.interventions.domain import Contract, State, Year, commissioning, confirmed_late, paid_until
from app.kernel.days import financial_year, year_span

DAY = date(2026, 11, 2)
SOON = 90
FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
RAN = Year("2026/27", "Continuing", True)


def contract(
    starts_on: date = FIRST, ends_on: date = LAST, confirmed_on: date | None = FIRST, breaks: tuple = ()
) -> Contract:
    return Contract(starts_on, ends_on, confirmed_on, breaks)


@pytest.mark.parametrize(
    ("contracts", "years", "state", "is_live"),
    [
        ([], [], State.UNKNOWN, False),
        ([], [Year("2020/21", "New", True)], State.UNKNOWN, False),
        ([], [RAN], State.YEAR, True),
        ([], [Year("2026/27", "Planned", False)], State.HALTED, False),
        ([contract()], [], State.PAID, True),
        ([contract()], [RAN, Year("2026/27", "Paused", False)], State.HALTED, False),
        ([contract()], [Year("2026/27", "Delayed", False), RAN], State.PAID, True),
        ([contract(confirmed_on=None)], [], State.UNCONFIRMED, True),
        ([contract(confirmed_on=DAY + timedelta(1))], [], State.UNCONFIRMED, True),
        ([contract(confirmed_on=None), contract()], [], State.PAID, True),
        ([contract(ends_on=DAY + timedelta(SOON))], [], State.SOON, True),
        ([contract(ends_on=DAY)], [], State.SOON, True),
        ([contract(ends_on=DAY - timedelta(1))], [], State.UNFUNDED, False),
        ([contract(starts_on=DAY + timedelta(1))], [], State.AHEAD, False),
        ([contract(breaks=((DAY, DAY + timedelta(6)),))], [], State.BREAK, False),
        ([contract(breaks=((DAY - timedelta(6), DAY - timedelta(1)),))], [], State.PAID, True),
        ([contract(breaks=((DAY, DAY),)), contract()], [], State.PAID, True),
    ],
)
def test_what_runs_follows_from_contracts_and_years(
    contracts: list[Contract], years: list[Year], state: State, is_live: bool
) -> None:
    found = commissioning(contracts, years, DAY, SOON)
    assert (found.state, found.is_live) == (state, is_live)
    assert (found.banner is None) == (state in (State.PAID, State.YEAR))


def test_the_banner_says_after_which_day_nobody_pays() -> None:
    found = commissioning([contract(ends_on=date(2026, 12, 31))], [], DAY, SOON)
    assert found.banner == "Unfunded after 31 December 2026. No contract is recorded after that."
    ended = commissioning([contract(ends_on=date(2026, 10, 31)), contract(date(2027, 1, 1))], [], DAY, SOON)
    assert ended.banner == "Unfunded after 31 October 2026. The next contract begins on 1 January 2027."


def test_an_extension_carries_on_only_when_its_money_is_confirmed() -> None:
    first = contract(ends_on=date(2026, 12, 31))
    follows = contract(date(2027, 1, 1), date(2027, 6, 30))
    assert paid_until([first, follows], first)[0] == date(2027, 6, 30)
    assert commissioning([first, follows], [], DAY, SOON).state is State.PAID
    waits = contract(date(2027, 1, 1), date(2027, 6, 30), confirmed_on=None)
    found = commissioning([first, waits], [], DAY, SOON)
    assert found.until == date(2026, 12, 31)
    assert "its money is not confirmed" in str(found.banner)
    gap = contract(date(2027, 1, 2), date(2027, 6, 30))
    assert paid_until([first, gap], first)[0] == date(2026, 12, 31)


def test_late_confirmation_is_counted_in_days() -> None:
    assert confirmed_late(contract(confirmed_on=date(2026, 5, 21))) == 50
    assert confirmed_late(contract(confirmed_on=date(2026, 3, 1))) == 0
    assert confirmed_late(contract(confirmed_on=None)) == 0


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 3, 31), "2025/26"), (date(2026, 4, 1), "2026/27"), (date(2100, 1, 1), "2099/00")],
)
def test_a_financial_year_begins_in_april(day: date, year: str) -> None:
    assert financial_year(day) == year
    first, last = year_span(year)
    assert first <= day <= last
