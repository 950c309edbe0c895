"""The chair signs a meeting off, and every item of it. From then on nothing of them changes."""

from app.features.meetings import queries
from app.features.meetings.commands.steps import check_meeting
from app.features.meetings.commands.words import needed
from app.features.meetings.domain.status import MINUTED, item_status
from app.features.meetings.models import Meeting
from app.kernel.clock import now
from app.kernel.errors import NotPermitted
from app.platform import audit
from app.platform.access import Actor, Role

audit.declare("agenda.item_signed")
audit.declare("meeting.signed", facts={"items", "instead_of"})


def sign_meeting(*, actor: Actor, meeting: Meeting, reason: str | None = None) -> Meeting:
    """Sign a meeting off, and with it every item: whoever chaired it (section 4.1). When they are away, or have left,
    somebody else who chairs in the area signs in their place, with the reason. Signing twice changes nothing."""
    if Role.CHAIR not in actor.roles:
        raise NotPermitted("only a chair signs")
    if check_meeting("sign", meeting):
        return meeting
    instead_of = meeting.chair_uid if meeting.chair_uid != actor.user_uid else None
    if instead_of is not None:
        reason = needed(reason, "Enter why you sign in place of whoever chaired it", "reason")
    items = [item for item in queries.list_items(actor, meeting) if item_status(item) == MINUTED]
    for item in items:
        item.signed_at, item.signed_by_uid = now(), actor.user_uid
        audit.record("agenda.item_signed", item)
    meeting.signed_at, meeting.signed_by_uid = now(), actor.user_uid
    audit.record(
        "meeting.signed", meeting, reason=reason if instead_of else None, items=len(items), instead_of=instead_of
    )
    return meeting
