"""One item of a meeting: what follows from it.

Bands, leads, actions, assurance, interventions and transfers belong to their own rooms; here they are agreed under an
item, and the decision that goes with them is written down at the same time.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.cases import interface as cases
from app.features.forums import interface as forums
from app.features.meetings import presence, queries
from app.features.meetings.commands.deciding import at_fields, decide, note_decision, remember
from app.features.meetings.commands.hearing import check_chair, check_live
from app.features.meetings.domain import deciding
from app.features.meetings.models import AgendaItem, Decision
from app.features.partnership import interface as partnership
from app.features.referrals import interface as referrals
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform.access import Actor


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
    check_live(item)
    case = item.case
    before = (case.band_cause, case.band_harmed, case.band_exploited)
    cases.set_bands(
        actor=actor, case=case, cause=cause, harmed=harmed, exploited=exploited, reason=reason, source_uid=item.uid
    )
    after = (case.band_cause, case.band_harmed, case.band_exploited)
    if after != before:
        note_decision(actor, item, "BAND_CHANGED" if any(before) else "BAND_SET", reason)


def name_lead(
    *, actor: Actor, item: AgendaItem, agency_uid: str, user_uid: str | None = None, name: str | None = None
) -> None:
    """Name who leads. Whoever chairs the item cannot (PR-03)."""
    check_live(item)
    check_chair(actor, item, user_uid, name, field="user_uid" if user_uid else "name")
    cases.name_lead(actor=actor, case=item.case, agency_uid=agency_uid, user_uid=user_uid, name=name)
    note_decision(actor, item, "LEAD_AGREED")


def agree_action(
    *, actor: Actor, item: AgendaItem, owner_agency_uid: str, owner_accepts: bool, **terms: Any
) -> actions.Action:
    """Agree an action under an item; `terms` are those of `actions.agree_action`.

    It is accepted only by an agency that is here for the item; otherwise it is proposed (section 4.4).
    """
    check_live(item)
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
    note_decision(actor, item, "ACTIONS_AGREED")
    return action


def seek_assurance(*, actor: Actor, item: AgendaItem, **terms: Any) -> assurance.Assurance:
    """Ask an agency for assurance under an item; `terms` are those of `assurance.seek_assurance`."""
    check_live(item)
    sought = assurance.seek_assurance(actor=actor, case=item.case, item_uid=item.uid, **terms)
    note_decision(actor, item, "ASSURANCE_SOUGHT")
    return sought


def refer_to_intervention(*, actor: Actor, item: AgendaItem, intervention_uid: str, reason: str) -> Any:
    """Link the person to an intervention of the catalogue."""
    check_live(item)
    link = referrals.link_person(
        actor=actor, case=item.case, intervention_uid=intervention_uid, reason=reason, item_uid=item.uid
    )
    note_decision(actor, item, "REFER_INTERVENTION")
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


def decide_with_action(
    *, actor: Actor, item: AgendaItem, code: str, detail: str, referral: str | None = None, **terms: Any
) -> Decision:
    """A decision that somebody has to carry out, with the action for its owner; `terms` are those of `agree_action`,
    where the kind and the words of the decision are the usual ones. Without an owner's agency no action is made.

    `referral` is a code of `statutory_referral`, where the decision asks which was requested.
    """
    choice = partnership.code_item("meeting_decision", code)
    if choice is None or choice.attributes.get("follows") != "action":
        raise Refused("Select a decision from the list", field="code")
    kinds = choice.attributes.get("list")
    if kinds:
        if not partnership.is_code(kinds, referral or ""):
            raise Refused("Select what was requested", field="referral")
        detail = f"{partnership.code_label(kinds, referral or '')}: {(detail or '').strip()}".rstrip(": ")
    if not (detail or "").strip():
        raise Refused("Enter what is to be done", field="detail")
    decision = decide(actor=actor, item=item, code=code, detail=detail)
    if referral:
        remember(decision, referral=referral)
    if terms.get("owner_agency_uid"):
        action = agree_action(
            actor=actor, item=item, **{"text": detail, "category": choice.attributes["category"], **terms}
        )
        remember(decision, action=action.uid)
    return decision


def refer_to_forum(*, actor: Actor, item: AgendaItem, detail: str, **terms: Any) -> Decision:
    """Transfer, share or copy the case to another forum; `terms` are those of `forums.propose_transfer`. The case stays
    ours until the forum accepts it (PR-43)."""
    check_live(item)
    with at_fields(reason="detail"):
        transfer = forums.propose_transfer(actor=actor, case=item.case, item_uid=item.uid, reason=detail, **terms)
    decision = decide(actor=actor, item=item, code="REFER_FORUM", detail=detail)
    remember(decision, transfer=transfer.uid)
    return decision
