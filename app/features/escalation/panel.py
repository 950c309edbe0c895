"""What the pages of a case, an action and an assurance say of escalations; and what a meeting decides."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from app.features.actions.interface import Action
from app.features.assurance.interface import Assurance
from app.features.cases.interface import Case, timeline
from app.features.escalation import commands, queries
from app.features.escalation.models import Escalation
from app.features.escalation.routes import shown
from app.features.escalation.words import STEP_NAMES, about
from app.features.meetings.interface import AgendaItem, Decision, when_escalated
from app.platform.access import Actor, Permission, current_actor
from app.web import panels
from app.web.rendering import part


def case_panel(*, case: Case, **_context: Any) -> str | None:
    actor = current_actor()
    if not actor.may(Permission.ESCALATION_VIEW):
        return None
    rows = queries.list_for_case(actor, case.uid)
    may_open = actor.may(Permission.ESCALATION_MANAGE) and case.closed_on is None
    return _panel(rows, url_for("escalation.new_about_case", case_uid=case.uid) if may_open else None)


def action_panel(*, action: Action, **_context: Any) -> str | None:
    return _about(action.uid)


def assurance_panel(*, assurance: Assurance, **_context: Any) -> str | None:
    return _about(assurance.uid)


def _about(uid: str) -> str | None:
    actor = current_actor()
    rows = queries.list_about(actor, uid) if actor.may(Permission.ESCALATION_VIEW) else ()
    return _panel(rows, None) if rows else None


def _panel(rows: Iterable[Escalation], open_url: str | None) -> str:
    every = [shown(row) for row in rows]
    count = sum(one["row"].ended_on is None for one in every)
    return part("escalation/panel.html", rows=every, count=count, open_url=open_url)


def timeline_rows(actor: Actor, case: Case) -> Iterable[timeline.Row]:
    """Every step of every escalation of the case that the actor may read."""
    if not actor.may(Permission.ESCALATION_VIEW):
        return
    for step, row in queries.list_steps_of_case(actor, case.uid):
        yield timeline.Row(
            at=step.at,
            what=f"Escalation {row.reference}: {STEP_NAMES[step.kind].lower()}",
            text=step.text or about(row).capitalize(),
            who=step.where or "",
            url=url_for("escalation.escalation", escalation_uid=row.uid),
        )


def decided(actor: Actor, item: AgendaItem, decision: Decision) -> str:
    return commands.open_decided(actor=actor, item=item, decision=decision).uid


def taken_back(actor: Actor, escalation_uid: str) -> bool:
    """Whether the escalation ended with the decision: one that went further stays, and somebody resolves it."""
    row = queries.get_escalation(actor, escalation_uid)
    if row.level is not None:
        return False
    commands.resolve(actor=actor, escalation=row, outcome="The decision was taken back at the meeting")
    return True


panels.register("case", 45, case_panel)
panels.register("action", 10, action_panel)
panels.register("assurance", 10, assurance_panel)
timeline.add_source(timeline_rows)
when_escalated(decided, taken_back)
