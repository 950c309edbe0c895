"""Sharing out, match and how a line stands; the figures of the documents."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.funding.domain import sums, years
from app.kernel.errors import Refused

pytestmark = pytest.mark.unit

GRANT = 116_000_000
SHARES = [11_488_400, 42_438_900, 14_358_200, 36_222_500, 11_492_000]
WEIGHTS = st.lists(st.integers(min_value=0, max_value=10**7), min_size=1, max_size=12).filter(any)


@given(st.integers(min_value=0, max_value=10**12), WEIGHTS)
def test_the_parts_sum_to_the_whole_and_none_is_a_penny_off(total: int, weights: list[int]) -> None:
    parts = sums.split(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1
        assert weight or not part
    sums.check_parts(total, parts)


@given(st.integers(min_value=0, max_value=10**10), WEIGHTS, st.integers(min_value=1, max_value=1000))
def test_only_the_proportions_count(total: int, weights: list[int], times: int) -> None:
    assert sums.split(total, weights) == sums.split(total, [weight * times for weight in weights])


@given(
    st.integers(min_value=0, max_value=10**10),
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**4)), min_size=1, max_size=6),
    st.integers(min_value=0, max_value=100),
)
def test_shares_by_population_and_crime_sum_too(total: int, areas: list[tuple[int, int]], weight: int) -> None:
    blended = sums.blend([one for one, _ in areas], [crime for _, crime in areas], weight)
    assert sum(blended) == 1
    assert sum(sums.split(total, blended)) == total


def test_the_grant_of_2019_over_five_areas() -> None:
    """6.6 and D2: the amounts of the decision, and the percentages that follow from them."""
    sums.check_parts(GRANT, SHARES)
    assert [sums.percent(one, GRANT) for one in SHARES] == ["9.90", "36.59", "12.38", "31.23", "9.91"]
    assert sums.split(GRANT, SHARES) == SHARES
    assert sums.percent(11_488_400, 160_000_000) == "7.18"  # D1: it cannot have been £1.6 million


def test_shares_that_do_not_sum_say_by_how_much() -> None:
    with pytest.raises(Refused, match=r"these are £0\.01 less"):
        sums.check_parts(GRANT, [*SHARES[:-1], SHARES[-1] - 1])
    with pytest.raises(Refused, match=r"these are £10\.00 more"):
        sums.check_parts(GRANT, [*SHARES, 1000])


@pytest.mark.parametrize("weights", [[], [0, 0], [-1, 2]])
def test_nothing_to_go_by_is_refused(weights: list[int]) -> None:
    with pytest.raises(Refused, match="Enter the figures"):
        sums.split(100, weights)
    with pytest.raises(Refused):
        sums.blend([0, 0], [1, 2], 50)


@pytest.mark.parametrize(
    ("total", "per_cent", "of_core", "of_total"),
    [
        (141_422_600, 10, 8_800_000, 14_142_260),
        (105_831_300, 15, 13_200_000, 15_874_695),
        (104_717_000, 20, 17_600_000, 20_943_400),
    ],
)
def test_match_by_the_core_and_by_the_whole(total: int, per_cent: int, of_core: int, of_total: int) -> None:
    """D4."""
    assert sums.match_asked(total, 88_000_000, per_cent, sums.CORE) == of_core
    assert sums.match_asked(total, 88_000_000, per_cent, sums.TOTAL) == of_total
    assert sums.match_asked(total, None, per_cent, sums.CORE) == of_total


def test_how_a_line_stands() -> None:
    one = sums.standing(100_00, [(40_00, 10_00, False), (30_00, 5_00, True)], 8_00, None)
    assert (one.committed, one.owed, one.spent) == (45_00, 30_00, 23_00)
    assert (one.remaining, one.free, one.variance) == (77_00, 47_00, 0)
    both = one + sums.standing(50_00, [(10_00, 12_00, False)], 0, 60_00)
    assert (both.budget, both.owed, both.spent, both.variance) == (150_00, 30_00, 35_00, 10_00)


@given(st.integers(0, 10**9), st.integers(0, 4000), st.integers(0, 4000), st.integers(-4000, 8000))
def test_what_falls_after_the_funding_is_a_part(amount: int, starts: int, length: int, last: int) -> None:
    late = sums.after(amount, starts, starts + length, last)
    assert 0 <= late <= amount
    assert last < starts + length or late == 0
    assert last >= starts or late == amount


def test_an_underspend_is_by_the_forecast_or_by_the_days_gone() -> None:
    gone = years.share_gone(2026, date(2026, 9, 30))
    assert gone == (183, 365)
    half = sums.Standing(budget=365_00, spent=100_00)
    assert sums.is_underspent(half, None, gone, 15)
    assert not sums.is_underspent(half, None, gone, 30)
    assert not sums.is_underspent(half, 365_00, gone, 15)
    assert sums.is_underspent(half, 300_00, gone, 15)
    assert not sums.is_underspent(sums.Standing(), None, gone, 15)


def test_financial_years() -> None:
    assert [years.year_of(date(2026, 3, 31)), years.year_of(date(2026, 4, 1))] == [2025, 2026]
    assert (years.year_words(2026), years.year_words(2099)) == ("2026/27", "2099/00")
    assert years.share_gone(2026, date(2026, 3, 1))[0] == 0
    assert years.share_gone(2026, date(2028, 3, 1)) == (365, 365)
