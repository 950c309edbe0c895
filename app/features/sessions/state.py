"""Where a session stands, in words and the colour of its tag, and where it is recorded."""

from app.features.sessions.models import Session
from app.kernel.clock import today


def state_of(one: Session, unrecorded: int = 0) -> tuple[str, str]:
    if one.cancelled_on is not None:
        return "Called off", "grey"
    if one.happened is False:
        return "Did not happen", "orange"
    if one.happened is True:
        return ("Who came?", "yellow") if unrecorded else ("Recorded", "green")
    return ("To be recorded", "yellow") if one.held_on < today() else ("Planned", "light-blue")


def record_at(one: Session) -> str:
    """The page on which recording it goes on: whether it happened, then who came or how many were met."""
    if one.happened is not True:
        return "sessions.happened"
    return "sessions.contacts" if one.counts else "sessions.attendance"
