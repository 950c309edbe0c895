"""What may have to go up the ladder: read from the rooms below, for one area, by the clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, or_, select

from app.features.actions.models import Action
from app.features.assurance import interface as assurance
from app.features.assurance.models import Assurance
from app.features.escalation.domain import WATCHED, Trigger, meetings_in_a_row
from app.features.escalation.models import Escalation
from app.features.meetings.interface import is_here
from app.features.meetings.models import Attendance, Meeting
from app.features.partnership import interface as partnership
from app.features.returns.models import InformationRequest
from app.kernel.clock import local, now, today
from app.platform.database import db

CORE = "CORE"
LOOK_BACK = timedelta(days=200)
"""How far back returns and meetings are looked at."""


@dataclass(frozen=True)
class Found:
    """Something that is overdue, weak or missing, since a day; `meetings`: for how many meetings in a row."""

    trigger: Trigger
    about_uid: str
    reference: str | None
    case_uid: str | None
    key_uid: str
    agency_uid: str | None
    since: date
    meetings: int = 0

    @property
    def key(self) -> str:
        return f"{self.trigger}:{self.about_uid}"


def find_all(area_uid: str, on: date) -> dict[str, Found]:
    """Everything that waits, by key. The system acts."""
    held = _meetings(area_uid, on)
    sources = (_actions(area_uid, on, held), _assurance(area_uid, on), _returns(area_uid), _absent(area_uid, held))
    return {one.key: one for source in sources for one in source}


def _meetings(area_uid: str, on: date) -> list[Meeting]:
    """Meetings that were closed, the latest first."""
    return list(
        db.session.scalars(
            select(Meeting)
            .where(
                Meeting.area_uid == area_uid,
                Meeting.closed_at.is_not(None),
                Meeting.held_on.between(on - LOOK_BACK, on),
            )
            .order_by(Meeting.held_on.desc(), Meeting.uid)
        )
    )


def _actions(area_uid: str, on: date, held: list[Meeting]) -> Iterator[Found]:
    columns = (Action.uid, Action.reference, Action.case_uid, Action.key_uid, Action.agency_uid, Action.due_on)
    late = Action.area_uid == area_uid, Action.ended_on.is_(None), Action.due_on < on
    for uid, reference, case_uid, key_uid, agency_uid, due_on in db.session.execute(select(*columns).where(*late)):
        meetings = sum(meeting.held_on > due_on for meeting in held)
        yield Found(Trigger.ACTION_OVERDUE, uid, reference, case_uid, key_uid, agency_uid, due_on, meetings)


def _assurance(area_uid: str, on: date) -> Iterator[Found]:
    """Owed: never given, lapsed or not accepted. Weak: given at a level that cannot be accepted (PR-36)."""
    levels = partnership.code_list("assurance_level", on)
    weak = [item.code for item in levels if not item.attributes.get("acceptable")]
    given = and_(Assurance.level_given.in_(weak), Assurance.result.is_(None), Assurance.released_on.is_(None))
    rows = db.session.scalars(select(Assurance).where(Assurance.area_uid == area_uid, or_(assurance.owed(on), given)))
    for row in rows:
        told = _since(row, weak, on)
        if told is not None and told[1] <= on:
            trigger, since = told
            yield Found(trigger, row.uid, row.reference, row.case_uid, row.key_uid, row.agency_uid, since)


def _since(row: Assurance, weak: list[str], on: date) -> tuple[Trigger, date] | None:
    match assurance.assurance_status(row, on):
        case assurance.Status.GIVEN if row.level_given in weak and row.given_on is not None:
            return Trigger.ASSURANCE_WEAK, row.given_on
        case assurance.Status.OVERDUE:
            return Trigger.ASSURANCE_OVERDUE, row.due_on
        case assurance.Status.LAPSED:
            return Trigger.ASSURANCE_OVERDUE, min(day for day in (row.review_on, row.voided_on) if day is not None)
        case assurance.Status.REJECTED_ACTION_NEEDED:
            return Trigger.ASSURANCE_WEAK, row.judged_on or row.due_on
        case _:
            return None


def _returns(area_uid: str) -> Iterator[Found]:
    """An agency that did not answer before a meeting, or before several one after another. One for each agency."""
    columns = (
        InformationRequest.agency_uid,
        InformationRequest.meeting_uid,
        InformationRequest.due_at,
        InformationRequest.returned_at,
    )
    asked = (
        InformationRequest.area_uid == area_uid,
        InformationRequest.withdrawn_at.is_(None),
        InformationRequest.due_at < now(),
        InformationRequest.due_at >= now() - LOOK_BACK,
    )
    by_agency: dict[str, dict[str, tuple[date, bool]]] = {}
    for agency_uid, meeting_uid, due_at, returned_at in db.session.execute(select(*columns).where(*asked)):
        meetings, due = by_agency.setdefault(agency_uid or "", {}), local(due_at).date()
        before = meetings.get(meeting_uid, (due, False))
        meetings[meeting_uid] = (min(due, before[0]), before[1] or returned_at is None)
    for agency_uid, meetings in sorted(by_agency.items()):
        latest = sorted(meetings.values(), reverse=True)
        missed = meetings_in_a_row([missing for _due, missing in latest])
        if missed:
            since = latest[missed - 1][0]
            yield Found(Trigger.NO_RETURN, agency_uid, None, None, area_uid, agency_uid, since, missed)


def _absent(area_uid: str, held: list[Meeting]) -> Iterator[Found]:
    """Agencies with a core seat from which nobody was at the latest meetings, one after another."""
    if not held:
        return
    here: dict[str, set[str | None]] = {meeting.uid: set() for meeting in held}
    for row in db.session.scalars(select(Attendance).where(Attendance.meeting_uid.in_(here))):
        if is_here(row):
            here[row.meeting_uid].add(row.agency_uid)
    seats = {meeting.uid: _core(area_uid, meeting.held_on) for meeting in held}
    for agency_uid in sorted(seats[held[0].uid]):
        seated = [meeting for meeting in held if agency_uid in seats[meeting.uid]]
        missed = meetings_in_a_row([agency_uid not in here[meeting.uid] for meeting in seated])
        if missed:
            since = seated[0].held_on
            yield Found(Trigger.NOT_ATTENDING, agency_uid, None, None, area_uid, agency_uid, since, missed)


def _core(area_uid: str, on: date) -> set[str]:
    return {seat.agency_uid for seat in partnership.list_seats(area_uid, on) if seat.kind == CORE}


def is_still_there(row: Escalation) -> bool:
    """Whether what the clock found is still as it was; never for what somebody told."""
    return Trigger(row.trigger) in WATCHED and row.open_key in find_all(row.area_uid, today())
