"""Asking the agency of an absent owner to accept an action, or to decline it with a reason (section 4.4)."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.accounts.models import User
from app.features.actions.models import Action
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import Role, acting_as, system_actor
from app.platform.database import db
from app.platform.jobs import job
from app.platform.mail import declare_mail, post
from app.web.addresses import public_link

audit.declare("action.acceptance_asked", facts={"area_uid", "mails"})

declare_mail(
    "action.asked",
    subject="Your organisation is asked to accept an action",
    body="The group proposed action $reference for your organisation while nobody from it was there.\n\n"
    "Sign in to accept it, or to decline it with the reason:\n$link\n",
)

JOB = "actions-ask"
LATEST = timedelta(days=7)
"""What was proposed longer ago is in the reminders."""


@job(JOB, every=timedelta(minutes=10))
def ask() -> None:
    """One mail for each action that waits to be accepted: to its owner, or else to the agency's points of contact."""
    for area in partnership.list_areas():
        with acting_as(system_actor(JOB, frozenset({area.uid}))) as actor:
            waiting = db.session.scalars(
                select(Action).where(
                    Action.accepted_on.is_(None), Action.ended_on.is_(None), Action.proposed_on >= today() - LATEST
                )
            ).all()
            if not waiting:
                continue
            users = {user.uid: user for user in accounts.list_users(actor) if user.activated_at is not None}
            contacts = accounts.holders_of(area.uid, Role.SPOC)
            sent = sum(_ask(action, to) for action in waiting for to in _asked(action, users, contacts))
            if sent:
                audit.record("action.acceptance_asked", area_uid=area.uid, mails=sent)


def _asked(action: Action, users: dict[str, User], contacts: Iterable[User]) -> list[User]:
    owner = users.get(action.owner_uid or "")
    return [owner] if owner else [one for one in contacts if one.agency_uid == action.agency_uid]


def _ask(action: Action, to: User) -> bool:
    mail = post(
        "action.asked",
        to_uid=to.uid,
        address=to.email,
        area_uid=action.area_uid,
        once_key=f"action.asked {action.uid} {to.uid}",
        reference=action.reference,
        link=public_link("actions.action", action_uid=action.uid),
    )
    return mail is not None
