"""One step for several actions at once: each is taken or refused by itself, and nothing is half done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from app.features.actions import domain
from app.features.actions.domain import Step
from app.features.actions.models import Action
from app.features.actions.stepping import apply_step, possible_steps
from app.kernel.errors import NotFound, Refused, Stale
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

CHANGED_MEANWHILE = "Look at it again: somebody changed it since you selected it"


@dataclass(frozen=True)
class Outcome:
    """What became of one action. `refusal` is None when the step was taken."""

    uid: str
    reference: str
    refusal: str | None = None


def why_not(actor: Actor, action: Action, step: Step) -> str | None:
    """Why the step cannot be taken now; None when it can."""
    if step in possible_steps(actor, action):
        return None
    try:
        domain.check_step(action, step)
    except Refused as refused:
        return refused.message
    return "Ask somebody who may do this"


def apply_to_each(
    *, actor: Actor, actions: Iterable[Action], step: Step, seen: Mapping[str, int], **fields: Any
) -> list[Outcome]:
    """Take one step for each action; one audit event each. `seen` is the version of each when it was selected: what
    was changed since is left alone."""
    held = sorted(((action.uid, action.reference, action) for action in actions), key=lambda one: one[0])
    outcomes = [Outcome(uid, ref, _take(actor, action, step, seen.get(uid, 0), fields)) for uid, ref, action in held]
    return sorted(outcomes, key=lambda one: one.reference)


def _take(actor: Actor, action: Action, step: Step, ver: int, fields: Mapping[str, Any]) -> str | None:
    """Returns the refusal. Whatever was written before it is undone."""
    place = audit.mark()
    try:
        with db.session.begin_nested():
            apply_step(actor=actor, action=action, step=step, expected_ver=ver, **fields)
    except Refused as refused:
        refusal = refused.message
    except (Stale, StaleDataError, NotFound):
        refusal = CHANGED_MEANWHILE
    else:
        return None
    audit.rewind(place)
    return refusal
