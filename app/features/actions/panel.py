"""What a case's own page says of its actions: a panel, rows of the timeline, and facts to look at before closing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for

from app.features.actions import ending, leaving, queries, shown  # noqa: F401 - say what is open on closing, on leaving
from app.features.cases.interface import Case, closing, progress, timeline
from app.kernel.clock import today
from app.platform.access import Actor, Permission, current_actor
from app.web import panels
from app.web.rendering import part


def panel(*, case: Case, **_context: Any) -> str | None:
    actor = current_actor()
    if not actor.may(Permission.ACTION_VIEW):
        return None
    rows = shown.show(queries.list_for_case(actor, case.uid), today())
    return part(
        "actions/panel.html",
        case=case,
        rows=rows,
        open_count=sum(row.is_open for row in rows),
        may_agree=actor.may(Permission.ACTION_AGREE),
    )


def timeline_rows(actor: Actor, case: Case) -> Iterable[timeline.Row]:
    """Every step of every action of the case."""
    actions = {action.uid: action for action in queries.list_for_case(actor, case.uid)}
    for update in queries.list_updates_of(actor, list(actions)):
        action = actions[update.action_uid]
        yield timeline.Row(
            at=update.at,
            what=f"Action {action.reference}: {shown.step_label(update).lower()}",
            text=update.text or action.text,
            who=action.owner_name or "",
            url=url_for("actions.action", action_uid=action.uid),
        )


def closing_facts(actor: Actor, case: Case) -> Iterable[closing.Fact]:
    """Actions are done, or have another home, before a case is closed (4.8)."""
    every = [action for one in closing.goes_on_here(case) for action in queries.list_for_case(actor, one.uid)]
    still_open = sum(action.ended_on is None for action in every)
    stands = "None is open" if not still_open else f"{still_open} still open"
    yield closing.Fact("Actions are done or have another home", stands, still_open == 0, settled=True)


def open_actions(actor: Actor, case_uids: Sequence[str]) -> Mapping[str, progress.Progress] | None:
    if not actor.may(Permission.ACTION_VIEW):
        return None
    counted = queries.open_by_case(actor, case_uids, today())
    return {
        uid: progress.Progress(f"{count} open", f"{late} overdue" if late else "")
        for uid, (count, late) in counted.items()
    }


panels.register("case", 40, panel)
timeline.add_source(timeline_rows)
closing.add_fact(closing_facts, order=40)
progress.add_column("Actions", open_actions, nothing="None open", order=40)
