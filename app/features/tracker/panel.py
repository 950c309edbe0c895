"""Due dates in somebody's diary: their own open actions, and the assurance they are asked for. References alone."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from sqlalchemy import func, select

from app.features.actions.models import Action, ActionUpdate
from app.features.assurance import interface as assurance
from app.features.assurance.models import Assurance
from app.features.diary.interface import Entry, add_source
from app.kernel.clock import today
from app.platform.access import Permission, current_actor
from app.platform.database import db
from app.web.addresses import public_link


def due_dates(user_uid: str, area_uids: frozenset[str]) -> Iterator[Entry]:
    """What `user_uid` has to do, on the day it is due. What is done is not in it any more."""
    actor = current_actor()
    if actor.may(Permission.ACTION_VIEW):
        yield from _actions(user_uid)
    if actor.may(Permission.ASSURANCE_VIEW):
        yield from _assurance(user_uid)


def _actions(user_uid: str) -> Iterator[Entry]:
    mine = (Action.owner_uid == user_uid, Action.ended_on.is_(None))
    changed = select(func.max(ActionUpdate.at)).where(ActionUpdate.action_uid == Action.uid).scalar_subquery()
    found = select(Action.uid, Action.reference, Action.ver, Action.due_on, changed).where(*mine)
    for uid, reference, ver, due_on, changed_at in db.session.execute(found.order_by(Action.due_on, Action.reference)):
        yield Entry(
            uid=f"{uid}-due@concord",
            sequence=ver,
            changed_at=changed_at,
            starts=due_on,
            ends=None,
            summary=f"Action {reference} is due",
            url=public_link("actions.action", action_uid=uid),
            busy=False,
        )


def _assurance(user_uid: str) -> Iterator[Entry]:
    asked = select(Assurance).where(Assurance.asked_user_uid == user_uid, assurance.owed(today()))
    for one in db.session.scalars(asked.order_by(Assurance.due_on, Assurance.reference)):
        yield Entry(
            uid=f"{one.uid}-due@concord",
            sequence=one.ver,
            changed_at=datetime.combine(one.judged_on or one.given_on or one.sought_on, time(), UTC),
            starts=one.due_on,
            ends=None,
            summary=f"Assurance {one.reference} is due",
            url=public_link("assurance.assurance", assurance_uid=one.uid),
            busy=False,
        )


add_source("actions", due_dates)
