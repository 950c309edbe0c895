"""One case and other groups: who holds it too, who leads, the bridging plan."""

from flask.typing import ResponseReturnValue

from app.features.cases import interface as cases
from app.features.forums import commands, leading, queries
from app.features.forums.blueprint import bp
from app.features.forums.domain.leading import SVOG
from app.features.forums.forms import BridgeForm, HoldForm, LeadForm, NameForm, OwnForm
from app.features.forums.models import BridgingPlan, LeadChange
from app.features.forums.routes.overview import case_to_change
from app.features.forums.words import forum_choices, forum_words
from app.kernel.clock import today
from app.platform.access import Permission, current_actor, fetch
from app.web.access import permits
from app.web.forms import Form
from app.web.rendering import render, see_other

CASE = "cases.case"


@bp.route("/cases/<uid:case_uid>/lead", methods=["GET", "POST"])
@permits(Permission.CASE_MANAGE)
def lead(case_uid: str) -> ResponseReturnValue:
    """Propose a change of lead. It holds when the other group's coordinator acknowledges it too."""
    actor = current_actor()
    case = case_to_change(actor, case_uid)
    form = LeadForm()
    form.forum_code.choices = forum_choices(case.area_uid)
    if form.validate_on_submit():
        with form.catching():
            other = form.forum_code.data or ""
            change = commands.propose_lead(
                actor=actor,
                case=case,
                forum_code=other,
                to_code=other if form.to_code.data == "OTHER" else SVOG,
                reason=form.reason.data or "",
            )
            return see_other("forums.change", change_uid=change.uid, flash="Proposed: the other group has to agree")
    usual = leading.usual_lead(case)
    words = f"Usual lead: {forum_words(case.area_uid, usual.forum)}. {usual.why}." if usual else ""
    return _page(form, case, "Change who leads", "Propose the change", intro=words)


@bp.route("/changes/<uid:change_uid>", methods=["GET", "POST"])
@permits(Permission.CASE_VIEW)
def change(change_uid: str) -> ResponseReturnValue:
    """A change of lead: what the other group has still to say."""
    actor = current_actor()
    found = fetch(actor, LeadChange, change_uid)
    case = cases.case_for_change(actor, found.case_uid)
    own = leading.is_member(actor, found.other_code)
    form = OwnForm() if own else NameForm()
    if form.validate_on_submit():
        with form.catching():
            name = None if own else form["name"].data
            commands.acknowledge_lead(actor=actor, change=found, case=case, name=name)
            return see_other(CASE, case_uid=case.uid, flash="The lead has changed")
    return render(
        "forums/change.html",
        form=form,
        change=found,
        case=case,
        own=own,
        may=own or actor.may(Permission.FORUM_MANAGE),
        other=forum_words(found.area_uid, found.other_code),
        to=forum_words(found.area_uid, found.to_code),
    )


@bp.post("/changes/<uid:change_uid>/withdraw")
@permits(Permission.CASE_MANAGE)
def withdraw_change(change_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    found = fetch(actor, LeadChange, change_uid)
    commands.withdraw_lead(actor=actor, change=found)
    return see_other(CASE, case_uid=found.case_uid, flash="Change of lead withdrawn")


@bp.route("/cases/<uid:case_uid>/hold", methods=["GET", "POST"])
@permits(Permission.CASE_MANAGE)
def hold(case_uid: str) -> ResponseReturnValue:
    """Say by hand that another group holds the same, or no longer does."""
    actor = current_actor()
    case = case_to_change(actor, case_uid)
    form = HoldForm()
    form.forum_code.choices = forum_choices(case.area_uid)
    if form.validate_on_submit():
        with form.catching():
            commands.set_membership(actor=actor, case=case, **form.values)
            return see_other(CASE, case_uid=case.uid, flash="Recorded")
    return _page(form, case, "Another group that holds the same", "Save")


@bp.route("/cases/<uid:case_uid>/bridge", methods=["GET", "POST"])
@permits(Permission.CASE_MANAGE)
def bridge(case_uid: str) -> ResponseReturnValue:
    """Hold the safety plan about violence until a slower group meets."""
    actor = current_actor()
    case = case_to_change(actor, case_uid)
    form = BridgeForm(data={"starts_on": today()})
    form.forum_code.choices = forum_choices(case.area_uid)
    if form.validate_on_submit():
        with form.catching():
            commands.bridge_case(actor=actor, case=case, **form.values)
            return see_other(CASE, case_uid=case.uid, flash="Bridging plan in force")
    now = queries.bridging_of(actor, case.uid)
    intro = "The plan that is in force now ends when you save another." if now else ""
    return _page(form, case, "Bridging plan", "Save the plan", intro=intro)


@bp.post("/bridges/<uid:plan_uid>/end")
@permits(Permission.CASE_MANAGE)
def end_bridge(plan_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    plan = fetch(actor, BridgingPlan, plan_uid)
    commands.end_bridge(actor=actor, plan=plan)
    return see_other(CASE, case_uid=plan.case_uid, flash="Bridging plan ended")


def _page(form: Form, case: cases.Case, heading: str, button: str, *, intro: str = "") -> str:
    return render("forums/step.html", form=form, case=case, step_heading=heading, button=button, intro=intro)
