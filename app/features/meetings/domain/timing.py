"""How the time of an item goes: 12 to 15 minutes each, so that the last of a long agenda is heard as well."""

from datetime import datetime

WITHIN = "WITHIN"
NEARLY = "NEARLY"
OVER = "OVER"
LONG_OVER = "LONG_OVER"
WARN_BEFORE = 120
"""Seconds before the planned end from which the words change."""


def seconds_spent(before: int, shown_at: datetime | None, now: datetime) -> int:
    """Seconds an item has had: before, and since it is on the screen again."""
    return before + (max(0, int((now - shown_at).total_seconds())) if shown_at else 0)


def pace(seconds: int, *, planned: int, grace: int) -> str:
    """WITHIN, NEARLY (two minutes are left), OVER the `planned` minutes, or LONG_OVER: `grace` minutes past them."""
    if seconds >= (planned + grace) * 60:
        return LONG_OVER
    if seconds >= planned * 60:
        return OVER
    return NEARLY if seconds >= planned * 60 - WARN_BEFORE else WITHIN
