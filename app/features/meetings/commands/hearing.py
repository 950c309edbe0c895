"""One item of a meeting: what was said, and who chairs it."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.features.accounts import interface as accounts
from app.features.meetings import presence
from app.features.meetings.commands.conflicts import check_may_chair, declare_conflict
from app.features.meetings.commands.sitting import share_with_those_here
from app.features.meetings.commands.steps import check_item, check_meeting
from app.features.meetings.commands.words import needed
from app.features.meetings.domain import deciding
from app.features.meetings.models import AgendaItem
from app.kernel.clock import now
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor, Role


def hear_item(
    *,
    actor: Actor,
    item: AgendaItem,
    summary: str,
    voice_heard: str | None,
    conflicts: Iterable[Mapping[str, Any]] = (),
) -> AgendaItem:
    """Write down what was said. `conflicts` are declared conflicts of interest: name, nature, left_room.

    The first time, the agencies that are there get a need to know of the case. Notes may be put right until the
    minutes are issued. Refused while whoever chairs the item leads the case (PR-03).
    """
    summary = needed(summary, "Enter a summary of what was said", "summary")
    check_meeting("note", item.meeting)
    check_item("hear", item)
    check_chair(actor, item, item.case.lead_user_uid, item.case.lead_name, field="chair_uid")
    check_may_chair(actor, item, chair_of(item), field="chair_uid")
    declared = len(item.conflicts)
    for one in conflicts:
        _declare(actor, item, one)
    voice_heard = (voice_heard or "").strip() or None
    if (
        item.heard_at is not None
        and declared == len(item.conflicts)
        and (item.summary, item.voice_heard) == (summary, voice_heard)
    ):
        return item
    first = item.heard_at is None
    item.summary, item.voice_heard = summary, voice_heard
    if first:
        item.heard_at = now()
        share_with_those_here(actor, item, presence.list_attendance(actor, item.meeting))
    audit.record("agenda.item_heard", item, conflicts=len(item.conflicts))
    return item


def _declare(actor: Actor, item: AgendaItem, one: Mapping[str, Any]) -> None:
    """Somebody named by hand; what was declared with an account keeps it."""
    if not any((there["name"], there["nature"]) == (one.get("name"), one.get("nature")) for there in item.conflicts):
        declare_conflict(
            actor=actor,
            item=item,
            name=one.get("name"),
            nature=one.get("nature") or "",
            left_room=bool(one.get("left_room")),
        )


def hand_chair(*, actor: Actor, item: AgendaItem, chair_uid: str) -> AgendaItem:
    """Somebody else with the role of chair chairs this item, as when its chair leads the case. PR-03."""
    check_live(item)
    if chair_uid not in {user.uid for user in accounts.holders_of(item.area_uid, Role.CHAIR)}:
        raise Refused("Select who chairs this item", field="chair_uid")
    name = accounts.user_names(actor, [chair_uid]).get(chair_uid, "")
    deciding.check_chair_does_not_lead(chair_uid, name, item.case.lead_user_uid, item.case.lead_name, field="chair_uid")
    check_may_chair(actor, item, chair_uid, field="chair_uid")
    if chair_of(item) == chair_uid:
        return item
    item.chair_uid = chair_uid
    audit.record("agenda.chair_handed", item, chair_uid=chair_uid)
    return item


def chair_of(item: AgendaItem) -> str | None:
    return item.chair_uid or item.meeting.chair_uid


def check_chair(actor: Actor, item: AgendaItem, lead_uid: str | None, lead_name: str | None, *, field: str) -> None:
    """Raises Refused when whoever chairs the item would lead its case (PR-03)."""
    chair_uid = chair_of(item)
    if chair_uid is None or (lead_uid is None and not lead_name):
        return
    name = accounts.user_names(actor, [chair_uid]).get(chair_uid, "")
    deciding.check_chair_does_not_lead(chair_uid, name, lead_uid, lead_name, field=field)


def check_live(item: AgendaItem) -> None:
    """Raises Refused unless the meeting is open and the item stands on its agenda."""
    check_meeting("sit", item.meeting)
    check_item("decide", item)
