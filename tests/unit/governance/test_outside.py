"""Rules of a disclosure to a body that what the group holds is not for: PR-31."""

from dataclasses import dataclass
from datetime import date

import pytest

from app.features.governance.domain.outside import State, check_agrees, check_purpose, state
from app.kernel.errors import Refused

DAY = date(2026, 3, 10)


@dataclass
class One:
    chair_on: date | None = None
    chair_uid: str | None = None
    dpo_on: date | None = None
    dpo_uid: str | None = None
    refused_on: date | None = None
    made_on: date | None = None


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (One(), State.WAITS),
        (One(chair_on=DAY), State.WAITS),
        (One(dpo_on=DAY), State.WAITS),
        (One(chair_on=DAY, dpo_on=DAY), State.AGREED),
        (One(chair_on=DAY, dpo_on=DAY, made_on=DAY), State.MADE),
        (One(chair_on=DAY, dpo_on=DAY, refused_on=DAY), State.REFUSED),
    ],
)
def test_both_have_to_agree(one: One, expected: State) -> None:
    assert state(one) is expected


def test_the_two_are_two_people() -> None:
    """PR-31: somebody who is both agrees once, and somebody else has to agree too."""
    assert check_agrees(One(), "u1", as_chair=True, as_dpo=True) == "chair"
    half = One(chair_on=DAY, chair_uid="u1")
    with pytest.raises(Refused, match="Ask somebody else to agree too"):
        check_agrees(half, "u1", as_chair=True, as_dpo=True)
    assert check_agrees(half, "u2", as_chair=False, as_dpo=True) == "dpo"
    with pytest.raises(Refused, match="both have to agree"):
        check_agrees(half, "u3", as_chair=True, as_dpo=False)
    with pytest.raises(Refused, match="does not wait any more"):
        check_agrees(One(refused_on=DAY), "u2", as_chair=False, as_dpo=True)


def test_what_it_is_never_for() -> None:
    check_purpose(barred=False)
    with pytest.raises(Refused, match="not for decisions about housing, school discipline") as refused:
        check_purpose(barred=True)
    assert (refused.value.field, refused.value.rule) == ("purpose", "PR-31")
