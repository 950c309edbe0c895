"""Every working day at 07:00: remind people of actions that are due or overdue. One mail a person, whatever happens."""

from collections.abc import Iterable
from datetime import date, time

from flask import current_app
from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.accounts.models import User
from app.features.actions import asking  # noqa: F401 - its job is known by being imported
from app.features.actions.models import Action
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import Role, acting_as, system_actor
from app.platform.calendar import working_days
from app.platform.database import db
from app.platform.jobs import job
from app.platform.mail import declare_mail, post

audit.declare("action.reminded", facts={"area_uid", "actions", "mails"})

declare_mail(
    "action.due",
    subject="You have actions due",
    body="You have $count due or overdue: $references.\n\nSign in to update them:\n$link\n",
)
declare_mail(
    "action.agency_due",
    subject="Your organisation has actions due",
    body="Your organisation has $count due or overdue whose owners have no account here: $references.\n\n"
    "Sign in to update them:\n$link\n",
)

JOB = "actions-remind"
MOST_NAMED = 20


@job(JOB, at=time(7, 0))
def remind() -> None:
    """In the transaction that notes the run: killed half-way it starts over, and once a day is once for each person."""
    on = today()
    if not working_days().is_working_day(on):
        return
    for area in partnership.list_areas():
        with acting_as(system_actor(JOB, frozenset({area.uid}))):
            _remind(area.uid, on)


def _remind(area_uid: str, on: date) -> None:
    due = db.session.scalars(
        select(Action).where(Action.ended_on.is_(None), Action.due_on <= on).order_by(Action.due_on, Action.reference)
    ).all()
    if not due:
        return
    users = {user.uid: user for user in accounts.list_users(system_actor(JOB, frozenset({area_uid})))}
    contacts = accounts.holders_of(area_uid, Role.SPOC)
    own: dict[str, list[str]] = {}
    agencys: dict[str, list[str]] = {}
    for action in due:
        owner = users.get(action.owner_uid or "")
        if owner is not None and _in_use(owner):
            own.setdefault(owner.uid, []).append(action.reference)
        else:
            for contact in contacts:
                if contact.agency_uid == action.agency_uid:
                    agencys.setdefault(contact.uid, []).append(action.reference)
    sent = sum(
        _post(users[uid], own.get(uid, []), agencys.get(uid, []), area_uid, on) for uid in sorted({*own, *agencys})
    )
    if sent:
        audit.record("action.reminded", area_uid=area_uid, actions=len(due), mails=sent)


def _in_use(user: User) -> bool:
    return user.activated_at is not None and user.suspended_at is None


def _post(user: User, own: list[str], agencys: list[str], area_uid: str, on: date) -> bool:
    """One mail. To somebody with actions of both kinds: one list of all of them."""
    references = own + [reference for reference in agencys if reference not in own]
    mail = post(
        "action.due" if own else "action.agency_due",
        to_uid=user.uid,
        address=user.email,
        area_uid=area_uid,
        once_key=f"action.due {on.isoformat()} {user.uid}",
        count=_count(len(references)),
        references=listed(references),
        link=_link("actions.mine" if own and not agencys else "actions.agency"),
    )
    return mail is not None


def _count(number: int) -> str:
    return f"{number} action" if number == 1 else f"{number} actions"


def listed(references: Iterable[str]) -> str:
    """The first references; of the others how many there are, so that a mail stays short."""
    every = list(references)
    more = len(every) - MOST_NAMED
    return ", ".join(every[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _link(endpoint: str) -> str:
    settings = current_app.extensions["settings"]
    path = current_app.url_map.bind("localhost").build(endpoint)
    return f"{str(settings.public_url).rstrip('/')}{path}"
