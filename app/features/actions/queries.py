"""Reads of actions. Visibility is added by the session; statuses are worked out from the dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import selectinload

from app.features.actions.agreeing import says_nearly_the_same
from app.features.actions.models import Action, ActionHelper, ActionUpdate
from app.features.cases.models import Case
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db
from app.platform.database.memo import once_a_page

audit.declare("action.viewed")


@dataclass(frozen=True)
class Day:
    """How many open actions there are for somebody to look at today."""

    mine: int
    mine_overdue: int
    agencys: int
    agencys_overdue: int
    to_accept: int
    """Of the agency: agreed while nobody from it was there."""


WITH_CASE = selectinload(Action.case).joinedload(Case.subject)
"""The case in a statement of its own, so that the rule of cases applies to it: None when the actor may not see it."""

OPEN_FIRST = (Action.ended_on.is_not(None), Action.due_on, Action.reference)
"""Open ones by due date, then ended ones."""


def get_action(actor: Actor, uid: str) -> Action:
    """The action with its case, where the actor may see that. Raises NotFound."""
    action = db.session.scalar(select(Action).where(Action.uid == uid).options(WITH_CASE))
    if action is None:
        raise NotFound("Action")
    return action


def view_action(actor: Actor, uid: str) -> Action:
    """The action for its own page; the view is recorded. Raises NotFound."""
    action = get_action(actor, uid)
    audit.record("action.viewed", action)
    return action


@once_a_page
def list_for_case(actor: Actor, case_uid: str) -> Sequence[Action]:
    """Open ones by due date, then ended ones."""
    return db.session.scalars(_of_case(), {"case": case_uid}).all()


@cache
def _of_case() -> Select[Action]:
    return select(Action).where(Action.case_uid == bindparam("case")).order_by(*OPEN_FIRST)


def alike(
    actor: Actor, case_uid: str | None, category: str, agency_uid: str | None = None, text: str | None = None
) -> list[Action]:
    """Open actions about a case, or of the group itself, that are perhaps the same action twice (4.9): of one kind, or
    with nearly the same `text`; of one agency or of any."""
    found = list_for_case(actor, case_uid) if case_uid else list_of_group(actor)
    return [
        one
        for one in found
        if one.ended_on is None
        and (one.category == category or (text is not None and says_nearly_the_same(one.text, text)))
        and agency_uid in (None, one.agency_uid)
    ]


def list_of_group(actor: Actor) -> Sequence[Action]:
    """Open actions of the group itself, by due date."""
    of_group = select(Action).where(Action.case_uid.is_(None), Action.ended_on.is_(None))
    return db.session.scalars(of_group.order_by(Action.due_on, Action.reference)).all()


def list_for_item(actor: Actor, item_uid: str) -> Sequence[Action]:
    """What was agreed under an agenda item, in the order it was agreed."""
    return db.session.scalars(select(Action).where(Action.item_uid == item_uid).order_by(Action.reference)).all()


def list_my_actions(actor: Actor) -> Sequence[Action]:
    """Open actions of this account, the longest due first."""
    return _open_list(select(Action).where(Action.owner_uid == actor.user_uid))


def list_my_next_actions(actor: Actor, limit: int) -> Sequence[Action]:
    """The first of them, without their cases."""
    mine = select(Action).where(Action.owner_uid == actor.user_uid, Action.ended_on.is_(None))
    return db.session.scalars(mine.order_by(Action.due_on, Action.reference).limit(limit)).all()


def count_day(actor: Actor, on: date) -> Day:
    """What is open for this account and its agency, in one statement."""
    row = db.session.execute(_day(), {"user": actor.user_uid, "agency": actor.agency_uid, "on": on}).one()
    return Day(*(int(number or 0) for number in row))


@cache
def _day() -> Select[*tuple[Any, ...]]:
    mine, agencys = Action.owner_uid == bindparam("user"), Action.agency_uid == bindparam("agency")
    late = Action.due_on < bindparam("on")
    counted = (mine, and_(mine, late), agencys, and_(agencys, late), and_(agencys, Action.accepted_on.is_(None)))
    sums = [func.sum(case((condition, 1), else_=0)) for condition in counted]
    return select(*sums).where(Action.ended_on.is_(None), or_(mine, agencys))


def list_agency_actions(actor: Actor) -> Sequence[Action]:
    """Open actions of the actor's agency, the longest due first."""
    return _open_list(select(Action).where(Action.agency_uid == actor.agency_uid))


def list_agency_chosen(actor: Actor, uids: Sequence[str]) -> Sequence[Action]:
    """Those of the actor's agency, the longest due first, also what has ended meanwhile."""
    chosen = select(Action).where(Action.agency_uid == actor.agency_uid, Action.uid.in_(uids))
    return db.session.scalars(chosen.order_by(Action.due_on, Action.reference).options(WITH_CASE)).all()


def list_i_help_with(actor: Actor) -> Sequence[Action]:
    """Open actions of others that this account helps with."""
    helped = select(ActionHelper.action_uid).where(ActionHelper.user_uid == actor.user_uid)
    return _open_list(select(Action).where(Action.uid.in_(helped)))


def list_agency_helps_with(actor: Actor) -> Sequence[Action]:
    """Open actions of other agencies that the actor's agency helps with."""
    helped = select(ActionHelper.action_uid).where(ActionHelper.agency_uid == actor.agency_uid)
    return _open_list(select(Action).where(Action.uid.in_(helped), Action.agency_uid != actor.agency_uid))


def _open_list(statement: Select[Action]) -> Sequence[Action]:
    statement = statement.where(Action.ended_on.is_(None)).order_by(Action.due_on, Action.reference)
    return db.session.scalars(statement.options(WITH_CASE)).all()


def successor_of(action: Action) -> Action | None:
    """What a transferred action became at another agency."""
    return db.session.scalar(select(Action).where(Action.follows_uid == action.uid))


def predecessor_of(action: Action) -> Action | None:
    """The action of another agency that was transferred and became this one, where the actor may see it."""
    if action.follows_uid is None:
        return None
    return db.session.scalar(select(Action).where(Action.uid == action.follows_uid))


def list_updates(actor: Actor, action: Action) -> Sequence[ActionUpdate]:
    """The log of an action, newest first."""
    return db.session.scalars(
        select(ActionUpdate).where(ActionUpdate.action_uid == action.uid).order_by(ActionUpdate.position.desc())
    ).all()


def list_updates_of(actor: Actor, action_uids: Sequence[str]) -> Sequence[ActionUpdate]:
    """The logs of several actions."""
    if not action_uids:
        return ()
    return db.session.scalars(_updates_of(), {"actions": list(action_uids)}).all()


@cache
def _updates_of() -> Select[ActionUpdate]:
    return select(ActionUpdate).where(ActionUpdate.action_uid.in_(bindparam("actions", expanding=True)))


def helpers_of(action_uids: Sequence[str]) -> dict[str, list[ActionHelper]]:
    """Who helps with each of several actions, in the order they were named; an action without helpers is not in it."""
    found: dict[str, list[ActionHelper]] = {}
    if action_uids:
        for helper in db.session.scalars(_helpers(), {"actions": list(action_uids)}):
            found.setdefault(helper.action_uid, []).append(helper)
    return found


@cache
def _helpers() -> Select[ActionHelper]:
    of_actions = ActionHelper.action_uid.in_(bindparam("actions", expanding=True))
    return select(ActionHelper).where(of_actions).order_by(ActionHelper.since, ActionHelper.uid)


def cases_with_overdue_actions(actor: Actor, on: date) -> set[str]:
    """Uids of cases with an action that is open and was due before `on`."""
    found = db.session.scalars(
        select(Action.case_uid).where(Action.ended_on.is_(None), Action.due_on < on, Action.case_uid.is_not(None))
    )
    return {uid for uid in found if uid}


def open_by_case(actor: Actor, case_uids: Sequence[str], on: date) -> dict[str, tuple[int, int]]:
    """How many actions of each case are open, and how many of those were due before `on`."""
    rows = db.session.execute(_open_by_case(), {"cases": list(case_uids), "on": on})
    return {uid: (count, int(late)) for uid, count, late in rows if uid}


@cache
def _open_by_case() -> Select[*tuple[Any, ...]]:
    overdue = func.sum(case((Action.due_on < bindparam("on"), 1), else_=0))
    return (
        select(Action.case_uid, func.count(Action.uid), overdue)
        .where(Action.case_uid.in_(bindparam("cases", expanding=True)), Action.ended_on.is_(None))
        .group_by(Action.case_uid)
    )


def count_overdue(actor: Actor, on: date) -> int:
    """How many actions the actor sees are open and were due before `on`."""
    statement = select(func.count()).select_from(Action).where(Action.ended_on.is_(None), Action.due_on < on)
    return db.session.scalar(statement) or 0
