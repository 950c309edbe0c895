"""Pages that change a network as a whole: evidence, purpose, tension, contexts, plan and places."""

from datetime import date

from flask.typing import ResponseReturnValue

from app.features.cases.models import Case
from app.features.networks import commands, facts, forms, planning, terms
from app.features.networks.blueprint import bp
from app.features.networks.pages import change_case, form_page
from app.features.partnership import interface as partnership
from app.kernel.ages import months_after
from app.kernel.clock import today
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import see_other

MANAGE = Permission.CASE_MANAGE


def _back(case: Case, flash: str) -> ResponseReturnValue:
    return see_other("networks.network", case_uid=case.uid, flash=flash)


@bp.route("/<uid:case_uid>/purpose", methods=["GET", "POST"])
@permits(MANAGE)
def purpose(case_uid: str) -> ResponseReturnValue:
    """Confirm what these people are looked at together for, or renew it. PR-29."""
    actor = current_actor()
    case = change_case(actor, case_uid)
    before = terms.list_terms(actor, case.subject_uid)
    said = before[0].purpose if before else terms.network_of(case).details.get("purpose_statement")
    form = forms.PurposeForm(data={"purpose": said, "expires_on": _usual_end(case)})
    if form.validate_on_submit():
        with form.catching():
            commands.set_purpose(actor=actor, case=case, **form.values)
            return _back(case, "Purpose saved")
    intro = (
        "A network needs two graded bases that are independent of each other, and a purpose that ends. To renew it, "
        "there has to be evidence since the purpose was last set."
    )
    confirmed = bool(before) and before[0].confirmed
    return form_page(case, form, "Renew the purpose" if confirmed else "Confirm the purpose", "Save", intro=intro)


def _usual_end(case: Case) -> date:
    return months_after(today(), int(partnership.number("network.purpose_expiry", case.area_uid)))


@bp.route("/<uid:case_uid>/basis", methods=["GET", "POST"])
@permits(MANAGE)
def basis(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = change_case(actor, case_uid)
    form = forms.BasisForm()
    if form.validate_on_submit():
        with form.catching():
            commands.add_basis(actor=actor, case=case, **form.values)
            return _back(case, "Evidence added")
    return form_page(case, form, "Add evidence for the network", "Add the evidence")


@bp.route("/<uid:case_uid>/tension", methods=["GET", "POST"])
@permits(MANAGE)
def tension(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = change_case(actor, case_uid)
    now = facts.facts(actor, case)
    form = forms.TensionForm(
        data={
            "tension_level": now.level,
            "weapons": now.weapons,
            "county_lines": now.county_lines,
            "cross_border": "\n".join(now.cross_border),
            "platforms": "\n".join(now.platforms),
        }
    )
    if form.validate_on_submit():
        with form.catching():
            values = form.values | {name: _lines(form[name].data) for name in ("cross_border", "platforms")}
            commands.record_tension(actor=actor, case=case, **values)
            return _back(case, "Tension recorded")
    intro = "What was recorded before stays in the history."
    return form_page(case, form, "Record the tension", "Save", intro=intro)


def _lines(typed: str | None) -> list[str]:
    return [line.strip() for line in (typed or "").splitlines() if line.strip()]


@bp.route("/<uid:case_uid>/contexts", methods=["GET", "POST"])
@permits(MANAGE)
def contexts(case_uid: str) -> ResponseReturnValue:
    """Where the influence comes from, and so where to intervene."""
    actor = current_actor()
    case = change_case(actor, case_uid)
    now = facts.facts(actor, case).weights
    form = forms.ContextsForm(data={name: str(value) for name, value in now.items()})
    if form.validate_on_submit():
        with form.catching():
            values = form.values
            strengths = values.pop("strengths")
            weights = {name: int(value) for name, value in values.items()}
            commands.weigh_contexts(actor=actor, case=case, weights=weights, strengths=strengths)
            return _back(case, "Contexts saved")
    return form_page(case, form, "Where the influence comes from", "Save")


@bp.route("/<uid:case_uid>/plan/add", methods=["GET", "POST"])
@permits(MANAGE)
def goal(case_uid: str) -> ResponseReturnValue:
    """A goal of the plan for the context itself."""
    actor = current_actor()
    case = change_case(actor, case_uid)
    form = forms.GoalForm()
    form.who_agency_uid.choices = [choice(one.uid, one.name) for one in partnership.agencies_in(case.area_uid)]
    if form.validate_on_submit():
        with form.catching():
            planning.set_goal(actor=actor, case=case, **form.values)
            return _back(case, "Goal added")
    intro = (
        "The plan changes the place, the school, the group or the website, not one person. What somebody is to do for "
        "one person is an action of that person’s case."
    )
    return form_page(case, form, "Add a goal to the plan", "Add the goal", intro=intro)


@bp.route("/<uid:case_uid>/plan/<uid:goal_uid>", methods=["GET", "POST"])
@permits(MANAGE)
def review_goal(case_uid: str, goal_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = change_case(actor, case_uid)
    found = planning.get_goal(actor, case, goal_uid)
    form = forms.ReviewForm()
    if form.validate_on_submit():
        with form.catching():
            planning.review_goal(
                actor=actor,
                case=case,
                goal=found,
                words=form.words.data or "",
                goes_on=form.goes_on.data == "YES",
                review_on=form.review_on.data,
            )
            return _back(case, "Review recorded")
    about = f"{found.goal} Measured by: {found.measure}"
    return form_page(case, form, "Review a goal", "Save the review", about=about)


@bp.route("/<uid:case_uid>/places/add", methods=["GET", "POST"])
@permits(MANAGE)
def place(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = change_case(actor, case_uid)
    form = forms.PlaceForm()
    if form.validate_on_submit():
        with form.catching():
            planning.link_place(actor=actor, case=case, **form.values)
            return _back(case, "Place linked")
    return form_page(case, form, "Link a place", "Link the place")


@bp.post("/<uid:case_uid>/places/<uid:place_uid>/unlink")
@permits(MANAGE)
def unlink_place(case_uid: str, place_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = change_case(actor, case_uid)
    planning.unlink_place(actor=actor, case=case, place_uid=place_uid)
    return _back(case, "The place is linked no longer")
