"""Pages of actions: the lists, one action, and its steps."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.actions import agree_routes, choosing, forms, queries, shown, together_routes
from app.features.actions.blueprint import OWN, bp, tabs
from app.features.actions.domain import Step
from app.features.actions.models import Action
from app.features.actions.stepping import apply_step, possible_steps
from app.features.actions.steps import may_change, of_owners_agency
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import RUNS_THE_MONTH, Permission, current_actor
from app.web.access import permits
from app.web.forms import Form
from app.web.rendering import render, see_other

__all__ = ["agree_routes", "bp", "together_routes"]


@bp.get("")
@permits(Permission.ACTION_VIEW)
def mine() -> ResponseReturnValue:
    """My open actions, the longest overdue first. Whoever runs the month and has none goes on to everybody's, unless
    they ask for their own."""
    actor = current_actor()
    found, helped = queries.list_my_actions(actor), queries.list_i_help_with(actor)
    if not found and not helped and actor.is_any(RUNS_THE_MONTH) and OWN not in request.args:
        return see_other("tracker.tracker", status="OPEN")
    rows = shown.show([*found, *helped], today())
    return render("actions/mine.html", rows=rows[: len(found)], helped=rows[len(found) :], tabs=tabs("mine"))


@bp.get("/<uid:action_uid>")
@permits(Permission.ACTION_VIEW)
def action(action_uid: str) -> str:
    actor = current_actor()
    found = queries.view_action(actor, action_uid)
    (row,) = shown.show([found], today())
    updates = queries.list_updates(actor, found)
    return render(
        "actions/action.html",
        row=row,
        action=found,
        log=[(shown.step_label(update), update) for update in updates],
        names=accounts.user_names(actor, (update.by_uid for update in updates)),
        before=queries.predecessor_of(found),
        after=queries.successor_of(found) if found.transferred_on else None,
        category=partnership.code_label("action_category", found.category),
        priority=partnership.code_label("action_priority", found.priority),
        factor=partnership.code_label("risk_factor", found.risk_factor) if found.risk_factor else None,
        steps=possible_steps(actor, found, row.helpers),
        waits=found.accepted_on is None and row.is_open and not of_owners_agency(actor, found),
        Step=Step,
    )


@bp.post("/<uid:action_uid>/accept")
@permits(Permission.ACTION_UPDATE)
def accept(action_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    apply_step(actor=actor, action=queries.get_action(actor, action_uid), step=Step.ACCEPT)
    return see_other("actions.action", action_uid=action_uid, flash="Action accepted")


@bp.route("/<uid:action_uid>/start", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def start(action_uid: str) -> ResponseReturnValue:
    return taking(Step.START, forms.StartForm(), to_change(action_uid), "Start this action", "Action started")


@bp.route("/<uid:action_uid>/note", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def note(action_uid: str) -> ResponseReturnValue:
    return taking(Step.NOTE, forms.NoteForm(), to_help(action_uid, Step.NOTE), "Add a note", "Note added")


@bp.route("/<uid:action_uid>/evidence", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def evidence(action_uid: str) -> ResponseReturnValue:
    found = to_help(action_uid, Step.EVIDENCE)
    return taking(Step.EVIDENCE, forms.EvidenceForm(), found, "Add evidence", "Evidence added")


@bp.route("/<uid:action_uid>/done", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def done(action_uid: str) -> ResponseReturnValue:
    form = forms.DoneForm(data={"done_on": today()})
    return taking(Step.COMPLETE, form, to_change(action_uid), "Mark as done", "Action marked as done")


@bp.route("/<uid:action_uid>/not-done", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def not_done(action_uid: str) -> ResponseReturnValue:
    found = to_change(action_uid)
    declines = found.accepted_on is None and of_owners_agency(current_actor(), found)
    heading = "Decline this action" if declines else "Mark as not done"
    return taking(Step.NOT_DONE, forms.NotDoneForm(), found, heading, "Action marked as not done")


@bp.route("/<uid:action_uid>/confirm", methods=["GET", "POST"])
@permits(Permission.ACTION_VERIFY)
def verify(action_uid: str) -> ResponseReturnValue:
    found = queries.get_action(current_actor(), action_uid)
    heading = "Confirm that this was done"
    return taking(Step.VERIFY, forms.VerifyForm(), found, heading, "Action confirmed as done")


@bp.route("/<uid:action_uid>/replace", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def replace(action_uid: str) -> ResponseReturnValue:
    return taking(Step.SUPERSEDE, forms.ReplaceForm(), to_change(action_uid), "Replace this action", "Action replaced")


@bp.route("/<uid:action_uid>/due", methods=["GET", "POST"])
@permits(Permission.ACTION_AGREE)
def due(action_uid: str) -> ResponseReturnValue:
    return taking(Step.DUE, forms.DueForm(), to_change(action_uid), "Change the due date", "Due date changed")


@bp.route("/<uid:action_uid>/colleague", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def colleague(action_uid: str) -> ResponseReturnValue:
    form, found = forms.ColleagueForm(), to_change(action_uid)
    form.owner_uid.choices = choosing.colleagues(current_actor(), found.agency_uid or "")
    return taking(Step.OWNER, form, found, "Give this to a colleague", "Action given to a colleague")


@bp.route("/<uid:action_uid>/transfer", methods=["GET", "POST"])
@permits(Permission.ACTION_AGREE)
def transfer(action_uid: str) -> ResponseReturnValue:
    actor, form, found = current_actor(), forms.TransferForm(), to_change(action_uid)
    form.agency_uid.choices = [one for one in choosing.agencies(actor) if one.value != found.agency_uid]
    form.owner_uid.choices = choosing.everybody(actor)
    flash = "Action given to another agency, which has to accept it"
    return taking(Step.TRANSFER, form, found, "Give this to another agency", flash)


@bp.route("/<uid:action_uid>/helpers/new", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def help_with(action_uid: str) -> ResponseReturnValue:
    """Somebody who helps: of the owner's agency, or, for whoever agrees actions, of any."""
    actor, found = current_actor(), to_change(action_uid)
    form = forms.HelperForm(data={"agency_uid": found.agency_uid})
    if actor.may(Permission.ACTION_AGREE):
        form.agency_uid.choices = choosing.agencies(actor)
        form.user_uid.choices = choosing.everybody(actor)
    else:
        form.agency_uid.choices = [one for one in choosing.agencies(actor) if one.value == found.agency_uid]
        form.user_uid.choices = choosing.colleagues(actor, found.agency_uid or "")
    return taking(Step.HELPER, form, found, "Name somebody who helps", "Helper added")


@bp.post("/<uid:action_uid>/helpers/<uid:helper_uid>/end")
@permits(Permission.ACTION_UPDATE)
def end_help(action_uid: str, helper_uid: str) -> ResponseReturnValue:
    apply_step(actor=current_actor(), action=to_change(action_uid), step=Step.HELPER_LEFT, helper_uid=helper_uid)
    return see_other("actions.action", action_uid=action_uid, flash="Helper taken off")


def to_change(action_uid: str) -> Action:
    """The action, for somebody who may change it. Raises NotFound for everybody else."""
    actor = current_actor()
    found = queries.get_action(actor, action_uid)
    if not may_change(actor, found):
        raise NotFound("Action")
    return found


def to_help(action_uid: str, step: Step) -> Action:
    """The action, also for somebody of an agency that helps with it."""
    actor = current_actor()
    found = queries.get_action(actor, action_uid)
    if not may_change(actor, found) and step not in possible_steps(actor, found):
        raise NotFound("Action")
    return found


def taking(step: Step, form: Form, found: Action, heading: str, flash: str) -> ResponseReturnValue:
    """A page that takes one step, then shows the action that goes on."""
    if form.validate_on_submit():
        with form.catching():
            fields: dict[str, Any] = form.values
            went_on = apply_step(actor=current_actor(), action=found, step=step, **fields)
            return see_other("actions.action", action_uid=went_on.uid, flash=flash)
    return render("actions/step.html", form=form, action=found, heading=heading)
