"""Reads of reminders, and of mails that did not arrive."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import Select, func, or_, select

from app.features.accounts.models import User
from app.features.partnership import interface as partnership
from app.features.reminders.domain import is_time
from app.features.reminders.models import Reminder
from app.kernel.errors import NotFound
from app.platform.access import Actor, Role
from app.platform.database import db
from app.platform.mail import MailDelivery, OutboxMail


def my_choice(actor: Actor) -> Reminder | None:
    """None: nothing was chosen, and nobody was reminded yet."""
    return db.session.scalar(select(Reminder).where(Reminder.user_uid == actor.user_uid))


def usual_time(area_uid: str) -> time:
    return partnership.time_of_day("reminder.time", area_uid)


def to_remind(area_uid: str, moment: datetime) -> list[str]:
    """The uids of those whom nobody has looked after today although their time has come. `moment` is local."""
    on, usual = moment.date(), usual_time(area_uid)
    rows = db.session.execute(
        select(User.uid, Reminder.at, Reminder.seen_on)
        .outerjoin(Reminder, Reminder.user_uid == User.uid)
        .where(
            User.area_uid == area_uid,
            User.activated_at.is_not(None),
            User.suspended_at.is_(None),
            or_(User.left_on.is_(None), User.left_on > on),
        )
        .order_by(User.uid)
    )
    return [uid for uid, at, seen_on in rows if is_time(seen_on, at or usual, on=on, at=moment.time())]


# Mails that did not arrive ------------------------------------------------------------------------------------------


def _undelivered(actor: Actor) -> Select[MailDelivery]:
    """Those of the actor's area; the system administrator's, of all."""
    found = select(MailDelivery).join(OutboxMail, OutboxMail.uid == MailDelivery.mail_uid)
    found = found.where(MailDelivery.refused_at.is_not(None))
    if Role.SYSADMIN in actor.roles:
        return found
    return found.where(OutboxMail.area_uid.in_(sorted(actor.area_uids)))


def count_undelivered(actor: Actor) -> int:
    return db.session.scalar(select(func.count()).select_from(_undelivered(actor).subquery())) or 0


def list_undelivered(actor: Actor, *, limit: int, offset: int) -> Sequence[MailDelivery]:
    """With their mails, the newest first."""
    newest = (MailDelivery.refused_at.desc(), MailDelivery.mail_uid)
    return db.session.scalars(_undelivered(actor).order_by(*newest).limit(limit).offset(offset)).all()


def get_undelivered(actor: Actor, mail_uid: str) -> MailDelivery:
    """Held until the end of the transaction. Raises NotFound."""
    found = db.session.scalar(
        _undelivered(actor).where(MailDelivery.mail_uid == mail_uid).with_for_update(of=MailDelivery)
    )
    if found is None:
        raise NotFound("mail")
    return found
