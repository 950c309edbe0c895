"""The catalogue, and people linked to it. Call with the application's context entered; everything commits."""

from sqlalchemy import select

from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.interventions import interface as interventions
from app.features.interventions.models import Intervention
from app.features.referrals import interface as referrals
from app.features.referrals.queries import referral_for_change
from app.platform.access import acting_as
from app.platform.database import db
from tests.factories.accounts import the_system
from tests.factories.cases import acting


def load_catalogue() -> int:
    with acting_as(the_system()):
        added = interventions.load_catalogue()
        db.session.commit()
    return added


def intervention_uid(code: str) -> str:
    uid = db.session.scalar(select(Intervention.uid).where(Intervention.code == code))
    assert uid, "load_catalogue() first"
    return uid


def make_link(coordinator: User, case: Case, code: str = "I07") -> str:
    """A suggested link. Returns its uid."""
    with acting(coordinator) as actor:
        row = cases.case_for_change(actor, case.uid)
        link = referrals.link_person(
            actor=actor, case=row, intervention_uid=intervention_uid(code), reason="Loves music", factors=["BG_FEAR"]
        )
        return link.uid


def make_referral(coordinator: User, case: Case, provider_uid: str, code: str = "I07") -> str:
    """A link that was offered, agreed to and referred to a provider. Returns its uid."""
    uid = make_link(coordinator, case, code)
    with acting(coordinator) as actor:
        link = referral_for_change(actor, uid)
        referrals.offer(actor=actor, referral=link, consent="GIVEN")
        referrals.refer(
            actor=actor,
            referral=link,
            agency_uid=provider_uid,
            first_name="Robin",
            risk_summary="Meet away from the bus station",
            outcomes=["O8"],
        )
    return uid
