"""Pages of escalations: the list, and one with its steps."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.features.accounts import interface as accounts
from app.features.cases import interface as cases
from app.features.escalation import commands, letter_routes, queries, step_routes
from app.features.escalation.blueprint import bp
from app.features.escalation.domain import BY_LETTER, STATE_NAMES, Level, State, state_of
from app.features.escalation.forms import OpenForm
from app.features.escalation.ladder import clock_words, level_label
from app.features.escalation.models import Escalation
from app.features.escalation.words import STEP_NAMES, about, since, trigger_label
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.platform.access import Actor, Permission, current_actor
from app.web import navigation
from app.web.access import permits
from app.web.fields import choice
from app.web.paging import paging
from app.web.rendering import render, see_other

__all__ = ["bp", "letter_routes", "step_routes"]

P = Permission
COLOURS = {State.TO_PRESS: "red", State.GOING_ON: "blue", State.PAUSED: "yellow", State.ENDED: "grey"}

navigation.add("Escalations", "escalation.escalations", P.ESCALATION_VIEW, 45, section=navigation.MONTH)


@bp.get("")
@permits(P.ESCALATION_VIEW)
def escalations() -> str:
    """Those in one state: what waits for a press first. An agency sees those about itself."""
    actor = current_actor()
    asked = request.args.get("show", "")
    state = State(asked) if asked in set(State) else State.TO_PRESS
    counts = queries.count_by_state(actor)
    page = paging(counts[state])
    rows = queries.list_escalations(actor, state, limit=page.limit, offset=page.offset)
    return render(
        "escalation/escalations.html",
        rows=[shown(row) for row in rows],
        page=page,
        state=state,
        tabs=[(one, STATE_NAMES[one], counts[one]) for one in State],
        may_manage=actor.may(P.ESCALATION_MANAGE),
    )


def shown(row: Escalation) -> dict[str, Any]:
    """A row as lists and panels show it."""
    state = state_of(row, today())
    return {
        "row": row,
        "about": about(row),
        "kind": trigger_label(row),
        "agency": partnership.agency_name(row.agency_uid) if row.agency_uid else None,
        "level": level_label(row.level),
        "next": level_label(row.next_level) if row.next_level else None,
        "state": STATE_NAMES[state],
        "colour": COLOURS[state],
    }


@bp.get("/<uid:escalation_uid>")
@permits(P.ESCALATION_VIEW)
def escalation(escalation_uid: str) -> str:
    """One escalation: how it stands, its next step, its letters and every step that was taken."""
    actor = current_actor()
    row = queries.view_escalation(actor, escalation_uid)
    steps = queries.list_steps(actor, row)
    letters = queries.list_letters(actor, row)
    state = state_of(row, today())
    return render(
        "escalation/escalation.html",
        **shown(row),
        since=since(row),
        is_open=state is not State.ENDED,
        is_paused=state is State.PAUSED,
        is_due=state is State.TO_PRESS,
        is_letter=row.next_level in BY_LETTER,
        is_danger=Level.EX in (row.level, row.next_level),
        clock=clock_words(row.next_level) if row.next_level else None,
        url=_about_url(row),
        letters=[letter for letter in letters if letter.sent_at is not None],
        draft=next((letter for letter in letters if letter.sent_at is None), None),
        steps=[(_title(step.kind, step.level), step) for step in steps],
        level_label=level_label,
        names=accounts.user_names(actor, (one.by_uid for one in steps)),
        may_manage=actor.may(P.ESCALATION_MANAGE),
        may_answer=actor.may(P.ESCALATION_MANAGE) or actor.agency_uid == row.agency_uid,
    )


def _title(kind: str, level: str | None) -> str:
    return f"{STEP_NAMES[kind]}: {level_label(level).lower()}" if level else STEP_NAMES[kind]


def _about_url(row: Escalation) -> tuple[str, dict[str, str]] | None:
    """The page of what it is about."""
    if row.trigger == "ACTION_OVERDUE":
        return "actions.action", {"action_uid": row.about_uid or ""}
    if row.trigger.startswith("ASSURANCE"):
        return "assurance.assurance", {"assurance_uid": row.about_uid or ""}
    if row.trigger == "DECIDED":
        return "meetings.item", {"item_uid": row.about_uid or ""}
    return None


@bp.route("/new", methods=["GET", "POST"])
@permits(P.ESCALATION_MANAGE)
def new() -> ResponseReturnValue:
    """About the group's work, not a case."""
    return _open(current_actor(), None)


@bp.route("/cases/<uid:case_uid>/new", methods=["GET", "POST"])
@permits(P.ESCALATION_MANAGE)
def new_about_case(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    return _open(actor, cases.case_for_change(actor, case_uid))


def _open(actor: Actor, case: cases.Case | None) -> ResponseReturnValue:
    form = OpenForm()
    area_uid = actor.area_uid
    form.agency_uid.choices = [choice(one.uid, one.name) for one in partnership.agencies_in(area_uid)]
    if form.validate_on_submit():
        with form.catching():
            row = commands.open_escalation(actor=actor, case=case, **form.values)
            return see_other("escalation.escalation", escalation_uid=row.uid, flash=f"{row.reference} opened")
    return render("escalation/open.html", form=form, case=case)
