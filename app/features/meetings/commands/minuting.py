"""What the minutes do to the meeting they are of."""

from app.features.meetings import queries
from app.features.meetings.domain.status import CLOSED, meeting_status
from app.features.meetings.models import Meeting
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor


def mark_minutes_issued(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Write down that the minutes of a closed meeting are issued: its items are minuted (1.4 MIN_OUT). Done already, it
    stays so."""
    if meeting.minutes_issued_at is not None:
        return meeting
    if meeting_status(meeting, today()) != CLOSED:
        raise Refused("Close the meeting first")
    meeting.minutes_issued_at = now()
    audit.record("meeting.minutes_issued", meeting, items=len(queries.list_items(actor, meeting)))
    return meeting
