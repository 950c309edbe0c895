"""The project's own month, as it is loaded where there is no other."""

import json
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.features.accounts.demonstration import list_accounts
from app.features.accounts.interface import list_users
from app.features.actions.interface import Action, recorded_status
from app.features.assurance.interface import Assurance, assurance_status
from app.features.cases.interface import Case
from app.features.demonstration.commands import load_demonstration
from app.features.demonstration.month import OWN
from app.features.meetings.interface import AgendaItem, Meeting, item_status, meeting_status
from app.features.notifications.interface import Notification
from app.features.partnership.interface import has_current_agreement
from app.features.referrals.interface import Referral, referral_status
from app.features.returns.interface import InformationRequest, request_state
from app.features.subjects.interface import NetworkMember
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Role, current_actor
from app.platform.database import db
from app.platform.demonstration import is_demonstration
from tests.conftest import Clock, Database
from tests.integration.demonstration.conftest import Load, counted, rows, seeing_everything

AFTER_IT_ALL = date(2027, 2, 1)
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""Loading takes seconds, and what the databases could differ in is asked once."""


def test_everything_of_the_month_is_there(load: Load) -> None:
    load(OWN, AFTER_IT_ALL)
    with seeing_everything():
        assert counted(rows(Notification), lambda row: row.triage_outcome) == {
            "ACCEPT_FULL": 3,
            "ACCEPT_BRIEF": 1,
            "ACCEPT_NETWORK": 1,
            "ACCEPT_PLACE": 1,
            "ALREADY_HELD_ADD_INFO": 1,
            "OUT_OF_SCOPE_AGE": 1,
            "URGENT_EXTRAORDINARY": 1,
            None: 1,
        }
        assert counted(rows(Case), lambda row: row.subject_kind) == {"PERSON": 5, "NETWORK": 1, "PLACE": 1}
        assert [row.closure_reason for row in rows(Case) if row.closed_on] == ["ASSURED_OTHER_PLAN"]
        held = {row.uid: row for row in rows(Meeting) if row.closed_at}
        assert sorted((row.held_on, row.extraordinary) for row in held.values()) == [
            (date(2026, 10, 29), True),
            (date(2026, 11, 19), False),
        ]
        assert {row.extraordinary: meeting_status(row, today()) for row in held.values()} == {
            True: "MINUTES_ISSUED",
            False: "SIGNED_OFF",
        }
        assert counted(rows(AgendaItem), item_status) == {"SIGNED": 7, "MINUTED": 1}
        assert counted(rows(AgendaItem), lambda row: held[row.meeting_uid].extraordinary) == {True: 1, False: 7}
        assert counted(rows(Action), lambda row: str(recorded_status(row))) == {
            "ACCEPTED": 2,
            "DONE": 3,
            "DONE_VERIFIED": 1,
            "IN_PROGRESS": 2,
            "NOT_DONE_REASON": 1,
            "PROPOSED": 1,
        }
        assert counted(rows(Assurance), lambda row: row.result) == {
            "ACCEPTED": 1,
            "ACCEPTED_TIME_LIMITED": 1,
            "REJECTED_ACTION_NEEDED": 1,
        }
        assert counted(rows(Referral), referral_status) == {"ACTIVE": 2}
        assert sum(row.person_uid is not None for row in rows(NetworkMember)) == 2
        sent = {row.reference: row.submitted_at.date() for row in rows(Notification) if row.reference}
        assert sent["N-2026-0001"] == date(2026, 10, 8), "each event carries its own date"
        assert {row.proposed_on for row in rows(Action)} == {date(2026, 10, 15), date(2026, 11, 19)}
    report = audit.verify()
    assert report.findings == []
    assert report.rows > 100


@ON_SQLITE
def test_somebody_for_every_role_loaded_once_and_sealed(load: Load, database: Database) -> None:
    load(OWN, AFTER_IT_ALL)
    with seeing_everything():
        assert [role for role, _user in list_accounts()] == list(Role)
        users = list_users(current_actor())
        assert all(user.email.endswith(".example") for user in users)
        assert all(user.agency_uid is None or has_current_agreement(user.agency_uid) for user in users)
    assert is_demonstration()
    with pytest.raises(Refused, match="empty database"):
        load_demonstration(folder=OWN)
    db.session.remove()
    _nothing_personal_is_readable(database)


@ON_SQLITE
def test_the_meeting_still_to_come_waits_with_its_agenda(load: Load) -> None:
    load(OWN, date(2026, 11, 17))
    with seeing_everything():
        (meeting,) = rows(Meeting, Meeting.held_on == date(2026, 11, 19))
        assert meeting_status(meeting, today()) == "AGENDA_BUILT"
        assert len(rows(AgendaItem, AgendaItem.meeting_uid == meeting.uid)) == 7
        assert len(rows(Action)) == 2
        assert rows(Assurance) == []
        assert counted(rows(AgendaItem, AgendaItem.meeting_uid == meeting.uid), item_status) == {"LISTED": 7}
        assert counted(rows(InformationRequest), lambda row: str(request_state(row, now()))) == {
            "RETURNED": 7,
            "LATE_RETURNED": 2,
            "NOT_KNOWN": 2,
            "CANNOT_SHARE": 1,
            "OVERDUE": 2,
        }


@ON_SQLITE
def test_what_is_dated_later_is_left_out(load: Load) -> None:
    load(OWN, date(2026, 11, 22))
    with seeing_everything():
        assert counted(rows(Assurance), lambda row: str(assurance_status(row, today()))) == {
            "ACCEPTED": 1,
            "SOUGHT": 2,
        }
        assert counted(rows(Referral), referral_status) == {"REFERRED": 2}
        (meeting,) = rows(Meeting, Meeting.held_on == date(2026, 11, 19))
        assert meeting_status(meeting, today()) == "CLOSED"


@ON_SQLITE
@pytest.mark.parametrize("day", [date(2026, 9, 6), date(2027, 7, 31)], ids=str)
def test_something_waits_on_any_day(context: Flask, clock: Clock, day: date) -> None:
    """Before the month as long after it, at weekends too: in triage, and on the page of whoever acts in a month."""
    clock.set(datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC))
    load_demonstration(folder=OWN)
    with seeing_everything():
        waiting = {
            row.uid: row for row in rows(Notification, Notification.submitted_at.is_not(None)) if not row.triaged_at
        }
        told = {one["code"] for row in waiting.values() for one in row.warnings}
        shown = {role: user.uid for role, user in list_accounts()}
        owners = {row.owner_uid for row in rows(Action) if row.ended_on is None}
        drafts = {row.notifier_uid for row in rows(Notification) if row.submitted_at is None}
    assert len(waiting) == 4
    assert {"IMMEDIATE_DANGER", "TURNING_25"} <= told
    assert owners >= {shown[Role.PRACTITIONER], shown[Role.SPOC], shown[Role.EIT]}
    assert shown[Role.NOTIFIER] in drafts


@ON_SQLITE
def test_before_the_month_begins_there_are_only_accounts(load: Load) -> None:
    load(OWN, date(2026, 9, 1))
    with seeing_everything():
        assert rows(Notification) == []
        assert list_accounts()


def _nothing_personal_is_readable(database: Database) -> None:
    file = database.settings.database_file
    assert file is not None
    stored = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    for canary in _canaries():
        assert canary.encode() not in stored, canary


def _canaries() -> set[str]:
    """Words of the month that could only be about somebody."""
    found: set[str] = set()
    for line in (OWN / "notifications.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found |= {record.get("family_name") or "", record.get("voice_of_person") or "", record["what_is_worrying"]}
        found |= {record["submitted_by"]["name"], record["submitted_by"]["phone"]}
        found |= {one["name"] for one in record.get("members") or ()}
        found |= {one["line"] for one in record.get("addresses") or () if one["line"] != "No fixed address"}
    meeting = json.loads((OWN / "meeting.json").read_text(encoding="utf-8"))
    found |= {one["summary"] for one in meeting["items"]} | {one["name"] for one in meeting["attendees"]}
    found |= {one["text"] for one in meeting["actions"]} | {one["risk_statement"] for one in meeting["assurance"]}
    return {words for words in found if words}


def test_the_files_name_telephone_numbers_kept_for_drama_only() -> None:
    lines = (OWN / "notifications.jsonl").read_text(encoding="utf-8").splitlines()
    phones = {json.loads(line)["submitted_by"]["phone"] for line in lines}
    assert phones
    assert all(phone.startswith(("01632 960", "07700 900")) for phone in phones)


@ON_SQLITE
def test_the_command_says_what_it_does_and_refuses_a_second_time(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.features.demonstration.commands.find_folder", lambda: OWN)
    clock.set(datetime(2026, 9, 1, 9, tzinfo=UTC))
    first = app.test_cli_runner().invoke(args=["demo", "load"])
    assert (first.exit_code, "The demonstration is ready" in first.output) == (0, True)
    second = app.test_cli_runner().invoke(args=["demo", "load"])
    assert second.exit_code == 1
    assert "Start with an empty database" in second.output
