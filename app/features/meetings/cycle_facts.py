"""How far the steps of the month are that this room, and the rooms below it, know of. One statement for a meeting."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select

from app.features.actions.models import Action
from app.features.assurance.interface import Assurance, owed
from app.features.meetings import queries
from app.features.meetings.models import AgendaItem, Attendance, Invitation, Meeting
from app.features.meetings.timetable import Fact, StepState, add_fact
from app.features.notifications.models import Notification
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.platform.access import Actor
from app.platform.database import db
from app.platform.database.memo import once_a_page

URGENT = "URGENT"
CORE = "CORE"


@dataclass(frozen=True)
class Counts:
    """`told`: invitations to the meeting as it is. The others are what is left to do."""

    told: int
    triage: int
    seats_answered: int
    urgent: int
    chase_1: int
    chase_2: int
    assurance: int


@once_a_page
def counts(actor: Actor, meeting: Meeting) -> Counts:
    days, on = queries.cycle(meeting), today()
    cutoff = min(queries.cutoff_at(meeting), now())
    waiting = and_(
        Notification.area_uid == meeting.area_uid,
        Notification.submitted_at <= cutoff,
        Notification.triaged_at.is_(None),
        Notification.withdrawn_at.is_(None),
    )
    item_uids = select(AgendaItem.uid).where(AgendaItem.meeting_uid == meeting.uid)
    unaccepted = and_(
        Action.item_uid.in_(item_uids),
        Action.priority == URGENT,
        Action.accepted_on.is_(None),
        Action.ended_on.is_(None),
    )
    core = _core_seats(meeting)
    answered = (
        select(func.count(Attendance.agency_uid.distinct()))
        .where(Attendance.meeting_uid == meeting.uid, Attendance.agency_uid.in_(core))
        .scalar_subquery()
    )
    wanted: list[Any] = [
        _count(Invitation, and_(Invitation.meeting_uid == meeting.uid, Invitation.sequence == meeting.sequence)),
        _count(Notification, waiting),
        answered,
        _count(Action, unaccepted),
        _count(Action, _overdue(meeting, min(days["CHASE_1"], on))),
        _count(Action, _overdue(meeting, min(days["CHASE_2"], on))),
        _count(
            Assurance, and_(Assurance.area_uid == meeting.area_uid, owed(on), Assurance.due_on <= days["ASSURE_DUE"])
        ),
    ]
    return Counts(*db.session.execute(select(*wanted)).one())


def _count(model: Any, condition: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(model.uid)).where(condition).scalar_subquery()


def _overdue(meeting: Meeting, on: date) -> ColumnElement[bool]:
    return and_(Action.area_uid == meeting.area_uid, Action.ended_on.is_(None), Action.due_on < on)


def _core_seats(meeting: Meeting) -> list[str]:
    seats = partnership.list_seats(meeting.area_uid, meeting.held_on)
    return sorted({seat.agency_uid for seat in seats if seat.kind == CORE})


def _page(meeting: Meeting) -> str:
    return url_for("meetings.meeting", meeting_uid=meeting.uid)


def _opened(actor: Actor, meeting: Meeting) -> StepState:
    """The month is open when the dates are out: everybody was invited."""
    return StepState(counts(actor, meeting).told > 0, url=_page(meeting))


def _cut_off(actor: Actor, meeting: Meeting) -> StepState:
    return StepState(now() >= queries.cutoff_at(meeting), url=url_for("notifications.queue"))


def _triage(actor: Actor, meeting: Meeting) -> StepState:
    left = counts(actor, meeting).triage
    return StepState(left == 0, left, "notification", url_for("notifications.queue"))


def _pack(actor: Actor, meeting: Meeting) -> StepState:
    return StepState(meeting.agenda_built_at is not None, url=_page(meeting))


def _prepared(actor: Actor, meeting: Meeting) -> StepState:
    left = len(_core_seats(meeting)) - counts(actor, meeting).seats_answered
    done = left == 0 or meeting.opened_at is not None
    return StepState(done, 0 if done else left, "core seat", url_for("meetings.attendance", meeting_uid=meeting.uid))


def _held(actor: Actor, meeting: Meeting) -> StepState:
    return StepState(meeting.closed_at is not None, url=_page(meeting))


def _urgent(actor: Actor, meeting: Meeting) -> StepState:
    left = counts(actor, meeting).urgent
    done = meeting.closed_at is not None and left == 0
    return StepState(done, left, "urgent action", url_for("tracker.tracker"))


def _issued(actor: Actor, meeting: Meeting) -> StepState:
    return StepState(meeting.minutes_issued_at is not None, url=_page(meeting))


def _chased(name: str) -> Fact:
    def fact(actor: Actor, meeting: Meeting) -> StepState:
        left: int = getattr(counts(actor, meeting), name)
        return StepState(left == 0, left, "overdue action", url_for("tracker.tracker", status="OVERDUE"))

    return fact


def _assured(actor: Actor, meeting: Meeting) -> StepState:
    left = counts(actor, meeting).assurance
    return StepState(left == 0, left, "assurance", url_for("assurance.owed"))


add_fact("OPEN", _opened, early=True)
add_fact("CUTOFF", _cut_off)
add_fact("TRIAGE", _triage)
add_fact("PACK", _pack, early=True)
add_fact("PREP", _prepared)
add_fact("MEETING", _held)
add_fact("URGENT_OUT", _urgent)
add_fact("MIN_OUT", _issued)
add_fact("CHASE_1", _chased("chase_1"))
add_fact("ASSURE_DUE", _assured)
add_fact("CHASE_2", _chased("chase_2"))
