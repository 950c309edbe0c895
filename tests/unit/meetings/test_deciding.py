"""Decisions that contradict each other are refused in clear words, whichever came first."""

import itertools

import pytest

from app.features.meetings.domain.deciding import check_consistent
from app.features.partnership import reference
from app.kernel.errors import Refused

DECISIONS = {
    row.code: row.attributes.get("excludes", ()) for row in reference.code_rows() if row.list == "meeting_decision"
}


def contradict(one: str, other: str) -> bool:
    try:
        check_consistent(one, [other], DECISIONS, lambda code: code)
    except Refused as refused:
        return one in refused.message and other in refused.message
    return False


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CLOSE", "KEEP_OPEN"),
        ("CLOSE", "MONITOR"),
        ("CLOSE", "STEP_DOWN"),
        ("THRESHOLD_NOT_MET", "KEEP_OPEN"),
        ("THRESHOLD_NOT_MET", "ASSURANCE_SOUGHT"),
        ("NO_DECISION", "ASSURED"),
        ("NO_DECISION", "CLOSE"),
        ("STEP_DOWN", "KEEP_OPEN"),
    ],
)
def test_contradictions_are_refused_both_ways(one: str, other: str) -> None:
    assert contradict(one, other)
    assert contradict(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ASSURED", "ACTIONS_AGREED"),
        ("CLOSE", "THRESHOLD_NOT_MET"),
        ("CLOSE", "REFER_INTERVENTION"),
        ("NO_DECISION", "ACTIONS_AGREED"),
        ("REFER_FORUM", "BAND_SET"),
    ],
)
def test_what_agrees_may_be_decided_together(one: str, other: str) -> None:
    assert not contradict(one, other)


def test_the_table_names_known_decisions_and_answers_alike_both_ways() -> None:
    assert {code for excluded in DECISIONS.values() for code in excluded} <= DECISIONS.keys()
    for one, other in itertools.combinations(DECISIONS, 2):
        assert contradict(one, other) == contradict(other, one)
