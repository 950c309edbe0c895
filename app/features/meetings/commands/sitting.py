"""The meeting itself: who is there, opening, closing."""

from collections.abc import Iterable

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.cases import interface as cases
from app.features.meetings import presence, queries
from app.features.meetings.closed import tell_closed
from app.features.meetings.commands.drafting import settle
from app.features.meetings.commands.steps import check_meeting
from app.features.meetings.commands.words import needed
from app.features.meetings.models import AgendaItem, Attendance, Meeting
from app.features.partnership import interface as partnership
from app.features.returns import interface as returns
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor, Role
from app.platform.database import db

ATTENDED = "ATTENDED"
DEPUTY = "DEPUTY"


def open_meeting(*, actor: Actor, meeting: Meeting, chair_uid: str, confidentiality_read: bool) -> Meeting:
    """Open it: somebody with the role of chair chairs it, and the confidentiality statement was read (section 5.4)."""
    if chair_uid not in {user.uid for user in accounts.holders_of(meeting.area_uid, Role.CHAIR)}:
        raise Refused("Select who chairs the meeting", field="chair_uid")
    if not confidentiality_read:
        raise Refused("Read the confidentiality statement and tick the box", field="confidentiality_read", rule="5.4")
    if meeting.opened_at is not None and meeting.chair_uid == chair_uid:
        return meeting
    check_meeting("open", meeting)
    if meeting.held_on > today():
        raise Refused("Open the meeting on its day")
    meeting.chair_uid = chair_uid
    meeting.confidentiality_read = True
    meeting.opened_at = now()
    audit.record("meeting.opened", meeting, chair_uid=chair_uid)
    return meeting


def record_attendance(
    *,
    actor: Actor,
    meeting: Meeting,
    user_uid: str | None = None,
    name: str,
    job_title: str | None = None,
    agency_uid: str,
    attendance: str,
    item_uids: Iterable[str] = (),
    deputy_for: str | None = None,
) -> Attendance:
    """Write down how somebody attended. With `item_uids` they are there for those items alone.

    The same person (by account, or by name and agency) recorded again is brought up to date. An agency that is
    there when an item is heard gets a need to know of the case. `deputy_for` is whom a deputy came for.
    """
    name = needed(name, "Enter a name", "name")
    if not partnership.is_code("attendance", attendance):
        raise Refused("Select how they attended", field="attendance")
    if agency_uid not in {agency.uid for agency in partnership.agencies_in(meeting.area_uid)}:
        raise Refused("Select an agency from the list", field="agency_uid")
    check_meeting("attend", meeting)
    items = sorted(set(item_uids))
    known = {item.uid for item in queries.list_items(actor, meeting)} if items else set()
    if not known.issuperset(items):
        raise Refused("Select items of this meeting", field="item_uids")
    row = _row_of(meeting, user_uid, name, agency_uid)
    if row is None:
        row = Attendance(key_uid=meeting.area_uid, area_uid=meeting.area_uid, meeting_uid=meeting.uid)
        db.session.add(row)
    row.user_uid = user_uid
    row.agency_uid = agency_uid
    row.name, row.job_title = name, (job_title or "").strip() or None
    row.attendance = attendance
    row.deputy_for = ((deputy_for or "").strip() or row.deputy_for) if attendance == DEPUTY else None
    row.whole_meeting = not items
    row.item_uids = items
    db.session.flush()
    audit.record("meeting.attendance_recorded", row, attendance=attendance, agency_uid=agency_uid)
    if meeting.opened_at is not None:
        for item in queries.list_items(actor, meeting):
            if item.heard_at is not None:
                share_with_those_here(actor, item, [row])
    return row


def _row_of(meeting: Meeting, user_uid: str | None, name: str, agency_uid: str) -> Attendance | None:
    rows = db.session.scalars(select(Attendance).where(Attendance.meeting_uid == meeting.uid))
    for row in rows:
        if user_uid is not None and row.user_uid == user_uid:
            return row
        if row.agency_uid == agency_uid and row.name.casefold() == name.casefold():
            return row
    return None


def remove_attendance(*, actor: Actor, row: Attendance, meeting: Meeting) -> None:
    """Take out somebody who was written down by mistake. What their agency was told stays told."""
    check_meeting("attend", meeting)
    audit.record("meeting.attendance_removed", row, agency_uid=row.agency_uid)
    db.session.delete(row)
    db.session.flush()


def share_with_those_here(actor: Actor, item: AgendaItem, rows: Iterable[Attendance]) -> None:
    """The agencies that are there for an item need to know of its case, unless they are shut out of it."""
    here = presence.agencies_here_for(rows, item)
    if not here:
        return
    shut_out = set(presence.shut_out_of(item.case_uid, here))
    known = set(cases.agencies_with_need(item.case_uid))
    for agency_uid in sorted(here - shut_out - known):
        cases.give_need_to_know(actor=actor, case=item.case, agency_uid=agency_uid, why=ATTENDED)


def close_meeting(*, actor: Actor, meeting: Meeting) -> Meeting:
    """Close it. Every item was decided, deferred or withdrawn. Those an agency did not know it is shown no longer."""
    if check_meeting("close", meeting):
        return meeting
    items = queries.list_items(actor, meeting)
    left = queries.undecided(items)
    if left:
        one = len(left) == 1
        raise Refused(
            f"Decide or defer the {'item that is' if one else f'{len(left)} items that are'} left", rule="4.3"
        )
    settle(items)
    meeting.closed_at = now()
    returns.purge_not_known(actor=actor, meeting_uid=meeting.uid)
    quorate = presence.quorum_of(meeting, presence.list_attendance(actor, meeting)).met
    audit.record("meeting.closed", meeting, items=len(items), quorate=quorate)
    tell_closed(actor, meeting)
    return meeting
