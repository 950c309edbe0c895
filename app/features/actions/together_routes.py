"""Changing several actions of one's agency at once: select, look at what will happen, see what happened."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from app.features.actions import forms, queries, shown, together
from app.features.actions.blueprint import bp, tabs
from app.features.actions.domain import Step
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import NotFound
from app.kernel.numbers import whole_number
from app.kernel.references import is_uid
from app.platform.access import Actor, Permission, current_actor
from app.web.access import permits
from app.web.fields import SelectChoice, choice
from app.web.forms import Form
from app.web.rendering import render, see_other

MOST = 100
"""How many at once: their uids stand in an address."""


@dataclass(frozen=True)
class Bulk:
    """A step for several actions: as the list offers it, as the page is called, and what it does to each."""

    offer: str
    heading: str
    words: str
    form: Callable[[], Form]
    permission: Permission = Permission.ACTION_UPDATE


STEPS = {
    Step.ACCEPT: Bulk("Accept", "Accept actions", "Accepted", forms.NothingForm),
    Step.START: Bulk("Start", "Start actions", "Started", forms.StartForm),
    Step.NOTE: Bulk("Add a note", "Add a note to actions", "The note is added", forms.NoteForm),
    Step.COMPLETE: Bulk(
        "Mark as done", "Mark actions as done", "Marked as done", lambda: forms.DoneForm(data={"done_on": today()})
    ),
    Step.DUE: Bulk(
        "Change the due date",
        "Change the due date of actions",
        "It gets the new due date",
        forms.DueForm,
        Permission.ACTION_AGREE,
    ),
}


@bp.route("/agency", methods=["GET", "POST"])
@permits(Permission.ACTION_VIEW)
def agency() -> ResponseReturnValue:
    """My agency's open actions, and which of them to change together."""
    actor, on = current_actor(), today()
    found = queries.list_agency_actions(actor)
    form = forms.ChooseForm()
    form.chosen.choices = [choice(action.uid, action.reference) for action in found]
    form.step.choices = _offered(actor)
    if form.validate_on_submit():
        if len(form.chosen.data or ()) <= MOST:
            return see_other("actions.together_with", step=form.step.data, action=form.chosen.data)
        form.refuse(f"Select {MOST} actions or fewer", field="chosen")
    return render(
        "actions/agency.html",
        form=form,
        rows=shown.show(found, on),
        helped=shown.show(queries.list_agency_helps_with(actor), on),
        tabs=tabs("agency"),
        agency=partnership.agency_name(actor.agency_uid) if actor.agency_uid else "No agency",
    )


@bp.route("/together", methods=["GET", "POST"])
@permits(Permission.ACTION_UPDATE)
def together_with() -> ResponseReturnValue:
    """What will happen to each of those selected; after it is confirmed, what happened."""
    actor = current_actor()
    step = next((one for one in STEPS if one == request.args.get("step") and actor.may(STEPS[one].permission)), None)
    found = queries.list_agency_chosen(actor, [uid for uid in request.args.getlist("action") if is_uid(uid)][:MOST])
    if step is None or not found:
        raise NotFound("actions")
    bulk = STEPS[step]
    form = bulk.form()
    if form.validate_on_submit():
        outcomes = together.apply_to_each(
            actor=actor, actions=found, step=step, seen=_seen(request.form.get("seen", "")), **form.values
        )
        changed = sum(one.refusal is None for one in outcomes)
        return render(
            "actions/together_done.html", outcomes=outcomes, changed=changed, heading=bulk.heading, words=bulk.words
        )
    rows = [(row, together.why_not(actor, row.action, step)) for row in shown.show(found, today())]
    return render(
        "actions/together.html",
        form=form,
        rows=rows,
        count=sum(why is None for _, why in rows),
        seen=request.form.get("seen") or " ".join(f"{action.uid}:{action.ver}" for action in found),
        heading=bulk.heading,
        words=bulk.words,
    )


def _offered(actor: Actor) -> list[SelectChoice]:
    return [choice(step, bulk.offer) for step, bulk in STEPS.items() if actor.may(bulk.permission)]


def _seen(text: str) -> dict[str, int]:
    """Versions by uid, as the page holds them."""
    pairs = (one.partition(":") for one in text.split())
    return {uid: number for uid, _, ver in pairs if (number := whole_number(ver, None)) is not None}
