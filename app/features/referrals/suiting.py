"""What to check before an intervention is offered to somebody."""

from app.features.cases.models import Case
from app.features.interventions import interface as interventions
from app.features.interventions.interface import Intervention
from app.features.partnership import interface as partnership
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
    return found + _availability(intervention)


def _suits(intervention: Intervention) -> Suits:
    code = intervention.area_code
    return Suits(intervention.min_age, intervention.max_age, code, interventions.place_name(code))


def _availability(intervention: Intervention) -> tuple[str, ...]:
    found = []
    if intervention.years:
        last = intervention.years[-1]
        status = partnership.code_item("intervention_year_status", last.status)
        if status and status.attributes.get("running") is False:
            found.append(f"It was {status.label.lower()} in {last.year}, the last year recorded.")
    if not interventions.takes_named_people(intervention):
        found.append("It is for everybody, not for named people: it needs no referral.")
    return tuple(found)
