"""Taking back a decision that was written down by mistake: what it did is undone where that is honest."""

from datetime import date

from app.features.actions import interface as actions
from app.features.cases import interface as cases
from app.features.forums import interface as forums
from app.features.meetings.commands.hearing import check_live
from app.features.meetings.escalated import take_back
from app.features.meetings.models import AgendaItem, Decision
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

TAKEN_BACK = "Taken back at the meeting"
BY_HAND = {
    "BAND_SET": "The levels of concern stay as they were set: set them again if they are wrong.",
    "BAND_CHANGED": "The levels of concern stay as they were set: set them again if they are wrong.",
    "LEAD_AGREED": "The lead stays as named: name another if it is wrong.",
    "ACTIONS_AGREED": "The actions stay: replace or hand on those that are wrong.",
    "ASSURANCE_SOUGHT": "The assurance stays asked for.",
    "REFER_INTERVENTION": "The link to the intervention stays: end it if it is wrong.",
}
"""What a decision leaves behind that somebody has to undo."""


def remove_decision(*, actor: Actor, item: AgendaItem, decision_uid: str) -> tuple[str, ...]:
    """Take out a decision, while the meeting is open. Returns what must be undone by hand, in words.

    What closed the case stays until the case is opened again, because everything in it was settled.
    """
    decision = next((one for one in item.decisions if one.uid == decision_uid), None)
    if decision is None:
        return ()
    check_live(item)
    by_hand = tuple(_undo(actor, item, decision))
    audit.record("agenda.decision_removed", decision, code=decision.code)
    item.decisions.remove(decision)
    db.session.delete(decision)
    db.session.flush()
    return by_hand


def _undo(actor: Actor, item: AgendaItem, decision: Decision) -> list[str]:
    case, did = item.case, decision.did
    left = [BY_HAND[decision.code]] if decision.code in BY_HAND else []
    if did.get("closed"):
        if case.closed_on is not None:
            raise Refused("Open the case again first: this decision closed it, and settled what was open in it")
        left.append("What was settled when the case was closed stays settled.")
    if case.closed_on is None:
        if did.get("step_down") and case.step_down_proposed_on is not None:
            cases.refuse_step_down(actor=actor, case=case, note=TAKEN_BACK)
        if did.get("monitoring"):
            cases.end_monitoring(actor=actor, case=case)
        if did.get("on_hold"):
            cases.end_hold(actor=actor, case=case, note=TAKEN_BACK)
        left += _undo_review(actor, case, decision)
    if did.get("action"):
        left += _undo_action(actor, str(did["action"]))
    if did.get("transfer") and not forums.withdraw_proposal(actor=actor, transfer_uid=str(did["transfer"])):
        left.append("The other forum has the transfer: tell its contact, and withdraw it on its page.")
    if did.get("escalation") and not take_back(actor, str(did["escalation"])):
        left.append("The escalation has gone further: resolve it on its page.")
    return left


def _undo_review(actor: Actor, case: cases.Case, decision: Decision) -> list[str]:
    if "review_before" not in decision.did or case.review_on != decision.returns_on:
        return []
    before = decision.did["review_before"]
    if before and date.fromisoformat(before) > today():
        cases.set_review(actor=actor, case=case, on=date.fromisoformat(before))
        return []
    return ["The review date stays: set another if it is wrong."]


def _undo_action(actor: Actor, uid: str) -> list[str]:
    action = actions.get_action(actor, uid)
    if actions.recorded_status(action) is actions.Status.PROPOSED:
        actions.apply_step(actor=actor, action=action, step=actions.Step.SUPERSEDE, text=TAKEN_BACK)
        return []
    return [f"Action {action.reference} stays: its owner has accepted it."]
