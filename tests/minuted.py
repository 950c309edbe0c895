"""A meeting that was minuted elsewhere, read into the terms of the commands.

The minutes are a mapping as `meeting.json` of the month has it: attendees, items, actions, assurance, closures, each
with a `record_id`. `hold_minuted` holds such a meeting by the commands; the readers serve whoever holds it otherwise.
What a rule refuses is kept, with the rule, and put right as a careful minute taker would.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.features.actions.interface import Action
from app.features.assurance.interface import Assurance
from app.features.meetings import presence, queries
from app.features.meetings.commands import items, sitting
from app.features.meetings.models import AgendaItem, Meeting
from app.features.partnership import interface as partnership
from app.kernel.errors import Refused
from app.platform.access import Actor
from tests.factories.cases import settled

Minuted = Mapping[str, Any]
ACCEPTED = "ACCEPTED"


@dataclass(frozen=True)
class Places:
    """Where the people and agencies of the minutes are found here.

    `agency` takes a mapping with agency_type and name; `agency_of_type` a type alone; `user` a name and an agency's
    uid, and gives the account if there is one.
    """

    agency: Callable[[Mapping[str, Any]], str]
    agency_of_type: Callable[[str], str]
    user: Callable[[str, str], str | None]


@dataclass(frozen=True)
class RefusedEntry:
    """An entry that breaks a rule as it was written."""

    record_id: str
    rule: str | None
    message: str


@dataclass
class Held:
    """What came of it, by record id."""

    items: dict[str, AgendaItem] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    assurance: dict[str, Assurance] = field(default_factory=dict)
    refused: list[RefusedEntry] = field(default_factory=list)


# Readers ------------------------------------------------------------------------------------------------------------


def attendees(minuted: Minuted) -> Iterator[tuple[Mapping[str, Any], tuple[str, ...]]]:
    """Each attendee, with the record ids of the items they came for; none: for the whole meeting."""
    for one in minuted["attendees"]:
        yield one, tuple(one.get("invited_for") or ())


def actions_under(minuted: Minuted, record_id: str | None) -> list[Mapping[str, Any]]:
    """The actions agreed under an item; None: those carried forward from before."""
    return [one for one in minuted["actions"] if one.get("item_record_id") == record_id]


def assurance_under(minuted: Minuted, record_id: str) -> list[Mapping[str, Any]]:
    return [one for one in minuted["assurance"] if one["item_record_id"] == record_id]


def accepted_at(minuted: Minuted, action: Mapping[str, Any]) -> bool:
    """Whether an action was accepted on the day of the meeting."""
    day = minuted["meeting_date"]
    return any(step["status"] == ACCEPTED and step["on"] <= day for step in action["status_log"])


def action_terms(action: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """The terms of `agree_action`, without the item and the acceptance."""
    agency_uid = places.agency(action["owner_agency"])
    return {
        "text": action["text"],
        "measure_of_done": action["measure_of_done"],
        "category": action["category"],
        "priority": partnership.resolve_code("action_priority", action["priority"]) or "",
        "owner_agency_uid": agency_uid,
        "owner_uid": places.user(action["owner_person"], agency_uid),
        "owner_name": action["owner_person"],
        "due_on": date.fromisoformat(action["due"]),
        "risk_factor": action.get("linked_risk_factor"),
        "note": action.get("note"),
    }


def assurance_terms(one: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """The terms of `seek_assurance`, without the item."""
    agency_uid = places.agency(one["asked_of"])
    return {
        "axis": one["axis"],
        "kind": one["type"],
        "risk_statement": one["risk_statement"],
        "risk_factors": list(one["linked_risk_factors"]),
        "agency_uid": agency_uid,
        "asked_user_uid": places.user(one["asked_of"]["manager"], agency_uid),
        "asked_name": one["asked_of"]["manager"],
        "due_on": date.fromisoformat(one["due"]),
    }


def lead_terms(minuted: Minuted, item: Mapping[str, Any], places: Places) -> dict[str, Any] | None:
    """The terms of `name_lead`; None when nobody was named."""
    if not item["lead_agency"]:
        return None
    name = item["lead_person"]
    there = next((one for one in minuted["attendees"] if one["name"] == name), None)
    agency_uid = places.agency(there["agency"]) if there else places.agency_of_type(item["lead_agency"])
    return {"agency_uid": agency_uid, "user_uid": places.user(name, agency_uid), "name": name}


def band_terms(item: Mapping[str, Any]) -> dict[str, Any] | None:
    """The terms of `set_bands`; None when no band was set."""
    return {**item["bands_set"], "reason": item["band_reason"]} if item["bands_set"] else None


def decisions_of(minuted: Minuted, item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The terms of `decide` for each decision of an item, as it was written."""
    return [_decision(minuted, item, one) for one in item["decisions"]]


def _decision(minuted: Minuted, item: Mapping[str, Any], one: Mapping[str, Any]) -> dict[str, Any]:
    code, detail = one["code"], one["detail"] or None
    if code in {"BAND_SET", "BAND_CHANGED"}:
        detail = detail or item["band_reason"]
    terms: dict[str, Any] = {"code": code, "detail": detail, "returns_on": None, "closure_reason": None}
    if code == "ASSURED":
        asked = assurance_under(minuted, item["record_id"])
        terms["returns_on"] = max((date.fromisoformat(row["review_date"]) for row in asked), default=None)
    if code == "CLOSE":
        terms["closure_reason"] = next(
            row["closure_reason"] for row in minuted["closures"] if row["item_record_id"] == item["record_id"]
        )
    return terms


def plan_that_holds(item: Mapping[str, Any]) -> str:
    """Where the risk is held when a case is closed: what else was decided, and who leads it."""
    words = [one["detail"] for one in item["decisions"] if one["detail"]] or [item["summary"]]
    return f"{'; '.join(words)}. Led by {item['lead_person']}"


# Holding it ---------------------------------------------------------------------------------------------------------


def hold_minuted(*, actor: Actor, meeting: Meeting, minuted: Minuted, cases: Mapping[str, str], places: Places) -> Held:
    """Hold `meeting` as it was minuted, up to and including its closing. The agenda has been built.

    `cases` gives the case uid of each item by record id. The clock stands on the day of the meeting.
    """
    held = Held()
    on_agenda = {item.case_uid: item for item in queries.list_items(actor, meeting)}
    held.items = {record_id: on_agenda[case_uid] for record_id, case_uid in cases.items()}
    chair_uid = _account(minuted, minuted["chair"], places)
    deputy_uid = _account(minuted, minuted["deputy_chair"], places)
    sitting.open_meeting(
        actor=actor,
        meeting=meeting,
        chair_uid=chair_uid,
        confidentiality_read=minuted["confidentiality_statement_read"],
    )
    for person, invited_for in attendees(minuted):
        agency_uid = places.agency(person["agency"])
        sitting.record_attendance(
            actor=actor,
            meeting=meeting,
            user_uid=places.user(person["name"], agency_uid),
            name=person["name"],
            job_title=person["role"],
            agency_uid=agency_uid,
            attendance=person["attendance"],
            item_uids=[held.items[record_id].uid for record_id in invited_for],
        )
    for one in minuted["items"]:
        _hold_item(actor, minuted, one, held, places, deputy_uid)
    sitting.close_meeting(actor=actor, meeting=meeting)
    return held


def _account(minuted: Minuted, name: str, places: Places) -> str:
    person = next(one for one in minuted["attendees"] if one["name"] == name)
    return places.user(name, places.agency(person["agency"])) or ""


def _hold_item(  # noqa: PLR0917 - one step of hold_minuted
    actor: Actor, minuted: Minuted, one: Mapping[str, Any], held: Held, places: Places, deputy_uid: str
) -> None:
    record_id = one["record_id"]
    item = held.items[record_id]
    lead = lead_terms(minuted, one, places)
    if lead is not None:
        try:
            items.name_lead(actor=actor, item=item, **lead)
        except Refused as refused:
            if refused.rule != "PR-03":
                raise
            held.refused.append(RefusedEntry(record_id, refused.rule, refused.message))
            items.hand_chair(actor=actor, item=item, chair_uid=deputy_uid)
            items.name_lead(actor=actor, item=item, **lead)
    conflicts = [
        {"name": row["name"], "nature": row["nature"], "left_room": "left" in row["nature"].lower()}
        for row in minuted["conflicts_declared"]
        if row["item"] == record_id
    ]
    items.hear_item(
        actor=actor, item=item, summary=one["summary"], voice_heard=one["subject_view_heard"], conflicts=conflicts
    )
    bands = band_terms(one)
    if bands is not None:
        items.set_bands(actor=actor, item=item, **bands)
    here = presence.agencies_here_for(presence.list_attendance(actor, item.meeting), item)
    for action in actions_under(minuted, record_id):
        terms = action_terms(action, places)
        accepts = accepted_at(minuted, action) and terms["owner_agency_uid"] in here
        held.actions[action["record_id"]] = items.agree_action(actor=actor, item=item, owner_accepts=accepts, **terms)
    for asked in assurance_under(minuted, record_id):
        held.assurance[asked["record_id"]] = items.seek_assurance(
            actor=actor, item=item, **assurance_terms(asked, places)
        )
    for terms in decisions_of(minuted, one):
        try:
            items.decide(actor=actor, item=item, **terms)
        except Refused as refused:
            if refused.rule != "PR-41":
                raise
            closure = next(row for row in minuted["closures"] if row["item_record_id"] == record_id)
            held.refused.append(RefusedEntry(closure["record_id"], refused.rule, refused.message))
            plan = plan_that_holds(one)
            checklist = settled(actor, item.case, plan)
            items.decide(actor=actor, item=item, **terms | {"detail": plan, "checklist": checklist})
