"""Who is told of a meeting by mail, with an entry for their calendar: each of them once for each change.

The worker looks for whoever has not been told, so a change in a command needs to say nothing: it counts `sequence` up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.accounts.models import User
from app.features.diary.interface import calendar_for
from app.features.meetings.diary import entry_of
from app.features.meetings.models import Invitation, Meeting
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.kernel.days import day_words
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db
from app.platform.icalendar import CANCEL, REQUEST
from app.platform.mail import declare_mail, post
from app.web.addresses import public_link

INVITED, CHANGED, CANCELLED = "meeting-invitation", "meeting-changed", "meeting-cancelled"
WHERE = "Where it is, and what leads up to it, is in Concord:\n$link\n"
NO_REPLY = "\nNothing needs to be answered to this address.\n"
declare_mail(
    INVITED,
    subject="Invitation to a meeting",
    body="You are invited to a meeting on $day at $time.\n\n" + WHERE + NO_REPLY,
)
declare_mail(
    CHANGED,
    subject="A meeting has changed",
    body="The meeting is on $day at $time. This takes the place of what you were told before.\n\n" + WHERE + NO_REPLY,
)
declare_mail(
    CANCELLED,
    subject="A meeting is called off",
    body="The meeting on $day at $time is called off.\n\n$link\n" + NO_REPLY,
)


@dataclass(frozen=True)
class Audience:
    """Who hears of a change: how many people, and their agencies by name. `invited`: they have an invitation already;
    otherwise it goes to them on `invitations_on`."""

    people: int
    agencies: tuple[str, ...]
    invited: bool


@dataclass(frozen=True)
class People:
    """Those of an area who may be asked to its meetings; the uids of those who run the month are in `run`."""

    every: list[User]
    run: frozenset[str]

    def members(self, meeting: Meeting) -> list[User]:
        """Those whose agency has a seat in the group on the day, and those who run the month."""
        seats = {seat.agency_uid for seat in partnership.list_seats(meeting.area_uid, meeting.held_on)}
        return [user for user in self.every if user.agency_uid in seats or user.uid in self.run]


def _people(area_uid: str) -> People:
    run = accounts.people_who_may(area_uid, Permission.MEETING_MANAGE)
    return People(accounts.people_who_may(area_uid, Permission.MEETING_VIEW), frozenset(user.uid for user in run))


def audience_of(actor: Actor, meeting: Meeting) -> Audience:
    """Who is told when a meeting is moved or called off."""
    told = {row.user_uid for row in _invitations([meeting])}
    members = _people(meeting.area_uid).members(meeting)
    people = [user for user in members if user.uid in told] if told else members
    agencies = {user.agency_uid for user in people if user.agency_uid}
    return Audience(len(people), tuple(sorted(map(partnership.agency_name, agencies))), invited=bool(told))


def tell_everybody(area_uid: str) -> int:
    """Tell the members of an area's group of each coming meeting they have not been told of: those within the days
    `meeting.invite`, and every later one that somebody was invited to before. Returns how many mails were put out."""
    meetings = db.session.scalars(
        select(Meeting).where(Meeting.area_uid == area_uid, Meeting.held_on >= today(), Meeting.opened_at.is_(None))
    ).all()
    before, people = _by_meeting(_invitations(meetings)), _people(area_uid)
    horizon = today() + timedelta(days=partnership.number("meeting.invite", area_uid))
    told = 0
    for meeting in meetings:
        known = before.get(meeting.uid, {})
        if meeting.cancelled_at is not None:
            told += _tell(meeting, _by_uid(known), known)  # those who lost their role too: it is in their calendar
        elif known or meeting.held_on <= horizon:
            told += _tell(meeting, people.members(meeting), known)
    if told:
        audit.record("meeting.invitations_sent", count=told)
    return told


def _by_uid(uids: Iterable[str]) -> Sequence[User]:
    wanted = sorted(uids)
    return db.session.scalars(select(User).where(User.uid.in_(wanted)).order_by(User.uid)).all() if wanted else ()


def _tell(meeting: Meeting, people: Iterable[User], known: dict[str, Invitation]) -> int:
    cancelled = meeting.cancelled_at is not None
    calendar = calendar_for([entry_of(meeting)], method=CANCEL if cancelled else REQUEST).decode()
    told = 0
    for user in people:
        row = known.get(user.uid)
        if row is not None and row.sequence >= meeting.sequence:
            continue
        post(
            CANCELLED if cancelled else CHANGED if row else INVITED,
            to_uid=user.uid,
            address=user.email,
            area_uid=meeting.area_uid,
            once_key=f"meeting:{meeting.uid}:{meeting.sequence}:{user.uid}",
            calendar=calendar,
            day=f"{meeting.held_on:%A} {day_words(meeting.held_on)}",
            time=meeting.starts_at,
            link=public_link("meetings.meeting", meeting_uid=meeting.uid),
        )
        if row is None:
            row = Invitation(
                area_uid=meeting.area_uid, meeting_uid=meeting.uid, user_uid=user.uid, agency_uid=user.agency_uid
            )
            db.session.add(row)
        row.sequence, row.told_at = meeting.sequence, now()
        told += 1
    return told


def _invitations(meetings: Sequence[Meeting]) -> Sequence[Invitation]:
    if not meetings:
        return ()
    uids = [meeting.uid for meeting in meetings]
    return db.session.scalars(select(Invitation).where(Invitation.meeting_uid.in_(uids))).all()


def _by_meeting(rows: Iterable[Invitation]) -> dict[str, dict[str, Invitation]]:
    found: dict[str, dict[str, Invitation]] = {}
    for row in rows:
        found.setdefault(row.meeting_uid, {})[row.user_uid] = row
    return found
