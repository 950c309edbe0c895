"""How a request stands, when it is chased, and who may read what is returned."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.returns import domain
from app.features.returns.domain import OWED, Chase, State, next_chase, request_state
from app.kernel.errors import Refused

START = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
DUE = datetime(2026, 11, 13, 12, tzinfo=UTC)
REMIND, ESCALATE = DUE - timedelta(days=1), DUE + timedelta(days=3)


@dataclass
class Row:
    due_at: datetime = DUE
    asked_at: datetime = START
    delegated_to_uid: str | None = None
    started_at: datetime | None = None
    returned_at: datetime | None = None
    known: str | None = None
    retracted_at: datetime | None = None
    withdrawn_at: datetime | None = None
    reminded_at: datetime | None = None
    chased_at: datetime | None = None
    escalated_at: datetime | None = None


moments = st.integers(0, 14 * 24).map(lambda hours: START + timedelta(hours=hours))
codes = st.sampled_from(["OPEN", "CLOSED_12M", "HISTORIC", "NOT_KNOWN", "CANNOT_SHARE"])


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row as commands leave it: a code where something was returned and nowhere else."""
    returned = draw(st.none() | moments)
    return Row(
        delegated_to_uid=draw(st.none() | st.just("u")),
        started_at=draw(st.none() | moments),
        returned_at=returned,
        known=draw(codes) if returned else None,
        retracted_at=draw(st.none() | moments),
        withdrawn_at=draw(st.none() | moments),
    )


@given(rows(), moments)
def test_a_state_says_what_the_row_says(row: Row, now: datetime) -> None:
    state = request_state(row, now)
    assert (state is State.WITHDRAWN) == (row.withdrawn_at is not None)
    if row.withdrawn_at is not None:
        return
    assert (state in OWED) == (row.returned_at is None)
    if row.known in ("NOT_KNOWN", "CANNOT_SHARE"):
        assert state == row.known
    elif row.returned_at is not None:
        assert state is (State.LATE_RETURNED if row.returned_at > row.due_at else State.RETURNED)
    elif row.retracted_at is not None:
        assert state is State.RETRACTED
    else:
        assert (state is State.OVERDUE) == (now > row.due_at)


@given(rows(), moments, moments)
def test_only_time_makes_what_is_owed_overdue(row: Row, one: datetime, other: datetime) -> None:
    first, second = (request_state(row, at) for at in sorted((one, other)))
    assert first == second or second is State.OVERDUE


@given(rows(), st.lists(moments, max_size=40))
def test_each_step_of_chasing_is_told_once_and_never_backwards(row: Row, looks: list[datetime]) -> None:
    noted = {Chase.REMIND: "reminded_at", Chase.CHASE: "chased_at", Chase.ESCALATE: "escalated_at"}
    told: list[Chase] = []
    for now in sorted(looks):
        step = next_chase(row, remind_at=REMIND, escalate_at=ESCALATE, now=now)
        if step is not None:
            setattr(row, noted[step], now)
            told.append(step)
            assert now >= {Chase.REMIND: REMIND, Chase.CHASE: DUE, Chase.ESCALATE: ESCALATE}[step]
    assert told == sorted(set(told), key=domain.CHASES.index)
    if row.withdrawn_at is not None or row.returned_at is not None:
        assert told == []


def test_what_was_missed_is_told_once_by_its_last_step() -> None:
    late = ESCALATE + timedelta(hours=1)
    assert next_chase(Row(), remind_at=REMIND, escalate_at=ESCALATE, now=late) is Chase.ESCALATE
    assert next_chase(Row(escalated_at=late), remind_at=REMIND, escalate_at=ESCALATE, now=late) is None
    asked_late = Row(asked_at=REMIND + timedelta(hours=1))
    assert next_chase(asked_late, remind_at=REMIND, escalate_at=ESCALATE, now=DUE - timedelta(hours=1)) is None
    assert next_chase(asked_late, remind_at=REMIND, escalate_at=ESCALATE, now=DUE) is Chase.CHASE


def test_a_request_is_due_at_the_moment_of_the_month_or_when_the_meeting_starts() -> None:
    starts = DUE + timedelta(days=6)
    assert domain.due_moment(DUE, starts, START) == DUE
    assert domain.due_moment(DUE, starts, DUE) == starts
    with pytest.raises(Refused, match="Choose a later meeting"):
        domain.due_moment(DUE, starts, starts)


@pytest.mark.parametrize(
    ("restrictions", "expected"),
    [
        ([], None),
        ([{"not_for": ["FAMILY"]}], None),
        ([{"agency_types": ["POL", "BTP"]}], ("BTP", "POL")),
        ([{"agency_types": ["POL", "BTP"]}, {"agency_types": ["POL", "YOT"]}], ("POL",)),
        ([{"agency_types": ["POL"]}, {"agency_types": []}], ()),
    ],
)
def test_of_several_restrictions_the_narrowest_holds(
    restrictions: list[dict[str, list[str]]], expected: tuple[str, ...] | None
) -> None:
    assert domain.audience_of(restrictions) == expected


def test_health_and_care_keep_the_limits_of_their_own_powers() -> None:
    assert domain.keeps_limit(True, "CA04_16LA")
    assert not domain.keeps_limit(True, "PCSC16")
    assert not domain.keeps_limit(True, None)
    assert not domain.keeps_limit(False, "CDA115")


def test_who_is_not_known_is_forgotten_when_the_meeting_is_over() -> None:
    assert domain.forgets_identity(Row(known="NOT_KNOWN", returned_at=DUE), over=True)
    assert not domain.forgets_identity(Row(known="NOT_KNOWN", returned_at=DUE), over=False)
    assert not domain.forgets_identity(Row(known="OPEN", returned_at=DUE), over=True)
    assert not domain.forgets_identity(Row(), over=True), "a late answer is still taken"
    assert domain.forgets_identity(Row(withdrawn_at=DUE), over=False)


@pytest.mark.parametrize(
    ("kind", "standing", "core", "kinds", "locked", "expected"),
    [
        ("PERSON", None, True, None, False, True),
        ("PERSON", None, False, None, False, False),
        ("PLACE", None, True, ["PERSON"], False, False),
        ("PLACE", "NEED_TO_KNOW", False, ["PERSON"], False, True),
        ("PERSON", "EXCLUDED", True, None, False, False),
        ("PERSON", "NEED_TO_KNOW", True, None, True, False),
    ],
)
def test_who_is_asked_unless_somebody_says_otherwise(
    kind: str, *, standing: str | None, core: bool, kinds: list[str] | None, locked: bool, expected: bool
) -> None:
    found = domain.pre_selected(kind, standing, core=core, kinds_asked=kinds, locked=locked)
    assert found is expected


@pytest.mark.parametrize(
    ("known", "answers", "gateway", "field"),
    [
        ("CANNOT_SHARE", {}, None, "cannot_share_reason"),
        ("OPEN", {}, "PCSC16", "worker"),
        ("OPEN", {"worker": "Sam"}, None, "gateway"),
        ("OPEN", {"worker": "Sam", "last_seen": "2026-11-14"}, "PCSC16", "last_seen"),
        (
            "OPEN",
            {"worker": "Sam", "risk_view": {"HARMED": {"score": 3, "reason": " "}}},
            "PCSC16",
            "risk_harmed_reason",
        ),
        ("OPEN", {"worker": "Sam", "risk_view": {"CAUSE": {"score": 5, "reason": "x"}}}, "PCSC16", "risk_cause"),
    ],
)
def test_what_a_return_cannot_leave_out(
    known: str, answers: dict[str, object], gateway: str | None, field: str
) -> None:
    is_known = known == "OPEN"
    with pytest.raises(Refused) as refused:
        domain.check_return(known, answers, is_known=is_known, gateway=gateway, on=date(2026, 11, 13))
    assert refused.value.field == field


def test_nothing_is_needed_of_who_does_not_know() -> None:
    domain.check_return("NOT_KNOWN", {}, is_known=False, gateway=None, on=date(2026, 11, 13))
