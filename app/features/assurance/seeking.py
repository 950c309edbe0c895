"""Asking an agency for assurance."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.accounts.models import User
from app.features.assurance.holding import needed
from app.features.assurance.models import Assurance
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.kernel.references import new_uid, reference
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db, next_number

audit.declare("assurance.sought", facts={"agency_uid", "axis", "kind"})

ASKED = "ASKED"
LONGEST_SENTENCE = 300


def seek_assurance(
    *,
    actor: Actor,
    case: Case,
    item_uid: str | None = None,
    axis: str,
    kind: str,
    risk_statement: str,
    risk_factors: Sequence[str] = (),
    agency_uid: str,
    asked_user_uid: str | None = None,
    asked_name: str | None = None,
    due_on: date,
) -> Assurance:
    """Ask an agency, by a named manager, for assurance about one risk. The agency gets a need to know of the case.

    The same question asked twice in a day is there once. Raises Refused with the field.
    """
    statement = _one_sentence(risk_statement)
    _check_codes(axis, kind, risk_factors)
    asked_name = _asked(actor, case.uid, agency_uid, asked_user_uid, asked_name)
    if due_on < today():
        raise Refused("Enter a date by which it is due, today or later", field="due_on")
    already = _sought_already(case, item_uid=item_uid, axis=axis, kind=kind, agency_uid=agency_uid, statement=statement)
    if already is not None:
        return already
    _share_case(actor, case, agency_uid)
    on = today()
    assurance = Assurance(
        uid=new_uid(),
        key_uid=case.key_uid,
        agency_uid=agency_uid,
        area_uid=case.area_uid,
        reference=reference("S", on.year, next_number("S", on.year)),
        case_uid=case.uid,
        item_uid=item_uid,
        axis=axis,
        kind=kind,
        asked_user_uid=asked_user_uid,
        sought_on=on,
        due_on=due_on,
        risk_statement=statement,
        asked_name=asked_name,
        risk_factors=list(risk_factors),
    )
    db.session.add(assurance)
    db.session.flush()
    audit.record("assurance.sought", assurance, agency_uid=agency_uid, axis=axis, kind=kind)
    return assurance


def _one_sentence(text: str | None) -> str:
    statement = needed(text, "Enter the risk in one sentence", "risk_statement")
    if "\n" in statement or len(statement) > LONGEST_SENTENCE:
        raise Refused("Enter the risk in one sentence, on one line", field="risk_statement")
    return statement


def _check_codes(axis: str, kind: str, risk_factors: Sequence[str]) -> None:
    if not partnership.is_code("axis", axis or ""):
        raise Refused("Select which kind of risk it is", field="axis")
    if not partnership.is_code("assurance_type", kind or ""):
        raise Refused("Select what is to be assured", field="kind")
    if not all(partnership.is_code("risk_factor", factor) for factor in risk_factors):
        raise Refused("Select risk factors from the list", field="risk_factors")


def _asked(actor: Actor, case_uid: str, agency_uid: str, user_uid: str | None, name: str | None) -> str:
    """The name of the manager asked. Raises Refused unless the agency is of the area and the manager of the agency."""
    known = {agency.uid for area_uid in actor.area_uids for agency in partnership.agencies_in(area_uid)}
    if agency_uid not in known:
        raise Refused("Select the agency asked", field="agency_uid")
    name = (name or "").strip()
    if user_uid:
        user = db.session.scalar(select(User).where(User.uid == user_uid))
        if user is None or user.agency_uid != agency_uid:
            raise Refused("Select a manager who works for the agency", field="asked_user_uid")
        if not accounts.actor_for(user).may(Permission.ASSURANCE_GIVE):
            raise Refused("Select a manager whose role gives assurance for the agency", field="asked_user_uid")
        cases.check_reaches(actor, case_uid, user_uid, what="this request", field="asked_user_uid")
        return name or user.name
    if not name:
        raise Refused("Enter the manager who can speak for the plan", field="asked_name")
    return name


def _sought_already(
    case: Case, *, item_uid: str | None, axis: str, kind: str, agency_uid: str, statement: str
) -> Assurance | None:
    db.session.scalar(select(Case.uid).where(Case.uid == case.uid).with_for_update())
    same = select(Assurance).where(
        Assurance.case_uid == case.uid,
        Assurance.item_uid == item_uid,
        Assurance.axis == axis,
        Assurance.kind == kind,
        Assurance.agency_uid == agency_uid,
        Assurance.sought_on == today(),
    )
    return next((one for one in db.session.scalars(same) if one.risk_statement == statement), None)


def _share_case(actor: Actor, case: Case, agency_uid: str) -> None:
    cases.give_need_to_know(actor=actor, case=case, agency_uid=agency_uid, why=ASKED)
