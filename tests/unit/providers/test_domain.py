"""Rules of a provider's quality."""

from datetime import date, timedelta

import pytest

from app.features.providers.domain import Item, Standing, lapsed_words, standing_of

DAY = date(2026, 11, 2)
SOON = 42


@pytest.mark.parametrize(
    ("state", "days_left", "standing"),
    [
        ("HELD", None, Standing.HELD),
        ("HELD", 43, Standing.HELD),
        ("HELD", 42, Standing.SOON),
        ("HELD", 0, Standing.SOON),  # the last day still holds
        ("HELD", -1, Standing.LAPSED),
        ("ASKED", None, Standing.WAITS),
        ("WITHDRAWN", 300, Standing.LAPSED),
        ("LAPSED", None, Standing.LAPSED),
        ("REVIEW_DUE", None, Standing.SOON),
        ("TRAINING_BOOKED", None, Standing.WAITS),
        ("TRAINING_BOOKED", -1, Standing.LAPSED),
        ("WORKING_TOWARDS", None, Standing.WAITS),
        ("LEVEL2", None, Standing.HELD),
        (None, None, Standing.HELD),
    ],
)
def test_standing_follows_from_the_state_and_the_last_day(
    state: str | None, days_left: int | None, standing: Standing
) -> None:
    until = None if days_left is None else DAY + timedelta(days=days_left)
    assert standing_of(Item("An item", state, until), DAY, SOON) is standing


def test_what_was_never_recorded_is_missing_and_not_lapsed() -> None:
    assert standing_of(None, DAY, SOON) is Standing.MISSING


def test_pr_53_names_each_item_that_has_lapsed_and_since_when() -> None:
    """PR-53: the gate speaks in words, and lets what holds through."""
    items = [
        Item("Safeguarding self-audit", "HELD", date(2026, 10, 31)),
        Item("Data protection registration", "WITHDRAWN", None),
        Item("Insurance", "HELD", DAY),
    ]
    assert lapsed_words(items, DAY) == (
        "Safeguarding self-audit: lapsed after 31 October 2026",
        "Data protection registration: recorded as lapsed",
    )
    assert lapsed_words(items[2:], DAY) == ()
