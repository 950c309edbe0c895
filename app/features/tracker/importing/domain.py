"""Rules of what was sent back: how it stands, and what became of each row. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    PENDING = "PENDING"
    NOTHING = "NOTHING"
    EXPIRED = "EXPIRED"
    APPLIED = "APPLIED"
    FINAL = "FINAL"
    UNDONE = "UNDONE"


STATE_NAMES = {
    State.PENDING: "Waiting for you",
    State.NOTHING: "Nothing to change",
    State.EXPIRED: "Not confirmed in time",
    State.APPLIED: "Applied",
    State.FINAL: "Applied",
    State.UNDONE: "Undone",
}


class RowState(StrEnum):
    CHANGE = "CHANGE"
    REFUSED = "REFUSED"
    APPLIED = "APPLIED"
    UNDONE = "UNDONE"
    LEFT = "LEFT"
    """Not undone: the action was changed since."""


class UploadFacts(Protocol):
    expires_at: datetime
    applied_at: datetime | None
    undo_until: datetime | None
    undone_at: datetime | None
    changed: int


def upload_state(upload: UploadFacts, at: datetime) -> State:
    """How an upload stands at a moment."""
    if upload.undone_at is not None:
        return State.UNDONE
    if upload.applied_at is not None:
        return State.APPLIED if upload.undo_until is not None and at < upload.undo_until else State.FINAL
    if not upload.changed:
        return State.NOTHING
    return State.PENDING if at < upload.expires_at else State.EXPIRED
