"""Rules of contested records: PR-30."""

from dataclasses import dataclass
from datetime import date

import pytest

from app.features.governance.domain.contests import Status, check_decider, due_on, left_to_tell, status
from app.kernel.errors import Refused

DAY = date(2026, 3, 10)


@dataclass
class One:
    due_on: date = DAY
    decided_on: date | None = None
    told_on: date | None = None


@pytest.mark.parametrize(
    ("contest", "expected"),
    [
        (One(), Status.OPEN),
        (One(due_on=date(2026, 3, 9)), Status.OVERDUE),
        (One(due_on=date(2026, 3, 9), decided_on=DAY), Status.TO_TELL),
        (One(decided_on=DAY, told_on=DAY), Status.SETTLED),
    ],
)
def test_the_status_follows_from_the_dates(contest: One, expected: Status) -> None:
    assert status(contest, DAY) is expected


def test_the_clock_is_one_month_from_the_day_it_was_said() -> None:
    """PR-30, 5.7: a shorter month ends on its last day."""
    assert due_on(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert due_on(DAY, 1) == date(2026, 4, 10)


def test_whoever_recorded_it_does_not_decide() -> None:
    """PR-30."""
    check_decider("u1", "u2")
    check_decider("u1", None)
    with pytest.raises(Refused, match="Ask somebody else to decide"):
        check_decider("u1", "u1")


def test_those_who_were_not_told_are_left() -> None:
    assert left_to_tell(["PERSON", "a", "b"], {"a": "2026-03-10"}) == ["PERSON", "b"]
