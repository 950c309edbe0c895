"""Taking back what was done to an action, while nothing was done to it since.

It is no step of the table: only whoever undoes what they did, such as a sheet sent back by mistake, comes here. Nothing
is lost by it: the log keeps what was said, and that it was taken back.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.features.actions.domain import DATE_OF
from app.features.actions.models import Action
from app.features.actions.steps import hold, last_update, log, may_change
from app.kernel.errors import NotFound, Stale
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("action.taken_back")

TAKEN_BACK = "TAKEN_BACK"
_DATES = (*DATE_OF.values(), "ended_on")
_OTHERS = ("done_by_uid", "verified_by_uid", "not_done_reason", "outcome", "verifier_name", "evidence")
"""What a step changes in its action. What it handed to somebody else is not taken back."""


def state_of(action: Action) -> dict[str, Any]:
    """What `take_back` needs to know: as JSON has it, and it may name people."""
    dates = {name: day.isoformat() if (day := getattr(action, name)) else None for name in _DATES}
    return dates | {name: getattr(action, name) for name in _OTHERS}


def last_position(action: Action) -> int:
    """Of the newest line of its log."""
    last = last_update(action)
    return last.position if last else 0


def take_back(
    *, actor: Actor, action: Action, to: Mapping[str, Any], expected_ver: int, expected_position: int
) -> Action:
    """Put the action back as `state_of` said it was. Raises Stale when anything was done to it since it was of that
    version with that last line, and NotFound for somebody who may not change it."""
    if not may_change(actor, action):
        raise NotFound("Action")
    hold(action)
    if (action.ver, last_position(action)) != (expected_ver, expected_position):
        raise Stale(action.reference)
    for name in _DATES:
        setattr(action, name, date.fromisoformat(to[name]) if to[name] else None)
    for name in _OTHERS:
        setattr(action, name, to[name])
    log(actor, action, TAKEN_BACK)
    audit.record("action.taken_back", action)
    db.session.flush()
    return action
