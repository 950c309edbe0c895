"""One item of a meeting: what was decided, and what that does to the case at once (section 4.3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.cases import interface as cases
from app.features.meetings import queries
from app.features.meetings.commands.hearing import chair_of, check_live
from app.features.meetings.domain import deciding
from app.features.meetings.escalated import tell_escalated
from app.features.meetings.models import AgendaItem, Decision
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

ASSURED = "ASSURED"
CLOSING = {"CLOSE": None, "THRESHOLD_NOT_MET": "THRESHOLD_NOT_MET"}
"""Decisions that close the case, each with the closure reason it stands for."""
ESCALATE = "ESCALATE"


def decide(
    *,
    actor: Actor,
    item: AgendaItem,
    code: str,
    detail: str | None = None,
    returns_on: date | None = None,
    closure_reason: str | None = None,
    checklist: cases.closing.Checklist | None = None,
    level: str | None = None,
    on_hold: bool = False,
) -> Decision:
    """Record a decision of the list `meeting_decision` (section 4.3). An item may have several that agree.

    `returns_on` is when the case comes back; no decision comes back at the next meeting whatever is said. Closing
    takes the answers of `checklist` (4.8). `level` is how far it is escalated, `on_hold` whether the case waits for the
    review of a critical incident. The same decision again is there once; words may be added to one that has none.
    """
    check_live(item)
    choice = partnership.code_item("meeting_decision", code)
    if choice is None or not partnership.is_code("meeting_decision", code):
        raise Refused("Select a decision from the list", field="code")
    if level and not partnership.is_code("escalation_level", level):
        raise Refused("Select how far it is escalated", field="level")
    detail = (detail or "").strip() or None
    found = _same_decision(item, code, detail)
    if found is not None and (found.detail == detail or detail is None) and level in (None, found.level):
        return found
    check_consistent(item, code)
    case = item.case
    deciding.check_decision(
        deciding.Ground(
            code=code,
            needs=choice.attributes.get("needs"),
            detail=detail,
            returns_on=returns_on,
            closure_reason=closure_reason or CLOSING.get(code),
            has_actions=bool(actions.list_for_item(actor, item.uid)),
            has_assurance=bool(assurance.list_for_item(actor, item.uid)),
            has_lead=case.lead_agency_uid is not None,
            is_closed=case.closed_on is not None,
        )
    )
    if code == ASSURED:
        assurance.check_assured(actor=actor, case=case, item_uid=item.uid)
    deciding.check_returns(returns_on, item.meeting.held_on)
    if choice.attributes.get("returns"):
        returns_on = _next_day(item)
    did = {}
    if code in CLOSING:
        did = _close(actor, item, detail, closure_reason or CLOSING[code] or "", checklist)
    decision = record_decision(
        actor, item, code=code, detail=detail, returns_on=returns_on, level=level, did=did, found=found
    )
    if code not in CLOSING:
        _change_course(actor, item, decision, on_hold=on_hold)
    if code == ESCALATE and "escalation" not in decision.did:
        remember(decision, escalation=tell_escalated(actor, item, decision))
    return decision


def check_consistent(item: AgendaItem, code: str) -> None:
    """Raises Refused when `code` contradicts what was decided of the item. The table is the code list's `excludes`."""
    excludes = {
        choice.code: choice.attributes.get("excludes", ()) for choice in partnership.code_list("meeting_decision")
    }
    others = dict.fromkeys(decision.code for decision in item.decisions if decision.code != code)
    deciding.check_consistent(code, others, excludes, lambda one: partnership.code_label("meeting_decision", one))


def _same_decision(item: AgendaItem, code: str, detail: str | None) -> Decision | None:
    """The decision these words belong to: the same words, or the same code still without any."""
    same = [decision for decision in item.decisions if decision.code == code]
    exact = next((decision for decision in same if decision.detail == detail), None)
    if exact is not None or detail is None:
        return exact or next(iter(same), None)
    return next((decision for decision in same if decision.detail is None), None)


def record_decision(
    actor: Actor,
    item: AgendaItem,
    *,
    code: str,
    detail: str | None,
    returns_on: date | None = None,
    level: str | None = None,
    did: dict[str, Any] | None = None,
    found: Decision | None = None,
) -> Decision:
    """Write a decision down, or the words of one that is there."""
    decision = found or Decision(
        key_uid=item.key_uid,
        area_uid=item.area_uid,
        agency_uid=item.agency_uid,
        item_uid=item.uid,
        case_uid=item.case_uid,
        code=code,
        decided_at=now(),
        decided_by_uid=chair_of(item) or actor.user_uid,
    )
    decision.detail = detail
    decision.returns_on = returns_on or decision.returns_on
    decision.level = level or decision.level
    remember(decision, **did or {})
    if found is None:
        item.decisions.append(decision)
        db.session.add(decision)
        db.session.flush()
    audit.record("agenda.decided", decision, code=code)
    return decision


def remember(decision: Decision, **did: Any) -> None:
    """Note what a decision did, so that it can be undone."""
    decision.did = {**decision.did, **did}


def note_decision(actor: Actor, item: AgendaItem, code: str, detail: str | None = None) -> None:
    """The decision that goes with something agreed under an item; there once, whatever its words."""
    if any(decision.code == code for decision in item.decisions):
        return
    check_consistent(item, code)
    record_decision(actor, item, code=code, detail=detail)


def _next_day(item: AgendaItem) -> date:
    """The next monthly meeting; when none is planned, the day after this one, so that the next to come has it."""
    following = queries.meeting_after(item.meeting)
    return following.held_on if following else item.meeting.held_on + timedelta(days=1)


def _close(
    actor: Actor, item: AgendaItem, detail: str | None, reason: str, checklist: cases.closing.Checklist | None
) -> dict[str, bool]:
    """The words of a closing decision say where the risk is held now (PR-41). Returns what it did."""
    if item.case.closed_on is not None:
        return {}
    try:
        with at_fields(reason_code="closure_reason", note="detail"):
            cases.close_case(actor=actor, case=item.case, reason_code=reason, note=detail, checklist=checklist)
    except Refused as refused:
        if checklist is None and refused.rule == "4.8" and refused.field != "closure_reason":
            raise Refused(
                "Close the case on its own page: it asks about the criteria and what is still open",
                field="code",
                rule="4.8",
            ) from refused
        raise
    return {"closed": True}


def _change_course(actor: Actor, item: AgendaItem, decision: Decision, *, on_hold: bool) -> None:
    case, code, detail = item.case, decision.code, decision.detail
    if case.closed_on is not None:
        return
    if code == "STEP_DOWN" and case.step_down_proposed_on is None:
        with at_fields(note="detail"):
            cases.propose_step_down(actor=actor, case=case, note=detail or item.summary)
        remember(decision, step_down=True)
    elif code == "MONITOR" and case.monitoring_since is None:
        cases.monitor_case(actor=actor, case=case, note=detail)
        remember(decision, monitoring=True)
    elif on_hold and case.on_hold_since is None:
        with at_fields(note="detail"):
            cases.put_on_hold(actor=actor, case=case, note=detail)
        remember(decision, on_hold=True)
    back = decision.returns_on
    if back is not None and back > today() and back != case.review_on:
        remember(decision, review_before=case.review_on.isoformat() if case.review_on else None)
        cases.set_review(actor=actor, case=case, on=back)


@contextmanager
def at_fields(**fields: str) -> Iterator[None]:
    """A refusal of another room names the fields used here."""
    try:
        yield
    except Refused as refused:
        raise Refused(
            refused.message, field=fields.get(refused.field or "", refused.field), rule=refused.rule
        ) from refused
