"""What to check before an intervention is offered to somebody."""

from app.features.cases.models import Case
from app.features.interventions import interface as interventions
from app.features.interventions.interface import Intervention
from app.features.partnership import interface as partnership
from app.features.providers import interface as providers
from app.features.referrals import offers
from app.features.referrals.eligibility import Suits, Who, eligibility
from app.features.subjects import interface as subjects
from app.kernel.clock import today


def warnings_for(case: Case, intervention: Intervention) -> tuple[str, ...]:
    """What to check before offering `intervention` to the subject of `case`, each with its reason."""
    area = partnership.get_area(case.area_uid)
    subject = case.subject
    if isinstance(subject, subjects.Person):
        age = subjects.identity(subject, restricted=False, on=today()).age
        who = Who(age.years, age.certain, age.words, area.code, area.name)
        found = eligibility(_suits(intervention), who)
    else:
        who = Who(None, False, "", area.code, area.name)
        unaged = Suits(None, None, intervention.area_code, interventions.place_name(intervention.area_code))
        found = eligibility(unaged, who)
    return found + _availability(intervention) + _venues(case, intervention)


def _suits(intervention: Intervention) -> Suits:
    code = intervention.area_code
    return Suits(intervention.min_age, intervention.max_age, code, interventions.place_name(code))


def _venues(case: Case, intervention: Intervention) -> tuple[str, ...]:
    """Where they are not to be: members of a network they belong to are kept away."""
    away = offers.venues_to_avoid(case.subject_uid, case.area_uid, today())
    at = interventions.venues_of(intervention) if away else []
    return tuple(f"Not at {one.name}: ask the coordinator where else." for one in at if one.uid in away)


def _availability(intervention: Intervention) -> tuple[str, ...]:
    banner = interventions.commissioning(intervention, today()).banner
    found = [banner] if banner else []
    if intervention.provider_agency_uid:
        lapsed = providers.lapsed_items(intervention.provider_agency_uid, today())
        found += [f"Its provider takes nobody new. {words}." for words in lapsed]
    if not interventions.takes_named_people(intervention):
        found.append("It is for everybody, not for named people: it needs no referral.")
    return tuple(found)
