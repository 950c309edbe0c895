"""What happened this morning, and somebody who is nearly 18, for each agency. See `waiting`."""

from datetime import timedelta

from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.incidents import interface as incidents
from app.features.incidents.changing import add_incident
from app.features.incidents.models import Incident
from app.features.subjects import interface as subjects
from app.features.transitions.interface import plan_near
from app.kernel.clock import today
from app.kernel.references import new_uid
from app.platform.access import Actor
from app.platform.database import db

NAMES = ("Amberley", "Brackenbury", "Coldstream")


def nearly_18(coordinator: Actor, agency_uids: list[str]) -> list[str]:
    """Somebody for each agency, which leads; each with a plan to make. Returns the uids of their cases."""
    (area_uid,) = coordinator.area_uids
    born = today() + timedelta(days=60)
    found = []
    for name, agency_uid in zip(NAMES, agency_uids, strict=False):
        answers = {
            "family_name": name,
            "given_names": "Juniper",
            "dob": born.replace(year=born.year - 18, day=min(born.day, 28)).isoformat(),
            "dob_precision": "EXACT",
            "sex": "F",
        }
        person = subjects.create_subject(actor=coordinator, area_uid=area_uid, kind="INDIVIDUAL", answers=answers)
        case = cases.open_case(actor=coordinator, subject=person, agency_uid=agency_uid, opened_on=today())
        cases.name_lead(actor=coordinator, case=case, agency_uid=agency_uid)
        found.append(case.uid)
    plan_near(coordinator, area_uid)
    return found


def something_happened(actor: Actor) -> None:
    """In the case that the actor's agency leads: told by that agency, twice."""
    case = db.session.scalars(
        select(Case).where(Case.lead_agency_uid == actor.agency_uid, Case.opened_on == today()).order_by(Case.uid)
    ).first()
    assert case is not None
    for _time in range(2):
        add_incident(
            actor=actor,
            case=cases.case_for_change(actor, case.uid),
            once=new_uid(),
            roles=[{"role": "HARMED", "status": "REPORTED"}],
            happened_on=today(),
            kind="ABH",
            place="The tow path",
            description="Pushed off a bicycle",
        )


def one_event(coordinator: Actor) -> None:
    """The first two of this morning are one event."""
    first, second = db.session.scalars(
        select(Incident).where(Incident.happened_on == today()).order_by(Incident.uid.desc())
    ).all()[:2]
    incidents.join(actor=coordinator, incident=second, into=first, reason="The officer was there")
