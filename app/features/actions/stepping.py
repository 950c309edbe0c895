"""The one entry for every change of an action: whatever takes a step takes it here, and is refused here."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.features.actions import domain, handing, taking
from app.features.actions.domain import STEPS, Status, Step, Transition, Who
from app.features.actions.models import Action, ActionHelper
from app.features.actions.queries import successor_of
from app.features.actions.steps import helps, hold, last_update, log, may_change, of_owners_agency
from app.features.actions.taking import Given, Taken
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused, Stale
from app.platform import audit
from app.platform.access import Actor, Permission

_FACTS = {
    "action.completed": {"late"},
    "action.not_done": {"code"},
    "action.owner_changed": {"owner_uid"},
    "action.transferred": {"agency_uid"},
    "action.due_changed": {"before", "after"},
    "action.helper_added": {"agency_uid"},
    "action.helper_left": {"agency_uid"},
}
for _line in STEPS.values():
    audit.declare(_line.event, facts=_FACTS.get(_line.event, set()))

_TAKE: Mapping[Step, Callable[[Actor, Action, Given], Taken]] = {
    Step.ACCEPT: taking.nothing_more,
    Step.START: taking.nothing_more,
    Step.COMPLETE: taking.complete,
    Step.VERIFY: taking.verify,
    Step.NOT_DONE: taking.not_done,
    Step.SUPERSEDE: taking.supersede,
    Step.TRANSFER: handing.transfer,
    Step.OWNER: handing.change_owner,
    Step.DUE: taking.change_due,
    Step.HELPER: handing.add_helper,
    Step.HELPER_LEFT: handing.end_help,
    Step.EVIDENCE: taking.add_evidence,
    Step.NOTE: taking.nothing_more,
}


def apply_step(
    *, actor: Actor, action: Action, step: Step | str, expected_ver: int | None = None, **fields: Any
) -> Action:
    """Take one step of the table `STEPS`, write it into the action's log and record one audit event.

    `fields` are those that the step needs or takes; empty ones count as not given. Sent twice, a step does nothing the
    second time. Returns the action that goes on: the new one after a transfer to another agency, else the same.

    Raises Refused with the field and a message for people; Stale when `expected_ver` is given and the action was
    changed since; NotFound for somebody to whom, for changing it, the action is not there.
    """
    step = Step(step)
    line = STEPS[step]
    _check_who(actor, action, line)
    given = _given(line, fields)
    hold(action)
    if _taken_already(actor, action, step, given):
        return _goes_on(action, step)
    if expected_ver is not None and action.ver != expected_ver:
        raise Stale(action.reference)
    domain.check_step(action, step)
    taken = _TAKE[step](actor, action, given)
    if line.after is not None:
        domain.enter(action, line.after, given.get("done_on") or today())
    log(actor, action, step, given.get(line.words or ""), detail=taken.detail)
    audit.record(line.event, action, **taken.facts)
    return _goes_on(action, step)


def possible_steps(actor: Actor, action: Action, helpers: Iterable[ActionHelper] | None = None) -> frozenset[Step]:
    """The steps that `actor` can take now. `helpers` are those of the action, where they are known."""
    steps = domain.possible_steps(action)
    may = {who for who in {STEPS[step].who for step in steps} if _may(actor, action, who, helpers)}
    return frozenset(step for step in steps if STEPS[step].who in may)


def _may(actor: Actor, action: Action, who: Who, helpers: Iterable[ActionHelper] | None = None) -> bool:
    if who is Who.VERIFIES:
        return actor.may(Permission.ACTION_VERIFY)
    if who is Who.OWNERS_AGENCY:
        return of_owners_agency(actor, action)
    if who is Who.AGREES:
        return actor.may(Permission.ACTION_AGREE)
    return may_change(actor, action) or (who is Who.HELPING and helps(actor, action, helpers))


_ASK = {
    Who.OWNERS_AGENCY: "Ask the owner’s agency to accept this: nobody else can",
    Who.AGREES: "Ask the coordinator or the chair to do this",
    Who.VERIFIES: "Ask the coordinator or the chair to confirm this",
}


def _check_who(actor: Actor, action: Action, line: Transition) -> None:
    """To somebody who may change nothing of the action it is not there; to others it is said whom to ask."""
    if _may(actor, action, line.who):
        return
    if line.who in _ASK and may_change(actor, action):
        raise Refused(_ASK[line.who], rule="4.4")
    raise NotFound("Action")


def _given(line: Transition, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the step that hold something, stripped. Raises Refused at one that is missing."""
    unknown = fields.keys() - line.needs.keys() - line.takes
    if unknown:
        raise TypeError(f"a step does not take {', '.join(sorted(unknown))}")
    stripped = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    given = {name: value for name, value in stripped.items() if value not in (None, "")}
    for name, message in line.needs.items():
        if name not in given:
            raise Refused(message, field=name)
    return given


def _taken_already(actor: Actor, action: Action, step: Step, given: Given) -> bool:
    """Whether this very step was taken before: a form that was sent twice. Where something was typed it was the last
    step, by the same person in the same words, so that nothing typed is lost."""
    line = STEPS[step]
    if step is Step.EVIDENCE:
        return taking.has_evidence(action, given["evidence"])
    if step is Step.HELPER:
        return handing.is_helper(action, given)
    words = given.get(line.words or "")
    if not words:
        return line.after is not None and _is_past(action, line.after)
    if step is Step.OWNER and not handing.is_owner(action, given):
        return False
    if step is Step.DUE and action.due_on != given["due_on"]:
        return False
    last = last_update(action)
    return last is not None and (last.step, last.by_uid, last.text) == (step, actor.user_uid, words)


def _is_past(action: Action, state: Status) -> bool:
    """Accepted counts until the action ends; everything else while the state lasts."""
    if state is Status.ACCEPTED:
        return action.accepted_on is not None and action.ended_on is None
    return domain.recorded_status(action) is state


def _goes_on(action: Action, step: Step) -> Action:
    return (successor_of(action) or action) if step is Step.TRANSFER else action
