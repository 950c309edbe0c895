"""What leaves the area team."""

import pytest

from app.kernel.disclosing import disclosed


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "Fewer than 5"),
        (4, "Fewer than 5"),
        (5, "About 5"),
        (7, "About 5"),
        (8, "About 10"),
        (1234, "About 1,235"),
    ],
)
def test_small_counts_are_hidden_and_others_rounded(count: int, words: str) -> None:
    assert disclosed(count, smallest=5, rounding=5) == words
