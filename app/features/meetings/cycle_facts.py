"""How far the steps of the month are that this room, and the rooms below it, know of. One statement for a meeting."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select

from app.features.actions.models import Action
from app.features.assurance.interface import Assurance, owed
from app.features.cases.interface import Case
from app.features.forums.interface import ListedPerson
from app.features.meetings import queries
from app.features.meetings.domain import dates
from app.features.meetings.domain.cycle import SYNC, OtherGroup, meets_next
from app.features.meetings.models import AgendaItem, Attendance, Invitation, Meeting
from app.features.meetings.timetable import Fact, StepState, add_fact, set_other_source
from app.features.notifications.models import Notification
from app.features.partnership import interface as partnership
from app.features.police_list import interface as police_list
from app.kernel.clock import now, today
from app.platform.access import Actor, Permission
from app.platform.calendar import working_days
from app.platform.database import db
from app.platform.database.memo import once_a_page
from app.web.rendering import count, short_day

URGENT = "URGENT"
POLICE, EXPLOITATION = "POL", "EOG"
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
    police: int
    """Notifications that the police sent since the month opened."""
    lists: int
    """Police lists, or that there is none, recorded since it opened."""
    list_rows: int
    """Rows of police lists that wait for somebody."""
    step_downs: int
    """Cases whose step-down the group has still to decide."""
    other_met_on: date | None
    """The newest day for which the list of the exploitation group was loaded."""


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
        _count(
            Notification,
            and_(
                Notification.agency_uid.in_(_police(meeting)),
                Notification.submitted_at >= dates.moment_on(days["OPEN"], time.min),
                Notification.submitted_at <= cutoff,
            ),
        ),
        _count(
            police_list.Extract,
            and_(
                police_list.Extract.area_uid == meeting.area_uid,
                police_list.Extract.loaded_at >= dates.moment_on(days["OPEN"], time.min),
                police_list.Extract.read_at.is_not(None),
                police_list.Extract.undone_at.is_(None),
            ),
        ),
        _count(
            police_list.Row,
            and_(police_list.Row.area_uid == meeting.area_uid, police_list.Row.state == police_list.RowState.WAITING),
        ),
        _count(
            Case,
            and_(Case.area_uid == meeting.area_uid, Case.closed_on.is_(None), Case.step_down_proposed_on.is_not(None)),
        ),
        select(func.max(ListedPerson.list_for))
        .where(ListedPerson.area_uid == meeting.area_uid, ListedPerson.forum_code == EXPLOITATION)
        .scalar_subquery(),
    ]
    return Counts(*db.session.execute(select(*wanted)).one())


def _count(model: Any, condition: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(model.uid)).where(condition).scalar_subquery()


def _overdue(meeting: Meeting, on: date) -> ColumnElement[bool]:
    return and_(Action.area_uid == meeting.area_uid, Action.ended_on.is_(None), Action.due_on < on)


def _core_seats(meeting: Meeting) -> list[str]:
    seats = partnership.list_seats(meeting.area_uid, meeting.held_on)
    return sorted({seat.agency_uid for seat in seats if seat.kind == CORE})


def _police(meeting: Meeting) -> list[str]:
    return [one.uid for one in partnership.agencies_in(meeting.area_uid) if one.agency_type == POLICE]


def other_group(actor: Actor, meeting: Meeting) -> OtherGroup | None:
    """The exploitation group of the area, where it has one."""
    on = meeting.held_on
    if EXPLOITATION not in {one.code for one in partnership.list_forums(meeting.area_uid, on)}:
        return None
    days, months = (
        partnership.number(key, meeting.area_uid, on) for key in ("cycle.eog_sync", "cycle.eog_sync.months")
    )
    return OtherGroup(counts(actor, meeting).other_met_on, months, days)


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


def _imported(actor: Actor, meeting: Meeting) -> StepState:
    """Done when a list was loaded this month and no row of it waits, or the police have nothing to send. Without a list
    it is done when they notified by hand."""
    found = counts(actor, meeting)
    url = url_for("police_list.overview") if actor.may(Permission.POLICE_LIST) else url_for("notifications.queue")
    if found.lists:
        return StepState(found.list_rows == 0, found.list_rows, "row", url, "A police list was loaded this month")
    note = f"{count(found.police, 'notification')} from the police this month, and no list is loaded"
    return StepState(True if found.police else None, url=url, note=note)


def _frozen(actor: Actor, meeting: Meeting) -> StepState:
    left = counts(actor, meeting).step_downs
    return StepState(None, left, "step-down", _page(meeting), "The figures of the month are not kept here yet")


def _quarter(actor: Actor, meeting: Meeting) -> StepState:
    return StepState(None, note="The return is written outside Concord")


def _synced(actor: Actor, meeting: Meeting) -> StepState:
    """Done when the list for the meeting of that group, or a later one, was loaded."""
    other = other_group(actor, meeting)
    url = url_for("forums.load") if actor.may(Permission.FORUM_MANAGE) else None
    if other is None or other.met_on is None:
        return StepState(None, url=url, note="Nobody has recorded when that group meets: load its list with the day")
    day = meets_next(other.met_on, other.months, meeting.held_on, working_days())
    return StepState(other.met_on >= day, url=url, note=f"That group meets about {short_day(day)}")


add_fact("OPEN", _opened, early=True)
add_fact("IMPORT", _imported)
add_fact("FREEZE", _frozen)
add_fact("QTR", _quarter)
add_fact(SYNC, _synced)
set_other_source(other_group)
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
