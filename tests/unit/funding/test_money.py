"""Reading and showing money."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import MOST, pence_of, pounds

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("£1,234.50", 123_450), ("1234.5", 123_450), ("1,234", 123_400), (" £ 5 ", 500), ("0.05", 5), ("0", 0),
        ("1,000,000.99", 100_000_099), ("007", 700),
    ],
)  # fmt: skip
def test_money_is_read_as_people_type_it(typed: str, pence: int) -> None:
    assert pence_of(typed) == pence


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "£",
        "1.234,50",
        "1,23",
        "12,34.5",
        "1.234",
        "-5",
        "1e3",
        "5k",
        "1 234",
        "½",
        "١٢",
        "=1+1",
        "1.",
        ".5",
        "£££5",
        "9" * 40,
    ],
)
def test_what_would_be_a_guess_is_not_read(typed: str) -> None:
    assert pence_of(typed) is None


@given(st.integers(min_value=0, max_value=MOST))
def test_what_is_shown_reads_as_the_same(pence: int) -> None:
    assert pence_of(pounds(pence)) == pence
    assert pence_of(pounds(pence).removeprefix("£").replace(",", "")) == pence


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(typed: str) -> None:
    found = pence_of(typed)
    assert found is None or found >= 0


def test_less_than_nothing_and_nothing_stated() -> None:
    assert (pounds(-123_450), pounds(5), pounds(None)) == ("-£1,234.50", "£0.05", "Not stated")
