"""Reads of meetings, series and agenda items. Visibility is added by the session."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.features.cases.models import Case
from app.features.meetings.domain import dates
from app.features.meetings.domain.status import ENDED, TO_HEAR, item_status, meeting_status
from app.features.meetings.models import AgendaItem, Meeting, Series
from app.features.notifications import interface as notifications
from app.features.partnership import interface as partnership
from app.kernel.clock import local, today
from app.kernel.errors import NotFound
from app.platform.access import Actor, fetch
from app.platform.calendar import working_days
from app.platform.database import db
from app.platform.database.memo import once_a_page

CUTOFF = "CUTOFF"
NOT_A_DAY = frozenset({"PREP", "QTR"})
"""Entries of the timetable that are a stretch of days, or are not counted from the meeting."""
NUMBERS = {"QTR": "cycle.quarterly_return"}
"""The number of an event where it is not called after its code."""


# The timetable ------------------------------------------------------------------------------------------------------


def cycle(meeting: Meeting) -> dict[str, date]:
    """The day of each event of the month around a meeting, by code of the list `cycle_event`, in order of the list.

    Counted in working days from the meeting, with the numbers of its area (section 1.4).
    """
    counted = offsets(meeting.area_uid, meeting.held_on)
    days = {code: offset for code, offset in counted.items() if code not in NOT_A_DAY}
    return dates.cycle_days(meeting.held_on, days, working_days())


def offsets(area_uid: str, on: date) -> dict[str, int]:
    """How many working days each event of the month is from the meeting, with the numbers of an area on its day."""
    found = {}
    for event in partnership.code_list("cycle_event", on):
        try:
            key = NUMBERS.get(event.code, f"cycle.{event.code.lower()}")
            found[event.code] = partnership.number(key, area_uid, on)
        except partnership.UnknownList:
            continue  # an event of the year, or one counted from another group's meeting
    return found


def times(area_uid: str, on: date) -> dict[str, time]:
    """The time of day of each event that has one."""
    found = {}
    for event in partnership.code_list("cycle_event", on):
        try:
            found[event.code] = partnership.time_of_day(f"cycle.{event.code.lower()}.time", area_uid, on)
        except partnership.UnknownList:
            continue
    return found


def cutoff_at(meeting: Meeting) -> datetime:
    """The moment at which nominations close for a meeting; an extraordinary one takes them until it is held."""
    if meeting.extraordinary:
        return dates.moment_on(meeting.held_on, partnership.time_of_day("cycle.cutoff.time", meeting.area_uid))
    at = partnership.time_of_day("cycle.cutoff.time", meeting.area_uid, meeting.held_on)
    return dates.moment_on(cycle(meeting)[CUTOFF], at)


def next_cutoff(area_uid: str, moment: datetime) -> datetime | None:
    """When nominations close, or closed, for the first monthly meeting of an area after `moment`. None: there is none
    planned."""
    meeting = _next(area_uid, local(moment).date())
    return cutoff_at(meeting) if meeting else None


# Meetings -----------------------------------------------------------------------------------------------------------


def get_meeting(actor: Actor, uid: str) -> Meeting:
    """Raises NotFound."""
    return fetch(actor, Meeting, uid)


def list_meetings(actor: Actor) -> list[Meeting]:
    """Every meeting of the actor's areas, latest first, cancelled ones included."""
    return list(db.session.scalars(select(Meeting).order_by(Meeting.held_on.desc(), Meeting.extraordinary)))


def upcoming_and_past(actor: Actor) -> tuple[list[Meeting], list[Meeting]]:
    """Meetings still to be held or closed, soonest first; and the others, latest first."""
    on = today()
    every = list_meetings(actor)
    ahead = [meeting for meeting in every if meeting_status(meeting, on) not in ENDED]
    gone = [meeting for meeting in every if meeting_status(meeting, on) in ENDED and not _vanished(meeting, on)]
    return ahead[::-1], gone


def _vanished(meeting: Meeting, on: date) -> bool:
    """A meeting cancelled before its day tells nobody anything."""
    return meeting.cancelled_at is not None and meeting.held_on > on


def next_meeting(actor: Actor) -> Meeting | None:
    """The next monthly meeting of the actor's area that is not over."""
    for area_uid in sorted(actor.area_uids):
        meeting = _next(area_uid, today())
        if meeting is not None:
            return meeting
    return None


def days_ahead(area_uid: str, after: date, most: int) -> list[date]:
    """The days of the next monthly meetings in an area's diary, at most so many."""
    return list(
        db.session.scalars(
            select(Meeting.held_on)
            .where(
                Meeting.area_uid == area_uid,
                Meeting.held_on > after,
                Meeting.extraordinary.is_(False),
                Meeting.cancelled_at.is_(None),
            )
            .order_by(Meeting.held_on)
            .limit(most)
        )
    )


def meeting_before(meeting: Meeting) -> Meeting | None:
    """The last monthly meeting before another that was opened."""
    return db.session.scalar(
        select(Meeting)
        .where(
            Meeting.area_uid == meeting.area_uid,
            Meeting.held_on < meeting.held_on,
            Meeting.extraordinary.is_(False),
            Meeting.opened_at.is_not(None),
        )
        .order_by(Meeting.held_on.desc())
        .limit(1)
    )


def meeting_after(meeting: Meeting) -> Meeting | None:
    """The monthly meeting that follows another."""
    return db.session.scalar(
        select(Meeting)
        .where(
            Meeting.area_uid == meeting.area_uid,
            Meeting.held_on > meeting.held_on,
            Meeting.extraordinary.is_(False),
            Meeting.cancelled_at.is_(None),
        )
        .order_by(Meeting.held_on)
        .limit(1)
    )


def _next(area_uid: str, on: date) -> Meeting | None:
    return db.session.scalar(
        select(Meeting)
        .where(
            Meeting.area_uid == area_uid,
            Meeting.held_on >= on,
            Meeting.extraordinary.is_(False),
            Meeting.cancelled_at.is_(None),
            Meeting.closed_at.is_(None),
        )
        .order_by(Meeting.held_on)
        .limit(1)
    )


def monthly_days(area_uid: str, until: date) -> list[date]:
    """The days of the monthly meetings of an area that were opened, up to and including `until`, oldest first; the
    meeting on `until` itself counts before it is opened."""
    rows = db.session.execute(
        select(Meeting.held_on, Meeting.opened_at).where(
            Meeting.area_uid == area_uid,
            Meeting.held_on <= until,
            Meeting.extraordinary.is_(False),
            Meeting.cancelled_at.is_(None),
        )
    )
    return sorted(day for day, opened_at in rows if opened_at is not None or day == until)


def meeting_days(area_uid: str, case_uids: Collection[str]) -> list[notifications.MeetingDay]:
    """The monthly meetings of an area, oldest first, with those of the cases asked about that each heard."""
    wanted = select(Meeting).where(
        Meeting.area_uid == area_uid, Meeting.extraordinary.is_(False), Meeting.cancelled_at.is_(None)
    )
    meetings = db.session.scalars(wanted.order_by(Meeting.held_on)).all()
    heard: dict[str, set[str]] = {}
    if case_uids:
        rows = select(AgendaItem.meeting_uid, AgendaItem.case_uid).where(
            AgendaItem.case_uid.in_(case_uids), AgendaItem.heard_at.is_not(None)
        )
        for meeting_uid, case_uid in db.session.execute(rows):
            heard.setdefault(meeting_uid, set()).add(case_uid)
    on = today()
    return [
        notifications.MeetingDay(
            meeting.held_on, meeting_status(meeting, on) in ENDED, frozenset(heard.get(meeting.uid, ()))
        )
        for meeting in meetings
    ]


# Series -------------------------------------------------------------------------------------------------------------


def list_series(actor: Actor, on: date | None = None) -> list[Series]:
    """The series that run `on` a day (today) or later, in the actor's areas."""
    day = on or today()
    every = db.session.scalars(
        select(Series).where(Series.area_uid.in_(sorted(actor.area_uids))).order_by(Series.valid_from)
    )
    return [series for series in every if series.valid_to is None or series.valid_to >= day]


# Items --------------------------------------------------------------------------------------------------------------


def list_items(actor: Actor, meeting: Meeting, *, withdrawn: bool = False) -> list[AgendaItem]:
    """The agenda as the actor may see it, in order, with each case and its subject."""
    return list(db.session.scalars(_agenda(withdrawn), {"meeting": meeting.uid}))


@cache
def _agenda(withdrawn: bool) -> Select[AgendaItem]:
    wanted = (
        select(AgendaItem)
        .where(AgendaItem.meeting_uid == bindparam("meeting"))
        .options(joinedload(AgendaItem.case).joinedload(Case.subject))
        .order_by(AgendaItem.position)
    )
    return wanted if withdrawn else wanted.where(AgendaItem.withdrawn_at.is_(None))


def get_item(actor: Actor, uid: str) -> AgendaItem:
    """An item with its case and subject. Raises NotFound."""
    item = db.session.scalar(
        select(AgendaItem).where(AgendaItem.uid == uid).options(joinedload(AgendaItem.case).joinedload(Case.subject))
    )
    if item is None:
        raise NotFound("item")
    return item


@once_a_page
def items_of_case(actor: Actor, case_uid: str) -> list[AgendaItem]:
    """Each time a case was, or will be, on an agenda, latest first."""
    return list(db.session.scalars(_of_case(), {"case": case_uid}))


@cache
def _of_case() -> Select[AgendaItem]:
    there = AgendaItem.withdrawn_at.is_(None), Meeting.cancelled_at.is_(None)
    return (
        select(AgendaItem)
        .join(Meeting, Meeting.uid == AgendaItem.meeting_uid)
        .where(AgendaItem.case_uid == bindparam("case"), *there)
        .order_by(Meeting.held_on.desc())
    )


def count_items(actor: Actor, meetings: list[Meeting]) -> dict[str, int]:
    """How many items each meeting's agenda has for the actor, by uid of the meeting."""
    if not meetings:
        return {}
    rows = db.session.execute(
        select(AgendaItem.meeting_uid, func.count())
        .where(AgendaItem.meeting_uid.in_([meeting.uid for meeting in meetings]), AgendaItem.withdrawn_at.is_(None))
        .group_by(AgendaItem.meeting_uid)
    )
    return {row[0]: row[1] for row in rows}


def late_cases(actor: Actor, meeting: Meeting, items: Sequence[AgendaItem]) -> list[Case]:
    """Open cases sent after nominations closed for a meeting, never heard and not among its `items`, with subjects:
    the chair may agree to hear them."""
    if meeting.extraordinary or meeting.agenda_built_at is None:
        return []
    late = notifications.deferred_case_uids(actor, cutoff_at(meeting)) - {item.case_uid for item in items}
    if not late:
        return []
    heard = select(AgendaItem.case_uid).where(AgendaItem.heard_at.is_not(None))
    wanted = select(Case).where(Case.uid.in_(sorted(late)), Case.closed_on.is_(None), Case.uid.not_in(heard))
    return list(db.session.scalars(wanted.options(joinedload(Case.subject)).order_by(Case.reference)))


def undecided(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Items that must still be decided or deferred."""
    return [item for item in items if item_status(item) in TO_HEAR]
