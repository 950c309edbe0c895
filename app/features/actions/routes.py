"""Pages of actions."""

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.actions import agree_routes, choosing, commands, forms, queries, shown
from app.features.actions.blueprint import OWN, bp, tabs
from app.features.actions.domain import Status, possible_steps
from app.features.actions.handing import transfer_action
from app.features.actions.models import Action
from app.features.actions.steps import may_change, of_owners_agency
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.platform.access import RUNS_THE_MONTH, Permission, current_actor
from app.web.access import permits
from app.web.forms import Form
from app.web.rendering import render, see_other

__all__ = ["agree_routes", "bp"]


@bp.get("")
@permits(Permission.ACTION_VIEW)
def mine() -> ResponseReturnValue:
    """My open actions, the longest overdue first. Whoever runs the month and has none goes on to everybody's, unless
    they ask for their own."""
    actor = current_actor()
    found = queries.list_my_actions(actor)
    if not found and actor.is_any(RUNS_THE_MONTH) and OWN not in request.args:
        return see_other("tracker.tracker", status="OPEN")
    rows = shown.show(found, today())
    return render("actions/mine.html", rows=rows, tabs=tabs("mine"))


@bp.get("/agency")
@permits(Permission.ACTION_VIEW)
def agency() -> str:
    """My agency's open actions."""
    actor = current_actor()
    rows = shown.show(queries.list_agency_actions(actor), today())
    name = partnership.agency_name(actor.agency_uid) if actor.agency_uid else "No agency"
    return render("actions/agency.html", rows=rows, tabs=tabs("agency"), agency=name)


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
        after=queries.successor_of(found),
        category=partnership.code_label("action_category", found.category),
        priority=partnership.code_label("action_priority", found.priority),
        factor=partnership.code_label("risk_factor", found.risk_factor) if found.risk_factor else None,
        reason=partnership.code_label("not_done_reason", found.not_done_reason) if found.not_done_reason else None,
        steps=possible_steps(found) if may_change(actor, found) else frozenset(),
        may_accept=of_owners_agency(actor, found),
        may_verify=actor.may(Permission.ACTION_VERIFY) and Status.DONE_VERIFIED in possible_steps(found),
        may_transfer=actor.may(Permission.ACTION_AGREE),
        Status=Status,
    )


@bp.post("/<uid:action_uid>/accept")
@permits(Permission.ACTION_UPDATE)
def accept(action_uid: str) -> ResponseReturnValue:
    commands.accept_action(actor=current_actor(), action=to_change(action_uid))
    return see_other("actions.action", action_uid=action_uid, flash="Action accepted")


@bp.route("/<uid:action_uid>/start", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def start(action_uid: str) -> ResponseReturnValue:
    form, found = forms.StartForm(), to_change(action_uid)
    return step(
        form,
        found,
        "Start this action",
        "Action started",
        lambda: commands.start_action(actor=current_actor(), action=found, note=form.note.data),
    )


@bp.route("/<uid:action_uid>/note", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def note(action_uid: str) -> ResponseReturnValue:
    form, found = forms.NoteForm(), to_change(action_uid)
    return step(
        form,
        found,
        "Add a note",
        "Note added",
        lambda: commands.note_progress(actor=current_actor(), action=found, text=form.text.data or ""),
    )


@bp.route("/<uid:action_uid>/done", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def done(action_uid: str) -> ResponseReturnValue:
    form, found = forms.DoneForm(), to_change(action_uid)
    return step(
        form,
        found,
        "Mark as done",
        "Action marked as done",
        lambda: commands.complete_action(
            actor=current_actor(), action=found, what_was_done=form.what_was_done.data or ""
        ),
    )


@bp.route("/<uid:action_uid>/not-done", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def not_done(action_uid: str) -> ResponseReturnValue:
    form, found = forms.NotDoneForm(), to_change(action_uid)
    return step(
        form,
        found,
        "Mark as not done"
        if found.accepted_on or not of_owners_agency(current_actor(), found)
        else "Decline this action",
        "Action marked as not done",
        lambda: commands.mark_not_done(
            actor=current_actor(), action=found, reason_code=form.reason_code.data or "", text=form.text.data or ""
        ),
    )


@bp.route("/<uid:action_uid>/confirm", methods=["GET", "POST"])
@permits(Permission.ACTION_VERIFY)
def verify(action_uid: str) -> ResponseReturnValue:
    form, found = forms.VerifyForm(), queries.get_action(current_actor(), action_uid)
    return step(
        form,
        found,
        "Confirm that this was done",
        "Action confirmed as done",
        lambda: commands.verify_action(
            actor=current_actor(), action=found, verifier_name=form.verifier_name.data or None
        ),
    )


@bp.route("/<uid:action_uid>/replace", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def replace(action_uid: str) -> ResponseReturnValue:
    form, found = forms.ReplaceForm(), to_change(action_uid)
    return step(
        form,
        found,
        "Replace this action",
        "Action replaced",
        lambda: commands.supersede_action(actor=current_actor(), action=found, text=form.text.data or ""),
    )


@bp.route("/<uid:action_uid>/colleague", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def colleague(action_uid: str) -> ResponseReturnValue:
    form, found = forms.ColleagueForm(), to_change(action_uid)
    form.owner_uid.choices = choosing.colleagues(current_actor(), found.agency_uid or "")
    return step(
        form,
        found,
        "Give this to a colleague",
        "Action given to a colleague",
        lambda: transfer_action(
            actor=current_actor(), action=found, agency_uid=found.agency_uid or "", **choosing.handed_on(form)
        ),
    )


@bp.route("/<uid:action_uid>/transfer", methods=["GET", "POST"])
@permits(Permission.ACTION_AGREE)
def transfer(action_uid: str) -> ResponseReturnValue:
    actor, form, found = current_actor(), forms.TransferForm(), to_change(action_uid)
    form.agency_uid.choices = [one for one in choosing.agencies(actor) if one.value != found.agency_uid]
    form.owner_uid.choices = choosing.everybody(actor)
    return step(
        form,
        found,
        "Give this to another agency",
        "Action given to another agency, which has to accept it",
        lambda: transfer_action(
            actor=actor, action=found, agency_uid=form.agency_uid.data or "", **choosing.handed_on(form)
        ),
    )


def to_change(action_uid: str) -> Action:
    """The action, for somebody who may change it. Raises NotFound for everybody else."""
    actor = current_actor()
    found = queries.get_action(actor, action_uid)
    if not may_change(actor, found):
        raise NotFound("Action")
    return found


def step(form: Form, found: Action, heading: str, flash: str, take: Callable[[], Action]) -> ResponseReturnValue:
    """A page that takes one step, then shows the action that goes on."""
    if form.validate_on_submit():
        with form.catching():
            went_on = take()
            return see_other("actions.action", action_uid=went_on.uid, flash=flash)
    return render("actions/step.html", form=form, action=found, heading=heading)
