"""The time an item has had."""

from datetime import UTC, datetime, timedelta

import pytest

from app.features.meetings.domain import timing

START = datetime(2026, 11, 19, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "word"),
    [(0, "WITHIN"), (9.9, "WITHIN"), (10, "NEARLY"), (12, "OVER"), (14.9, "OVER"), (15, "LONG_OVER")],
)
def test_pace(minutes: float, word: str) -> None:
    assert timing.pace(int(minutes * 60), planned=12, grace=3) == word


def test_time_goes_on_from_what_it_had_before() -> None:
    assert timing.seconds_spent(60, None, START) == 60
    assert timing.seconds_spent(60, START - timedelta(seconds=30), START) == 90
    assert timing.seconds_spent(0, START + timedelta(seconds=5), START) == 0, "clocks that differ"
