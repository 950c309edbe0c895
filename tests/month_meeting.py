"""The meeting of the month, held through the pages as its minute taker would.

`hold_meeting(pages, clock, minuted, ...)` opens it, writes down attendance, goes through every item, and closes it.
What the pages refuse is returned with the field it was refused at.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests import minuted as reading
from tests.conftest import Clock
from tests.minuted import Places
from tests.pages import Page, Pages

MONTH = Path(__file__).resolve().parents[2] / "shared/data/month"


def read_minutes() -> dict[str, Any]:
    return json.loads((MONTH / "meeting.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def read_truth() -> dict[str, Any]:
    return json.loads((MONTH / "truth.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def read_notifications() -> dict[str, dict[str, Any]]:
    """By record id."""
    lines = (MONTH / "notifications.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["record_id"]: row for row in map(json.loads, lines)}


@dataclass
class HeldByPages:
    """`refused`: what the pages said no to, by record id: message by field."""

    refused: dict[str, dict[str, str]] = field(default_factory=dict)


def hold_meeting(
    pages: Pages,
    clock: Clock,
    minuted: Mapping[str, Any],
    *,
    meeting_uid: str,
    item_uids: Mapping[str, str],
    places: Places,
    here: Callable[[str, str], bool],
) -> HeldByPages:
    """Hold a meeting through the pages of somebody who runs the month and is signed in.

    `item_uids` gives the agenda item of each minuted item by record id; `here(agency_uid, record_id)` whether an
    agency is there for an item. The agenda has been built.
    """
    held = HeldByPages()
    day = minuted["meeting_date"]
    clock.set(at(day, minuted["start"]))
    for person, invited_for in reading.attendees(minuted):
        _write_down(pages, meeting_uid, person, [item_uids[one] for one in invited_for], places)
    page = pages.get(f"/meetings/{meeting_uid}").follow("Open the meeting")
    chair = next(one for one in minuted["attendees"] if one["name"] == minuted["chair"])
    page.submit(
        "Open the meeting",
        chair_uid=places.user(chair["name"], places.agency(chair["agency"])),
        confidentiality_read="y",
    )
    for one in minuted["items"]:
        clock.set(at(day, one["start"]))
        _hold_item(pages, minuted, one, item_uids[one["record_id"]], places, here, held)
    clock.set(at(day, minuted["end"]))
    page = pages.get(f"/meetings/{meeting_uid}").follow("Close the meeting").submit("Close the meeting")
    assert page.flash == "Meeting closed", page.text
    return held


def at(day: str, time: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}:00").replace(tzinfo=UTC)


def _write_down(
    pages: Pages, meeting_uid: str, person: Mapping[str, Any], item_uids: list[str], places: Places
) -> None:
    """By the list where the person is on it, otherwise as somebody who is added."""
    path = f"/meetings/{meeting_uid}/attendance"
    agency_uid = places.agency(person["agency"])
    user_uid = places.user(person["name"], agency_uid)
    page = pages.get(path)
    name = f"p_{user_uid}"
    if user_uid and not item_uids and name in page.form_data("Save attendance"):
        page = page.submit("Save attendance", {name: person["attendance"]})
    else:
        page = page.follow("Add a visitor").submit(
            "Add",
            name=person["name"],
            job_title=person["role"],
            agency_uid=agency_uid,
            attendance=person["attendance"],
            item_uids=item_uids,
        )
    assert page.flash, page.text


def _hold_item(  # noqa: PLR0917 - one step of hold_meeting
    pages: Pages,
    minuted: Mapping[str, Any],
    one: Mapping[str, Any],
    item_uid: str,
    places: Places,
    here: Callable[[str, str], bool],
    held: HeldByPages,
) -> None:
    record_id = one["record_id"]
    path = f"/meetings/items/{item_uid}"
    first: dict[str, Any] = {"summary": one["summary"], "voice_heard": one["subject_view_heard"] or ""}
    for row in minuted["conflicts_declared"]:
        if row["item"] == record_id:
            first |= {"conflict_name": row["name"], "conflict_nature": row["nature"], "conflict_left_room": "y"}
    bands = reading.band_terms(one)
    if bands:
        first |= {f"band_{name}": value for name, value in bands.items()}
    lead = reading.lead_terms(minuted, one, places)
    if lead:
        first |= {f"lead_{name}": value or "" for name, value in lead.items()}
    page = save(pages, path, first)
    if "lead_user_uid" in page.errors():
        held.refused[record_id] = page.errors()
        deputy = next(row for row in minuted["attendees"] if row["name"] == minuted["deputy_chair"])
        page = save(pages, path, first | {"chair_uid": places.user(deputy["name"], places.agency(deputy["agency"]))})
    assert not page.errors(), (record_id, page.errors())
    for action in reading.actions_under(minuted, record_id):
        with pages.client.application.app_context():
            terms = reading.action_terms(action, places)
        terms.pop("note")
        if reading.accepted_at(minuted, action) and here(terms["owner_agency_uid"], record_id):
            terms["owner_accepts"] = "y"
        page = save(pages, path, {f"action_{name}": form_value(value) for name, value in terms.items()})
        assert not page.errors(), (action["record_id"], page.errors())
    for asked in reading.assurance_under(minuted, record_id):
        terms = reading.assurance_terms(asked, places)
        terms.pop("asked_user_uid")
        page = save(pages, path, {f"assurance_{name}": form_value(value) for name, value in terms.items()})
        assert not page.errors(), (asked["record_id"], page.errors())
    page = _decide(pages, path, reading.decisions_of(minuted, one))
    refused = page.errors()
    if refused:
        held.refused[record_id] = refused
        page = _decide(pages, path, [terms for terms in reading.decisions_of(minuted, one) if terms["code"] != "CLOSE"])
        for terms in reading.decisions_of(minuted, one):
            if terms["code"] == "CLOSE":
                page = _close(pages, path, terms["closure_reason"], reading.plan_that_holds(one))
    assert not page.errors(), (record_id, page.errors())


def _close(pages: Pages, path: str, reason: str, plan: str) -> Page:
    """On the page of its own: what is open goes on with the plan that holds the risk."""
    page = pages.get(f"{path}/close")
    told: dict[str, Any] = {"reason_code": reason, "note": plan, "override": "As it was minuted"}
    told["judged"] = [str(box["value"]) for box in page.soup.select("input[name=judged]")]
    for box in page.soup.select("input[name^=fate_][value=REHOMED], input[name^=fate_][value=GOES_ON]"):
        told |= {str(box["name"]): str(box["value"]), str(box["name"]).replace("fate_", "words_"): plan}
    return page.submit("Decide and close the case", told)


def _decide(pages: Pages, path: str, decisions: list[dict[str, Any]]) -> Page:
    fields = {
        f"decisions-{number}-{name}": form_value(value)
        for number, terms in enumerate(decisions)
        for name, value in (terms | _follows(terms)).items()
    }
    return save(pages, path, fields)


def _follows(terms: Mapping[str, Any]) -> dict[str, str]:
    """What the form asks of some decisions besides, read out of what the minutes say of them."""
    words = terms["detail"] or ""
    if terms["code"] == "REFER_FORUM":
        shared = "joint" in words or "holds" in words
        return {"forum_code": words.split()[0].strip(":"), "forum_kind": "JOINT" if shared else "TRANSFER"}
    return {"level": "E2"} if terms["code"] == "ESCALATE" else {}


def save(pages: Pages, path: str, fields: Mapping[str, Any]) -> Page:
    """Fill in parts of an item's screen and press Save. More than one decision is as if "Add another" was pressed."""
    data = {name: value for name, value in pages.get(path).form_data("Save").items() if value != ""}
    return pages.post(path, {**data, **fields})


def form_value(value: Any) -> Any:
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, list):
        return value[0] if value else ""
    return "" if value is None else value
