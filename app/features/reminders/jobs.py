"""By the clock: one mail a person and working day with everything that waits for them, and mails that came back.

Each person is looked after in a transaction of their own: the mail in the outbox and the note that today is done are
one. A worker that is killed leaves whoever it had not finished; the next run goes on with them.
"""

from datetime import timedelta

import structlog
from flask import current_app
from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.partnership import interface as partnership
from app.features.reminders import queries
from app.features.reminders.domain import Often, is_day, to_tell, written
from app.features.reminders.models import Reminder
from app.features.reminders.sources import lines_for
from app.kernel.clock import local, now
from app.platform import audit
from app.platform.access import Actor, acting_as, current_actor
from app.platform.calendar import working_days
from app.platform.database import db
from app.platform.jobs import job
from app.platform.mail import Sender, declare_mail, note_returned, post
from app.web.addresses import public_link

log = structlog.get_logger(__name__)

audit.declare("reminder.sent", facts={"user_uid", "lines", "overdue"})
audit.declare("mail.returned", facts={"count"})

JOB = "reminders"

declare_mail(
    "reminder",
    subject="What waits for you in Concord",
    body="You have $count.\n\n$lines\n\nSee all of it:\n$home\n\nChoose when this comes, and how often:\n$choose\n",
)


@job(JOB, every=timedelta(minutes=5), commits_itself=True)
def remind() -> int:
    """Look after everybody whose time has come today. One who cannot be told does not stop the others, and is tried
    again next time. Returns how many mails were put out."""
    moment = local(now())
    if not is_day(moment.date(), working_days()):
        return 0
    actor = current_actor()
    waiting = [uid for area in partnership.list_areas() for uid in queries.to_remind(area.uid, moment)]
    told = 0
    for uid in waiting:
        try:
            told += _remind(actor, uid)
            db.session.commit()
        except Exception as problem:  # noqa: BLE001 - one must not stop the others
            db.session.rollback()
            log.error("reminders.not_told", user=uid, problem=type(problem).__name__)
    db.session.rollback()
    return told


def _remind(actor: Actor, uid: str) -> bool:
    user, on = accounts.get_user(actor, uid), local(now()).date()
    if not accounts.may_sign_in(user):
        return False
    with acting_as(accounts.actor_for(user)) as reader:
        waiting = lines_for(reader, on)
    user = accounts.get_user(actor, uid)
    row = db.session.scalar(select(Reminder).where(Reminder.user_uid == uid).with_for_update())
    if row is None:
        row = Reminder(user_uid=uid, area_uid=user.area_uid, often=Often.DAILY)
        db.session.add(row)
    row.seen_on = on
    lines = to_tell(waiting, Often(row.often), on, working_days())
    if not lines:
        return False
    mail = post(
        "reminder",
        to_uid=uid,
        address=user.email,
        area_uid=user.area_uid,
        once_key=f"reminder {on.isoformat()} {uid}",
        count="1 thing to do" if len(lines) == 1 else f"{len(lines)} things to do",
        lines=written(lines, on, most=int(partnership.number("reminder.most", user.area_uid))),
        home=public_link("reporting.home"),
        choose=public_link("reminders.mine"),
    )
    if mail is not None:
        overdue = sum(line.is_overdue(on) for line in lines)
        audit.record("reminder.sent", user_uid=uid, lines=len(lines), overdue=overdue)
    return mail is not None


@job("mail-returned", every=timedelta(hours=1))
def note_what_returned() -> int:
    """Ask the service that carries our mail what it could not deliver after all. Returns how many were noted."""
    sender: Sender = current_app.extensions["mail"]
    count = sum(note_returned(uid, code) for uid, code in sender.returned())
    if count:
        audit.record("mail.returned", count=count)
    return count
