"""A provider with people it took on, and sessions with them. Call with the application's context entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.features.accounts.models import User
from app.features.cases.models import Case
from app.features.interventions import interface as interventions
from app.features.interventions.commands import name_provider
from app.features.referrals import interface as referrals
from app.features.referrals.models import Referral
from app.features.sessions import planning, recording
from app.features.sessions.models import Session
from app.features.sessions.people import Key
from app.features.sessions.planning import Plan
from app.kernel.clock import today
from app.kernel.references import new_uid
from app.platform.access import Actor, Role, acting_as, fetch
from app.platform.database import db
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import acting, make_case
from tests.factories.referrals import intervention_uid, load_catalogue, make_referral

CHILD, ADULT = "2011-04-07", "1999-05-01"
CODE = "I07"


@dataclass(frozen=True)
class House:
    """A provider, its worker, and the coordinator of the area."""

    agency_uid: str
    worker: User
    coordinator: User

    def take_on(self, *, case: Case | None = None, dob: str = CHILD, code: str = CODE, **answers: str) -> str:
        """Somebody referred to the provider and accepted. Returns the uid of the referral."""
        uid = make_referral(self.coordinator, case or make_case(dob=dob, **answers), self.agency_uid, code)
        with acting(self.worker) as actor:
            referrals.accept(actor=actor, referral=fetch(actor, Referral, uid))
        return uid

    def bring(self, referral_uid: str, first_name: str = "Maggie") -> str:
        """A parent who comes for the benefit of somebody referred. Returns the uid."""
        with acting(self.worker) as actor:
            row = referrals.add_participant(
                actor=actor,
                referral=fetch(actor, Referral, referral_uid),
                first_name=first_name,
                role="PARENT_CARER",
                adult=True,
            )
            return row.uid


def a_house(name: str = "Canal Studio") -> House:
    load_catalogue()
    agency_uid = make_agency(name, agency_type="VCS_PROV")
    with acting_as(the_system()) as actor:
        row = interventions.get_intervention(actor, intervention_uid(CODE))
        name_provider(actor=actor, intervention=row, agency_uid=agency_uid)
        db.session.commit()
    return House(agency_uid, make_user(Role.PROV_WORKER, agency_uid=agency_uid), make_user(Role.COORD))


def a_plan(actor: Actor, *dates: date, mode: str = "GROUP", people: Sequence[Key] = (), **more: object) -> Plan:
    given: dict[str, object] = {
        "intervention_uid": intervention_uid(CODE),
        "mode": mode,
        "dates": dates or (today(),),
        "starts_at": "16:30",
        "minutes": 60,
        "worker_uids": (actor.user_uid,),
        "people": tuple(people),
    }
    return Plan(**(given | more))  # type: ignore[arg-type]


def make_session(worker: User, *dates: date, held: bool = False, **more: object) -> str:
    """The first of the sessions planned, which happened when `held`. Returns its uid."""
    with acting(worker) as actor:
        made: Session = planning.plan(actor=actor, plan=a_plan(actor, *dates, **more), token=new_uid())[0]  # type: ignore[arg-type]
        if held:
            recording.record_held(actor=actor, session=made)
        return made.uid
