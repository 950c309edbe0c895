"""What becomes of the open actions of a case that is closed (section 4.8)."""

from collections.abc import Iterator

from app.features.actions import queries
from app.features.actions.domain import Step, possible_steps
from app.features.actions.stepping import apply_step
from app.features.cases.interface import Case, closing
from app.features.partnership import interface as partnership
from app.platform.access import Actor

DONE = closing.Fate("DONE", "It is done", "Enter what was done")


def open_actions(actor: Actor, case: Case) -> Iterator[closing.Work]:
    for action in queries.list_for_case(actor, case.uid):
        if action.ended_on is None:
            done = (DONE,) if Step.COMPLETE in possible_steps(action) else ()
            agency = partnership.agency_name(action.agency_uid or "")
            what = f"Action {action.reference}: {action.text}"
            who = f"{action.owner_name}, {agency}" if action.owner_name else agency
            yield closing.Work(action.uid, what, who, (*done, closing.REHOMED, closing.ENDED))


def settle(actor: Actor, _case: Case, uid: str, fate: str, words: str) -> None:
    action = queries.get_action(actor, uid)
    if fate == DONE.code:
        apply_step(actor=actor, action=action, step=Step.COMPLETE, what_was_done=words)
    elif fate == closing.REHOMED.code:
        apply_step(actor=actor, action=action, step=Step.SUPERSEDE, text=f"Goes on under another plan: {words}")
    else:
        text = f"The case was closed: {words}"
        apply_step(actor=actor, action=action, step=Step.NOT_DONE, reason_code="RISK_CHANGED", text=text)


closing.add_work("actions", open_actions, settle, order=40)
