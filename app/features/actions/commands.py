"""Steps in the life of an action. Each is dated by the clock and written into its log."""

from datetime import date

from sqlalchemy import select

from app.features.actions import domain
from app.features.actions.domain import Status
from app.features.actions.models import Action
from app.features.actions.steps import (
    check_owner,
    hold,
    hold_to_change,
    last_update,
    log,
    name_of,
    needed,
    of_owners_agency,
    share_case,
    told_already,
)
from app.features.cases.models import Case
from app.features.partnership import interface as partnership
from app.features.partnership.models import Area
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.kernel.references import new_uid, reference
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db, next_number

audit.declare("action.agreed", facts={"agency_uid", "priority", "category", "accepted"})
audit.declare("action.accepted")
audit.declare("action.started")
audit.declare("action.noted")
audit.declare("action.completed", facts={"late"})
audit.declare("action.verified")
audit.declare("action.not_done", facts={"code"})
audit.declare("action.superseded")

NOTE = "NOTE"


def agree_action(
    *,
    actor: Actor,
    case: Case | None = None,
    item_uid: str | None = None,
    text: str,
    measure_of_done: str | None,
    category: str,
    priority: str,
    owner_agency_uid: str,
    owner_uid: str | None = None,
    owner_name: str | None = None,
    owner_accepts: bool,
    due_on: date,
    risk_factor: str | None = None,
    note: str | None = None,
    follows_uid: str | None = None,
) -> Action:
    """Agree an action. Without `owner_accepts` it stays proposed until somebody of the owner's agency accepts (4.4).

    The owner's agency gets a need to know of the case. Without a case it is an action of the group itself. The same
    action agreed twice in a day is there once. Raises Refused with the field.
    """
    text = needed(text, "Enter what is to be done", "text")
    _check_codes(category, priority, risk_factor)
    check_owner(actor, owner_agency_uid, owner_uid, owner_name)
    _check_due(due_on)
    on, area_uid = today(), case.area_uid if case else area_of(actor)
    action = Action(
        uid=new_uid(),
        key_uid=case.key_uid if case else area_uid,
        agency_uid=owner_agency_uid,
        area_uid=area_uid,
        case_uid=case.uid if case else None,
        item_uid=item_uid,
        owner_uid=owner_uid,
        category=category,
        priority=priority,
        risk_factor=risk_factor or None,
        due_on=due_on,
        proposed_on=on,
        accepted_on=on if owner_accepts else None,
        follows_uid=follows_uid,
        text=text,
        measure_of_done=(measure_of_done or "").strip() or None,
        owner_name=(owner_name or "").strip() or name_of(owner_uid),
        note=(note or "").strip() or None,
    )
    already = _agreed_already(case, action)
    if already is not None:
        return already
    if case is not None:
        share_case(actor, case, owner_agency_uid)
    action.reference = reference("A", on.year, next_number("A", on.year))
    db.session.add(action)
    db.session.flush()
    log(actor, action, Status.PROPOSED)
    if owner_accepts:
        log(actor, action, Status.ACCEPTED)
    audit.record(
        "action.agreed",
        action,
        agency_uid=owner_agency_uid,
        priority=priority,
        category=category,
        accepted=owner_accepts,
    )
    return action


def accept_action(*, actor: Actor, action: Action) -> Action:
    """Accept it for its owner: only somebody of the owner's agency may. Accepting twice does nothing more."""
    hold_to_change(actor, action)
    if not of_owners_agency(actor, action):
        raise Refused("Ask the owner’s agency to accept this: nobody else can", rule="4.4")
    if action.accepted_on is not None and action.ended_on is None:
        return action
    domain.check_step(action, Status.ACCEPTED)
    action.accepted_on = today()
    log(actor, action, Status.ACCEPTED)
    audit.record("action.accepted", action)
    return action


def start_action(*, actor: Actor, action: Action, note: str | None = None) -> Action:
    """Say that work has begun. Starting twice does nothing more."""
    hold_to_change(actor, action)
    if domain.recorded_status(action) is Status.IN_PROGRESS:
        return action
    domain.check_step(action, Status.IN_PROGRESS)
    action.started_on = today()
    log(actor, action, Status.IN_PROGRESS, note)
    audit.record("action.started", action)
    return action


def note_progress(*, actor: Actor, action: Action, text: str) -> Action:
    """Add to the log of an action. The same words by the same person twice running are written once."""
    hold_to_change(actor, action)
    text = needed(text, "Enter what has happened", "text")
    last = last_update(action)
    if last is not None and last.step == NOTE and last.by_uid == actor.user_uid and last.text == text:
        return action
    if action.ended_on is not None:
        raise Refused("Check the action: it has already ended")
    log(actor, action, NOTE, text)
    audit.record("action.noted", action)
    return action


def complete_action(*, actor: Actor, action: Action, what_was_done: str) -> Action:
    """Mark it as done, with what was done."""
    hold_to_change(actor, action)
    what_was_done = needed(what_was_done, "Enter what was done", "what_was_done")
    if told_already(actor, action, Status.DONE, what_was_done):
        return action
    domain.check_step(action, Status.DONE)
    on = today()
    action.done_on = action.ended_on = on
    action.done_by_uid = actor.user_uid
    action.outcome = what_was_done
    log(actor, action, Status.DONE, what_was_done)
    audit.record("action.completed", action, late=action.due_on < on)
    return action


def verify_action(*, actor: Actor, action: Action, verifier_name: str | None = None) -> Action:
    """Confirm that it was done. Not by whoever did it or recorded it; `verifier_name` when somebody else checked."""
    hold(action)
    if domain.recorded_status(action) is Status.DONE_VERIFIED:
        return action
    domain.check_step(action, Status.DONE_VERIFIED)
    verifier_name = (verifier_name or "").strip() or None
    doers = frozenset(uid for uid in (action.done_by_uid, action.owner_uid) if uid)
    domain.check_verifier(
        by_uid=actor.user_uid, doer_uids=doers, verifier_name=verifier_name, owner_name=action.owner_name
    )
    action.verified_on = today()
    action.verified_by_uid = actor.user_uid
    action.verifier_name = verifier_name or name_of(actor.user_uid)
    log(actor, action, Status.DONE_VERIFIED)
    audit.record("action.verified", action)
    return action


def mark_not_done(*, actor: Actor, action: Action, reason_code: str, text: str) -> Action:
    """End it as not done, with a reason of the list `not_done_reason` and what happened."""
    hold_to_change(actor, action)
    if not reason_code or not partnership.is_code("not_done_reason", reason_code):
        raise Refused("Select why it was not done", field="reason_code")
    text = needed(text, "Enter what happened", "text")
    if action.not_done_reason == reason_code and told_already(actor, action, Status.NOT_DONE_REASON, text):
        return action
    domain.check_step(action, Status.NOT_DONE_REASON)
    action.not_done_on = action.ended_on = today()
    action.not_done_reason = reason_code
    action.outcome = text
    log(actor, action, Status.NOT_DONE_REASON, text)
    audit.record("action.not_done", action, code=reason_code)
    return action


def supersede_action(*, actor: Actor, action: Action, text: str) -> Action:
    """End it because something else takes its place; `text` says what."""
    hold_to_change(actor, action)
    text = needed(text, "Enter what replaces this action", "text")
    if told_already(actor, action, Status.SUPERSEDED, text):
        return action
    domain.check_step(action, Status.SUPERSEDED)
    action.superseded_on = action.ended_on = today()
    action.outcome = text
    log(actor, action, Status.SUPERSEDED, text)
    audit.record("action.superseded", action)
    return action


def _check_codes(category: str, priority: str, risk_factor: str | None) -> None:
    if not partnership.is_code("action_category", category or ""):
        raise Refused("Select the kind of action", field="category")
    if not partnership.is_code("action_priority", priority or ""):
        raise Refused("Select a priority", field="priority")
    if risk_factor and not partnership.is_code("risk_factor", risk_factor):
        raise Refused("Select a risk factor from the list", field="risk_factor")


def _check_due(due_on: date) -> None:
    if due_on is None:
        raise Refused("Enter a date by which it is due", field="due_on")


def _agreed_already(case: Case | None, wanted: Action) -> Action | None:
    """The same action agreed today and still open: a form that was sent twice."""
    held = select(Case.uid).where(Case.uid == case.uid) if case else select(Area.uid).where(Area.uid == wanted.area_uid)
    db.session.scalar(held.with_for_update())
    same = select(Action).where(
        Action.case_uid == wanted.case_uid,
        Action.item_uid == wanted.item_uid,
        Action.agency_uid == wanted.agency_uid,
        Action.category == wanted.category,
        Action.due_on == wanted.due_on,
        Action.proposed_on == wanted.proposed_on,
        Action.ended_on.is_(None),
    )
    found = db.session.scalars(same).all()
    return next((one for one in found if (one.text, one.owner_name) == (wanted.text, wanted.owner_name)), None)


def area_of(actor: Actor) -> str:
    """The one area of somebody who agrees actions."""
    (area_uid,) = actor.area_uids
    return area_uid
