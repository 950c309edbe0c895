"""When an alert that nobody heard is said again."""

from datetime import UTC, datetime, timedelta

import pytest

from app.features.alerts.domain import MOST, times_due

RAISED = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "times"), [(0, 0), (19, 0), (20, 1), (39, 1), (40, 2), (60, 3), (6000, MOST), (-5, 0)]
)
def test_once_each_time_and_not_for_ever(minutes: int, times: int) -> None:
    assert times_due(RAISED, RAISED + timedelta(minutes=minutes), timedelta(minutes=20)) == times
