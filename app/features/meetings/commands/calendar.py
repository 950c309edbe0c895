"""When the group meets: the series, its meetings, and those that cannot wait."""

from datetime import date, timedelta

from sqlalchemy import select

from app.features.meetings import queries
from app.features.meetings.commands.words import needed
from app.features.meetings.domain import dates
from app.features.meetings.domain.status import OPENED, meeting_status
from app.features.meetings.models import Meeting, Series
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.calendar import working_days
from app.platform.database import db

MONTHS_AHEAD = 12


def create_series(
    *,
    actor: Actor,
    forum_uid: str,
    weekday: int,
    week_of_month: int,
    starts_at: str,
    venue: str,
    valid_from: date,
) -> Series:
    """The forum meets from `valid_from` on the nth weekday (0 Monday to 4 Friday) of every month. PR-04.

    An earlier series of the forum ends the day before; its meetings from then on that have no agenda are cancelled.
    The same series created twice is there once.
    """
    dates.check_series(weekday, week_of_month, starts_at)
    area_uid = _area_of(actor)
    if forum_uid not in {forum.uid for forum in partnership.list_forums(area_uid)}:
        raise Refused("Select a forum from the list", field="forum_uid")
    venue = needed(venue, "Enter where the group meets", "venue")
    running = [series for series in queries.list_series(actor, valid_from) if series.forum_uid == forum_uid]
    series = Series(
        area_uid=area_uid,
        forum_uid=forum_uid,
        weekday=weekday,
        week_of_month=week_of_month,
        starts_at=starts_at,
        venue=venue,
        valid_from=valid_from,
        valid_to=None,
    )
    same = next((earlier for earlier in running if _is_same(earlier, series)), None)
    if same is not None:
        return same
    for earlier in running:
        if earlier.valid_from >= valid_from:
            raise Refused("Enter a date after the day the present series began", field="valid_from")
        earlier.valid_to = valid_from - timedelta(days=1)
        _cancel_planned(earlier, valid_from)
    db.session.add(series)
    db.session.flush()
    audit.record("meeting.series_created", series, forum_uid=forum_uid, weekday=weekday, week=week_of_month)
    return series


def _is_same(one: Series, other: Series) -> bool:
    names = ("weekday", "week_of_month", "starts_at", "venue", "valid_from")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _cancel_planned(series: Series, first: date) -> None:
    planned = db.session.scalars(
        select(Meeting).where(
            Meeting.series_uid == series.uid, Meeting.held_on >= first, Meeting.agenda_built_at.is_(None)
        )
    )
    for meeting in planned:
        meeting.cancelled_at = now()


def schedule_meetings(*, actor: Actor, series: Series, months: int = MONTHS_AHEAD) -> list[Meeting]:
    """Put the meetings of the coming `months` months into the calendar; those that are there already stay as they
    are. A meeting that somebody cancelled is not put back. Returns the new ones.

    When the day is a bank holiday the group meets on the next working day.
    """
    first = max(series.valid_from, today())
    days = dates.series_days(series.weekday, series.week_of_month, first, months, working_days())
    if series.valid_to is not None:
        days = [day for day in days if day <= series.valid_to]
    there = {
        meeting.held_on: meeting
        for meeting in db.session.scalars(
            select(Meeting).where(
                Meeting.area_uid == series.area_uid, Meeting.held_on.in_(days), Meeting.extraordinary.is_(False)
            )
        )
    }
    added = []
    for day in days:
        meeting = there.get(day)
        if meeting is None:
            meeting = Meeting(
                area_uid=series.area_uid,
                series_uid=series.uid,
                held_on=day,
                starts_at=series.starts_at,
                venue=series.venue,
                extraordinary=False,
                confidentiality_read=False,
            )
            db.session.add(meeting)
        elif meeting.cancelled_at is not None and meeting.series_uid != series.uid:
            meeting.cancelled_at = None  # an earlier series met on the same day
            meeting.series_uid, meeting.starts_at, meeting.venue = series.uid, series.starts_at, series.venue
        else:
            continue
        added.append(meeting)
    db.session.flush()
    if added:
        audit.record("meeting.scheduled", series, count=len(added))
    return added


def convene_extraordinary(*, actor: Actor, held_on: date, starts_at: str, venue: str, reason: str) -> Meeting:
    """Call a meeting that does not wait for the month, within two working days, with its own record. PR-05."""
    area_uid = _area_of(actor)
    dates.check_extraordinary(held_on, today(), partnership.number("meeting.extraordinary", area_uid), working_days())
    dates.check_time(starts_at)
    venue = needed(venue, "Enter where it is held, or how to join", "venue")
    reason = needed(reason, "Enter why it cannot wait", "reason")
    meeting = db.session.scalar(
        select(Meeting).where(Meeting.area_uid == area_uid, Meeting.held_on == held_on, Meeting.extraordinary.is_(True))
    )
    if meeting is not None and meeting.cancelled_at is None:
        if (meeting.starts_at, meeting.venue) == (starts_at, venue):
            return meeting
        raise Refused("Choose another day, or use the extraordinary meeting already called that day", field="held_on")
    if meeting is None:
        meeting = Meeting(area_uid=area_uid, held_on=held_on, extraordinary=True, confidentiality_read=False)
        db.session.add(meeting)
    meeting.cancelled_at = None
    meeting.starts_at, meeting.venue = starts_at, venue
    db.session.flush()
    audit.record("meeting.extraordinary_convened", meeting, reason=reason)
    return meeting


def cancel_meeting(*, actor: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Call a meeting off. What was on its agenda comes to the next one."""
    if meeting.cancelled_at is not None:
        return meeting
    if meeting_status(meeting, today()) in OPENED:
        raise Refused("Close the meeting instead: it has been opened")
    reason = needed(reason, "Enter why it is called off", "reason")
    meeting.cancelled_at = now()
    audit.record("meeting.cancelled", meeting, reason=reason)
    return meeting


def _area_of(actor: Actor) -> str:
    (area_uid,) = actor.area_uids
    return area_uid
