"""The rows of a sheet against the actions as they stand, in few statements however many rows there are."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.features.actions.models import Action
from app.features.partnership import interface as partnership
from app.features.tracker.importing.planning import SAME_AS_EXPORTED, TWICE, ActionNow, Choices, Plan, plan
from app.features.tracker.importing.sheet import Line
from app.features.tracker.template import ACTIONS, choices
from app.platform.access import Actor
from app.platform.database import db

AT_ONCE = 500
_NOW = (
    Action.uid, Action.reference, Action.ver, Action.key_uid, Action.proposed_on, Action.started_on, Action.done_on,
    Action.not_done_on, Action.not_done_reason, Action.superseded_on, Action.transferred_on,
    Action.ended_on,
    *(getattr(Action, name) for name in SAME_AS_EXPORTED),
)  # fmt: skip


@dataclass(frozen=True)
class Matched:
    """A row that changes something or is refused, with its action where the reader sees one."""

    line: Line
    now: Any | None
    plan: Plan


def match(actor: Actor, lines: Sequence[Line]) -> Iterator[Matched]:
    """In the order of the sheet; rows that change nothing are left out."""
    offered = _offered()
    found: list[Matched] = []
    for start in range(0, len(lines), AT_ONCE):
        some = lines[start : start + AT_ONCE]
        now = _actions(actor, {line.key.reference for line in some if line.key})
        for line in some:
            action = now.get(line.key.reference) if line.key else None
            planned = plan(line, action, offered)
            if not planned.is_unchanged:
                found.append(Matched(line, action, planned))
    rows = Counter(one.line.key.reference for one in found if one.line.key)
    for one in found:
        if one.line.key and rows[one.line.key.reference] > 1:
            one.plan.why.append(TWICE)
        yield one


def _actions(actor: Actor, references: set[str]) -> dict[str, ActionNow]:
    """Those the actor sees, by reference."""
    rows: Any = db.session.execute(select(*_NOW).where(Action.reference.in_(references)))
    return {row.reference: row for row in rows}


def _offered() -> Choices:
    """The words of the columns that hold words of a list."""
    lists = {one.key: choices(one) for one in ACTIONS if one.codes}
    for key, name in (("priority", "action_priority"), ("category", "action_category")):
        lists[key] = {one.label: one.code for one in partnership.code_list(name)}
    return lists
