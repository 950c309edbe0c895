"""The steps of one row, taken or tried. A try takes them like any other and then puts everything back: what the preview
says is refused is what would be."""

from datetime import date
from typing import Any

from app.features.actions import interface as actions
from app.features.actions.models import Action
from app.features.tracker.importing.models import UploadRow
from app.features.tracker.importing.planning import MEANWHILE, OF_STEP, said
from app.kernel.errors import NotFound, Refused, Stale
from app.platform import audit
from app.platform.access import Actor, fetch
from app.platform.database import db

NOT_THEIRS = "Leave this row to its owner: the action is another agency’s"
GONE = "Leave this row: you cannot see its action any more"


def try_row(actor: Actor, row: UploadRow) -> str | None:
    """Why the row would be refused; None when it would be applied. Nothing is changed."""
    place, savepoint = audit.mark(), db.session.begin_nested()
    try:
        return take_row(actor, row)
    finally:
        savepoint.rollback()
        audit.rewind(place)


def take_row(actor: Actor, row: UploadRow) -> str | None:
    """Take every step of the row. Why one was refused, None when all were taken."""
    try:
        action = fetch(actor, Action, row.action_uid or "")
    except NotFound:
        return GONE
    try:
        expected = row.expected_ver
        for step, fields in row.steps:
            actions.apply_step(actor=actor, action=action, step=step, expected_ver=expected, **_fields(fields))
            expected = None
        db.session.flush()
    except Refused as refused:
        return said(OF_STEP.get(refused.field or ""), refused.message)
    except NotFound:
        return NOT_THEIRS
    except Stale:
        return MEANWHILE
    return None


def _fields(fields: Any) -> dict[str, Any]:
    """As the steps take them: days were kept as text."""
    return {name: date.fromisoformat(value) if name == "done_on" and value else value for name, value in fields.items()}
