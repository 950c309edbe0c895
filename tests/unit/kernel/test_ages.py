"""Ages, and how sure they are."""

from datetime import date

import pytest

from app.kernel.ages import age, months_after, turns

ON = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("dob", "precision", "approx", "told_on", "words", "child"),
    [
        (date(2011, 4, 7), "EXACT", None, None, "15", True),
        (date(2008, 11, 19), "EXACT", None, None, "18", False),
        (date(2008, 11, 20), None, None, None, "17", True),
        (date(2009, 1, 1), "ESTIMATED", 17, None, "about 17", True),
        (date(2008, 1, 1), "YEAR", None, None, "17 or 18", True),
        (date(2008, 11, 1), "MONTH", None, None, "17 or 18", True),
        (date(2008, 12, 1), "MONTH", None, None, "17", True),
        (None, "UNKNOWN", 17, date(2025, 1, 1), "about 18", False),
        (None, None, None, None, "Age not known", True),
    ],
)
def test_ages(
    *, dob: date | None, precision: str | None, approx: int | None, told_on: date | None, words: str, child: bool
) -> None:
    found = age(dob, precision, approx, told_on, ON)
    assert (found.words, found.is_child) == (words, child)


def test_a_birthday_on_29_february() -> None:
    assert turns(date(2008, 2, 29), "EXACT", 18) == date(2026, 3, 1)
    assert turns(date(2008, 2, 29), "EXACT", 20) == date(2028, 2, 29)
    assert turns(None, None, 18) is None


def test_months_after() -> None:
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 11, 19), 12) == date(2027, 11, 19)
    assert months_after(date(2026, 1, 31), -2) == date(2025, 11, 30)
