"""Rules of agreeing an action: when it is usually due, and what is nearly the same. Pure.

Source: domain reference 4.4 (due dates) and 4.9 (every effort is made to avoid duplication).
"""

import math
from datetime import date, timedelta
from difflib import SequenceMatcher

from app.features.actions.domain import folded
from app.kernel.working_days import WorkingDays

NEARLY = 0.8
"""From which share of the same words in the same order two texts are nearly the same."""


def default_due(
    number: int | None, unit: str, *, agreed_on: date, next_meeting_on: date | None, calendar: WorkingDays
) -> date | None:
    """When an action of some priority is usually due.

    `number` and `unit` come from the priority: hours after it was agreed (in whole days), working days after it was
    agreed, or, when negative, working days before the next meeting. None: nobody can say without asking.
    Never before the day it was agreed.
    """
    if number is None:
        return None
    if unit == "hours":
        return agreed_on + timedelta(days=math.ceil(number / 24))
    if number >= 0:
        return calendar.add(agreed_on, number)
    if next_meeting_on is None:
        return None
    return max(agreed_on, calendar.add(next_meeting_on, number))


def says_nearly_the_same(one: str, other: str) -> bool:
    """Whether two texts of actions are the same but for a few words."""
    return SequenceMatcher(None, folded(one).split(), folded(other).split(), autojunk=False).ratio() >= NEARLY
