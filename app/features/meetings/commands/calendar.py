"""When the group meets by rule: the series, and its meetings a year ahead."""

from datetime import date, timedelta

from sqlalchemy import and_, or_, select

from app.features.meetings import queries
from app.features.meetings.commands.words import needed
from app.features.meetings.domain import dates, recurrence
from app.features.meetings.models import Meeting, Series
from app.features.meetings.series import series_days
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
    week_of_month: int | None,
    starts_at: str,
    venue: str,
    valid_from: date,
    frequency: str = recurrence.MONTHLY,
    interval: int = 1,
) -> Series:
    """The forum meets from `valid_from` on, every `interval` weeks (WEEKLY) or months (MONTHLY) on a weekday (0 Monday
    to 4 Friday); by the month in its first to fourth or its last (-1) week. PR-04.

    An earlier series of the forum ends the day before; its meetings from then on that have no agenda are cancelled.
    The same series created twice is there once.
    """
    rule = recurrence.recurrence(frequency=frequency, interval=interval, weekday=weekday, week=week_of_month).rule
    dates.check_time(starts_at)
    area_uid = actor.area_uid
    if forum_uid not in {forum.uid for forum in partnership.list_forums(area_uid)}:
        raise Refused("Select a forum from the list", field="forum_uid")
    venue = needed(venue, "Enter where the group meets", "venue")
    running = [series for series in queries.list_series(actor, valid_from) if series.forum_uid == forum_uid]
    series = Series(
        area_uid=area_uid,
        forum_uid=forum_uid,
        rule=rule,
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
    audit.record("meeting.series_created", series, forum_uid=forum_uid, frequency=frequency, interval=interval)
    return series


def _is_same(one: Series, other: Series) -> bool:
    names = ("rule", "starts_at", "venue", "valid_from")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _cancel_planned(series: Series, first: date) -> None:
    planned = db.session.scalars(
        select(Meeting).where(
            Meeting.series_uid == series.uid, Meeting.held_on >= first, Meeting.agenda_built_at.is_(None)
        )
    )
    for meeting in planned:
        meeting.cancelled_at = now()
        changed(meeting)


def changed(meeting: Meeting) -> None:
    """Its day, time or place is another now, or it was called off: calendars hear of it."""
    meeting.sequence += 1
    meeting.changed_at = now()


def schedule_meetings(*, actor: Actor, series: Series, months: int = MONTHS_AHEAD) -> list[Meeting]:
    """Put the meetings of the coming `months` months into the calendar; those that are there already, and those that
    were moved, stay as they are. A meeting that somebody cancelled is not put back. Returns the new ones.

    When the day is a bank holiday the group meets on the next working day.
    """
    first = max(series.valid_from, today())
    days = series_days(series.rule, series.valid_from, first, months, working_days())
    if series.valid_to is not None:
        days = [day for day in days if day <= series.valid_to]
    there = _meetings_on(series, days)
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
            changed(meeting)
        else:
            continue
        added.append(meeting)
    db.session.flush()
    if added:
        audit.record("meeting.scheduled", series, count=len(added))
    return added


def _meetings_on(series: Series, days: list[date]) -> dict[date, Meeting]:
    """What is there already, by the day the series has it: one that is held stands before one that was called off."""
    rows = db.session.scalars(
        select(Meeting)
        .where(
            Meeting.area_uid == series.area_uid,
            Meeting.extraordinary.is_(False),
            or_(Meeting.held_on.in_(days), and_(Meeting.series_uid == series.uid, Meeting.moved_from.in_(days))),
        )
        .order_by(Meeting.cancelled_at.is_(None))
    ).all()
    there = {meeting.held_on: meeting for meeting in rows}
    moved = {m.moved_from: m for m in rows if m.moved_from is not None and m.series_uid == series.uid}
    return there | moved
