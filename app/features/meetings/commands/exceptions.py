"""Exceptions to the series: a meeting moved, added by hand, called off, or called because it cannot wait."""

from datetime import date

from sqlalchemy import select

from app.features.meetings import requesting
from app.features.meetings.commands.calendar import changed
from app.features.meetings.commands.steps import check_meeting
from app.features.meetings.commands.words import needed
from app.features.meetings.domain import dates
from app.features.meetings.domain.status import meeting_status
from app.features.meetings.domain.steps import AHEAD
from app.features.meetings.models import Meeting
from app.features.partnership import interface as partnership
from app.features.returns import interface as returns
from app.kernel.clock import now, today
from app.kernel.errors import Refused, Stale
from app.platform import audit
from app.platform.access import Actor
from app.platform.calendar import working_days
from app.platform.database import db

WHERE = "Enter where it is held, or how to join"


def move_meeting(
    *, actor: Actor, meeting: Meeting, held_on: date, starts_at: str, venue: str, reason: str, sequence: int
) -> Meeting:
    """Hold a meeting on another day, at another time or place; its timetable moves with it. `sequence` is that of the
    meeting as it was shown. Sent twice, nothing happens the second time. Raises Stale when it changed meanwhile."""
    venue = needed(venue, WHERE, "venue")
    if (meeting.held_on, meeting.starts_at, meeting.venue) == (held_on, starts_at, venue):
        return meeting
    check_move(actor, meeting, held_on, starts_at)
    reason = needed(reason, "Enter why it is moved", "reason")
    if sequence != meeting.sequence:
        raise Stale("meeting")
    before = meeting.held_on
    planned_on = meeting.moved_from or before
    meeting.held_on, meeting.starts_at, meeting.venue = held_on, starts_at, venue
    meeting.moved_from = planned_on if planned_on != held_on else None
    changed(meeting)
    db.session.flush()
    requesting.move_due(actor=actor, meeting=meeting)
    audit.record("meeting.moved", meeting, reason=reason, before=before.isoformat(), day=held_on.isoformat())
    return meeting


def check_move(actor: Actor, meeting: Meeting, held_on: date, starts_at: str) -> None:
    """Refuse what cannot be: a meeting that was opened or is over, a day gone by, the day of another meeting."""
    check_meeting("move", meeting)
    dates.check_time(starts_at)
    if meeting.extraordinary:
        _check_soon(meeting.area_uid, held_on)
    else:
        dates.check_day(held_on, today(), working_days())
    other = _meeting_on(meeting.area_uid, held_on, extraordinary=meeting.extraordinary)
    if other is not None and other is not meeting:
        raise Refused("Enter another day: the group has a meeting that day already", field="held_on")


def can_move(meeting: Meeting) -> bool:
    return meeting_status(meeting, today()) in AHEAD


def add_meeting(*, actor: Actor, held_on: date, starts_at: str, venue: str, reason: str) -> Meeting:
    """A monthly meeting beside those of the series, with its own timetable. Added twice, it is there once."""
    area_uid = actor.area_uid
    dates.check_day(held_on, today(), working_days())
    dates.check_time(starts_at)
    venue = needed(venue, WHERE, "venue")
    reason = needed(reason, "Enter why it is added", "reason")
    there = _meeting_on(area_uid, held_on, extraordinary=False)
    if there is not None:
        if (there.series_uid, there.starts_at, there.venue) == (None, starts_at, venue):
            return there
        raise Refused("Enter another day: the group has a meeting that day already", field="held_on")
    meeting = _new(area_uid, held_on, starts_at, venue, extraordinary=False)
    audit.record("meeting.added", meeting, reason=reason, day=held_on.isoformat())
    return meeting


def convene_extraordinary(*, actor: Actor, held_on: date, starts_at: str, venue: str, reason: str) -> Meeting:
    """Call a meeting that does not wait for the month, within two working days, with its own record. PR-05."""
    area_uid = actor.area_uid
    _check_soon(area_uid, held_on)
    dates.check_time(starts_at)
    venue = needed(venue, WHERE, "venue")
    reason = needed(reason, "Enter why it cannot wait", "reason")
    there = _meeting_on(area_uid, held_on, extraordinary=True)
    if there is not None:
        if (there.starts_at, there.venue) == (starts_at, venue):
            return there
        raise Refused("Choose another day, or use the extraordinary meeting already called that day", field="held_on")
    meeting = _new(area_uid, held_on, starts_at, venue, extraordinary=True)
    audit.record("meeting.extraordinary_convened", meeting, reason=reason)
    return meeting


def cancel_meeting(*, actor: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Call a meeting off. What was on its agenda comes to the next one."""
    if check_meeting("cancel", meeting):
        return meeting
    reason = needed(reason, "Enter why it is called off", "reason")
    meeting.cancelled_at = now()
    changed(meeting)
    returns.call_off(actor=actor, meeting_uid=meeting.uid)
    audit.record("meeting.cancelled", meeting, reason=reason)
    return meeting


def _check_soon(area_uid: str, held_on: date) -> None:
    dates.check_extraordinary(held_on, today(), partnership.number("meeting.extraordinary", area_uid), working_days())


def _meeting_on(area_uid: str, day: date, *, extraordinary: bool) -> Meeting | None:
    return db.session.scalar(
        select(Meeting).where(
            Meeting.area_uid == area_uid,
            Meeting.held_on == day,
            Meeting.extraordinary.is_(extraordinary),
            Meeting.cancelled_at.is_(None),
        )
    )


def _new(area_uid: str, held_on: date, starts_at: str, venue: str, *, extraordinary: bool) -> Meeting:
    meeting = Meeting(
        area_uid=area_uid,
        held_on=held_on,
        starts_at=starts_at,
        venue=venue,
        extraordinary=extraordinary,
        confidentiality_read=False,
    )
    db.session.add(meeting)
    db.session.flush()
    return meeting
