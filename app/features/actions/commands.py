"""Agreeing an action: the beginning of its life. What happens to it then is in `stepping`."""

from datetime import date

from sqlalchemy import select

from app.features.actions.domain import Status
from app.features.actions.models import Action
from app.features.actions.queries import alike
from app.features.actions.steps import check_owner, log, name_of, needed, share_case
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
    anyway: bool = True,
) -> Action:
    """Agree an action. Without `owner_accepts` it stays proposed until somebody of the owner's agency accepts (4.4).

    The owner's agency gets a need to know of the case. Without a case it is an action of the group itself. The same
    action agreed twice in a day is there once. Raises Refused with the field; without `anyway` also at `anyway`, when
    one is open already that is perhaps the same (`queries.alike`).
    """
    text = needed(text, "Enter what is to be done", "text")
    _check_codes(category, priority, risk_factor)
    check_owner(actor, owner_agency_uid, owner_uid, owner_name, case_uid=case.uid if case is not None else None)
    _check_due(due_on)
    on, area_uid = today(), case.area_uid if case else actor.area_uid
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
    if not anyway and alike(actor, action.case_uid, category, text=text):
        raise Refused("Select the box to agree it anyway, or keep to the action that is open", field="anyway")
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
