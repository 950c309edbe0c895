"""Pages that take a step: write down, answer, take further, stop, let go on, resolve."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from app.features.escalation import commands, forms, queries
from app.features.escalation.blueprint import bp
from app.features.escalation.domain import Level
from app.features.escalation.ladder import clock_words, level_label
from app.features.escalation.models import Escalation
from app.features.partnership import interface as partnership
from app.kernel.errors import NotFound
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.forms import Form
from app.web.rendering import render, see_other

P = Permission


@bp.route("/<uid:escalation_uid>/write-down", methods=["GET", "POST"])
@permits(P.ESCALATION_MANAGE)
def write_down(escalation_uid: str) -> ResponseReturnValue:
    """The next step, where it is not a letter."""
    form, row = forms.WriteForm(), _row(escalation_uid)
    heading = level_label(row.next_level) if row.next_level else "Write down where it went"
    return _step(
        form,
        row,
        heading,
        "Written down",
        lambda: commands.write_down(actor=current_actor(), escalation=row, **form.values),
    )


@bp.route("/<uid:escalation_uid>/answer", methods=["GET", "POST"])
@permits(P.ESCALATION_VIEW)
def answer(escalation_uid: str) -> ResponseReturnValue:
    """By the agency it is about, or by whoever runs the month for somebody who told them."""
    form, row, actor = forms.AnswerForm(), _row(escalation_uid), current_actor()
    if not actor.may(P.ESCALATION_MANAGE) and row.agency_uid != actor.agency_uid:
        raise NotFound("Escalation")
    return _step(
        form, row, "Answer", "Answer recorded", lambda: commands.answer(actor=actor, escalation=row, **form.values)
    )


@bp.route("/<uid:escalation_uid>/further", methods=["GET", "POST"])
@permits(P.ESCALATION_MANAGE)
def further(escalation_uid: str) -> ResponseReturnValue:
    form, row = forms.RaiseForm(), _row(escalation_uid)
    above = Level(row.level).rank if row.level else -1
    form.level.choices = [
        choice(item.code, item.label, hint=item.hint)
        for item in partnership.code_list("escalation_level")
        if Level(item.code).rank > max(above, 0)
    ]
    return _step(
        form,
        row,
        "Take it further",
        "The next step is set",
        lambda: commands.raise_level(actor=current_actor(), escalation=row, **form.values),
    )


@bp.route("/<uid:escalation_uid>/stop", methods=["GET", "POST"])
@permits(P.ESCALATION_MANAGE)
def pause(escalation_uid: str) -> ResponseReturnValue:
    form, row = forms.PauseForm(), _row(escalation_uid)
    return _step(
        form,
        row,
        "Stop for now",
        "Stopped for now",
        lambda: commands.pause(actor=current_actor(), escalation=row, **form.values),
    )


@bp.route("/<uid:escalation_uid>/go-on", methods=["GET", "POST"])
@permits(P.ESCALATION_MANAGE)
def resume(escalation_uid: str) -> ResponseReturnValue:
    form, row = forms.ResumeForm(), _row(escalation_uid)
    return _step(
        form,
        row,
        "Let it go on",
        "It goes on",
        lambda: commands.resume(actor=current_actor(), escalation=row, **form.values),
    )


@bp.route("/<uid:escalation_uid>/resolve", methods=["GET", "POST"])
@permits(P.ESCALATION_MANAGE)
def resolve(escalation_uid: str) -> ResponseReturnValue:
    form, row = forms.ResolveForm(), _row(escalation_uid)
    return _step(
        form, row, "Resolve", "Resolved", lambda: commands.resolve(actor=current_actor(), escalation=row, **form.values)
    )


def _row(escalation_uid: str) -> Escalation:
    return queries.get_escalation(current_actor(), escalation_uid)


def _step(form: Form, row: Escalation, heading: str, flash: str, take: Callable[[], Escalation]) -> ResponseReturnValue:
    """A page that takes one step, then shows the escalation."""
    if form.validate_on_submit():
        with form.catching():
            take()
            return see_other("escalation.escalation", escalation_uid=row.uid, flash=flash)
    return render(
        "escalation/step.html",
        form=form,
        row=row,
        step_heading=heading,
        clock=clock_words(row.next_level) if row.next_level else None,
        is_danger=row.next_level == Level.EX,
    )
