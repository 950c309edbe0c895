"""What the minutes do to the meeting they are of."""

from app.features.meetings import queries
from app.features.meetings.commands.steps import check_meeting
from app.features.meetings.models import Meeting
from app.kernel.clock import now
from app.platform import audit
from app.platform.access import Actor


def mark_minutes_issued(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Write down that the minutes of a closed meeting are issued: its items are minuted (1.4 MIN_OUT). Done already, it
    stays so."""
    if check_meeting("issue", meeting):
        return meeting
    meeting.minutes_issued_at = now()
    audit.record("meeting.minutes_issued", meeting, items=len(queries.list_items(actor, meeting)))
    return meeting
