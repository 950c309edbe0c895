"""What is missing before a case is closed, and how long it is kept afterwards."""

import pytest

from app.features.cases.closing import Fact, missing
from app.features.cases.retention import retention_class

QUIET = Fact("No event for 180 days", "The last event was 40 days ago", False, or_held=True)
TOLD = Fact("The person is told", "Say so in the note", None)
ASSURED = Fact("Assurance is reasonable", "None is accepted", False)
ACTIONS = Fact("Actions are done", "2 still open", False, settled=True)
EVERY = (QUIET, TOLD, ASSURED, ACTIONS)


def test_what_is_missing() -> None:
    assert missing(EVERY, judged=(), held=False) == [QUIET.criterion, TOLD.criterion, ASSURED.criterion]
    assert missing(EVERY, judged=[TOLD.criterion], held=True) == [ASSURED.criterion]
    assert missing(EVERY, judged=[TOLD.criterion, ASSURED.criterion], held=False) == [
        QUIET.criterion,
        ASSURED.criterion,
    ], "nobody judges what the facts say"
    assert missing([Fact("Done", "", True)], judged=(), held=False) == []


@pytest.mark.parametrize(
    ("kind", "reason", "under_18", "roles", "kept"),
    [
        ("PERSON", "THRESHOLD_NOT_MET", True, ["ALLEGED_CAUSE"], "R01"),
        ("NETWORK", "THRESHOLD_NOT_MET", False, [], "R01"),
        ("PERSON", "MISTAKEN_IDENTITY", False, [], "R02"),
        ("PERSON", "RISK_REDUCED", True, ["HARMED"], "R03"),
        ("PERSON", "ASSURED_OTHER_PLAN", True, ["HARMED", "ALLEGED_CAUSE"], "R04"),
        ("PERSON", "MOVED_AWAY", False, ["ALLEGED_CAUSE"], "R05"),
        ("NETWORK", "RISK_REDUCED", False, [], "R08"),
        ("PLACE", "RISK_REDUCED", False, [], "R09"),
    ],
)
def test_how_long_a_closed_case_is_kept(kind: str, reason: str, under_18: bool, roles: list[str], kept: str) -> None:
    assert retention_class(kind=kind, closure_reason=reason, under_18=under_18, roles=roles) == kept
