"""Rows of street-level crime become numbers; none is dropped."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from app.features.recorded_crime.domain.course import State, state_of
from app.features.recorded_crime.domain.street import NOWHERE, Spot, Tally, columns_of, difference, spot_of
from app.kernel.errors import Refused

TYPES = {"robbery": "ROBBERY", "anti-social behaviour": "ASB"}
ROW = {
    "id": "a1", "month": "2025-01", "force": "Fictional Constabulary", "lon": "-2.359000", "lat": "51.381000",
    "street": "On or near Example Row", "lsoa_code": "E01999001", "lsoa_name": "Exampleshire 001A", "type": "Robbery",
}  # fmt: skip
ON = date(2025, 2, 1)
SPOT = Spot("E01999001", "Exampleshire 001A", "On or near Example Row", -2_359_000, 51_381_000)


def tally(*rows: dict[str, str]) -> Tally:
    made = Tally(TYPES)
    for number, row in enumerate(rows):
        made.add(ROW | {"id": f"a{number}"} | row)
    return made


def test_every_row_is_in_a_number() -> None:
    made = tally(
        {},
        {"id": "a0", "type": "Anti-social behaviour"},
        {"id": "", "type": "ANTI-SOCIAL  behaviour"},
        {"id": ""},
        {"lon": "", "lat": "", "street": "No location", "lsoa_code": "", "lsoa_name": ""},
        {"type": "Something new"},
        {"type": ""},
        {"month": "January"},
        {"month": "2025-02"},
        {"force": "Another"},
        {"force": ""},
    )
    assert made.month == date(2025, 1, 1)
    assert made.facts() == {
        "rows": 11, "counted": 5, "without_location": 1, "without_id": 2, "repeated": 1, "not_understood": 5,
        "unknown_type": 1,
    }  # fmt: skip
    assert made.counts == {(SPOT, "ROBBERY"): 2, (SPOT, "ASB"): 1, (NOWHERE, "ROBBERY"): 1, (SPOT, "UNKNOWN"): 1}
    assert made.counted + made.repeated + made.not_understood == made.rows


@pytest.mark.parametrize(
    ("row", "spot"),
    [
        ({}, SPOT),
        ({"lsoa_code": "e01999001"}, SPOT),
        ({"lsoa_code": "S01000001"}, Spot("", "", SPOT.street, SPOT.lon, SPOT.lat)),
        ({"lon": "east"}, Spot(SPOT.lsoa_code, SPOT.lsoa_name, SPOT.street)),
        ({"lat": "999"}, Spot(SPOT.lsoa_code, SPOT.lsoa_name, SPOT.street)),
        ({"lon": "1e5", "lsoa_code": ""}, NOWHERE),
    ],
)
def test_a_code_or_a_point_that_is_none_is_as_good_as_none(row: dict[str, str], spot: Spot) -> None:
    assert spot_of(ROW | row) == spot


def test_a_file_is_one_month_of_one_force() -> None:
    with pytest.raises(Refused, match="at least one row"):
        Tally(TYPES).check(ON)
    with pytest.raises(Refused, match="one month and one force: 2 of 4 rows"):
        tally({}, {}, {"month": "2025-02"}, {"month": "2025-02"}).check(ON)
    tally(*[{}] * 10, {"month": ""}).check(ON)


@pytest.mark.parametrize("month", ["2025-02", "2099-12"])
def test_a_month_that_is_not_over_would_hide_every_other_and_is_refused(month: str) -> None:
    with pytest.raises(Refused, match="a month that is over"):
        tally({"month": month}).check(ON)


def test_columns_are_known_by_their_headings_in_any_order() -> None:
    headings = ["LSOA name", "Crime ID", "month", "Reported by", "Falls  within", "Longitude", "Latitude", "Location",
                "LSOA code", "CRIME TYPE", "Context"]  # fmt: skip
    found = columns_of(dict(enumerate(headings, start=1)))
    assert found[1] == "lsoa_name"
    assert found[10] == "type"
    assert 4 not in found
    with pytest.raises(Refused, match="no column “Crime ID”, “Month”"):
        columns_of(dict(enumerate(headings[3:], start=1)) | {20: "LSOA name"})


def test_the_difference_says_how_many_came_and_went() -> None:
    other = SPOT._replace(street="On or near Sample Street")
    before = {(SPOT, "ROBBERY"): 3, (SPOT, "ASB"): 2}
    after = {(SPOT, "ROBBERY"): 1, (other, "ROBBERY"): 1, (SPOT, "ASB"): 2}
    found = difference(before, after)
    assert (found.before, found.after, found.more, found.fewer, found.types) == (5, 4, 1, 2, (("ROBBERY", 3, 2),))
    assert not found.none
    assert difference(before, dict(before)).none


MOMENTS = dict.fromkeys(("failed_at", "read_at", "in_use_for", "replaced_at", "left_at"))


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, State.READING),
        ({"failed_at": 1}, State.FAILED),
        ({"read_at": 1, "in_use_for": "x"}, State.IN_USE),
        ({"read_at": 1, "same": True}, State.SAME),
        ({"read_at": 1, "replaced_at": 1}, State.REPLACED),
        ({"read_at": 1, "left_at": 1}, State.LEFT),
        ({"read_at": 1}, State.DIFFERS),
    ],
)
def test_where_a_file_stands(given: dict[str, Any], state: State) -> None:
    file: Any = SimpleNamespace(**MOMENTS | {"same": False} | given)
    assert state_of(file) is state
