"""Agreeing an action outside a meeting: about a case, or of the group itself."""

from datetime import date

from flask.typing import ResponseReturnValue

from app.features.actions import choosing, commands, forms, queries
from app.features.actions.blueprint import bp
from app.features.actions.due import next_meeting_on, usual_due_date
from app.features.actions.shown import Shown, show
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other


@bp.route("/new/<uid:case_uid>", methods=["GET", "POST"])
@permits(Permission.ACTION_AGREE)
def agree(case_uid: str) -> ResponseReturnValue:
    """An action about a case."""
    actor = current_actor()
    return agreeing(actor, cases.case_for_change(actor, case_uid))


@bp.route("/agree", methods=["GET", "POST"])
@permits(Permission.ACTION_AGREE)
def agree_of_group() -> ResponseReturnValue:
    """An action of the group itself, such as training or a policy."""
    return agreeing(current_actor(), None)


def agreeing(actor: Actor, case: Case | None) -> ResponseReturnValue:
    """The form, until it is agreed: proposed, unless the actor's own agency owns it."""
    form = forms.AgreeForm()
    form.owner_agency_uid.choices = choosing.agencies(actor)
    form.owner_uid.choices = choosing.everybody(actor)
    if form.validate_on_submit():
        with form.catching():
            if case is not None:
                cases.check_open(case)
            agreed = commands.agree_action(
                actor=actor,
                case=case,
                owner_accepts=form.owner_agency_uid.data == actor.agency_uid,
                **{**form.values, "due_on": form.due_on.data or usual_due(actor, case, form.priority.data)},
            )
            return see_other("actions.action", action_uid=agreed.uid, flash="Action agreed")
    return render("actions/agree.html", form=form, case=case, alike=_alike(actor, case, form))


def _alike(actor: Actor, case: Case | None, form: forms.AgreeForm) -> list[Shown]:
    """What is open already and perhaps the same, once it is known what is to be agreed."""
    if not (form.is_submitted() and form.category.data):
        return []
    case_uid = case.uid if case is not None else None
    return show(queries.alike(actor, case_uid, form.category.data, text=form.text.data), today())


def usual_due(actor: Actor, case: Case | None, priority: str) -> date:
    """Raises Refused when somebody has to say."""
    due_on = usual_due_date(
        priority,
        area_uid=case.area_uid if case else actor.area_uid,
        agreed_on=today(),
        next_meeting_on=next_meeting_on(actor),
    )
    if due_on is None:
        raise Refused("Enter a date by which it is due", field="due_on")
    return due_on
