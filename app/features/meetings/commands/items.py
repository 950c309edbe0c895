"""One item of a meeting: what was said, what was decided, and what follows from it.

Bands, leads, actions, assurance and interventions belong to their own rooms; here they are agreed under an item, and
the decision that goes with them is written down at the same time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from app.features.accounts import interface as accounts
from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.cases import interface as cases
from app.features.interventions import interface as interventions
from app.features.meetings import presence, queries
from app.features.meetings.commands.sitting import share_with_those_here
from app.features.meetings.commands.words import needed
from app.features.meetings.domain import deciding
from app.features.meetings.domain.status import CLOSED, OPEN, meeting_status
from app.features.meetings.models import AgendaItem, Decision
from app.features.partnership import interface as partnership
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Actor, Role
from app.platform.database import db

CLOSING = {"CLOSE": None, "THRESHOLD_NOT_MET": "THRESHOLD_NOT_MET"}
"""Decisions that close the case, each with the closure reason it stands for."""
LASTING = frozenset({*CLOSING, "STEP_DOWN", "MONITOR"})
"""Decisions that changed the case itself: taking the words out would not undo them."""


# Hearing ------------------------------------------------------------------------------------------------------------


def hear_item(
    *,
    actor: Actor,
    item: AgendaItem,
    summary: str,
    voice_heard: str | None,
    conflicts: Iterable[Mapping[str, Any]] = (),
) -> AgendaItem:
    """Write down what was said. `conflicts` are declared conflicts of interest: name, nature, left_room.

    The first time, the agencies that are there get a need to know of the case. Notes may be put right until the
    minutes are issued. Refused while whoever chairs the item leads the case (PR-03).
    """
    summary = needed(summary, "Enter a summary of what was said", "summary")
    if meeting_status(item.meeting, today()) not in {OPEN, CLOSED}:
        raise Refused("Open the meeting first" if not item.meeting.opened_at else "Check the meeting: it is over")
    _check_stands(item)
    _check_chair(actor, item, item.case.lead_user_uid, item.case.lead_name, field="chair_uid")
    declared = [_conflict(one) for one in conflicts]
    voice_heard = (voice_heard or "").strip() or None
    before = (item.summary, item.voice_heard, [dict(one) for one in item.conflicts])
    if item.heard_at is not None and before == (summary, voice_heard, declared):
        return item
    first = item.heard_at is None
    item.summary, item.voice_heard, item.conflicts = summary, voice_heard, declared
    if first:
        item.heard_at = now()
        share_with_those_here(actor, item, presence.list_attendance(actor, item.meeting))
    audit.record("agenda.item_heard", item, conflicts=len(declared))
    return item


def _conflict(one: Mapping[str, Any]) -> dict[str, Any]:
    name = needed(one.get("name"), "Enter who has a conflict of interest", "conflict_name")
    nature = needed(one.get("nature"), "Enter what the conflict is", "conflict_nature")
    return {"name": name, "nature": nature, "left_room": bool(one.get("left_room"))}


def hand_chair(*, actor: Actor, item: AgendaItem, chair_uid: str) -> AgendaItem:
    """Somebody else with the role of chair chairs this item, as when its chair leads the case. PR-03."""
    _check_live(item)
    if chair_uid not in {user.uid for user in accounts.holders_of(item.area_uid, Role.CHAIR)}:
        raise Refused("Select who chairs this item", field="chair_uid")
    name = accounts.user_names(actor, [chair_uid]).get(chair_uid, "")
    deciding.check_chair_does_not_lead(chair_uid, name, item.case.lead_user_uid, item.case.lead_name, field="chair_uid")
    if chair_of(item) == chair_uid:
        return item
    item.chair_uid = chair_uid
    audit.record("agenda.chair_handed", item, chair_uid=chair_uid)
    return item


def chair_of(item: AgendaItem) -> str | None:
    return item.chair_uid or item.meeting.chair_uid


def _check_chair(actor: Actor, item: AgendaItem, lead_uid: str | None, lead_name: str | None, *, field: str) -> None:
    chair_uid = chair_of(item)
    if chair_uid is None or (lead_uid is None and not lead_name):
        return
    name = accounts.user_names(actor, [chair_uid]).get(chair_uid, "")
    deciding.check_chair_does_not_lead(chair_uid, name, lead_uid, lead_name, field=field)


def _check_live(item: AgendaItem) -> None:
    if meeting_status(item.meeting, today()) != OPEN:
        raise Refused("Open the meeting first" if not item.meeting.opened_at else "Check the meeting: it is closed")
    _check_stands(item)


def _check_stands(item: AgendaItem) -> None:
    if item.deferred_at is not None or item.withdrawn_at is not None:
        raise Refused("Check the item: it was put off or taken off the agenda")


# Deciding -----------------------------------------------------------------------------------------------------------


def decide(
    *,
    actor: Actor,
    item: AgendaItem,
    code: str,
    detail: str | None = None,
    returns_on: date | None = None,
    closure_reason: str | None = None,
) -> Decision:
    """Record a decision of the list `meeting_decision` (section 4.3). An item may have several.

    `returns_on` is when the case comes back; no decision comes back at the next meeting whatever is said. Closing,
    stepping down and a threshold not met are done to the case as well. The same decision again is there once; words
    may be added to one that has none.
    """
    _check_live(item)
    choice = partnership.code_item("meeting_decision", code)
    if choice is None or not partnership.is_code("meeting_decision", code):
        raise Refused("Select a decision from the list", field="code")
    detail = (detail or "").strip() or None
    found = _same_decision(item, code, detail)
    if found is not None and (found.detail == detail or detail is None):
        return found
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
    deciding.check_returns(returns_on, item.meeting.held_on)
    if choice.attributes.get("returns"):
        returns_on = _next_day(item)
    decision = _record(actor, item, code=code, detail=detail, returns_on=returns_on, found=found)
    _change_case(actor, item, code=code, detail=detail, returns_on=returns_on, closure_reason=closure_reason)
    return decision


def _same_decision(item: AgendaItem, code: str, detail: str | None) -> Decision | None:
    """The decision these words belong to: the same words, or the same code still without any."""
    same = [decision for decision in item.decisions if decision.code == code]
    exact = next((decision for decision in same if decision.detail == detail), None)
    if exact is not None or detail is None:
        return exact or next(iter(same), None)
    return next((decision for decision in same if decision.detail is None), None)


def _record(
    actor: Actor,
    item: AgendaItem,
    *,
    code: str,
    detail: str | None,
    returns_on: date | None = None,
    found: Decision | None = None,
) -> Decision:
    if found is not None:
        found.detail = detail
        found.returns_on = returns_on or found.returns_on
        audit.record("agenda.decided", found, code=code)
        return found
    decision = Decision(
        key_uid=item.key_uid,
        area_uid=item.area_uid,
        agency_uid=item.agency_uid,
        item_uid=item.uid,
        case_uid=item.case_uid,
        code=code,
        decided_at=now(),
        decided_by_uid=chair_of(item) or actor.user_uid,
        returns_on=returns_on,
        detail=detail,
    )
    item.decisions.append(decision)
    db.session.add(decision)
    db.session.flush()
    audit.record("agenda.decided", decision, code=code)
    return decision


def _note(actor: Actor, item: AgendaItem, code: str, detail: str | None = None) -> None:
    """The decision that goes with something agreed under an item; there once, whatever its words."""
    if any(decision.code == code for decision in item.decisions):
        return
    _record(actor, item, code=code, detail=detail)


def _next_day(item: AgendaItem) -> date:
    """The next monthly meeting; when none is planned, the day after this one, so that the next to come has it."""
    following = queries.meeting_after(item.meeting)
    return following.held_on if following else item.meeting.held_on + timedelta(days=1)


def _change_case(
    actor: Actor,
    item: AgendaItem,
    *,
    code: str,
    detail: str | None,
    returns_on: date | None,
    closure_reason: str | None,
) -> None:
    """Do to the case what the decision says. The words of a closing decision say where the risk is held now (PR-41)."""
    case = item.case
    if case.closed_on is not None:
        return
    if code in CLOSING:
        with _at(reason_code="closure_reason", note="detail"):
            cases.close_case(actor=actor, case=case, reason_code=closure_reason or CLOSING[code] or "", note=detail)
    elif code == "STEP_DOWN" and case.step_down_proposed_on is None:
        with _at(note="detail"):
            cases.propose_step_down(actor=actor, case=case, note=detail or item.summary)
    elif code == "MONITOR" and case.monitoring_since is None:
        cases.monitor_case(actor=actor, case=case, note=detail)
    if returns_on is not None and code not in CLOSING and returns_on > today():
        cases.set_review(actor=actor, case=case, on=returns_on)


@contextmanager
def _at(**fields: str) -> Iterator[None]:
    """A refusal of the room of cases names the fields of a decision."""
    try:
        yield
    except Refused as refused:
        raise Refused(
            refused.message, field=fields.get(refused.field or "", refused.field), rule=refused.rule
        ) from refused


def remove_decision(*, actor: Actor, item: AgendaItem, decision_uid: str) -> None:
    """Take out a decision written down by mistake, while the meeting is open."""
    decision = next((one for one in item.decisions if one.uid == decision_uid), None)
    if decision is None:
        return
    _check_live(item)
    if decision.code in LASTING:
        raise Refused("Change the case instead: this decision has already changed it")
    audit.record("agenda.decision_removed", decision, code=decision.code)
    item.decisions.remove(decision)
    db.session.delete(decision)
    db.session.flush()


# What follows -------------------------------------------------------------------------------------------------------


def set_bands(
    *,
    actor: Actor,
    item: AgendaItem,
    cause: str | None = None,
    harmed: str | None = None,
    exploited: str | None = None,
    reason: str,
) -> None:
    """People set the bands, with the reason (PR-15); the decision says whether they are set or changed."""
    _check_live(item)
    case = item.case
    before = (case.band_cause, case.band_harmed, case.band_exploited)
    cases.set_bands(
        actor=actor, case=case, cause=cause, harmed=harmed, exploited=exploited, reason=reason, source_uid=item.uid
    )
    after = (case.band_cause, case.band_harmed, case.band_exploited)
    if after != before:
        _note(actor, item, "BAND_CHANGED" if any(before) else "BAND_SET", reason)


def name_lead(
    *, actor: Actor, item: AgendaItem, agency_uid: str, user_uid: str | None = None, name: str | None = None
) -> None:
    """Name who leads. Whoever chairs the item cannot (PR-03)."""
    _check_live(item)
    _check_chair(actor, item, user_uid, name, field="user_uid" if user_uid else "name")
    cases.name_lead(actor=actor, case=item.case, agency_uid=agency_uid, user_uid=user_uid, name=name)
    _note(actor, item, "LEAD_AGREED")


def agree_action(
    *, actor: Actor, item: AgendaItem, owner_agency_uid: str, owner_accepts: bool, **terms: Any
) -> actions.Action:
    """Agree an action under an item; `terms` are those of `actions.agree_action`.

    It is accepted only by an agency that is here for the item; otherwise it is proposed (section 4.4).
    """
    _check_live(item)
    here = presence.agencies_here_for(presence.list_attendance(actor, item.meeting), item)
    deciding.check_acceptance(owner_agency_uid, here, accepts=owner_accepts)
    action = actions.agree_action(
        actor=actor,
        case=item.case,
        item_uid=item.uid,
        owner_agency_uid=owner_agency_uid,
        owner_accepts=owner_accepts,
        **terms,
    )
    _note(actor, item, "ACTIONS_AGREED")
    return action


def seek_assurance(*, actor: Actor, item: AgendaItem, **terms: Any) -> assurance.Assurance:
    """Ask an agency for assurance under an item; `terms` are those of `assurance.seek_assurance`."""
    _check_live(item)
    sought = assurance.seek_assurance(actor=actor, case=item.case, item_uid=item.uid, **terms)
    _note(actor, item, "ASSURANCE_SOUGHT")
    return sought


def refer_to_intervention(*, actor: Actor, item: AgendaItem, intervention_uid: str, reason: str) -> Any:
    """Link the person to an intervention of the catalogue."""
    _check_live(item)
    link = interventions.link_person(
        actor=actor, case=item.case, intervention_uid=intervention_uid, reason=reason, item_uid=item.uid
    )
    _note(actor, item, "REFER_INTERVENTION")
    return link


def usual_due(item: AgendaItem, priority: str) -> date | None:
    """When an action of a priority agreed under an item is usually due (section 4.4)."""
    following = queries.meeting_after(item.meeting)
    return actions.usual_due_date(
        priority,
        area_uid=item.area_uid,
        agreed_on=today(),
        next_meeting_on=following.held_on if following else None,
    )


def open_actions(actor: Actor, item: AgendaItem) -> Sequence[actions.Action]:
    """Actions of the case that are not ended, whichever meeting agreed them."""
    return [one for one in actions.list_for_case(actor, item.case_uid) if one.ended_on is None]
