"""The fuller month, where it lies beside the repository, against what a careful coordinator would find."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.features.actions.interface import Action, action_status, recorded_status
from app.features.assurance.interface import Assurance, assurance_status
from app.features.cases.interface import Case
from app.features.demonstration.month import NEEDED, SHARED
from app.features.meetings.interface import AgendaItem, Meeting
from app.features.notifications.interface import Notification
from app.features.subjects.interface import Person
from app.kernel.clock import today
from app.platform import audit
from tests.integration.demonstration.conftest import Load, agency_type, counted, rows, seeing_everything

TRUTH = SHARED / "truth.json"
HELD_ON = date(2026, 11, 19)

pytestmark = [
    pytest.mark.skipif(
        not all((SHARED / name).is_file() for name in (*NEEDED, "truth.json")), reason="the fuller month is not here"
    ),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]


def truth() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(TRUTH).read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("day", [date(2026, 11, 27), date(2026, 12, 10)], ids=str)
def test_the_month_is_as_a_careful_coordinator_finds_it(load: Load, day: date) -> None:
    known = truth()
    load(SHARED, day)
    with seeing_everything():
        _notifications(known)
        _agenda(known)
        (tracker,) = [one for one in known["tracker"] if one["as_at"] == day.isoformat()]
        _tracker(tracker, day)
        _assurance(known, day)
        _rules_hold(day)
    assert audit.verify().findings == []


def _notifications(known: dict[str, Any]) -> None:
    outcomes = counted(rows(Notification), lambda row: row.triage_outcome or "NONE")
    assert outcomes == known["counts"]["by_triage_outcome"]
    late = [row for row in rows(Notification) if row.late]
    assert len(late) == len(known["late_after_cutoff"])
    accepted = {one["record_id"]: one for one in known["notification_outcomes"]}
    people = {
        one["person"]
        for one in accepted.values()
        if one.get("person") and (one["triage_outcome"] or "").startswith(("ACCEPT", "URGENT"))
    }
    assert len(rows(Person)) == len(people), "nobody is there twice, and no two people are put together"


def _agenda(known: dict[str, Any]) -> None:
    (meeting,) = rows(Meeting, Meeting.held_on == HELD_ON)
    items = rows(AgendaItem, AgendaItem.meeting_uid == meeting.uid)
    assert len(items) == known["counts"]["meeting_items"]
    heard = {item.case_uid for item in items}
    assert all(item.heard_at and item.decisions for item in items)
    waits = [row for row in rows(Notification) if row.late]
    assert all(row.case_uid not in heard for row in waits), "what came late waits for December"


def _tracker(tracker: dict[str, Any], day: date) -> None:
    assert today() == day
    actions = rows(Action)
    assert len(actions) == tracker["rows"]
    assert _by_agency(actions, lambda row: recorded_status(row, day)) == tracker["by_agency_and_recorded_status"]
    assert _by_agency(actions, lambda row: action_status(row, day)) == tracker["by_agency_and_shown_status"]


def _by_agency(actions: list[Any], status: Any) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for row in actions:
        found.setdefault(agency_type(row), Counter())[str(status(row))] += 1
    return {kind: dict(counts) for kind, counts in found.items()}


def _assurance(known: dict[str, Any], day: date) -> None:
    """As minuted, but for what may not be accepted (PR-36) and still waits."""
    assurances = rows(Assurance)
    assert len(assurances) == known["counts"]["assurance"]
    if day < date(2026, 12, 9):
        return
    found: dict[str, Counter[str]] = {}
    for row in assurances:
        found.setdefault(agency_type(row), Counter())[str(assurance_status(row, day))] += 1
    expected = known["assurance_by_agency_and_result"] | {"YOT": {"GIVEN": 1}}
    assert {kind: dict(counts) for kind, counts in found.items()} == expected


def _rules_hold(day: date) -> None:
    """Where the minutes break a rule, what the rule allows was written."""
    (meeting,) = rows(Meeting, Meeting.held_on == HELD_ON)
    items = rows(AgendaItem, AgendaItem.meeting_uid == meeting.uid)
    of_meeting = rows(Case, Case.uid.in_([item.case_uid for item in items]))
    assert meeting.chair_uid
    assert meeting.chair_uid not in {case.lead_user_uid for case in of_meeting}, "PR-03"
    closed = [case for case in of_meeting if case.closed_on]
    assert {case.closure_reason for case in closed} == {"ASSURED_OTHER_PLAN", "THRESHOLD_NOT_MET"}
    assert all(case.closure_note for case in closed), "PR-41"
    proposed = [row for row in rows(Action) if recorded_status(row, day) == "PROPOSED"]
    assert {agency_type(row) for row in proposed} == {"LA_HOU", "NHS_MH", "LA_ASC"}, "4.4"
