"""What a leaver has in hand: the open cases whose lead professional they are."""

from contextlib import suppress

from sqlalchemy import select

from app.features.accounts.interface import handover
from app.features.accounts.models import User
from app.features.cases.commands import name_lead
from app.features.cases.models import Case
from app.kernel.errors import Refused
from app.platform.access import Actor, Permission
from app.platform.database import db


def led(user_uid: str) -> list[str]:
    return [case.reference for case in _led(user_uid)]


def move_led(actor: Actor, leaver: User, heir: User) -> int:
    """The colleague leads for the same agency. A case that would not reach them stays."""
    moved = 0
    for case in _led(leaver.uid):
        with suppress(Refused):
            name_lead(actor=actor, case=case, agency_uid=case.lead_agency_uid or "", user_uid=heir.uid)
            moved += 1
    return moved


def _led(user_uid: str) -> list[Case]:
    theirs = select(Case).where(Case.lead_user_uid == user_uid, Case.closed_on.is_(None))
    return list(db.session.scalars(theirs.order_by(Case.reference)))


handover.add_source("leads", "Cases they lead", led, move_led, order=5, needs=Permission.CASE_VIEW)
