"""When an alert that nobody heard is said again. Pure."""

from datetime import datetime, timedelta

MOST = 3
"""So often it is said again; then it stands on the home pages of those who should hear it, and waits."""


def times_due(raised_at: datetime, now: datetime, every: timedelta) -> int:
    """How often an alert should have been said again by now: once each time that `every` passed, `MOST` at most."""
    return min(max(int((now - raised_at) / every), 0), MOST)
