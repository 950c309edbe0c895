"""How a meeting and an item of its agenda stand."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

PLANNED = "PLANNED"
AGENDA_BUILT = "AGENDA_BUILT"
OPEN = "OPEN"
CLOSED = "CLOSED"
MINUTES_ISSUED = "MINUTES_ISSUED"
SIGNED_OFF = "SIGNED_OFF"
NOT_HELD = "NOT_HELD"
CANCELLED = "CANCELLED"

LISTED = "LISTED"
RESEARCHED = "RESEARCHED"
HEARD = "HEARD"
DECIDED = "DECIDED"
MINUTED = "MINUTED"
SIGNED = "SIGNED"
DEFERRED = "DEFERRED"
WITHDRAWN = "WITHDRAWN"

ISSUED = frozenset({MINUTES_ISSUED, SIGNED_OFF})
OPENED = frozenset({OPEN, CLOSED, *ISSUED})
ENDED = frozenset({CLOSED, *ISSUED, NOT_HELD, CANCELLED})
TO_HEAR = frozenset({LISTED, RESEARCHED, HEARD})
"""An item that must still be decided or deferred before the meeting is closed."""


class MeetingFacts(Protocol):
    @property
    def held_on(self) -> date: ...
    @property
    def agenda_built_at(self) -> datetime | None: ...
    @property
    def opened_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def cancelled_at(self) -> datetime | None: ...
    @property
    def minutes_issued_at(self) -> datetime | None: ...
    @property
    def signed_at(self) -> datetime | None: ...


class DecisionFacts(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def detail(self) -> str | None: ...


class ItemFacts(Protocol):
    @property
    def heard_at(self) -> datetime | None: ...
    @property
    def deferred_at(self) -> datetime | None: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...
    @property
    def signed_at(self) -> datetime | None: ...
    @property
    def meeting(self) -> MeetingFacts: ...
    @property
    def decisions(self) -> Sequence[DecisionFacts]: ...


def meeting_status(meeting: MeetingFacts, on: date) -> str:
    """PLANNED, AGENDA_BUILT, OPEN, CLOSED, MINUTES_ISSUED, SIGNED_OFF, NOT_HELD (its day went by) or CANCELLED."""
    if meeting.cancelled_at:
        return CANCELLED
    if meeting.signed_at:
        return SIGNED_OFF
    if meeting.minutes_issued_at:
        return MINUTES_ISSUED
    if meeting.closed_at:
        return CLOSED
    if meeting.opened_at:
        return OPEN
    if meeting.held_on < on:
        return NOT_HELD
    return AGENDA_BUILT if meeting.agenda_built_at else PLANNED


ASSURANCE_OR_ACTION = frozenset({"ASSURED", "ASSURANCE_SOUGHT", "ACTIONS_AGREED"})
SETS_THE_SCENE = frozenset({"BAND_SET", "BAND_CHANGED", "LEAD_AGREED"})
"""Decisions that say nothing of whether the risk is being addressed."""


def is_concluded(decisions: Sequence[DecisionFacts]) -> bool:
    """Whether an item ends in assurance, in action, or in a reasoned "neither" (section 4)."""
    return any(
        decision.code in ASSURANCE_OR_ACTION or (decision.code not in SETS_THE_SCENE and bool(decision.detail))
        for decision in decisions
    )


def item_status(item: ItemFacts, *, researched: bool = False) -> str:
    """A code of the list `item_state` (section 4.1). `researched`: every agency asked about the item has answered."""
    if item.withdrawn_at:
        return WITHDRAWN
    if item.deferred_at:
        return DEFERRED
    if item.signed_at:
        return SIGNED
    if not item.heard_at:
        return RESEARCHED if researched else LISTED
    if not is_concluded(item.decisions):
        return HEARD
    return MINUTED if item.meeting.minutes_issued_at else DECIDED
