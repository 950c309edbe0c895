"""What the home pages count: one statement for each room asked. Visibility is added by the session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, cast, func, not_, or_, select
from sqlalchemy.orm import joinedload

from app.features.assurance.interface import Assurance, owed, to_judge
from app.features.cases.interface import Case
from app.features.meetings.interface import AgendaItem, Meeting
from app.features.notifications.interface import Notification
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Actor
from app.platform.database import db

Counts = Select[*tuple[Any, ...]]
DAYS = 2
"""For how many days a statement is kept: today, and yesterday to those who ask just after midnight."""
BANDS = {3: "RED", 2: "AMBER", 1: "GREEN", 0: None}


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(cast(case((condition, 1), else_=0), Integer)), 0)


@dataclass(frozen=True)
class Triage:
    """The triage queue: `slow` are past the day for acknowledging or deciding, `late` came after the cut-off and wait
    for the chair's agreement."""

    waiting: int
    urgent: int
    slow: int
    unacknowledged: int
    late: int


def triage(actor: Actor, on: date) -> Triage:
    return Triage(*db.session.execute(_triage(on)).one())


@lru_cache(maxsize=DAYS)
def _triage(on: date) -> Counts:
    waits = and_(
        Notification.submitted_at.is_not(None),
        Notification.triaged_at.is_(None),
        Notification.withdrawn_at.is_(None),
    )
    unacknowledged = Notification.acknowledged_at.is_(None)
    slow = or_(and_(unacknowledged, Notification.acknowledge_by < on), Notification.triage_by < on)
    late = and_(Notification.late.is_(True), Notification.late_agreed_at.is_(None))
    return select(
        func.count(Notification.uid),
        _count(Notification.urgent.is_(True)),
        _count(slow),
        _count(unacknowledged),
        _count(late),
    ).where(waits)


@dataclass(frozen=True)
class AssuranceCounts:
    """What agencies owe, each once: `later` is not due yet, `overdue` was never given by its day, `again` lapsed or was
    not accepted. `weak`: given at a level that cannot be accepted, and not judged yet."""

    later: int
    overdue: int
    again: int
    to_judge: int
    weak: int


def assurance(actor: Actor, on: date) -> AssuranceCounts:
    levels = partnership.code_list("assurance_level", on)
    weak = [item.code for item in levels if not item.attributes.get("acceptable")]
    return AssuranceCounts(*db.session.execute(_assurance(on), {"weak": weak}).one())


@lru_cache(maxsize=DAYS)
def _assurance(on: date) -> Counts:
    never = and_(Assurance.given_on.is_(None), Assurance.result.is_(None))
    return select(
        _count(and_(owed(on), never, Assurance.due_on >= on)),
        _count(and_(owed(on), never, Assurance.due_on < on)),
        _count(and_(owed(on), not_(never))),
        _count(to_judge()),
        _count(and_(to_judge(), Assurance.level_given.in_(bindparam("weak", expanding=True)))),
    )


@dataclass(frozen=True)
class CaseCounts:
    """Open cases whose review is due, and those somebody proposed to step down."""

    review_due: int
    step_down_proposed: int


def case_counts(actor: Actor, on: date) -> CaseCounts:
    return CaseCounts(*db.session.execute(_case_counts(on)).one())


@lru_cache(maxsize=DAYS)
def _case_counts(on: date) -> Counts:
    # Each by its own index: nearly every open case is neither.
    is_open = select(func.count()).select_from(Case).where(Case.closed_on.is_(None))
    due, proposed = is_open.where(Case.review_on <= on), is_open.where(_step_down())
    return select(due.scalar_subquery(), proposed.scalar_subquery())


def _step_down() -> ColumnElement[bool]:
    return Case.step_down_proposed_on.is_not(None)


def list_step_down_proposed(actor: Actor) -> Sequence[Case]:
    """Open cases that somebody proposed to step down, the longest waiting first, with their subjects."""
    return db.session.scalars(
        select(Case)
        .where(Case.closed_on.is_(None), _step_down())
        .order_by(Case.step_down_proposed_on, Case.uid)
        .options(joinedload(Case.subject))
    ).all()


def items_by_band(actor: Actor, meeting: Meeting) -> dict[str | None, int]:
    """How many items the agenda has for each highest level of concern, red first; None: not set."""
    rows = db.session.execute(_items_by_band(), {"meeting": meeting.uid})
    found = {rank: count for rank, count in rows}  # noqa: C416 - rows are not pairs to the type checker
    return {band: found[rank] for rank, band in BANDS.items() if rank in found}


@cache
def _items_by_band() -> Counts:
    return (
        select(Case.band_rank, func.count(AgendaItem.uid))
        .join(AgendaItem, AgendaItem.case_uid == Case.uid)
        .where(AgendaItem.meeting_uid == bindparam("meeting"), AgendaItem.withdrawn_at.is_(None))
        .group_by(Case.band_rank)
    )


def open_meetings(actor: Actor) -> Sequence[Meeting]:
    """Meetings that were opened and not closed, the latest first."""
    return db.session.scalars(_open_meetings()).all()


@cache
def _open_meetings() -> Select[Meeting]:
    still = Meeting.opened_at.is_not(None), Meeting.closed_at.is_(None), Meeting.cancelled_at.is_(None)
    return select(Meeting).where(*still).order_by(Meeting.held_on.desc())


def agencies_without_agreement(area_uids: Sequence[str]) -> int:
    """How many agencies nobody may sign in for, for want of an agreement in date (PR-02)."""
    found = {agency.uid for uid in area_uids for agency in partnership.agencies_in(uid)}
    return sum(not partnership.has_current_agreement(uid, today()) for uid in found)
