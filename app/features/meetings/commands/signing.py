"""The chair signs an item and a meeting off. From then on nothing of them changes."""

from app.features.meetings import queries
from app.features.meetings.commands.hearing import chair_of
from app.features.meetings.domain.status import SIGNED, SIGNED_OFF, item_status, meeting_status
from app.features.meetings.domain.steps import check_item_step, check_signing
from app.features.meetings.models import AgendaItem, Meeting
from app.kernel.clock import now, today
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Role

audit.declare("agenda.item_signed")
audit.declare("meeting.signed", facts={"items"})

MINUTED = "MINUTED"


def sign_item(*, actor: Actor, item: AgendaItem) -> AgendaItem:
    """Sign an item off: whoever chaired it, once its minutes are issued. Signing twice changes nothing."""
    _check_chair(actor, chair_of(item))
    if item.signed_at is not None:
        return item
    check_item_step("sign", item_status(item))
    _sign(actor, item)
    return item


def sign_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Sign a meeting off, and with it every item that is not signed yet: whoever chaired it (section 4.1)."""
    _check_chair(actor, meeting.chair_uid)
    state = meeting_status(meeting, today())
    if state == SIGNED_OFF:
        return meeting
    check_signing(state)
    items = [item for item in queries.list_items(actor, meeting) if item_status(item) in {MINUTED, SIGNED}]
    for item in items:
        if item.signed_at is None:
            _sign(actor, item)
    meeting.signed_at, meeting.signed_by_uid = now(), actor.user_uid
    audit.record("meeting.signed", meeting, items=len(items))
    return meeting


def check_unsigned(item: AgendaItem) -> None:
    """Raises Refused when the chair has signed the item, or its meeting, off."""
    if item.signed_at is not None or item.meeting.signed_at is not None:
        raise Refused("Leave this item as it is: the chair has signed it off", rule="4.1")


def _sign(actor: Actor, item: AgendaItem) -> None:
    item.signed_at, item.signed_by_uid = now(), actor.user_uid
    audit.record("agenda.item_signed", item)


def _check_chair(actor: Actor, chair_uid: str | None) -> None:
    if Role.CHAIR not in actor.roles or actor.user_uid != chair_uid:
        raise NotPermitted("only whoever chaired it may sign it off")
