"""What becomes of a row: the ten rules of PR-14, one by one."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from app.features.police_list.domain.course import check_acceptable, is_shut
from app.features.police_list.domain.judging import Disposition, Flag, Scope, Twin, judge
from app.features.police_list.domain.values import FORMULA
from app.kernel.clock import LONDON
from app.kernel.errors import Refused

SCOPE = Scope(
    "BNES", datetime(2026, 10, 29, 5, 30, tzinfo=LONDON), 0, 25, 6, 10, name_of={"BRIS": "Bristol"}.__getitem__
)
ROW = {
    "svapp_ref": "SVA-1", "extract_at": "2026-10-29 05:30", "area_code": "BNES", "surname": "FERNSBY",
    "forenames": "ROBIN", "dob": "2011-04-07", "ward": "Twerton", "role_victim": "1", "role_suspect": "0",
    "victim_events_12m": "2", "handling_code": "P", "gsc": "OFFICIAL-SENSITIVE", "expires_on": "2027-01-27",
}  # fmt: skip
ONLY_ASSOCIATED = {"role_victim": "0", "victim_events_12m": "0", "ocg_flag": "1"}


def row(**more: str) -> dict[str, str]:
    return {name: value for name, value in (ROW | more).items() if value}


@pytest.mark.parametrize(
    ("cells", "twin", "disposition", "rule"),
    [
        ({}, None, "ACCEPT", None),
        ({"dob": ""}, None, "QUARANTINE", "PR-14(1)"),
        ({"dob": "31/02/2010"}, None, "QUARANTINE", "PR-14(1)"),
        ({"dob": "2010-13-04"}, None, "QUARANTINE", "PR-14(1)"),
        ({"dob": "41149"}, None, "QUARANTINE", "PR-14(1)"),
        ({"dob": "03/04/2008"}, None, "QUARANTINE", "PR-14(1)"),
        ({"dob": "13/04/2008"}, None, "ACCEPT", None),
        ({"dob": "3-Apr-08"}, None, "ACCEPT", None),
        ({"surname": "", "forenames": ""}, None, "QUARANTINE", "PR-14(1)"),
        ({"surname": "?"}, None, "QUARANTINE", "PR-14(1)"),
        ({"forenames": "?? ?"}, None, "QUARANTINE", "PR-14(1)"),
        ({"surname": "WI?NIEWSKI"}, None, "ACCEPT", None),
        ({"surname": "A" * 200}, None, "ACCEPT", None),
        ({"aliases": "A" * 201}, None, "QUARANTINE", "PR-14(1)"),
        ({"handling_conditions": "A" * 1_000}, None, "QUARANTINE", "PR-14(1)"),
        ({"role_suspect": "perhaps"}, None, "QUARANTINE", "PR-14(1)"),
        ({"victim_events_12m": "many"}, None, "QUARANTINE", "PR-14(1)"),
        ({"extract_at": "2026-10-28 05:30"}, None, "QUARANTINE", "PR-14(1)"),
        ({"expires_on": "2026-10-01"}, None, "QUARANTINE", "PR-14(1)"),
        ({"last_event_at": "2026-11-01"}, None, "QUARANTINE", "PR-14(1)"),
        ({"handling_code": "X"}, None, "QUARANTINE", "PR-14(1)"),
        ({"role_victim": "0", "victim_events_12m": "0"}, None, "QUARANTINE", "PR-14(1)"),
        ({}, Twin.SAME, "DUPLICATE", "PR-14(2)"),
        ({}, Twin.DIFFERENT, "QUARANTINE", "PR-14(2)"),
        ({"handling_code": "C"}, None, "QUARANTINE", "PR-14(5)"),
        ({"handling_code": "C", "handling_conditions": "   "}, None, "QUARANTINE", "PR-14(5)"),
        ({"handling_code": "c", "handling_conditions": "A3; S1"}, None, "ACCEPT", None),
        ({"dob": "2001-10-29"}, None, "DISCARD", "PR-14(8)"),
        ({"dob": "2001-10-30"}, None, "ACCEPT", None),
        ({"dob": "1990-01-01", "handling_code": "C"}, None, "DISCARD", "PR-14(8)"),
        (ONLY_ASSOCIATED, None, "REJECT", "PR-14(9)"),
        (ONLY_ASSOCIATED | {"model_band": "HIGH", "model_score": "99"}, None, "REJECT", "PR-14(9)"),
        (ONLY_ASSOCIATED | {"weapon_flag": "1"}, None, "ACCEPT", None),
        (ONLY_ASSOCIATED | {"missing_12m": "2"}, None, "ACCEPT", None),
        ({"area_code": "BRIS", "dob": ""}, None, "OTHER_AREA", None),
        ({"gsc": "SECRET", "area_code": "BRIS"}, None, "REJECT", "5.3"),
        ({"gsc": "top secret"}, None, "REJECT", "5.3"),
        ({"gsc": "RESTRICTED"}, None, "QUARANTINE", "5.3"),
        ({"gsc": ""}, None, "ACCEPT", None),
    ],
)
def test_what_becomes_of_a_row(cells: dict[str, str], twin: Twin | None, disposition: str, rule: str | None) -> None:
    judged = judge(row(**cells), SCOPE, twin)
    assert (judged.disposition, judged.rule) == (disposition, rule)
    assert bool(judged.problems) is (disposition == "QUARANTINE")
    assert not judged.why or "FERNSBY" not in judged.why


@pytest.mark.parametrize("score", ["", "1", "99", "=1+1"])
def test_a_score_changes_nothing(score: str) -> None:
    """PR-14(6)"""
    assert judge(row(model_score=score, model_band="HIGH"), SCOPE) == judge(row(), SCOPE)


@pytest.mark.parametrize(
    ("cells", "more", "flags"),
    [
        ({"dob": "2017-02-02", "role_suspect": "1"}, {}, {Flag.UNDER_10}),
        ({"dob": "2017-02-02"}, {}, set()),
        ({"dob": "2002-01-15"}, {}, {Flag.TURNING}),
        ({"dob": "2001-10-15"}, {}, {Flag.TURNED}),
        ({"surname": "WI?NIEWSKI"}, {}, {Flag.LOST_CHARACTERS}),
        ({"surname": "ÖZDEMIR"}, {"encoding": "cp1252"}, {Flag.BYTES_NOT_UTF8}),
        ({"surname": "ÖZDEMIR"}, {}, set()),
        ({"ward": "", "home_postcode": "BS5 0AX"}, {}, {Flag.CROSS_BORDER}),
        ({"dob": "1990-01-01"}, {"oldest": None}, set()),
    ],
)
def test_what_somebody_who_decides_should_know(cells: dict[str, str], more: dict[str, Any], flags: set[Flag]) -> None:
    assert set(judge(row(**cells), replace(SCOPE, **more)).flags) == flags


def test_every_problem_of_a_row_is_told_at_once_with_what_a_date_may_mean() -> None:
    judged = judge(row(dob="03/04/2008", handling_code="C", role_suspect="?"), SCOPE)
    assert [one.field for one in judged.problems] == ["dob", "role_suspect", "handling_conditions"]
    assert judged.problems[0].suggestion == "2008-04-03", "the day first, never 4 March"


class Kept:
    def __init__(
        self, disposition: str = "ACCEPT", rule: str | None = None, expires_on: date | None = None, **cells: str
    ) -> None:
        self.disposition, self.rule, self.state, self.expires_on = disposition, rule, "WAITING", expires_on
        self.cells = cells


def test_nothing_is_accepted_that_a_rule_stops() -> None:
    on = date(2026, 10, 30)
    check_acceptable(Kept(expires_on=on), on)
    for stopped in (Kept("QUARANTINE", "PR-14(5)"), Kept("REJECT", "PR-14(9)"), Kept(expires_on=date(2026, 10, 29))):
        with pytest.raises(Refused):
            check_acceptable(stopped, on)
    assert Disposition("ACCEPT") is Disposition.ACCEPT


@pytest.mark.parametrize("code", ["C", " c ", "C - see conditions", ""])
@pytest.mark.parametrize("conditions", ["", "   ", FORMULA])
def test_a_row_without_its_conditions_is_the_polices_alone_however_it_stands(code: str, conditions: str) -> None:
    for disposition, rule in (
        ("QUARANTINE", "PR-14(5)"),
        ("QUARANTINE", "PR-14(1)"),
        ("QUARANTINE", "PR-14(2)"),
        ("REJECT", "PR-14(9)"),
    ):
        for state in ("WAITING", "HELD", "REJECTED"):
            row = Kept(disposition, rule, surname="FERNSBY", handling_code=code, handling_conditions=conditions)
            row.state = state
            assert is_shut(row, police=False)
            assert not is_shut(row, police=True)
    assert not is_shut(Kept(handling_code=code, handling_conditions="A3; S1"), police=False)
    assert not is_shut(Kept(handling_code="p", handling_conditions=conditions), police=False)
    assert not is_shut(Kept(), police=False), "nothing of it is kept"
