"""What the pages of minutes look up first."""

from app.features.meetings import interface as meetings
from app.features.meetings.interface import AgendaItem, Meeting
from app.features.minutes import queries
from app.features.minutes.models import Minutes
from app.kernel.errors import NotFound
from app.platform.access import Actor


def found(actor: Actor, meeting_uid: str) -> tuple[Meeting, Minutes]:
    """Raises NotFound for a meeting without minutes that the actor may know of."""
    return meetings.get_meeting(actor, meeting_uid), queries.get_minutes(actor, meeting_uid)


def item_of(actor: Actor, meeting_uid: str, item_uid: str) -> AgendaItem:
    """Raises NotFound for an item of another meeting."""
    item = meetings.get_item(actor, item_uid)
    if item.meeting_uid != meeting_uid:
        raise NotFound("item")
    return item


def part_of(actor: Actor, minutes: Minutes, part_uid: str) -> AgendaItem | None:
    """The item that a part is about; None: the general part. Raises NotFound."""
    return None if part_uid == minutes.uid else item_of(actor, minutes.meeting_uid, part_uid)
