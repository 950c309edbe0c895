"""Rules of a provider's quality: what stands, what lapses, what stops a new referral. Pure.

Source: domain reference 6.5, PR-53. Standing is never stored: it follows from the newest item of a kind and the day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.kernel.days import day_words


class Standing(StrEnum):
    HELD = "HELD"
    SOON = "SOON"
    LAPSED = "LAPSED"
    WAITS = "WAITS"
    """Begun and not there yet, such as a charter whose training is booked."""
    MISSING = "MISSING"


WORDS = {
    Standing.HELD: "In force",
    Standing.SOON: "Lapses soon",
    Standing.LAPSED: "Lapsed",
    Standing.WAITS: "Not there yet",
    Standing.MISSING: "Not recorded",
}
COLOURS = {
    Standing.HELD: "green",
    Standing.SOON: "yellow",
    Standing.LAPSED: "red",
    Standing.WAITS: "light-blue",
    Standing.MISSING: "grey",
}

LAPSED_STATES = frozenset({"LAPSED", "WITHDRAWN"})
WAITING_STATES = frozenset({"NOT_ASKED", "INVITED", "TRAINING_BOOKED", "NONE", "WORKING_TOWARDS", "ASKED"})


@dataclass(frozen=True)
class Item:
    """What is recorded of one kind: `state` a code or None, `expires_on` the last day on which it holds."""

    label: str
    state: str | None
    expires_on: date | None


def standing_of(item: Item | None, on: date, soon_days: int) -> Standing:
    """How an item stands `on` a day; `soon_days` before its last day it lapses soon."""
    if item is None:
        return Standing.MISSING
    if item.state in LAPSED_STATES or (item.expires_on is not None and item.expires_on < on):
        return Standing.LAPSED
    if item.state in WAITING_STATES:
        return Standing.WAITS
    if item.state == "REVIEW_DUE" or (item.expires_on is not None and item.expires_on <= on + timedelta(soon_days)):
        return Standing.SOON
    return Standing.HELD


def lapsed_words(items: Iterable[Item], on: date) -> tuple[str, ...]:
    """Which of the items that stop a new referral have lapsed, in words (PR-53). What was never recorded is not
    lapsed: pages say that it is missing, and a commissioner decides."""
    return tuple(_lapse(item, on) for item in items if standing_of(item, on, 0) is Standing.LAPSED)


def _lapse(item: Item, on: date) -> str:
    if item.expires_on is not None and item.expires_on < on:
        return f"{item.label}: lapsed after {day_words(item.expires_on)}"
    return f"{item.label}: recorded as lapsed"
