"""Reads of the tracker: what its filters choose, a page at a time on screen and in chunks for a file."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.features.actions import interface as actions
from app.features.actions.models import Action
from app.features.assurance import interface as assurance
from app.features.assurance.models import Assurance
from app.features.cases.models import Case
from app.features.tracker.filters import Filters, action_conditions, assurance_conditions
from app.platform.access import Actor
from app.platform.database import db

# The case in a statement of its own, so that the rule of cases applies to it: None when the actor may not see it.
ACTION_CASE = selectinload(Action.case).options(joinedload(Case.subject))
ASSURANCE_CASE = selectinload(Assurance.case).options(joinedload(Case.subject))

PERSON = "PERSON"
OPEN_FIRST = (Action.ended_on.is_not(None), Action.due_on, Action.reference)
BY_DUE_DATE = (Assurance.due_on, Assurance.reference)


def count_actions(actor: Actor, chosen: Filters, on: date, *, at_most: int | None = None) -> int:
    """How many there are; the counting stops `at_most` there."""
    found = select(Action.area_uid).where(*action_conditions(chosen, on)).limit(at_most)  # a column of the index
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def list_actions(actor: Actor, chosen: Filters, on: date, *, limit: int, offset: int) -> list[actions.Shown]:
    """Open actions by due date, then ended ones."""
    statement = select(Action).where(*action_conditions(chosen, on)).order_by(*OPEN_FIRST).limit(limit).offset(offset)
    return actions.show(db.session.scalars(statement.options(ACTION_CASE)).all(), on)


def action_uids(actor: Actor, chosen: Filters, on: date) -> Sequence[str]:
    """Of every action, in that order: what a file is written from, however long it takes."""
    return db.session.scalars(select(Action.uid).where(*action_conditions(chosen, on)).order_by(*OPEN_FIRST)).all()


def people_named(actor: Actor, chosen: Filters, on: date) -> Sequence[str]:
    """The subjects of the cases that a file with names would tell of, by uid."""
    about = select(Action.case_uid).where(*action_conditions(chosen, on))
    assured = select(Assurance.case_uid).where(*assurance_conditions(chosen))
    held = select(Case.subject_uid).where(or_(Case.uid.in_(about), Case.uid.in_(assured)), Case.subject_kind == PERSON)
    return db.session.scalars(held.distinct()).all()


def actions_of(actor: Actor, uids: Sequence[str], on: date) -> list[actions.Shown]:
    """Those of `uids` that are still there, in their order."""
    found = {
        row.uid: row for row in db.session.scalars(select(Action).where(Action.uid.in_(uids)).options(ACTION_CASE))
    }
    return actions.show([found[uid] for uid in uids if uid in found], on)


def count_assurance(actor: Actor, chosen: Filters) -> int:
    return db.session.scalar(select(func.count(Assurance.uid)).where(*assurance_conditions(chosen))) or 0


def assurance_uids(actor: Actor, chosen: Filters) -> Sequence[str]:
    return db.session.scalars(select(Assurance.uid).where(*assurance_conditions(chosen)).order_by(*BY_DUE_DATE)).all()


def assurance_of(actor: Actor, uids: Sequence[str], on: date) -> list[assurance.Shown]:
    """Those of `uids` that are still there, in their order."""
    statement = select(Assurance).where(Assurance.uid.in_(uids)).options(ASSURANCE_CASE)
    found = {row.uid: row for row in db.session.scalars(statement)}
    return assurance.show([found[uid] for uid in uids if uid in found], on)
