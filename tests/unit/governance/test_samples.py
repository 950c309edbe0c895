"""Rules of the sample audit: PR-28."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from app.features.governance.domain.samples import Status, check_answers, draw, how_many, quarters, status
from app.kernel.errors import Refused

DAY = date(2026, 3, 10)


@dataclass
class One:
    drawn_on: date = date(2026, 3, 1)
    due_on: date = DAY
    answered_on: date | None = None
    follow_by: date | None = None
    followed_on: date | None = None
    answers: dict[str, str] = field(default_factory=dict)


@pytest.mark.parametrize(("cases", "expected"), [(0, 0), (2, 2), (3, 3), (59, 3), (61, 4), (100, 5), (101, 6)])
def test_five_in_a_hundred_are_drawn_and_at_least_a_few(cases: int, expected: int) -> None:
    assert how_many(cases, percent=5, least=3) == expected


def test_the_draw_is_nobodys_choice() -> None:
    """PR-28: whoever draws again draws the same, in whatever order the cases come; another month is another draw."""
    cases = [f"case{number}" for number in range(200)]
    drawn = draw(cases, seed="2026-03-01 BNES", count=10)
    assert drawn == draw(reversed(cases), seed="2026-03-01 BNES", count=10)
    assert len(set(drawn)) == 10
    assert set(drawn) != set(draw(cases, seed="2026-04-01 BNES", count=10))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (One(), Status.TO_ANSWER),
        (One(due_on=date(2026, 3, 9)), Status.OVERDUE),
        (One(answered_on=DAY), Status.DONE),
        (One(answered_on=DAY, follow_by=DAY), Status.TO_FOLLOW),
        (One(answered_on=DAY, follow_by=DAY, followed_on=DAY), Status.DONE),
    ],
)
def test_the_status_follows_from_the_dates(one: One, expected: Status) -> None:
    assert status(one, DAY) is expected


def test_what_is_not_right_is_said_in_words() -> None:
    answers = {"ROLE": "YES", "WORDS": "NO"}
    check_answers(answers, ["ROLE", "WORDS"], finding="It says gang", needs_finding={"NO"})
    with pytest.raises(Refused, match="Enter what is not right"):
        check_answers(answers, ["ROLE", "WORDS"], finding=" ", needs_finding={"NO"})
    with pytest.raises(Refused) as refused:
        check_answers(answers | {"ROLE": None}, ["ROLE", "WORDS"], finding="x", needs_finding={"NO"})
    assert refused.value.field == "ROLE"


def test_a_quarter_is_counts_alone() -> None:
    rows = [
        One(),
        One(answered_on=date(2026, 3, 11), follow_by=DAY, answers={"ROLE": "NO"}),
        One(answered_on=DAY, answers={"ROLE": "YES"}),
        One(drawn_on=date(2025, 12, 1), answered_on=date(2025, 12, 2), answers={"ROLE": "YES"}),
    ]
    first, last = quarters(rows)
    assert (first.name, first.drawn, first.answered, first.late, first.follows) == ("January to March 2026", 3, 2, 1, 1)
    assert first.answers == {"ROLE": {"NO": 1, "YES": 1}}
    assert last.name == "October to December 2025"
