"""What meetings put into somebody's diary: the meetings, and the days of the month that are theirs."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from app.features.diary.interface import Entry, add_source
from app.features.meetings.domain import cycle
from app.features.meetings.domain.dates import moment_on
from app.features.meetings.models import Meeting, Series
from app.features.meetings.timetable import planned
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Permission, current_actor
from app.platform.database import db
from app.web.addresses import public_link

BEHIND, AHEAD = timedelta(days=90), timedelta(days=400)
"""How far the diary goes back, and ahead."""
DAYS_BEHIND, DAYS_AHEAD = timedelta(days=45), timedelta(days=100)
"""Meetings whose steps are in the diary too: further off they would only hide the meetings."""
EVERYBODY = frozenset({"CUTOFF", "RESEARCH_DUE", "PACK", "CORRECT", "ASSURE_DUE"})
"""Steps in which the agencies have something to do (section 1.4); whoever runs the month has them all."""
GROUP = "SVOG"


def entry_of(meeting: Meeting, forum: str | None = None) -> Entry:
    """A meeting as its invitation and every feed have it. `forum`: the name of the group, when it is known."""
    starts = moment_on(meeting.held_on, time.fromisoformat(meeting.starts_at))
    minutes = partnership.number("meeting.length", meeting.area_uid, meeting.held_on)
    name = forum or _forums([meeting])[meeting.uid]
    return Entry(
        uid=f"{meeting.uid}@concord",
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts=starts,
        ends=starts + timedelta(minutes=minutes),
        summary=f"{name} {'extraordinary meeting' if meeting.extraordinary else 'meeting'}",
        location=meeting.venue,
        url=public_link("meetings.meeting", meeting_uid=meeting.uid),
        cancelled=meeting.cancelled_at is not None,
    )


def entries(_user_uid: str, area_uids: frozenset[str]) -> Iterator[Entry]:
    """The meetings of somebody's areas, those called off among them, and the steps of the near ones."""
    actor, on = current_actor(), today()
    if not actor.may(Permission.MEETING_VIEW):
        return
    meetings = db.session.scalars(
        select(Meeting)
        .where(Meeting.area_uid.in_(sorted(area_uids)), Meeting.held_on.between(on - BEHIND, on + AHEAD))
        .order_by(Meeting.held_on)
    ).all()
    forums = _forums(meetings)
    codes = None if actor.may(Permission.MEETING_MANAGE) else EVERYBODY
    monthly = [one for one in meetings if not one.extraordinary and one.cancelled_at is None]
    for meeting in meetings:
        yield entry_of(meeting, forums[meeting.uid])
        if meeting.cancelled_at is None and on - DAYS_BEHIND <= meeting.held_on <= on + DAYS_AHEAD:
            after = (
                one.held_on for one in monthly if one.held_on > meeting.held_on and one.area_uid == meeting.area_uid
            )
            for step in planned(meeting, next(after, None)):
                if step.code != "MEETING" and (codes is None or step.code in codes):
                    yield _step_entry(meeting, step)


def _step_entry(meeting: Meeting, step: cycle.Planned) -> Entry:
    starts: date | datetime = step.day if step.at is None else moment_on(step.day, step.at)
    return Entry(
        uid=f"{meeting.uid}-{step.code.lower().replace('_', '-')}@concord",
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts=starts,
        ends=None,
        summary=partnership.code_label("cycle_event", step.code, step.day),
        url=public_link("meetings.timetable", meeting_uid=meeting.uid),
        busy=False,
    )


def _forums(meetings: Sequence[Meeting]) -> dict[str, str]:
    """What the group of each meeting is called, by uid of the meeting: the forum of its series, or the area's own."""
    uids = {meeting.series_uid for meeting in meetings if meeting.series_uid}
    rows = db.session.scalars(select(Series).where(Series.uid.in_(sorted(uids)))).all() if uids else ()
    of_series = {series.uid: series.forum_uid for series in rows}
    names = {
        forum.uid: forum.name
        for area_uid in {meeting.area_uid for meeting in meetings}
        for forum in partnership.list_forums(area_uid)
    }
    return {
        meeting.uid: names.get(of_series.get(meeting.series_uid or "", ""))
        or partnership.forum_name(meeting.area_uid, GROUP, meeting.held_on)
        for meeting in meetings
    }


add_source("meetings", entries)
