"""What every step of an action shares: who may take it, what it says, and its line in the log."""

from sqlalchemy import select

from app.features.accounts.models import User
from app.features.actions.models import Action, ActionUpdate
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.partnership import interface as partnership
from app.kernel.clock import now
from app.kernel.errors import NotFound, Refused
from app.platform.access import RUNS_THE_MONTH, Actor
from app.platform.database import db

OWNS_ACTION = "OWNS_ACTION"


def of_owners_agency(actor: Actor, action: Action) -> bool:
    return actor.agency_uid is not None and actor.agency_uid == action.agency_uid


def may_change(actor: Actor, action: Action) -> bool:
    """Somebody of the owner's agency, or somebody who runs the month."""
    return of_owners_agency(actor, action) or actor.is_any(RUNS_THE_MONTH)


def hold_to_change(actor: Actor, action: Action) -> None:
    """Raises NotFound for what belongs to another agency: to change it is not there.

    The action is held until the end of the transaction, as it is now: of two people (or two presses of a button) at
    the same moment the second sees what the first wrote.
    """
    if not may_change(actor, action):
        raise NotFound("Action")
    hold(action)


def hold(action: Action) -> None:
    db.session.scalar(
        select(Action)
        .where(Action.uid == action.uid)
        .with_for_update(of=Action)
        .execution_options(populate_existing=True)
    )


def check_owner(actor: Actor, agency_uid: str, owner_uid: str | None, owner_name: str | None) -> None:
    """The owner is a person of an agency of the actor's area. Raises Refused with the field."""
    known = {agency.uid for area_uid in actor.area_uids for agency in partnership.agencies_in(area_uid)}
    if agency_uid not in known:
        raise Refused("Select the agency that owns the action", field="owner_agency_uid")
    if owner_uid:
        owner = db.session.scalar(select(User).where(User.uid == owner_uid))
        if owner is None or owner.agency_uid != agency_uid:
            raise Refused("Select an owner who works for the agency", field="owner_uid")
    elif not (owner_name or "").strip():
        raise Refused("Enter the person who owns the action", field="owner_name")


def share_case(actor: Actor, case: Case, agency_uid: str) -> None:
    """Give the owner's agency a need to know of the case."""
    try:
        cases.give_need_to_know(actor=actor, case=case, agency_uid=agency_uid, why=OWNS_ACTION)
    except Refused as refused:
        raise Refused(refused.message, field="owner_agency_uid", rule=refused.rule) from refused


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


def log(actor: Actor, action: Action, step: str, text: str | None = None) -> ActionUpdate:
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


def told_already(actor: Actor, action: Action, step: str, text: str) -> bool:
    """Whether this very step was taken by the same person in the same words: a form that was sent twice."""
    last = last_update(action)
    return last is not None and last.step == str(step) and last.by_uid == actor.user_uid and last.text == text
