"""Pages that change the course of a case: step-down, closing, opening again, hold, transfer."""

from collections.abc import Callable
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from app.features.cases import (  # noqa: F401 - criteria adds its facts, closing_routes its page
    closing,
    closing_routes,
    criteria,
    lifecycle,
    queries,
)
from app.features.cases.blueprint import bp
from app.features.cases.changes import BACK, look_again, seen
from app.features.cases.commands import check_version
from app.features.cases.forms import (
    ContinueForm,
    HoldForm,
    ReopenForm,
    StepDownForm,
    TransferForm,
    Versioned,
)
from app.features.cases.pages import head
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.rendering import render, see_other


@dataclass(frozen=True)
class Step:
    """One change of course: its form, its command and its words."""

    form: type[Versioned]
    command: Callable[..., None]
    heading: str
    button: str
    done: str
    lead: str = ""
    facts: bool = False
    look: str = ""


STEPS = {
    "monitor": Step(
        ContinueForm,
        lifecycle.monitor_case,
        "Monitor the case",
        "Monitor the case",
        "The case is monitored",
        "The case stays open and comes back on its review date.",
    ),
    "step-down": Step(
        StepDownForm,
        lifecycle.propose_step_down,
        "Propose a step-down",
        "Propose the step-down",
        "Step-down proposed",
        "The group decides at its meeting.",
        facts=True,
    ),
    "keep": Step(
        ContinueForm, lifecycle.refuse_step_down, "Keep the case open", "Keep the case open", "The case stays open"
    ),
    "reopen": Step(
        ReopenForm, lifecycle.reopen_case, "Open the case again", "Open the case again", "Case opened again"
    ),
    "hold": Step(
        HoldForm,
        lifecycle.put_on_hold,
        "Put the case on hold",
        "Put the case on hold",
        "The case is on hold",
        "For a critical incident that is being looked into. Actions and safety plans go on.",
    ),
    "end-hold": Step(ContinueForm, lifecycle.end_hold, "End the hold", "End the hold", "The hold has ended"),
    "transfer": Step(
        TransferForm, lifecycle.transfer_case, "Transfer the case", "Transfer the case", "Case transferred", facts=True
    ),
}


def _add(name: str, step: Step) -> None:
    """A route of its own for each, so that the access matrix lists each."""

    @permits(Permission.CASE_MANAGE)
    def change(case_uid: str) -> ResponseReturnValue:
        actor = current_actor()
        case = queries.case_for_change(actor, case_uid)
        form = step.form(data={"ver": str(case.ver)})
        if form.validate_on_submit():
            with form.catching():
                check_version(case, seen(form))
                step.command(actor=actor, case=case, **form.values)
                return see_other(BACK, case_uid=case.uid, flash=step.done)
        look_again(form, case)
        return render(
            "cases/change.html",
            form=form,
            head=head(actor, case, BACK),
            heading=step.heading,
            lead=step.lead,
            button=step.button,
            look=step.look,
            facts=closing.facts(actor, case) if step.facts else None,
        )

    bp.add_url_rule(
        f"/<uid:case_uid>/{name}", endpoint=name.replace("-", "_"), view_func=change, methods=["GET", "POST"]
    )


for _name, _step in STEPS.items():
    _add(_name, _step)
