"""Issuing: what is to be done is written down in the transaction of the button; the worker then tells one at a time."""

from collections.abc import Iterable

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.accounts.models import User
from app.features.actions.interface import Action
from app.features.cases.models import CaseAgency
from app.features.cases.visibility import NEED_TO_KNOW
from app.features.meetings import interface as meetings
from app.features.meetings.interface import Meeting
from app.features.minutes import queries
from app.features.minutes.domain import course
from app.features.minutes.drafting import URGENT_PRIORITY
from app.features.minutes.models import Minutes, MinutesNotice, MinutesVersion
from app.features.minutes.queries import MINUTES, NOTIFIER, URGENT
from app.features.notifications import interface as notifications
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor, Permission, Role
from app.platform.calendar import working_days
from app.platform.database import db

CLOSES = "CORRECT"


def issue(*, actor: Actor, minutes: Minutes, meeting: Meeting) -> None:
    """Issue approved minutes: agencies may read their items, and the worker tells them and the notifiers (1.4 MIN_OUT).

    Pressed twice, it is issued once.
    """
    queries.hold(minutes)
    if course.is_done("issue", minutes, today()):
        return
    least = int(partnership.number("minutes.corrections", minutes.area_uid))
    until = course.corrections_until(meetings.cycle(meeting)[CLOSES], today(), working_days(), least)
    for name, value in course.changes("issue", minutes, now(), until).items():
        setattr(minutes, name, value)
    minutes.issued_by_uid = actor.user_uid
    meetings.mark_minutes_issued(actor=actor, meeting=meeting)
    versions = [*queries.current_versions(actor, minutes, issued=False).values()]
    recipients = _recipients(actor, meeting, versions)
    _release(actor, minutes, versions, recipients, notifiers_to_tell(actor, meeting))


def issue_again(*, actor: Actor, minutes: Minutes, after: int) -> None:
    """Issue what was put right since, to those who had what changed. `after` is how often they had been issued when
    the button was shown: pressed twice, they are issued once more."""
    queries.hold(minutes)
    if minutes.rounds != after:
        return
    course.is_done("issue_again", minutes, today())
    versions = [
        one for one in queries.current_versions(actor, minutes, issued=False).values() if one.issued_round is None
    ]
    if not versions:
        raise Refused("Put something right first: nothing has changed since the minutes were issued")
    parts = {version.part_uid for version in versions}
    notices = queries.list_notices(actor, minutes)
    waiting = {notice.user_uid for notice in notices if notice.told_at is None}
    had = {notice.user_uid for notice in notices if parts & notice.parts.keys()}
    _release(actor, minutes, versions, had - waiting, {})


def _release(
    actor: Actor,
    minutes: Minutes,
    versions: Iterable[MinutesVersion],
    recipients: Iterable[str],
    notifiers: dict[str, str],
) -> None:
    minutes.rounds += 1
    parts = 0
    for version in versions:
        version.issued_round = minutes.rounds
        parts += 1
    wanted = sorted(recipients)
    for user_uid in wanted:
        _queue(minutes, MINUTES, user_uid)
    for notification_uid, user_uid in sorted(notifiers.items()):
        _queue(minutes, NOTIFIER, user_uid, notification_uid)
    audit.record(
        "minutes.issued",
        minutes,
        round=minutes.rounds,
        parts=parts,
        recipients=len(wanted),
        notifiers=len(notifiers),
    )


def _queue(minutes: Minutes, kind: str, user_uid: str, object_uid: str = "") -> None:
    db.session.add(
        MinutesNotice(
            area_uid=minutes.area_uid,
            minutes_uid=minutes.uid,
            kind=kind,
            round=minutes.rounds,
            user_uid=user_uid,
            object_uid=object_uid,
            parts={},
            queued_at=now(),
        )
    )


def _recipients(actor: Actor, meeting: Meeting, versions: Iterable[MinutesVersion]) -> set[str]:
    """Who was at the meeting or was expected there, and the contact points of agencies that know a case of it; not
    whoever issues them."""
    readers = {user.uid for user in accounts.people_who_may(meeting.area_uid, Permission.MEETING_VIEW)}
    expected = {row.user_uid for row in meetings.list_attendance(actor, meeting) if row.user_uid}
    cases = sorted({version.case_uid for version in versions if version.case_uid})
    know = set(
        db.session.scalars(
            select(CaseAgency.agency_uid).where(CaseAgency.case_uid.in_(cases), CaseAgency.standing == NEED_TO_KNOW)
        )
    )
    contacts = {user.uid for user in accounts.holders_of(meeting.area_uid, Role.SPOC) if user.agency_uid in know}
    return (readers & (expected | contacts)) - {actor.user_uid}


def notifiers_to_tell(actor: Actor, meeting: Meeting) -> dict[str, str]:
    """Uid of each notification behind an item that was heard, sent before it was, to the uid of its notifier; those
    told by an earlier meeting are left out."""
    heard = {item.case_uid: item.heard_at for item in meetings.list_items(actor, meeting) if item.heard_at}
    found = {
        one.uid: one.notifier_uid
        for one in notifications.list_for_cases(actor, list(heard))
        if one.submitted_at is not None and one.submitted_at <= heard[one.case_uid or ""]
    }
    told = set(
        db.session.scalars(
            select(MinutesNotice.object_uid).where(
                MinutesNotice.kind == NOTIFIER, MinutesNotice.object_uid.in_(sorted(found))
            )
        )
    )
    return {uid: notifier for uid, notifier in found.items() if uid not in told}


def issue_urgent(*, actor: Actor, minutes: Minutes, meeting: Meeting) -> None:
    """The urgent actions and the log of decisions, the day after the meeting (1.4 URGENT_OUT). Owners of urgent actions
    are told; where the owner has no account, their agency's contact points. Pressed twice, it is issued once."""
    queries.hold(minutes)
    if minutes.urgent_out_at is not None:
        return
    minutes.urgent_out_at = now()
    owners = _owners_of_urgent(actor, meeting)
    for user_uid in sorted(owners):
        _queue(minutes, URGENT, user_uid)
    audit.record("minutes.urgent_issued", minutes, recipients=len(owners))


def _owners_of_urgent(actor: Actor, meeting: Meeting) -> set[str]:
    items = [item.uid for item in meetings.list_items(actor, meeting)]
    people: dict[str, User] = {
        user.uid: user for user in accounts.people_who_may(meeting.area_uid, Permission.ACTION_VIEW)
    }
    contacts = accounts.holders_of(meeting.area_uid, Role.SPOC)
    found: set[str] = set()
    for action in db.session.scalars(
        select(Action).where(Action.item_uid.in_(items), Action.priority == URGENT_PRIORITY, Action.ended_on.is_(None))
    ):
        if action.owner_uid in people:
            found.add(action.owner_uid)
        else:
            found |= {user.uid for user in contacts if user.agency_uid == action.agency_uid and user.uid in people}
    return found


def acknowledge_reading(*, actor: Actor, minutes: Minutes) -> None:
    """The actor says that they have read what was issued to them. Said again, it changes nothing."""
    unread = [
        one for one in queries.list_notices(actor, minutes) if one.user_uid == actor.user_uid and one.read_at is None
    ]
    for notice in unread:
        notice.read_at = now()
    if unread:
        audit.record("minutes.read", minutes, round=minutes.rounds)
