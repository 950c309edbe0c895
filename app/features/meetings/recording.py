"""Saving an item: every part of the one screen that was filled in, together."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from app.features.actions import interface as actions
from app.features.meetings import queries
from app.features.meetings.commands import deciding, following, hearing
from app.features.meetings.commands.drafting import NOTES, list_drafts, notes_of, take_in, type_note
from app.features.meetings.forms import PARTS, ItemForm
from app.features.meetings.live import Owner
from app.features.meetings.models import AgendaItem
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.errors import Refused
from app.platform.access import Actor

OVER = "ASSURE_DUE"
ONLY_ESCALATED = "Choose the decision to escalate, or not escalated"


def save(
    actor: Actor, item: AgendaItem, form: ItemForm, *, owners: Mapping[str, Owner], here: Collection[str]
) -> list[str]:
    """Do what the form says. `owners` are the people on offer by what the form calls them, `here` the agencies that
    are here for the item. Returns what there is to say of it: an action that waits for its owner, or is much like
    another. Refused names fields of the form.

    The chair is handed over and the lead named first (PR-03), and decisions come last: they need the actions and
    assurance agreed beside them.
    """
    if "chair_uid" in form and form.chair_uid.data and form.chair_uid.data != hearing.chair_of(item):
        hearing.hand_chair(actor=actor, item=item, chair_uid=form.chair_uid.data)
    _lead(actor, item, form, owners)
    _hear(actor, item, form)
    _bands(actor, item, form)
    remarks = _action(actor, item, form, owners, here)
    _assurance(actor, item, form)
    _intervention(actor, item, form)
    for number, group in enumerate(form.decisions.data):
        with _fields(f"decisions-{number}-"):
            _decision(actor, item, group)
    take_in(actor=actor, item=item, parts={*PARTS, *(NOTES if item.heard_at else ())})
    return remarks


def _decision(actor: Actor, item: AgendaItem, group: Mapping[str, Any]) -> None:
    """One decision with what follows from it at once (section 4.3)."""
    terms = dict(group)
    code, forum_code, kind = terms["code"], terms.pop("forum_code"), terms.pop("forum_kind")
    if not code:
        if any(terms.values()) or forum_code or kind:
            raise Refused("Select the decision", field="code")
        return
    chosen = partnership.code_item("meeting_decision", code)
    follows = chosen.attributes.get("follows") if chosen else None
    if follows == "forum":
        with deciding.at_fields(kind="forum_kind"):
            following.refer_to_forum(
                actor=actor, item=item, detail=terms["detail"] or "", forum_code=forum_code or "", kind=kind or ""
            )
    elif forum_code or kind:
        raise Refused("Choose the decision that goes to another group, or no other group", field="forum_code")
    elif (follows == "escalation") != bool(terms["level"]):
        raise Refused("Select how far it is escalated" if follows == "escalation" else ONLY_ESCALATED, field="level")
    else:
        deciding.decide(actor=actor, item=item, **terms)


def _hear(actor: Actor, item: AgendaItem, form: ItemForm) -> None:
    conflicts = [dict(one) for one in item.conflicts]
    if form.conflict_name.data or form.conflict_nature.data or form.conflict_left_room.data:
        new = {
            "name": form.conflict_name.data,
            "nature": form.conflict_nature.data,
            "left_room": form.conflict_left_room.data,
        }
        if new not in conflicts:
            conflicts.append(new)
    heard = bool(form.summary.data or item.heard_at or len(conflicts) > len(item.conflicts))
    if not heard and form.voice_heard.data and _more_than_notes(form):
        # The note taker is still writing: what was agreed does not wait for the summary.
        drafts = list_drafts(actor, item)
        base = notes_of(item, drafts)["voice_heard"].text
        type_note(actor=actor, item=item, drafts=drafts, name="voice_heard", base=base, text=form.voice_heard.data)
    elif heard or form.voice_heard.data:
        hearing.hear_item(
            actor=actor,
            item=item,
            summary=form.summary.data or "",
            voice_heard=form.voice_heard.data,
            conflicts=conflicts,
        )


def _more_than_notes(form: ItemForm) -> bool:
    decided = any(group["code"] for group in form.decisions.data)
    return decided or bool(form.action_text.data or form.assurance_risk_statement.data)


def _lead(actor: Actor, item: AgendaItem, form: ItemForm, owners: Mapping[str, Owner]) -> None:
    chosen = owners.get(form.lead_user_uid.data or "")
    user_uid = chosen.user_uid if chosen else None
    name = form.lead_name.data or (chosen.name if chosen and not user_uid else None)
    agency_uid = form.lead_agency_uid.data or (chosen.agency_uid if chosen else None)
    case = item.case
    if (agency_uid, user_uid, name) in {
        (None, None, None),
        (case.lead_agency_uid, case.lead_user_uid, case.lead_name),
    }:
        return
    with _fields("lead_"):
        following.name_lead(actor=actor, item=item, agency_uid=agency_uid or "", user_uid=user_uid, name=name)


def _bands(actor: Actor, item: AgendaItem, form: ItemForm) -> None:
    chosen = {"cause": form.band_cause.data, "harmed": form.band_harmed.data, "exploited": form.band_exploited.data}
    case = item.case
    now = {"cause": case.band_cause, "harmed": case.band_harmed, "exploited": case.band_exploited}
    changed = {axis: band for axis, band in chosen.items() if band and band != now[axis]}
    if not changed:
        return
    with _fields("band_"):
        following.set_bands(actor=actor, item=item, reason=form.band_reason.data or "", **changed)


def _action(
    actor: Actor, item: AgendaItem, form: ItemForm, owners: Mapping[str, Owner], here: Collection[str]
) -> list[str]:
    if not (form.action_text.data or form.action_measure_of_done.data or form.action_owner_name.data):
        return []
    chosen = owners.get(form.action_owner_uid.data or "")
    agency_uid = form.action_owner_agency_uid.data or (chosen.agency_uid if chosen else None)
    if not agency_uid:
        raise Refused("Select the owner’s agency", field="action_owner_agency_uid")
    priority = form.action_priority.data or ""
    due_on = form.action_due_on.data or (following.usual_due(item, priority) if priority else None)
    if priority and due_on is None:
        raise Refused("Enter a date by which it is due", field="action_due_on")
    with _fields("action_"):
        action = following.agree_action(
            actor=actor,
            item=item,
            text=form.action_text.data or "",
            measure_of_done=form.action_measure_of_done.data,
            category=form.action_category.data or "",
            priority=priority,
            owner_agency_uid=agency_uid,
            owner_uid=chosen.user_uid if chosen else None,
            owner_name=form.action_owner_name.data or (chosen.name if chosen else None),
            owner_accepts=bool(form.action_owner_accepts.data) and agency_uid in here,
            due_on=due_on or today(),
            risk_factor=form.action_risk_factor.data,
        )
    remarks = [] if action.accepted_on else [f"{action.reference} waits for its owner to accept it"]
    alike = actions.alike(actor, item.case_uid, action.category, agency_uid, action.text)
    remarks += [f"{one.reference} is open already and much like it" for one in alike if one.uid != action.uid]
    return remarks


def _assurance(actor: Actor, item: AgendaItem, form: ItemForm) -> None:
    if not (form.assurance_risk_statement.data or form.assurance_asked_name.data):
        return
    factor = form.assurance_risk_factors.data
    with _fields("assurance_"):
        following.seek_assurance(
            actor=actor,
            item=item,
            axis=form.assurance_axis.data or "",
            kind=form.assurance_kind.data or "",
            risk_statement=form.assurance_risk_statement.data or "",
            risk_factors=[factor] if factor else [],
            agency_uid=form.assurance_agency_uid.data or "",
            asked_name=form.assurance_asked_name.data or None,
            due_on=form.assurance_due_on.data or queries.cycle(item.meeting)[OVER],
        )


def _intervention(actor: Actor, item: AgendaItem, form: ItemForm) -> None:
    if "intervention_uid" not in form or not form.intervention_uid.data:
        return
    with _fields("intervention_"):
        following.refer_to_intervention(
            actor=actor,
            item=item,
            intervention_uid=form.intervention_uid.data,
            reason=form.intervention_reason.data or "",
        )


@contextmanager
def _fields(prefix: str) -> Iterator[None]:
    """A refusal names the field of this form."""
    try:
        yield
    except Refused as refused:
        field = f"{prefix}{refused.field}" if refused.field else None
        raise Refused(refused.message, field=field, rule=refused.rule) from refused
