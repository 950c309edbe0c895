"""What every step of an action shares: who may take it, what it says, and its line in the log."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from app.features.accounts.models import User
from app.features.actions.models import Action, ActionHelper, ActionUpdate
from app.features.actions.queries import helpers_of
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.kernel.days import day_words
from app.kernel.errors import Refused
from app.platform.access import RUNS_THE_MONTH, Actor
from app.platform.database import db

OWNS_ACTION = "OWNS_ACTION"


def of_owners_agency(actor: Actor, action: Action) -> bool:
    return actor.agency_uid is not None and actor.agency_uid == action.agency_uid


def may_change(actor: Actor, action: Action) -> bool:
    """Somebody of the owner's agency, somebody who runs the month, or the system for somebody who hands over."""
    return of_owners_agency(actor, action) or actor.is_any(RUNS_THE_MONTH) or actor.is_system


def helps(actor: Actor, action: Action, helpers: Iterable[ActionHelper] | None = None) -> bool:
    """Whether the actor's agency helps with the action; `helpers` are those of the action, where they are known."""
    if actor.agency_uid is None:
        return False
    found = helpers_of([action.uid]).get(action.uid, ()) if helpers is None else helpers
    return any(one.agency_uid == actor.agency_uid for one in found)


def hold(action: Action) -> None:
    """Until the end of the transaction, as it is now: of two people (or two presses of a button) at the same moment
    the second sees what the first wrote."""
    db.session.scalar(
        select(Action)
        .where(Action.uid == action.uid)
        .with_for_update(of=Action)
        .execution_options(populate_existing=True)
    )


def check_owner(
    actor: Actor,
    agency_uid: str,
    owner_uid: str | None,
    owner_name: str | None,
    *,
    case_uid: str | None,
    field: str = "owner_agency_uid",
) -> None:
    """The owner is a person of an agency of the actor's area, and the action reaches them. Raises Refused; what is
    wrong with the agency at `field`."""
    check_agency(actor, agency_uid, "Select the agency that owns the action", field)
    if owner_uid:
        check_works_for(owner_uid, agency_uid, "Select an owner who works for the agency", "owner_uid")
        cases.check_reaches(actor, case_uid, owner_uid, what="this action", field="owner_uid")
    elif not (owner_name or "").strip():
        raise Refused("Enter the person who owns the action", field="owner_name")


def check_agency(actor: Actor, agency_uid: str, message: str, field: str) -> None:
    known = {agency.uid for area_uid in actor.area_uids for agency in partnership.agencies_in(area_uid)}
    if agency_uid not in known:
        raise Refused(message, field=field)


def check_works_for(user_uid: str, agency_uid: str, message: str, field: str) -> None:
    """Somebody with an account at the agency who has not left."""
    user = db.session.scalar(select(User).where(User.uid == user_uid))
    if user is None or user.agency_uid != agency_uid or (user.left_on is not None and user.left_on <= today()):
        raise Refused(message, field=field)


def share_case(actor: Actor, case: Case, agency_uid: str, *, field: str = "owner_agency_uid") -> None:
    """Give an agency that has to do with an action a need to know of its case."""
    try:
        cases.give_need_to_know(actor=actor, case=case, agency_uid=agency_uid, why=OWNS_ACTION)
    except Refused as refused:
        raise Refused(refused.message, field=field, rule=refused.rule) from refused


def name_of(user_uid: str | None) -> str | None:
    """The name of an account as it is now, to be written into the row."""
    if user_uid is None:
        return None
    user = db.session.scalar(select(User).where(User.uid == user_uid))
    return user.name if user else None


def needed(text: str | None, message: str, field: str) -> str:
    text = (text or "").strip()
    if not text:
        raise Refused(message, field=field)
    return text


def log(actor: Actor, action: Action, step: str, text: str | None = None, *, detail: str | None = None) -> ActionUpdate:
    """Write a step into the action's log."""
    update = ActionUpdate(
        key_uid=action.key_uid,
        agency_uid=actor.agency_uid or action.agency_uid,
        area_uid=action.area_uid,
        action_uid=action.uid,
        at=now(),
        position=next_position(action),
        by_uid=actor.user_uid,
        step=str(step),
        text=(text or "").strip() or None,
        detail=detail,
    )
    db.session.add(update)
    db.session.flush()
    return update


def last_update(action: Action) -> ActionUpdate | None:
    """The newest line of the log."""
    return db.session.scalar(
        select(ActionUpdate)
        .where(ActionUpdate.action_uid == action.uid)
        .order_by(ActionUpdate.position.desc())
        .limit(1)
    )


def next_position(action: Action) -> int:
    last = last_update(action)
    return last.position + 1 if last else 1


def helper_words(name: str | None, agency_uid: str | None) -> str:
    agency = partnership.agency_name(agency_uid or "")
    return f"{name}, {agency}" if name else agency


def evidence_words(reference: str, on: date) -> str:
    return f"{reference}, {day_words(on)}"
