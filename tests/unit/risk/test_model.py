"""What no version of the model may give up, how it comes into force, and what a judgement must say."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app.features.risk.domain.course import State, check_approval, check_draft, state_of
from app.features.risk.domain.judging import check_judgement, imminence_ran_out, review_has_come
from app.features.risk.domain.model import changes, check
from app.kernel.errors import Refused
from tests.unit.risk.test_scoring import VALUES

ON = date(2026, 11, 19)
AT = datetime(2026, 11, 19, 9, tzinfo=UTC)
SUGGESTED = {"CAUSE": "GREEN", "HARMED": "AMBER", "EXPLOITED": "GREEN"}


def test_version_one_is_sound() -> None:
    check(VALUES)
    assert changes(VALUES, VALUES) == []
    assert changes(VALUES, VALUES | {"band.red": Decimal(50)}) == [("band.red", Decimal(40), Decimal(50))]


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("background.cap", "20", "PR-19"),
        ("band.red", "20", None),
        ("weight.EV_TTL.HARMED", "-1", None),
        ("weight.EV_TTL.HARMED", "100.5", None),
        ("grade.B", "0.5", None),
        ("grade.A", "1.1", None),
        ("recency.6", "1.1", None),
        ("recency.24", "0.7", None),
        ("frequency.1", "1.1", None),
        ("frequency.3", "1.2", None),
        ("trigger.EV_TTL", "0.5", None),
        ("carrier.days", "0", None),
    ],
)
def test_a_value_that_no_version_may_have(key: str, value: str, rule: str | None) -> None:
    """PR-18, PR-19: refused, and it says which value it is about."""
    with pytest.raises(Refused) as refused:
        check(VALUES | {key: Decimal(value)})
    assert refused.value.field is not None
    assert refused.value.rule == rule


@dataclass(frozen=True)
class Version:
    valid_from: date = ON
    chair_uid: str | None = None
    officer_uid: str | None = None
    withdrawn_at: datetime | None = None
    tried_at: datetime | None = AT


def test_two_approve_and_nobody_for_both() -> None:
    """PR-18."""
    both = frozenset({"CHAIR", "DPO"})
    assert check_approval(Version(), "one", both) == "CHAIR"
    assert check_approval(Version(chair_uid="one"), "other", frozenset({"DPO"})) == "DPO"
    for version, who, roles in (
        (Version(chair_uid="one"), "one", both),
        (Version(chair_uid="one"), "other", frozenset({"CHAIR"})),
        (Version(), "one", frozenset({"COORD"})),
        (Version(tried_at=None), "one", both),
        (Version(withdrawn_at=AT), "one", both),
        (Version(chair_uid="one", officer_uid="other"), "third", both),
    ):
        with pytest.raises(Refused):
            check_approval(version, who, roles)
    check_draft(Version(chair_uid="one"))


@pytest.mark.parametrize(
    ("version", "in_force", "state"),
    [
        (Version(), False, State.DRAFT),
        (Version(officer_uid="one"), False, State.WAITING),
        (Version(chair_uid="one", officer_uid="two", valid_from=ON + timedelta(days=1)), False, State.TO_COME),
        (Version(chair_uid="one", officer_uid="two"), True, State.IN_FORCE),
        (Version(chair_uid="one", officer_uid="two"), False, State.REPLACED),
        (Version(withdrawn_at=AT), False, State.WITHDRAWN),
    ],
)
def test_states(version: Version, in_force: bool, state: State) -> None:
    assert state_of(version, on=ON, in_force=in_force) is state


def test_a_judgement_is_whole_and_says_why_it_differs() -> None:
    """PR-15, PR-16: every axis by itself."""
    said = {"CAUSE": "GREEN", "HARMED": "RED", "EXPLOITED": "GREEN"}
    check_judgement(said, SUGGESTED, {"HARMED": "Threatened again"}, imminence="SOON", summary="As we know him")
    for bands, reasons, imminence, summary, field in (
        (said | {"CAUSE": None}, {"HARMED": "x"}, "SOON", "y", "cause"),
        (said, {"HARMED": " "}, "SOON", "y", "reason_harmed"),
        (said | {"EXPLOITED": "BLUE"}, {"HARMED": "x"}, "SOON", "y", "exploited"),
        (said, {"HARMED": "x"}, None, "y", "imminence"),
        (said, {"HARMED": "x"}, "SOON", " ", "reason"),
    ):
        with pytest.raises(Refused) as refused:
            check_judgement(bands, SUGGESTED, reasons, imminence=imminence, summary=summary)
        assert refused.value.field == field


def test_labels_expire() -> None:
    """PR-32."""
    numbers = {"hours": 72, "days": 28}
    assert not imminence_ran_out("NOW", AT, AT + timedelta(hours=72), **numbers)
    assert imminence_ran_out("NOW", AT, AT + timedelta(hours=73), **numbers)
    assert imminence_ran_out("SOON", AT, AT + timedelta(days=29), **numbers)
    assert not imminence_ran_out("POSSIBLE", AT, AT + timedelta(days=999), **numbers)
    assert review_has_come(ON, ON + timedelta(days=5), ON + timedelta(days=5))
    assert not review_has_come(ON, ON + timedelta(days=5), ON + timedelta(days=4))
    assert not review_has_come(ON, None, ON)
