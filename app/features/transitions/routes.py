"""Pages of plans for an age limit."""

from collections.abc import Callable
from datetime import date

from flask.typing import ResponseReturnValue

from app.features.partnership.interface import code_label
from app.features.transitions import commands, queries
from app.features.transitions.blueprint import bp
from app.features.transitions.domain import STEPS
from app.features.transitions.forms import PlanForm
from app.features.transitions.models import TransitionPlan
from app.kernel.errors import NotPermitted
from app.kernel.numbers import whole_number
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other

VIEW = Permission.CASE_VIEW
PLAN = "transitions.plan"


@bp.get("")
@permits(VIEW)
def list_plans() -> str:
    """Everybody of open cases who comes near a limit, or has passed it without a plan."""
    return render("transitions/list.html", rows=queries.open_plans(current_actor()))


@bp.get("/<uid:plan_uid>")
@permits(VIEW)
def plan(plan_uid: str) -> str:
    actor = current_actor()
    shown = queries.get_plan(actor, plan_uid)
    return render(
        "transitions/plan.html",
        shown=shown,
        steps=STEPS,
        done={one["code"]: date.fromisoformat(str(one["on"])) for one in shown.plan.steps},
        may_plan=commands.may_plan(actor, shown.case) and shown.case.closed_on is None,
        label=code_label,
    )


@bp.route("/<uid:plan_uid>/change", methods=["GET", "POST"])
@permits(VIEW)
def change(plan_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    shown = queries.plan_for_change(actor, plan_uid)
    found = shown.plan
    if not commands.may_plan(actor, shown.case):
        raise NotPermitted("plan for an age limit")
    names = ("service", "leads", "accepted_on", "wants", "consent")
    form = PlanForm(data={"ver": str(found.ver), **{name: getattr(found, name) for name in names}})
    if form.validate_on_submit():
        with form.catching():
            commands.change_plan(actor=actor, plan=found, ver=whole_number(form.ver.data, 0), **form.values)
            return see_other(PLAN, plan_uid=found.uid, flash="Plan saved")
    form.ver.data = str(found.ver)
    return render("transitions/change.html", form=form, shown=shown)


@bp.post("/<uid:plan_uid>/steps/<code>/done")
@permits(VIEW)
def done(plan_uid: str, code: str) -> ResponseReturnValue:
    return _press(plan_uid, code, commands.do_step, "Step done")


@bp.post("/<uid:plan_uid>/steps/<code>/not-done")
@permits(VIEW)
def not_done(plan_uid: str, code: str) -> ResponseReturnValue:
    return _press(plan_uid, code, commands.undo_step, "Step taken back")


def _press(plan_uid: str, code: str, command: Callable[..., None], flash: str) -> ResponseReturnValue:
    actor = current_actor()
    found: TransitionPlan = queries.plan_for_change(actor, plan_uid).plan
    command(actor=actor, plan=found, code=code)
    return see_other(PLAN, plan_uid=found.uid, flash=flash)
