"""Choosing how to be reminded, and putting a mail that did not arrive out again."""

from datetime import time

from app.features.accounts import interface as accounts
from app.features.partnership import interface as partnership
from app.features.reminders import queries
from app.features.reminders.domain import Often
from app.features.reminders.models import Reminder
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.mail import MailDelivery, send_again

audit.declare("reminder.chosen", facts={"often", "at"})
audit.declare("mail.sent_again", facts={"user_uid", "mail"})


def choose(*, actor: Actor, often: str, at: time | None) -> Reminder:
    """Say how often and at what time the actor's own reminders come; None: at the usual time. The same again changes
    nothing. Overdue things come every working day whatever is chosen."""
    if often not in set(Often):
        raise Refused("Select how often", field="often")
    if at is not None and at not in times():
        raise Refused("Select a time from the list", field="at")
    row = queries.my_choice(actor)
    if row is None:
        area_uid = actor.area_uid
        row = Reminder(user_uid=actor.user_uid, area_uid=area_uid)
        db.session.add(row)
    elif (row.often, row.at) == (often, at):
        return row
    row.often, row.at = often, at
    audit.record("reminder.chosen", often=often, at=f"{at:%H:%M}" if at else None)
    return row


def times() -> list[time]:
    """Full hours at which reminders may come: numbers `reminder.first` and `reminder.last`."""
    first, last = (partnership.time_of_day(key) for key in ("reminder.first", "reminder.last"))
    return [time(hour) for hour in range(first.hour, last.hour + 1)]


def resend(*, actor: Actor, delivery: MailDelivery) -> None:
    """Put a mail out again, to the address its receiver has now. Raises Refused when they may not sign in any more."""
    mail = delivery.mail
    user = accounts.get_user(actor, mail.to_uid)
    if user.left_on is not None or user.suspended_at is not None:
        raise Refused("Open their account again first: nothing is sent to an account that is closed")
    send_again(mail, delivery, address=user.email)
    audit.record("mail.sent_again", user, user_uid=user.uid, mail=mail.text_name)
