"""What leaves the area team."""

import pytest

from app.features.reporting.domain import disclosed
from app.features.reporting.trail import in_words


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


def test_events_are_said_in_words() -> None:
    assert in_words("case.viewed") == "Case viewed"
    assert in_words("account.invited-again") == "Account invited again"
    assert in_words("case.agency_given_need") == "Agency given a need to know the case"
