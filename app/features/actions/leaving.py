"""What a leaver has in hand: the open actions they own, and those they help with."""

from contextlib import suppress

from sqlalchemy import select

from app.features.accounts.interface import handover
from app.features.accounts.models import User
from app.features.actions.domain import Step
from app.features.actions.models import Action, ActionHelper
from app.features.actions.stepping import apply_step
from app.kernel.errors import Refused
from app.platform.access import Actor, Permission
from app.platform.database import db

WHY = "Handed over, because whoever had it leaves"


def owned(user_uid: str) -> list[str]:
    return [action.reference for action in _owned(user_uid)]


def move_owned(actor: Actor, leaver: User, heir: User) -> int:
    """Each gets its own line in its log, with the name that was written before. What cannot go to the heir stays."""
    moved = 0
    for action in _owned(leaver.uid):
        with suppress(Refused):
            apply_step(actor=actor, action=action, step=Step.OWNER, owner_uid=heir.uid, text=WHY)
            moved += 1
    return moved


def helped(user_uid: str) -> list[str]:
    return [action.reference for action, _ in _helped(user_uid)]


def move_helped(actor: Actor, leaver: User, heir: User) -> int:
    moved = 0
    for action, helper in _helped(leaver.uid):
        with suppress(Refused):
            apply_step(actor=actor, action=action, step=Step.HELPER, agency_uid=helper.agency_uid, user_uid=heir.uid)
            apply_step(actor=actor, action=action, step=Step.HELPER_LEFT, helper_uid=helper.uid)
            moved += 1
    return moved


def _owned(user_uid: str) -> list[Action]:
    theirs = select(Action).where(Action.owner_uid == user_uid, Action.ended_on.is_(None))
    return list(db.session.scalars(theirs.order_by(Action.reference)))


def _helped(user_uid: str) -> list[tuple[Action, ActionHelper]]:
    both = select(Action, ActionHelper).join(ActionHelper, ActionHelper.action_uid == Action.uid)
    theirs = both.where(ActionHelper.user_uid == user_uid, Action.ended_on.is_(None))
    return [(action, helper) for action, helper in db.session.execute(theirs.order_by(Action.reference))]


handover.add_source("actions", "Open actions", owned, move_owned, order=10, needs=Permission.ACTION_UPDATE)
handover.add_source("helping", "Actions they help with", helped, move_helped, order=20, needs=Permission.ACTION_UPDATE)
