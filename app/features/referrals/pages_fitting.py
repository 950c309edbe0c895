"""What fits the person of a case, and the gaps over the caseload."""

from flask import request

from app.features.cases import interface as cases
from app.features.interventions import interface as interventions
from app.features.partnership import interface as partnership
from app.features.referrals import domain, offers, queries
from app.features.referrals.blueprint import bp
from app.features.referrals.fitting import Gap, Place, fitting, gaps, places_words
from app.kernel.clock import today
from app.kernel.disclosing import disclosed
from app.kernel.errors import NotFound
from app.platform import audit
from app.platform.access import RUNS_THE_MONTH, Permission, Role, current_actor
from app.web.access import permits
from app.web.fields import Select, choice
from app.web.forms import Form
from app.web.rendering import render

SECTIONS = (
    (Place.FITS, "What fits", "Runs here, for this age, with places as far as they are known."),
    (Place.FULL, "Full now", "Fits, and every place is taken."),
    (Place.STOPPED, "Takes nobody new", "Fits, and its provider has let something lapse that new referrals need."),
    (Place.NOT_RUNNING, "Not running", "Addresses something recorded here, and is not known to run now."),
    (Place.NOT_FOR, "For other ages", "Addresses something recorded here, for other ages."),
)
OWN = RUNS_THE_MONTH | {Role.COMMISSIONER}
"""Roles of an area's own team, who see its small numbers."""


@bp.get("/cases/<uid:case_uid>/fitting")
@permits(Permission.CASE_VIEW)
def fits(case_uid: str) -> str:
    """What there is for the factors recorded in a case, and what does not exist. It decides nothing."""
    actor, on = current_actor(), today()
    case = cases.get_case(actor, case_uid, page="fitting")
    if case.subject_kind != "PERSON":
        raise NotFound("case")
    away = offers.venues_to_avoid(case.subject_uid, case.area_uid, on)
    factors = queries.recorded_factors(actor, case.uid)
    found = fitting(offers.services_in(actor, case.area_uid, on, away), offers.who_is(case, on), factors)
    linked = {one.intervention_uid for one in queries.list_for_case(actor, case.uid) if domain.is_open(one)}
    return render(
        "referrals/fits.html",
        case=case,
        factors=factors,
        found=found,
        sections=[(title, intro, rows) for place, title, intro in SECTIONS if (rows := found.at(place))],
        linked=linked,
        places_words=places_words,
        age=offers.who_is(case, on).words or "Age not known",
        may_link=actor.may(Permission.INTERVENTION_LINK) and cases.is_open(case),
        labels=partnership.code_labels,
    )


class AreaForm(Form):
    class Meta:
        csrf = False

    area = Select("Area", choices=[])


@bp.get("/gaps")
@permits(Permission.GAP_VIEW)
def gap_list() -> str:
    """Each risk factor over the open cases of an area: counts alone, the view is recorded."""
    actor, on = current_actor(), today()
    areas = {
        area.code: area for area in partnership.list_areas() if Role.HUB in actor.roles or area.uid in actor.area_uids
    }
    form = AreaForm(formdata=request.args)
    form.area.choices = [choice(area.code, area.name) for area in areas.values()]
    area = areas.get(form.area.data or "") or next(iter(areas.values()), None)
    if area is None:
        raise NotFound("Area")
    form.area.data = area.code
    codes = [item.code for item in partnership.code_list("risk_factor")]
    people = offers.caseload(area.uid, on)
    counted = gaps(codes, people, offers.services_in(actor, area.uid, on))
    audit.record("gaps.viewed", area=area.code)
    exact = actor.is_any(OWN) and area.uid in actor.area_uids
    words = _words(area.uid, exact)
    return render(
        "referrals/gaps.html",
        form=form if len(areas) > 1 else None,
        area=area.name,
        on=on,
        people=words(len(people)),
        rows=[_row(one, words, exact) for one in counted],
        exact=exact,
        tabs=interventions.tabs(actor, "referrals.gap_list"),
    )


def _words(area_uid: str, exact: bool):  # type: ignore[no-untyped-def]  # a function of one number to words
    smallest = int(partnership.number("statistics.smallest_count", area_uid))
    rounding = int(partnership.number("statistics.rounding", area_uid))
    return lambda count: f"{count:,}" if exact else disclosed(count, smallest=smallest, rounding=rounding)


def _row(one: Gap, words, exact: bool) -> dict[str, object]:  # type: ignore[no-untyped-def]
    return {
        "label": partnership.code_label("risk_factor", one.code),
        "counts": [words(count) for count in (one.recorded, one.linked, one.possible, one.nothing)],
        "services": one.services,
        "is_gap": not one.services,
        "exact": exact,
    }
