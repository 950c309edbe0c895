"""The action tracker: every action the actor sees, filtered; on screen and in the workbook alike."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from app.features.actions.domain import Status
from app.features.actions.models import Action
from app.features.actions.queries import OPEN_FIRST, WITH_CASE
from app.platform.access import Actor
from app.platform.database import db

OPEN = "OPEN"
"""Not a status but every open one."""


@dataclass(frozen=True)
class TrackerFilter:
    """What the tracker shows; None: everything. `status` is a code of `action_status` as shown today, or OPEN."""

    status: str | None = None
    agency_uid: str | None = None
    due_from: date | None = None
    due_to: date | None = None

    def arguments(self) -> dict[str, str]:
        """As they stand in an address. Codes and dates only."""
        chosen: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else value
            for name, value in chosen.items()
            if value
        }

    def conditions(self, on: date) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.status:
            found.append(shown_as(self.status, on))
        if self.agency_uid:
            found.append(Action.agency_uid == self.agency_uid)
        if self.due_from:
            found.append(Action.due_on >= self.due_from)
        if self.due_to:
            found.append(Action.due_on <= self.due_to)
        return found


def shown_as(status: str, on: date) -> ColumnElement[bool]:
    """The rule of `domain.action_status` for today, as a condition."""
    is_open = Action.ended_on.is_(None)
    in_time = and_(is_open, Action.due_on >= on)
    conditions: dict[str, ColumnElement[bool]] = {
        OPEN: is_open,
        Status.OVERDUE: and_(is_open, Action.due_on < on),
        Status.PROPOSED: and_(in_time, Action.accepted_on.is_(None)),
        Status.ACCEPTED: and_(in_time, Action.accepted_on.is_not(None), Action.started_on.is_(None)),
        Status.IN_PROGRESS: and_(in_time, Action.started_on.is_not(None)),
        Status.DONE: and_(Action.done_on.is_not(None), Action.verified_on.is_(None)),
        Status.DONE_VERIFIED: Action.verified_on.is_not(None),
        Status.NOT_DONE_REASON: Action.not_done_on.is_not(None),
        Status.SUPERSEDED: Action.superseded_on.is_not(None),
        Status.TRANSFERRED: Action.transferred_on.is_not(None),
    }
    return conditions[status]


def count_tracker(actor: Actor, chosen: TrackerFilter, on: date, *, at_most: int | None = None) -> int:
    """How many there are; the counting stops `at_most` there."""
    found = select(Action.area_uid).where(*chosen.conditions(on)).limit(at_most)  # a column of the index
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def list_tracker(
    actor: Actor, chosen: TrackerFilter, on: date, *, limit: int | None = None, offset: int = 0
) -> Sequence[Action]:
    """Open actions by due date, then ended ones."""
    statement = select(Action).where(*chosen.conditions(on)).order_by(*OPEN_FIRST).limit(limit).offset(offset)
    return db.session.scalars(statement.options(WITH_CASE)).all()
