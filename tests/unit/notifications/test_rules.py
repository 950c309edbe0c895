"""The rules of notifications, each by itself."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.features.notifications import domain
from app.features.notifications.domain import Status, notification_status
from app.kernel.working_days import WorkingDays

SENT = datetime(2026, 11, 4, 16, 6, tzinfo=UTC)
ON = date(2026, 11, 4)


@dataclass
class Row:
    submitted_at: datetime | None = None
    withdrawn_at: datetime | None = None
    acknowledged_at: datetime | None = None
    triage_started_at: datetime | None = None
    triaged_at: datetime | None = None
    triage_outcome: str | None = None


SENT_ROW = Row(submitted_at=SENT)
DECIDED = replace(SENT_ROW, triaged_at=SENT)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (Row(), Status.DRAFT),
        (SENT_ROW, Status.SUBMITTED),
        (replace(SENT_ROW, acknowledged_at=SENT), Status.ACKNOWLEDGED),
        (replace(SENT_ROW, acknowledged_at=SENT, triage_started_at=SENT), Status.IN_TRIAGE),
        (replace(SENT_ROW, withdrawn_at=SENT), Status.WITHDRAWN),
        (replace(DECIDED, triage_outcome="ACCEPT_BRIEF"), Status.ACCEPTED),
        (replace(DECIDED, triage_outcome="URGENT_EXTRAORDINARY"), Status.ACCEPTED),
        (replace(DECIDED, triage_outcome="ALREADY_HELD_ADD_INFO"), Status.DUPLICATE_LINKED),
        (replace(DECIDED, triage_outcome="INSUFFICIENT"), Status.MORE_INFO),
        (replace(DECIDED, triage_outcome="NO_LAWFUL_BASIS"), Status.MORE_INFO),
        (replace(DECIDED, triage_outcome="OUT_OF_SCOPE_HARM"), Status.OUT_OF_SCOPE),
        (replace(DECIDED, triage_outcome="REDIRECT_MARAC"), Status.REDIRECTED),
    ],
)
def test_status(row: Row, status: Status) -> None:
    assert notification_status(row) is status


def test_clocks_count_working_days_after_the_day_it_was_sent() -> None:
    days = WorkingDays(frozenset({date(2026, 11, 5)}))
    due = domain.clocks(SENT, days, acknowledge=1, triage=5, reply=3)
    assert (due.acknowledge_by, due.triage_by, due.answer_by) == (
        date(2026, 11, 6),
        date(2026, 11, 12),
        date(2026, 11, 17),
    )


def test_clocks_go_by_the_day_in_england() -> None:
    just_after_midnight = datetime(2026, 10, 7, 23, 30, tzinfo=UTC)  # 8 October in England
    due = domain.clocks(just_after_midnight, WorkingDays(frozenset()), acknowledge=1, triage=5, reply=3)
    assert due.acknowledge_by == date(2026, 10, 9)


def test_late_is_after_the_cut_off_and_not_on_it() -> None:
    assert not domain.is_late(SENT, SENT)
    assert domain.is_late(SENT, datetime(2026, 11, 4, 16, 5, tzinfo=UTC))
    assert not domain.is_late(SENT, None)


NOVEMBER, DECEMBER = date(2026, 11, 19), date(2026, 12, 17)


@pytest.mark.parametrize(
    ("over", "heard", "agreed", "waits", "words"),
    [
        (False, False, False, True, "Late: needs the chair’s agreement"),
        (False, False, True, False, "For the November meeting: the chair agreed"),
        (True, False, False, False, "For the December meeting"),
        (True, True, False, False, "Heard at the November meeting"),
    ],
)
def test_a_late_one_waits_for_the_chair_or_the_meeting_after(
    *, over: bool, heard: bool, agreed: bool, waits: bool, words: str
) -> None:
    days = [
        domain.MeetingDay(date(2026, 10, 15), over=True, heard=frozenset({"case"})),
        domain.MeetingDay(DECEMBER, over=False),
        domain.MeetingDay(NOVEMBER, over=over, heard=frozenset({"case"} if heard else ())),
    ]
    found = domain.lateness(date(2026, 11, 6), days, agreed=agreed, case_uid="case")
    assert (found.waits, found.words) == (waits, words)


def test_with_no_meeting_planned_a_late_one_waits_for_the_chair() -> None:
    assert domain.lateness(NOVEMBER, []).waits
    assert domain.lateness(NOVEMBER, [domain.MeetingDay(NOVEMBER, over=True)]).words == "For the meeting after"


@pytest.mark.parametrize(
    ("answers", "age"),
    [
        ({"dob": "2010-11-04"}, 16),
        ({"dob": "2010-11-05"}, 15),
        ({"dob": "2010-11-05", "approx_age": 17}, 15),
        ({"approx_age": 17}, 17),
        ({"dob": "not a date"}, None),
        ({}, None),
    ],
)
def test_age_is_by_birth_or_else_as_given(answers: dict[str, Any], age: int | None) -> None:
    assert domain.age_of(answers, ON) == age


@pytest.mark.parametrize(
    ("dob", "turns"),
    [
        ("2008-12-01", date(2026, 12, 1)),
        ("2009-05-04", date(2027, 5, 4)),
        ("2009-05-05", None),
        ("2008-11-04", None),
    ],
)
def test_turning_18_within_six_months(dob: str, turns: date | None) -> None:
    assert domain.turns_within({"dob": dob}, 18, ON, 6) == turns


def test_months_end_where_the_month_does() -> None:
    assert domain.months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert domain.birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)


CAUSED = {"role": "ALLEGED_CAUSE", "status": "REPORTED", "evidence": "Seen"}
HARMED = {"role": "HARMED", "status": "CONFIRMED", "evidence": "Seen too"}


def test_a_child_under_ten_is_at_risk_and_never_alleged_to_have_caused_harm() -> None:
    answers = {"dob": "2017-05-03", "role_in_violence": [CAUSED, HARMED], "incidents": [{"role": "ALLEGED_CAUSE"}]}
    kept, changed = domain.with_roles_for_age(answers, ON, 10)
    assert changed
    assert kept["role_in_violence"] == [{"role": "AT_RISK_CAUSE", "status": None, "evidence": "Seen"}, HARMED]
    assert kept["incidents"] == [{"role": "AT_RISK_CAUSE"}]
    assert answers["role_in_violence"][0] is CAUSED


@pytest.mark.parametrize("answers", [{"dob": "2016-11-04"}, {}, {"approx_age": 10}])
def test_others_keep_every_role_at_once(answers: dict[str, Any]) -> None:
    roles = [CAUSED, HARMED]
    kept, changed = domain.with_roles_for_age({**answers, "role_in_violence": roles}, ON, 10)
    assert not changed
    assert kept["role_in_violence"] == roles


def test_which_outcomes_fit() -> None:
    assert domain.fits("ACCEPT_PLACE", "PLACE")
    assert not domain.fits("ACCEPT_PLACE", "INDIVIDUAL")
    assert not domain.fits("OUT_OF_SCOPE_AGE", "NETWORK")
    assert domain.fits("REDIRECT_EOG", "NETWORK")
    assert not domain.needs_reason("ACCEPT_FULL")
    assert domain.needs_reason("REDIRECT_EOG")
