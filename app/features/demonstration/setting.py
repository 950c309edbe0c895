"""The stage: reference data, agencies with agreements and seats, and an account for everybody in the cast."""

from datetime import datetime, timedelta

from app.features.accounts import interface as accounts
from app.features.demonstration.cast import CORE, WHOLE_HUB, Body, Cast, Part, address_of
from app.features.demonstration.replay import Memory
from app.features.funding import interface as funding
from app.features.interventions import interface as interventions
from app.features.partnership import interface as partnership
from app.features.risk import interface as risk
from app.kernel import clock
from app.platform.access import Actor, acting_as, system_actor
from app.platform.database import db

JOB = "demonstration"
BEFORE = timedelta(days=365)
AGREED_FOR = timedelta(days=2 * 365)
BETWEEN_ACCOUNTS = timedelta(minutes=1)
PHONE = "01632 960{:03d}"
"""Numbers that are kept for drama."""
FIRST_PHONE = 700


def load_reference(area_code: str) -> str:
    """Reference data, catalogue and scoring models; returns the uid of the area."""
    with acting_as(system_actor(JOB, frozenset())) as actor:
        partnership.load_reference(actor=actor)
        interventions.load_catalogue()
        funding.load_figures()
        db.session.commit()
    with acting_as(system_actor(JOB, partnership.every_area_uid())) as actor:
        risk.load_models(actor=actor)
        db.session.commit()
    return partnership.area_by_code(area_code).uid


def set_up(cast: Cast, area_uid: str, moment: datetime, now: datetime) -> Memory:
    """Agencies and accounts, as they stood at `moment`. Agreements last until well after `now`."""
    memory = Memory()
    with acting_as(system_actor(JOB, partnership.every_area_uid())) as system:
        with clock.at(moment):
            for body in cast.bodies:
                memory.agencies[body] = _add_agency(system, body, cast, area_uid, now)
        interventions.load_catalogue()  # ties the providers that have joined since
        for number, part in enumerate(cast.parts.values()):
            phone = part.phone or PHONE.format(FIRST_PHONE + number)
            with clock.at(min(moment + number * BETWEEN_ACCOUNTS, now)):
                _add_account(system, part, phone, area_uid, memory)
        db.session.commit()
    return memory


def _add_account(system: Actor, part: Part, phone: str, area_uid: str, memory: Memory) -> None:
    user = accounts.create_user(
        actor=system,
        name=part.name,
        email=address_of(part),
        job_title=part.job or None,
        phone=phone,
        agency_uid=memory.agencies[part.body] if part.body else None,
        area_uid=area_uid,
        roles=part.roles,
        activated=True,
    )
    db.session.flush()
    memory.users[part.name] = user.uid
    memory.actors[part.name] = accounts.actor_for(user)


def _add_agency(system: Actor, body: Body, cast: Cast, area_uid: str, now: datetime) -> str:
    day = clock.today()
    with_area = None if body.agency_type in WHOLE_HUB else area_uid
    agency = partnership.add_agency(
        actor=system, area_uid=with_area, agency_type=body.agency_type, name=body.name, valid_from=day - BEFORE
    )
    db.session.flush()
    partnership.sign_agreement(
        actor=system, agency=agency, signed_on=day - BEFORE, review_due=max(day, now.date()) + AGREED_FOR
    )
    kind = cast.seats.get(body)
    if kind is not None:
        code = partnership.code_item("agency_type", body.agency_type)
        partnership.give_seat(
            actor=system,
            area_uid=area_uid,
            agency=agency,
            kind=kind,
            quorum_group=code.attributes.get("quorum_group") if code and kind == CORE else None,
            valid_from=day - BEFORE,
        )
    return agency.uid
