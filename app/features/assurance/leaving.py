"""What a leaver has in hand: the assurance that they were asked for by name, and that is still owed."""

from sqlalchemy import select

from app.features.accounts.interface import handover
from app.features.accounts.models import User
from app.features.assurance.models import Assurance
from app.features.assurance.queries import owed
from app.features.cases import interface as cases
from app.kernel.clock import today
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("assurance.handed_over", facts={"to_uid"})


def asked(user_uid: str) -> list[str]:
    return [one.reference for one in _asked(user_uid)]


def move_asked(actor: Actor, leaver: User, heir: User) -> int:
    """The colleague is asked instead. What would not reach them stays."""
    found = _asked(leaver.uid)
    locked = cases.locked_out_of(actor, [one.case_uid for one in found])
    moving = [one for one in found if heir.uid not in locked.get(one.case_uid, ())]
    for assurance in moving:
        assurance.asked_user_uid, assurance.asked_name = heir.uid, heir.name
        audit.record("assurance.handed_over", assurance, to_uid=heir.uid)
    return len(moving)


def _asked(user_uid: str) -> list[Assurance]:
    theirs = select(Assurance).where(Assurance.asked_user_uid == user_uid, owed(today()))
    return list(db.session.scalars(theirs.order_by(Assurance.reference)))


handover.add_source(
    "assurance", "Assurance asked of them", asked, move_asked, order=35, needs=Permission.ASSURANCE_GIVE
)
