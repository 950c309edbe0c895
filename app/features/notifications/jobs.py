"""What waits of notifications, in the day's one mail (`reminders`)."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.features.notifications import queries
from app.features.notifications.offline import keeping
from app.features.partnership import interface as partnership
from app.features.reminders import interface as reminders
from app.kernel.clock import local
from app.kernel.days import day_words
from app.platform.access import Actor, Permission, Role
from app.web.addresses import public_link

TRIAGE, DRAFTS = "Notifications to acknowledge or decide", "Your drafts"
TO_TELL = "Answers to pass on to agencies that cannot sign in"


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """Coordinators hear how many are past their day (PR-35) and which answers an agency has to be told by them;
    notifiers, of what they were asked to send again."""
    if Role.COORD in actor.roles:
        late = queries.count_overdue(actor, on)
        if late:
            words = f"{late} past their day" if late > 1 else "1 past its day"
            link = public_link("notifications.queue", show="slow")
            yield reminders.Line(TRIAGE, "Triage queue", words, on - timedelta(days=1), link)
        for decided in keeping.answers_to_pass_on(actor):
            by = decided.answer_by or on
            link = public_link("notifications.letter", notification_uid=decided.uid)
            yield reminders.Line(TO_TELL, decided.reference or "", f"to tell by {day_words(by)}", by, link)
    if actor.may(Permission.NOTIFICATION_SUBMIT):
        yield from _to_send_again(actor)


def _to_send_again(actor: Actor) -> Iterator[reminders.Line]:
    """Drafts of what was returned for want of information: the time for that runs out (4.2 INSUFFICIENT)."""
    for draft in queries.list_drafts(actor):
        returned = queries.find_followed(actor, draft)
        if returned is None or returned.triaged_at is None:
            continue
        days = int(partnership.number("notification.insufficient_return", draft.area_uid))
        by = local(returned.triaged_at).date() + timedelta(days=days)
        link = public_link("notifications.tasks", notification_uid=draft.uid)
        yield reminders.Line(DRAFTS, returned.reference or "Draft", f"to send again by {day_words(by)}", by, link)


reminders.add_source("notifications", waiting)
