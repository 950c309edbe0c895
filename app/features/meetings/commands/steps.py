"""Whether a step may be taken with a meeting or an item as it stands now: the tables are those of `domain.steps`."""

from app.features.meetings.domain.status import item_status, meeting_status
from app.features.meetings.domain.steps import ITEM_STEPS, MEETING_STEPS, is_done
from app.features.meetings.models import AgendaItem, Meeting
from app.kernel.clock import today


def check_meeting(step: str, meeting: Meeting, *, at: str | None = None) -> bool:
    """Whether a step of MEETING_STEPS was taken already. Raises Refused where it may not be taken."""
    return is_done(MEETING_STEPS[step], meeting_status(meeting, today()), at=at)


def check_item(step: str, item: AgendaItem, *, at: str | None = None) -> bool:
    """Whether a step of ITEM_STEPS was taken already. Raises Refused where it may not be taken."""
    return is_done(ITEM_STEPS[step], item_status(item), at=at)
