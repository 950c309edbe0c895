"""The evaluation register."""

from flask.typing import ResponseReturnValue

from app.features.interventions import interface as interventions
from app.features.interventions.interface import Intervention
from app.features.outcomes import evaluating, forms
from app.features.outcomes.blueprint import bp
from app.features.outcomes.domain.change import ASSOCIATED
from app.features.partnership import interface as partnership
from app.kernel.references import new_uid
from app.platform.access import Permission, current_actor
from app.platform.database import db
from app.web.access import permits
from app.web.rendering import render, see_other

VIEW, MANAGE = Permission.INTERVENTION_VIEW, Permission.INTERVENTION_MANAGE


@bp.get("/outcomes/evaluations")
@permits(VIEW)
def evaluations() -> str:
    """Every evaluation of my area."""
    actor = current_actor()
    rows = evaluating.list_evaluations(actor)
    names = {one.uid: one.name for one in interventions.list_catalogue(actor)}
    return render(
        "outcomes/evaluations.html",
        rows=[(row, names.get(row.intervention_uid, "")) for row in rows],
        label=partnership.code_label,
    )


@bp.route("/outcomes/interventions/<uid:intervention_uid>/evaluations", methods=["GET", "POST"])
@permits(MANAGE)
def new_evaluation(intervention_uid: str) -> ResponseReturnValue:
    """Add one to the register."""
    actor = current_actor()
    intervention = interventions.get_intervention(actor, intervention_uid)
    interventions.check_may_change(actor, intervention.area_code)
    form = forms.EvaluationForm(data={"once": new_uid(), "stage": "PLANNED"})
    if form.validate_on_submit():
        with form.catching():
            row = evaluating.record_evaluation(
                actor=actor, intervention=intervention, once=form.once.data, **form.values
            )
            return see_other("outcomes.evaluation", evaluation_uid=row.uid, flash="Evaluation saved")
    return render("outcomes/change_evaluation.html", form=form, intervention=intervention, row=None)


@bp.get("/outcomes/evaluations/<uid:evaluation_uid>")
@permits(VIEW)
def evaluation(evaluation_uid: str) -> str:
    """One evaluation."""
    actor = current_actor()
    row = evaluating.get_evaluation(actor, evaluation_uid)
    return render(
        "outcomes/evaluation.html",
        row=row,
        intervention=_of(row.intervention_uid),
        may_manage=actor.may(MANAGE),
        associated=ASSOCIATED,
        label=partnership.code_label,
    )


@bp.route("/outcomes/evaluations/<uid:evaluation_uid>/change", methods=["GET", "POST"])
@permits(MANAGE)
def change_evaluation(evaluation_uid: str) -> ResponseReturnValue:
    """Change what the register says of one."""
    actor = current_actor()
    row = evaluating.get_evaluation(actor, evaluation_uid)
    start = {name: getattr(row, name) for name in forms.EVALUATION_FIELDS} | {"expected_ver": row.ver}
    form = forms.EvaluationForm(data=start)
    if form.validate_on_submit():
        with form.catching():
            ver = forms.whole(form.expected_ver.data)
            evaluating.change_evaluation(actor=actor, evaluation=row, expected_ver=ver, **form.values)
            return see_other("outcomes.evaluation", evaluation_uid=row.uid, flash="Evaluation saved")
    return render("outcomes/change_evaluation.html", form=form, intervention=_of(row.intervention_uid), row=row)


def _of(intervention_uid: str) -> Intervention:
    found = db.session.get(Intervention, intervention_uid)
    assert found is not None  # noqa: S101 - rows of the catalogue are never deleted
    return found
