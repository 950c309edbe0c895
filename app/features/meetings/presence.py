"""Who is at a meeting, and for which items."""

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, select

from app.features.cases.models import CaseAgency
from app.features.cases.visibility import EXCLUDED
from app.features.meetings.domain import quorum as rules
from app.features.meetings.models import AgendaItem, Attendance, Conflict, Meeting
from app.features.partnership import interface as partnership
from app.platform.access import Actor, Permission
from app.platform.database import db


def list_attendance(actor: Actor, meeting: Meeting) -> list[Attendance]:
    """Everybody recorded at a meeting: those for the whole of it first, then by agency and name."""
    rows = db.session.scalars(select(Attendance).where(Attendance.meeting_uid == meeting.uid)).all()
    return sorted(
        rows, key=lambda row: (not row.whole_meeting, _agency(row.agency_uid).casefold(), row.name.casefold())
    )


def _agency(uid: str | None) -> str:
    return partnership.agency_name(uid) if uid else ""


def is_here(row: Attendance) -> bool:
    """Whether a way of attending means being there: an attribute of the code list `attendance`."""
    item = partnership.code_item("attendance", row.attendance)
    return bool(item and item.attributes.get("present"))


def here_for(rows: Iterable[Attendance], item: AgendaItem) -> list[Attendance]:
    """Who is there for an item: for the whole meeting, or for this item, and has not left the room for it."""
    return [row for row in rows if is_expected(row, item) and not is_away(row, item.uid)]


def is_expected(row: Attendance, item: AgendaItem) -> bool:
    return is_here(row) and (row.whole_meeting or item.uid in row.item_uids)


def is_away(row: Attendance, item_uid: str) -> bool:
    """Whether somebody left the room for an item and did not come back during it."""
    return any(one["item_uid"] == item_uid and one["returned_at"] is None for one in row.away)


def agencies_here_for(rows: Iterable[Attendance], item: AgendaItem) -> frozenset[str]:
    return frozenset(row.agency_uid for row in here_for(rows, item) if row.agency_uid)


def quorum_of(meeting: Meeting, rows: Sequence[Attendance]) -> rules.Quorum:
    """Whether the agencies that are there for the whole meeting make a quorum."""
    present = {row.agency_uid for row in rows if row.agency_uid and row.whole_meeting and is_here(row)}
    return quorum_with(meeting, present)


def quorum_with(meeting: Meeting, present: Iterable[str]) -> rules.Quorum:
    """Whether these agencies would make a quorum.

    The groups are the code list `quorum_group`; an agency's group is that of its seat, or else of its kind.
    """
    on = meeting.held_on
    required = [group.code for group in partnership.code_list("quorum_group", on)]
    agencies = set(present)
    seats = {seat.agency_uid: seat.quorum_group for seat in partnership.list_seats(meeting.area_uid, on)}
    groups = {uid: seats.get(uid) or _group_of_kind(uid) for uid in agencies}
    return rules.quorum(required, agencies, groups)


def _group_of_kind(agency_uid: str) -> str | None:
    kind = partnership.code_item("agency_type", partnership.get_agency(agency_uid).agency_type)
    return kind.attributes.get("quorum_group") if kind else None


def room_of(actor: Actor, item: AgendaItem) -> tuple[list[Attendance], frozenset[str]]:
    """Everybody recorded at the meeting of an item, and which of their agencies are shut out of its case. One query."""
    rows = db.session.execute(
        select(Attendance, CaseAgency.standing)
        .outerjoin(
            CaseAgency, and_(CaseAgency.agency_uid == Attendance.agency_uid, CaseAgency.case_uid == item.case_uid)
        )
        .where(Attendance.meeting_uid == item.meeting_uid)
    ).all()
    return [row for row, _ in rows], frozenset(
        row.agency_uid for row, standing in rows if standing == EXCLUDED and row.agency_uid
    )


def conflicts_known_to(actor: Actor, item: AgendaItem) -> list[Conflict]:
    """The declared conflicts of interest: all for those who run the month, their own for others."""
    every = actor.may(Permission.MEETING_MANAGE)
    return [one for one in item.declared if every or one.user_uid == actor.user_uid]


def agencies_to_leave(rows: Iterable[Attendance], item: AgendaItem) -> list[str]:
    """Agencies that are there for an item and are shut out of its case, by uid: they leave the room for it."""
    return sorted(shut_out_of(item.case_uid, agencies_here_for(rows, item)), key=partnership.agency_name)


def shut_out_of(case_uid: str, agency_uids: Iterable[str]) -> list[str]:
    """Those of `agency_uids` that are shut out of a case."""
    wanted = sorted(agency_uids)
    if not wanted:
        return []
    return list(
        db.session.scalars(
            select(CaseAgency.agency_uid).where(
                CaseAgency.case_uid == case_uid,
                CaseAgency.standing == EXCLUDED,
                CaseAgency.agency_uid.in_(wanted),
            )
        )
    )
