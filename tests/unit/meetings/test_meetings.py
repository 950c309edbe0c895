"""Status, quorum and what a decision needs."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.features.meetings.domain.deciding import (
    Ground,
    check_acceptance,
    check_chair_does_not_lead,
    check_decision,
    check_returns,
)
from app.features.meetings.domain.quorum import quorum
from app.features.meetings.domain.status import item_status, meeting_status
from app.kernel.errors import Refused

DAY = date(2026, 11, 19)
THEN = datetime(2026, 11, 19, 14, tzinfo=UTC)


@dataclass(frozen=True)
class AMeeting:
    held_on: date = DAY
    agenda_built_at: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None
    minutes_issued_at: datetime | None = None
    signed_at: datetime | None = None


@dataclass(frozen=True)
class ADecision:
    code: str
    detail: str | None = None


@dataclass(frozen=True)
class AnItem:
    heard_at: datetime | None = None
    deferred_at: datetime | None = None
    withdrawn_at: datetime | None = None
    signed_at: datetime | None = None
    meeting: AMeeting = AMeeting()
    decisions: list[ADecision] = field(default_factory=list)


def test_a_meeting_from_plan_to_minutes() -> None:
    meeting = AMeeting()
    assert meeting_status(meeting, DAY) == "PLANNED"
    assert meeting_status(meeting, date(2026, 11, 20)) == "NOT_HELD"
    meeting = replace(meeting, agenda_built_at=THEN)
    assert meeting_status(meeting, DAY) == "AGENDA_BUILT"
    meeting = replace(meeting, opened_at=THEN)
    assert meeting_status(meeting, date(2026, 11, 20)) == "OPEN"
    meeting = replace(meeting, closed_at=THEN)
    assert meeting_status(meeting, DAY) == "CLOSED"
    assert meeting_status(replace(meeting, minutes_issued_at=THEN), DAY) == "MINUTES_ISSUED"
    assert meeting_status(AMeeting(cancelled_at=THEN), DAY) == "CANCELLED"


@pytest.mark.parametrize(
    ("decisions", "status"),
    [
        ([], "HEARD"),
        ([ADecision("BAND_SET", "Stabbed within 60 days")], "HEARD"),
        ([ADecision("KEEP_OPEN")], "HEARD"),
        ([ADecision("KEEP_OPEN", "Nothing to add until the trial")], "DECIDED"),
        ([ADecision("ACTIONS_AGREED")], "DECIDED"),
        ([ADecision("ASSURED")], "DECIDED"),
        ([ADecision("NO_DECISION", "Adult social care was not there")], "DECIDED"),
    ],
)
def test_an_item_ends_in_assurance_action_or_a_reasoned_neither(decisions: list[ADecision], status: str) -> None:
    assert item_status(AnItem(heard_at=THEN, decisions=decisions)) == status


def test_an_item_that_was_not_heard() -> None:
    assert item_status(AnItem()) == "LISTED"
    assert item_status(AnItem(deferred_at=THEN)) == "DEFERRED"
    assert item_status(AnItem(heard_at=THEN, withdrawn_at=THEN)) == "WITHDRAWN"


def test_issued_minutes_hold_their_decided_items() -> None:
    item = AnItem(heard_at=THEN, meeting=AMeeting(minutes_issued_at=THEN), decisions=[ADecision("ACTIONS_AGREED")])
    assert item_status(item) == "MINUTED"


GROUPS = ["POLICE", "CHILDRENS_SOCIAL_CARE", "YOUTH_JUSTICE_OR_PROBATION", "HEALTH_OR_EDUCATION"]
GROUP_OF = {
    "police": GROUPS[0],
    "care": GROUPS[1],
    "yot": GROUPS[2],
    "prob": GROUPS[2],
    "school": GROUPS[3],
    "hou": None,
}


def test_quorum_needs_one_of_each_group() -> None:
    assert quorum(GROUPS, ["police", "care", "prob", "school", "hou"], GROUP_OF).met
    without = quorum(GROUPS, ["police", "yot", "prob", "hou", "unknown"], GROUP_OF)
    assert not without.met
    assert without.missing == ("CHILDRENS_SOCIAL_CARE", "HEALTH_OR_EDUCATION")


def ground(code: str, needs: str | None, **facts: Any) -> Ground:
    nothing = {
        "detail": None,
        "returns_on": None,
        "closure_reason": None,
        "has_actions": False,
        "has_assurance": False,
        "has_lead": False,
        "is_closed": False,
    }
    return Ground(code=code, needs=needs, **(nothing | facts))


@pytest.mark.parametrize(
    ("needs", "enough", "field"),
    [
        ("reason", {"detail": "Adult social care was not there"}, "detail"),
        ("actions", {"has_actions": True}, "code"),
        ("assurance", {"has_assurance": True}, "code"),
        ("lead", {"has_lead": True}, "code"),
        ("review_date", {"returns_on": date(2027, 1, 14)}, "returns_on"),
        ("closure_reason", {"closure_reason": "MOVED_AWAY"}, "closure_reason"),
        ("closure_reason", {"is_closed": True}, "closure_reason"),
    ],
)
def test_a_decision_needs_what_it_is_about(needs: str, enough: dict[str, Any], field: str) -> None:
    check_decision(ground("ANY", needs, **enough))
    with pytest.raises(Refused) as refused:
        check_decision(ground("ANY", needs))
    assert refused.value.field == field


def test_a_case_returns_after_the_meeting_and_not_before() -> None:
    check_returns(date(2026, 12, 17), DAY)
    check_returns(None, DAY)
    with pytest.raises(Refused):
        check_returns(DAY, DAY)


def test_the_chair_may_not_lead() -> None:
    check_chair_does_not_lead("u1", "Marianne Okell", "u2", None, field="lead")
    check_chair_does_not_lead("u1", "Marianne Okell", None, None, field="lead")
    for uid, name in (("u1", None), (None, " marianne  OKELL ")):
        with pytest.raises(Refused) as refused:
            check_chair_does_not_lead("u1", "Marianne Okell", uid, name, field="lead")
        assert refused.value.rule == "PR-03"


def test_an_absent_agency_has_not_accepted() -> None:
    check_acceptance("housing", {"police"}, accepts=False)
    check_acceptance("police", {"police"}, accepts=True)
    with pytest.raises(Refused):
        check_acceptance("housing", {"police"}, accepts=True)
