"""Conflicts of interest in an item, and the lock-outs that follow from them. PR-03."""

from app.features.accounts import interface as accounts
from app.features.cases import interface as cases
from app.features.meetings.commands.steps import check_meeting
from app.features.meetings.commands.words import needed
from app.features.meetings.models import AgendaItem, Conflict
from app.kernel.clock import now
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db


def declare_conflict(
    *,
    actor: Actor,
    item: AgendaItem,
    nature: str,
    user_uid: str | None = None,
    name: str | None = None,
    lock_out: bool = False,
    left_room: bool = False,
) -> Conflict:
    """Somebody has a conflict of interest in an item: by account, or by name. One's own anybody may declare; for others
    those who run the month do. `lock_out` shuts the person out of the case from now on, in every place; `left_room`
    says that they left for the decision. Declared again, it is there once, with what was added.
    """
    if user_uid != actor.user_uid and not actor.may(Permission.MEETING_MANAGE):
        raise NotPermitted("only those who run the month declare for somebody else")
    check_meeting("declare", item.meeting)
    if user_uid is not None:
        name = accounts.user_names(actor, [user_uid]).get(user_uid)
    name = needed(name, "Enter who has a conflict of interest", "conflict_name")
    nature = needed(nature, "Enter what the conflict is", "conflict_nature")
    if lock_out and user_uid is None:
        raise Refused("Select somebody with an account: others see nothing anyway", field="lock_out")
    row = next(
        (one for one in item.declared if one.nature == nature and (one.user_uid or one.name) == (user_uid or name)),
        None,
    )
    if row is not None and (row.left_room or not left_room) and (row.locked_out or not lock_out):
        return row
    if row is None:
        row = Conflict(
            key_uid=item.key_uid,
            area_uid=item.area_uid,
            agency_uid=item.agency_uid,
            item_uid=item.uid,
            case_uid=item.case_uid,
            user_uid=user_uid,
            declared_at=now(),
            declared_by_uid=actor.user_uid,
            name=name,
            nature=nature,
        )
        item.declared.append(row)
        db.session.add(row)
    row.left_room = left_room or bool(row.left_room)
    row.locked_out = lock_out or bool(row.locked_out)
    audit.record(
        "agenda.conflict_declared", item, user_uid=user_uid, locked_out=row.locked_out, left_room=row.left_room
    )
    db.session.flush()
    if lock_out and user_uid is not None:
        cases.lock_out(actor=actor, case=item.case, user_uid=user_uid, reason=nature)
    return row


def check_may_chair(actor: Actor, item: AgendaItem, chair_uid: str | None, *, field: str) -> None:
    """Whoever chairs an item must be able to see it. PR-03."""
    if chair_uid in cases.locked_out_of(actor, [item.case_uid]).get(item.case_uid, set()):
        raise Refused(
            "Hand the chair of this item to somebody else: whoever chairs is locked out of the case",
            field=field,
            rule="PR-03",
        )
