"""What an intervention is measured with, and its outcomes over everybody."""

from flask.typing import ResponseReturnValue

from app.features.interventions import interface as interventions
from app.features.outcomes import evaluating, forms, over, tools
from app.features.outcomes.blueprint import bp
from app.features.outcomes.domain.change import ASSOCIATED
from app.features.outcomes.domain.tools import Expected
from app.features.outcomes.sheets import outcome_label
from app.features.outcomes.shown import point_label, scale
from app.features.partnership import interface as partnership
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other


@bp.get("/outcomes/interventions/<uid:intervention_uid>")
@permits(Permission.INTERVENTION_VIEW)
def outcomes(intervention_uid: str) -> str:
    """How many have a score at the start and later, and what changed, with how it was counted."""
    actor = current_actor()
    intervention = interventions.get_intervention(actor, intervention_uid)
    name, area_code = intervention.name, intervention.area_code
    found = over.outcomes_of(actor, intervention)
    return render(
        "outcomes/over.html",
        intervention_uid=intervention_uid,
        name=name,
        area=interventions.place_name(area_code),
        over=found,
        outcome=lambda row: outcome_label(Expected(row.outcome, row.tool)),
        scale=scale,
        point_label=point_label,
        associated=ASSOCIATED,
    )


@bp.route("/outcomes/interventions/<uid:intervention_uid>/tools", methods=["GET", "POST"])
@permits(Permission.INTERVENTION_MANAGE)
def choose(intervention_uid: str) -> ResponseReturnValue:
    """Which tools its people are measured with."""
    actor = current_actor()
    intervention = interventions.get_intervention(actor, intervention_uid)
    interventions.check_may_change(actor, intervention.area_code)
    form = forms.ToolsForm(data={"tools": [tool.code for tool in evaluating.tools_of(intervention)]})
    form.tools.choices = [
        choice(
            tool.code,
            tool.label,
            hint=f"{', '.join(partnership.code_labels('outcome9', tool.outcomes))}. {tool.licence}.",
        )
        for tool in tools.choosable()
        if not tool.general
    ]
    if form.validate_on_submit():
        with form.catching():
            tools.choose_tools(actor=actor, intervention=intervention, tools=form.tools.data or [])
            return see_other("interventions.intervention", intervention_uid=intervention.uid, flash="Tools saved")
    return render("outcomes/tools.html", form=form, intervention=intervention)
