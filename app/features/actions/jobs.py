"""What waits for somebody of actions: in the day's one mail (`reminders`)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from app.features.accounts.models import User
from app.features.actions import asking  # noqa: F401 - its job is known by being imported
from app.features.actions.models import Action
from app.features.partnership import interface as partnership
from app.features.reminders import interface as reminders
from app.kernel.days import day_words
from app.platform.access import Actor, Permission, Role
from app.platform.calendar import working_days
from app.platform.database import db
from app.web.addresses import public_link

OWN, AGENCY = "Your actions", "Actions of your organisation"


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """One's own actions that are due soon or overdue. The contact of an agency hears of those of owners without an
    account, and of every one that is overdue (4.7 E0)."""
    if not actor.may(Permission.ACTION_UPDATE):
        return
    area_uid = actor.area_uid
    soon = working_days().add(on, int(partnership.number("reminder.ahead", area_uid)))
    for action in _open(Action.owner_uid == actor.user_uid, Action.due_on <= soon):
        yield _line(OWN, action)
    if Role.SPOC in actor.roles:
        theirs = Action.agency_uid == actor.agency_uid, Action.owner_uid.is_distinct_from(actor.user_uid)
        found = _open(*theirs, Action.due_on <= soon)
        reached = _in_use({action.owner_uid for action in found})
        late = date.fromordinal(on.toordinal() - int(partnership.number("escalation.e0.overdue", area_uid)))
        for action in found:
            if action.owner_uid not in reached or action.due_on <= late:
                yield _line(AGENCY, action)


def _open(*which: ColumnElement[bool]) -> list[Any]:
    """Plain columns alone: nothing is opened."""
    columns = (Action.uid, Action.reference, Action.due_on, Action.accepted_on, Action.owner_uid)
    found = select(*columns).where(Action.ended_on.is_(None), *which).order_by(Action.due_on, Action.reference)
    return list(db.session.execute(found))


def _in_use(owners: set[str | None]) -> set[str]:
    """Those of the owners who can read a mail."""
    working = User.activated_at.is_not(None), User.suspended_at.is_(None), User.left_on.is_(None)
    uids = sorted(uid for uid in owners if uid)
    return set(db.session.scalars(select(User.uid).where(User.uid.in_(uids), *working))) if uids else set()


def _line(group: str, action: Any) -> reminders.Line:
    due = f"due {day_words(action.due_on)}"
    return reminders.Line(
        group=group,
        reference=action.reference,
        words=due if action.accepted_on else f"to accept or decline, {due}",
        due_on=action.due_on,
        link=public_link("actions.action", action_uid=action.uid),
    )


reminders.add_source("actions", waiting)
