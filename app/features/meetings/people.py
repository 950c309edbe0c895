"""Who is expected at a meeting, for the page on which attendance is written down."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.meetings import presence
from app.features.meetings.models import Attendance, Meeting
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Actor, Permission, Role
from app.platform.access.roles import ROLE_PERMISSIONS
from app.platform.database import db

CORE = "CORE"
ATTENDS = frozenset(role.value for role, given in ROLE_PERMISSIONS.items() if Permission.MEETING_VIEW in given)
"""Roles of people who come to meetings."""


@dataclass(frozen=True)
class Expected:
    """One line of the attendance page. `attendance` is what is written down so far, if anything."""

    key: str
    name: str
    job_title: str
    agency_uid: str
    agency: str
    user_uid: str | None = None
    attendance: str | None = None
    row_uid: str | None = None
    items: int = 0
    deputy_for: str = ""


def expected(actor: Actor, meeting: Meeting, rows: Sequence[Attendance]) -> list[Expected]:
    """Everybody written down, then the people of the core seats, those who run the month, and whoever was at the
    last meeting without an account; by agency and name."""
    found = [_recorded(row) for row in rows]
    accounts_there = {row.user_uid for row in rows if row.user_uid}
    names_there = {(row.agency_uid, row.name.casefold()) for row in rows}
    seats = {seat.agency_uid for seat in partnership.list_seats(meeting.area_uid, meeting.held_on) if seat.kind == CORE}
    for user in accounts.list_users(actor):
        roles = {role.role for role in user.roles if role.valid_to is None or role.valid_to >= today()}
        comes = user.agency_uid in seats and roles & ATTENDS
        runs = roles & {Role.COORD, Role.ADMIN, Role.CHAIR}
        if not (comes or runs) or not user.agency_uid or user.uid in accounts_there:
            continue
        if (user.agency_uid, user.name.casefold()) not in names_there:
            agency = partnership.agency_name(user.agency_uid)
            found.append(
                Expected(user.uid, user.name, user.job_title or "", user.agency_uid, agency, user_uid=user.uid)
            )
    names = {(one.agency_uid, one.name.casefold()) for one in found}
    for row in _last_time(actor, meeting):
        if row.agency_uid in seats and not row.user_uid and (row.agency_uid, row.name.casefold()) not in names:
            agency = partnership.agency_name(row.agency_uid)
            found.append(Expected(row.uid, row.name, row.job_title or "", row.agency_uid, agency))
    return sorted(found, key=lambda one: (one.items > 0, one.agency.casefold(), one.name.casefold()))


def _recorded(row: Attendance) -> Expected:
    return Expected(
        key=row.user_uid or row.uid,  # the same before and after it is written down: sent twice, written once
        name=row.name,
        job_title=row.job_title or "",
        agency_uid=row.agency_uid or "",
        agency=partnership.agency_name(row.agency_uid) if row.agency_uid else "",
        user_uid=row.user_uid,
        attendance=row.attendance,
        row_uid=row.uid,
        items=len(row.item_uids),
        deputy_for=row.deputy_for or "",
    )


def _last_time(actor: Actor, meeting: Meeting) -> list[Attendance]:
    last = db.session.scalar(
        select(Meeting)
        .where(Meeting.area_uid == meeting.area_uid, Meeting.held_on < meeting.held_on, Meeting.opened_at.is_not(None))
        .order_by(Meeting.held_on.desc())
        .limit(1)
    )
    if last is None:
        return []
    return [row for row in presence.list_attendance(actor, last) if row.whole_meeting]
