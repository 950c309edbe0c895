"""Handing an action on: to a colleague, who carries it on, or to another agency, where it begins again."""

from app.features.actions import domain
from app.features.actions.commands import agree_action
from app.features.actions.domain import Status
from app.features.actions.models import Action
from app.features.actions.queries import successor_of
from app.features.actions.steps import check_owner, hold_to_change, log, name_of, needed, told_already
from app.features.cases.models import Case
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor, Permission, fetch

audit.declare("action.owner_changed", facts={"owner_uid"})
audit.declare("action.transferred", facts={"agency_uid"})

OWNER = "OWNER"


def transfer_action(
    *,
    actor: Actor,
    action: Action,
    agency_uid: str,
    owner_uid: str | None = None,
    owner_name: str | None = None,
    text: str,
) -> Action:
    """Hand an open action on. Returns the action that goes on.

    To a colleague of the owner's agency: the same action with another owner. To another agency: this one ends as
    transferred and a new one begins there, proposed until somebody of that agency accepts it (4.4); only those who
    agree actions may do that, because it tells another agency of the case.
    """
    hold_to_change(actor, action)
    text = needed(text, "Enter why it is handed on", "text")
    if agency_uid != action.agency_uid:
        if not actor.may(Permission.ACTION_AGREE):
            raise Refused("Choose a colleague: ask the coordinator to give it to another agency", field="agency_uid")
        if told_already(actor, action, Status.TRANSFERRED, text):
            return successor_of(action) or action
        successor = _begin_again(actor, action, agency_uid, owner_uid, owner_name)
        action.transferred_on = action.ended_on = today()
        action.outcome = text
        log(actor, action, Status.TRANSFERRED, text)
        audit.record("action.transferred", action, agency_uid=agency_uid)
        return successor
    if told_already(actor, action, OWNER, text):
        return action
    domain.check_step(action, Status.TRANSFERRED)
    check_owner(actor, agency_uid, owner_uid, owner_name)
    action.owner_uid = owner_uid
    action.owner_name = (owner_name or "").strip() or name_of(owner_uid)
    log(actor, action, OWNER, text)
    audit.record("action.owner_changed", action, owner_uid=owner_uid)
    return action


def _begin_again(
    actor: Actor, action: Action, agency_uid: str, owner_uid: str | None, owner_name: str | None
) -> Action:
    domain.check_step(action, Status.TRANSFERRED)
    return agree_action(
        actor=actor,
        case=fetch(actor, Case, action.case_uid) if action.case_uid else None,
        item_uid=action.item_uid,
        text=action.text,
        measure_of_done=action.measure_of_done,
        category=action.category,
        priority=action.priority,
        owner_agency_uid=agency_uid,
        owner_uid=owner_uid,
        owner_name=owner_name,
        owner_accepts=False,
        due_on=action.due_on,
        risk_factor=action.risk_factor,
        follows_uid=action.uid,
    )
