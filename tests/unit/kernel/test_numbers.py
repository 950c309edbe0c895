"""Numbers that a page sent back."""

import pytest

from app.kernel.numbers import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *((str(number), number) for number in (0, 12, 999_999_999)),
        ("007", 7),
        *((text, -1) for text in (None, "", "-3", "1.0", "1_0", " 1", "\u0663", "\u00b2", "1000000000", "9" * 5_000)),
    ],
)
def test_only_plain_digits_are_a_number(text: str | None, number: int) -> None:
    assert whole_number(text, -1) == number


def test_a_page_may_take_fewer_digits() -> None:
    assert (whole_number("99999", 1, digits=5), whole_number("100000", 1, digits=5)) == (99_999, 1)
