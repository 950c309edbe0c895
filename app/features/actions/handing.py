"""Handing an action on, and sharing it: a colleague carries it on, at another agency it begins again, others help."""

from app.features.actions.commands import agree_action
from app.features.actions.models import Action, ActionHelper
from app.features.actions.queries import helpers_of
from app.features.actions.steps import (
    check_agency,
    check_owner,
    check_works_for,
    helper_words,
    name_of,
    share_case,
)
from app.features.actions.taking import Given, Taken
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform.access import Actor, Permission, fetch
from app.platform.database import db


def change_owner(actor: Actor, action: Action, given: Given) -> Taken:
    """To a colleague of the owner's agency: the same action with another owner."""
    owner_uid, before = given.get("owner_uid"), action.owner_name
    check_owner(actor, action.agency_uid or "", owner_uid, given.get("owner_name"), case_uid=action.case_uid)
    action.owner_uid = owner_uid
    action.owner_name = given.get("owner_name") or name_of(owner_uid)
    return Taken({"owner_uid": owner_uid}, f"From {before or 'nobody named'} to {action.owner_name}")


def transfer(actor: Actor, action: Action, given: Given) -> Taken:
    """To another agency: this one ends and another begins there, proposed until that agency accepts it (4.4)."""
    agency_uid = given["agency_uid"]
    if agency_uid == action.agency_uid:
        raise Refused("Select another agency, or give it to a colleague instead", field="agency_uid")
    owner_uid = given.get("owner_uid")
    check_owner(actor, agency_uid, owner_uid, given.get("owner_name"), case_uid=action.case_uid, field="agency_uid")
    agree_action(
        actor=actor,
        case=_case_of(actor, action),
        item_uid=action.item_uid,
        text=action.text,
        measure_of_done=action.measure_of_done,
        category=action.category,
        priority=action.priority,
        owner_agency_uid=agency_uid,
        owner_uid=owner_uid,
        owner_name=given.get("owner_name"),
        owner_accepts=False,
        due_on=action.due_on,
        risk_factor=action.risk_factor,
        follows_uid=action.uid,
    )
    action.outcome = given["text"]
    return Taken({"agency_uid": agency_uid})


def add_helper(actor: Actor, action: Action, given: Given) -> Taken:
    """A person, or an agency as a whole. Another agency learns of the case, so only whoever agrees actions adds it."""
    agency_uid, user_uid = given["agency_uid"], given.get("user_uid")
    check_agency(actor, agency_uid, "Select the agency that helps", "agency_uid")
    if user_uid:
        check_works_for(user_uid, agency_uid, "Select somebody who works for the agency", "user_uid")
        cases.check_reaches(actor, action.case_uid, user_uid, what="this action", field="user_uid")
    name = _name(given)
    if agency_uid == action.agency_uid and not name:
        raise Refused("Enter the person who helps", field="name")
    if agency_uid != action.agency_uid:
        if not (actor.may(Permission.ACTION_AGREE) or actor.is_system):
            raise Refused("Choose somebody of your agency: ask the coordinator to add another", field="agency_uid")
        case = _case_of(actor, action)
        if case is not None:
            share_case(actor, case, agency_uid, field="agency_uid")
    db.session.add(
        ActionHelper(
            key_uid=action.key_uid,
            agency_uid=agency_uid,
            area_uid=action.area_uid,
            action_uid=action.uid,
            user_uid=user_uid,
            since=today(),
            name=name,
        )
    )
    return Taken({"agency_uid": agency_uid}, helper_words(name, agency_uid))


def end_help(_actor: Actor, action: Action, given: Given) -> Taken:
    """The log keeps that they helped."""
    found = next((one for one in helpers_of([action.uid]).get(action.uid, ()) if one.uid == given["helper_uid"]), None)
    if found is None:
        raise Refused("Check the action: they no longer help")
    db.session.delete(found)
    return Taken({"agency_uid": found.agency_uid}, helper_words(found.name, found.agency_uid))


def is_owner(action: Action, given: Given) -> bool:
    """Whether exactly this person owns it already."""
    name = given.get("owner_name") or name_of(given.get("owner_uid"))
    return (action.owner_uid, action.owner_name) == (given.get("owner_uid"), name)


def is_helper(action: Action, given: Given) -> bool:
    """Whether exactly this helper is named already."""
    wanted = (given["agency_uid"], given.get("user_uid"), _name(given))
    helpers = helpers_of([action.uid]).get(action.uid, ())
    return wanted in {(one.agency_uid, one.user_uid, one.name) for one in helpers}


def _name(given: Given) -> str | None:
    return given.get("name") or name_of(given.get("user_uid"))


def _case_of(actor: Actor, action: Action) -> Case | None:
    return fetch(actor, Case, action.case_uid) if action.case_uid else None
