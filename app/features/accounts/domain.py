"""Rules of accounts: pure."""

from datetime import date, datetime, timedelta
from typing import Protocol

LONGEST_SESSION = timedelta(hours=10)
IDLE_ACCOUNT_DAYS = 60


class AccountFacts(Protocol):
    activated_at: datetime | None
    suspended_at: datetime | None
    left_on: date | None


def account_status(user: AccountFacts, on: date) -> str:
    """INVITED, ACTIVE, SUSPENDED or LEFT."""
    if user.left_on is not None and user.left_on <= on:
        return "LEFT"
    if user.suspended_at is not None:
        return "SUSPENDED"
    return "ACTIVE" if user.activated_at is not None else "INVITED"


def session_is_live(created_at: datetime, seen_at: datetime, moment: datetime, *, idle: timedelta) -> bool:
    """Whether a session may still be used: neither idle for longer than `idle` nor older than ten hours."""
    return moment - seen_at <= idle and moment - created_at <= LONGEST_SESSION
