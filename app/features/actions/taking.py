"""What each step does to an action besides changing its state. `stepping` has checked by then that it may be taken; it
changes the state and writes the step down after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.features.actions import domain
from app.features.actions.models import Action
from app.features.actions.queries import helpers_of
from app.features.actions.steps import evidence_words, name_of
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.days import day_words
from app.kernel.errors import Refused
from app.platform.access import Actor

Given = Mapping[str, Any]
"""The fields of a step, stripped; what was not given is not in it."""
LONGEST_REFERENCE = 120


@dataclass(frozen=True)
class Taken:
    """What a step says of itself: `facts` to the audit, `detail` to the log of the action."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    detail: str | None = None


def nothing_more(_actor: Actor, _action: Action, _given: Given) -> Taken:
    return Taken()


def complete(actor: Actor, action: Action, given: Given) -> Taken:
    """`done_on` is today unless it was before; evidence without a date is of that day."""
    done_on = given.get("done_on") or today()
    domain.check_done_on(done_on, proposed_on=action.proposed_on, on=today())
    detail = None
    if "evidence" in given:
        detail = _add_evidence(action, given["evidence"], given.get("evidence_on") or done_on)
    action.done_by_uid = actor.user_uid
    action.outcome = given["what_was_done"]
    return Taken({"late": action.due_on < done_on}, detail)


def verify(actor: Actor, action: Action, given: Given) -> Taken:
    """Not by whoever did it, helped or recorded it; `verifier_name` when somebody else checked."""
    helpers = helpers_of([action.uid]).get(action.uid, ())
    uids = (action.done_by_uid, action.owner_uid, *(one.user_uid for one in helpers))
    names = (action.owner_name, *(one.name for one in helpers))
    domain.check_verifier(
        by_uid=actor.user_uid,
        doer_uids=frozenset(uid for uid in uids if uid),
        verifier_name=given.get("verifier_name"),
        doers=frozenset(name for name in names if name),
    )
    action.verified_by_uid = actor.user_uid
    action.verifier_name = given.get("verifier_name") or name_of(actor.user_uid)
    return Taken()


def not_done(_actor: Actor, action: Action, given: Given) -> Taken:
    code = given["reason_code"]
    if not partnership.is_code("not_done_reason", code):
        raise Refused("Select why it was not done", field="reason_code")
    action.not_done_reason = code
    action.outcome = given["text"]
    return Taken({"code": code})


def supersede(_actor: Actor, action: Action, given: Given) -> Taken:
    action.outcome = given["text"]
    return Taken()


def change_due(_actor: Actor, action: Action, given: Given) -> Taken:
    before, due_on = action.due_on, given["due_on"]
    if due_on < today():
        raise Refused("Enter a date that is today or in the future", field="due_on")
    if due_on == before:
        raise Refused("Enter another date: it is due on that day already", field="due_on")
    action.due_on = due_on
    detail = f"Due {day_words(due_on)}, before that {day_words(before)}"
    return Taken({"before": before.isoformat(), "after": due_on.isoformat()}, detail)


def add_evidence(_actor: Actor, action: Action, given: Given) -> Taken:
    return Taken(detail=_add_evidence(action, given["evidence"], given.get("evidence_on") or today()))


def has_evidence(action: Action, reference: str) -> bool:
    return any(one["reference"] == reference for one in action.evidence)


def _add_evidence(action: Action, reference: str, on: date) -> str:
    if len(reference) > LONGEST_REFERENCE or "\n" in reference:
        raise Refused("Shorten this to a reference: evidence stays where it is held", field="evidence")
    if on > today():
        raise Refused("Enter a date that is today or in the past", field="evidence_on")
    if not has_evidence(action, reference):
        action.evidence = [*action.evidence, {"reference": reference, "on": on}]
    return evidence_words(reference, on)
