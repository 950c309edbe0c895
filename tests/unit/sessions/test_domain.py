"""Rules of sessions, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.sessions.domain import attending, planning
from app.features.sessions.domain.attending import ATTENDED
from app.features.sessions.domain.dosage import Dosage, Part, band, dosage
from app.kernel.errors import Refused

MONDAY = date(2026, 12, 14)
CODES = ("P", "L", "PP", "V", "OUT", "WNB", "DNA", "CXP", "CXS", "EXC", "NA_CUST", "NA_MISS", "UNSAFE")
BANDS = ((0, "U25"), (25, "B25"), (50, "B50"), (80, "B80"))
PARTS = st.lists(
    st.builds(
        lambda planned, share, code, recorded, cancelled: Part(
            planned, planned * share // 100 if recorded else None, code if recorded else None, cancelled
        ),
        st.integers(1, 600),
        st.integers(0, 100),
        st.sampled_from(CODES),
        st.booleans(),
        st.booleans(),
    ),
    max_size=40,
)


@given(PARTS, st.integers(0, 40))
def test_the_parts_of_a_dosage_add_up_to_the_whole(parts: list[Part], at: int) -> None:
    assert dosage(parts[:at]) + dosage(parts[at:]) == dosage(parts)


@given(PARTS, st.randoms())
def test_the_order_of_sessions_does_not_matter(parts: list[Part], chance: object) -> None:
    mixed = list(parts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert dosage(mixed) == dosage(parts)


@given(PARTS)
def test_a_dosage_is_never_below_nothing_nor_above_what_was_planned(parts: list[Part]) -> None:
    found = dosage(parts)
    assert 0 <= found.delivered <= found.planned
    assert 0 <= found.attended <= found.offered
    assert found.percent is None if found.planned == 0 else 0 <= (found.percent or 0) <= 100


@given(PARTS)
def test_a_session_called_off_beforehand_never_counts(parts: list[Part]) -> None:
    assert dosage(parts) == dosage([part for part in parts if not part.cancelled])


@given(PARTS)
def test_only_who_came_had_something_delivered(parts: list[Part]) -> None:
    away = [part for part in parts if part.code not in ATTENDED]
    assert dosage(away).delivered == 0


def test_what_is_not_recorded_yet_is_counted_apart() -> None:
    assert dosage([Part(60, None, None), Part(60, 60, "P")]) == Dosage(1, 1, 60, 60, 1)


@pytest.mark.parametrize(
    ("percent", "code"),
    [
        (None, None),
        (0, "U25"),
        (24, "U25"),
        (25, "B25"),
        (49, "B25"),
        (50, "B50"),
        (79, "B50"),
        (80, "B80"),
        (100, "B80"),
    ],
)
def test_bands_of_exposure(percent: int | None, code: str | None) -> None:
    assert band(percent, BANDS) == code


def test_a_child_is_not_brought_and_an_adult_does_not_attend() -> None:
    assert "WNB" in attending.choices_for(list(CODES), adult=False)
    assert "DNA" not in attending.choices_for(list(CODES), adult=False)
    assert "DNA" in attending.choices_for(list(CODES), adult=True)
    assert "WNB" not in attending.choices_for(list(CODES), adult=True)
    with pytest.raises(Refused, match="was not brought"):
        attending.check_code("DNA", adult=False)
    with pytest.raises(Refused, match="did not attend"):
        attending.check_code("WNB", adult=True)
    with pytest.raises(Refused, match="did not happen"):
        attending.check_code("UNSAFE", adult=False)


def test_minutes_are_asked_of_who_came_for_less_than_the_whole() -> None:
    assert attending.delivered("P", None, 60) == 60
    assert attending.delivered("PP", 25, 60) == 25
    assert attending.delivered("WNB", 40, 60) == 0
    for minutes in (None, 0, 61):
        with pytest.raises(Refused, match="from 1 to 60"):
            attending.delivered("L", minutes, 60)


def test_whose_reason_it_was() -> None:
    assert attending.whose_reason("P", "PERSON") is None
    assert attending.whose_reason("CXP", None) == "PERSON"
    assert attending.whose_reason("WNB", None) == "NOT_KNOWN"
    assert attending.whose_reason("WNB", "SERVICE") == "SERVICE"


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 60), st.sets(st.integers(0, 6), min_size=1))
def test_a_series_has_as_many_sessions_as_were_asked_for(first: date, times: int, weekdays: set[int]) -> None:
    for rhythm in (planning.WEEKLY, planning.FORTNIGHTLY, planning.DAYS):
        held = planning.series_dates(first, rhythm, times, weekdays=weekdays).held
        assert len(held) == times
        assert list(held) == sorted(set(held))
        assert held[0] >= first
        if rhythm == planning.DAYS:
            assert {day.weekday() for day in held} <= weekdays


def test_a_series_leaves_bank_holidays_out_and_goes_on() -> None:
    holidays = {date(2026, 12, 28), date(2026, 12, 25)}
    found = planning.series_dates(MONDAY, planning.WEEKLY, 3, holidays=holidays)
    assert found.held == (MONDAY, date(2026, 12, 21), date(2027, 1, 4))
    assert found.left_out == (date(2026, 12, 28),)
    assert len(planning.series_dates(MONDAY, planning.WEEKLY, 3).held) == 3


@pytest.mark.parametrize(
    ("times", "weekdays", "field"), [(0, {1}, "times"), (61, {1}, "times"), (3, set(), "weekdays")]
)
def test_a_series_says_what_is_missing(times: int, weekdays: set[int], field: str) -> None:
    with pytest.raises(Refused) as refused:
        planning.series_dates(MONDAY, planning.DAYS, times, weekdays=weekdays)
    assert refused.value.field == field


@pytest.mark.parametrize(("typed", "read"), [("16:30", "16:30"), ("9:05", "09:05"), (" 16.30 ", "16:30")])
def test_a_time_is_read(typed: str, read: str) -> None:
    assert planning.read_time(typed) == read


@pytest.mark.parametrize("typed", ["", None, "25:00", "16:3", "half past", "16:61", "٣:٣٠"])
def test_what_is_no_time_is_refused(typed: str | None) -> None:
    with pytest.raises(Refused, match="Enter a time"):
        planning.read_time(typed)


def test_who_may_be_asked_to_what() -> None:
    child, mother, other = ("a", None), ("a", "m"), ("b", None)
    planning.check_people("ONE", [child, mother], parallel=False)
    planning.check_people("GROUP", [child, mother, other], parallel=True)
    planning.check_people("DETACHED", [], parallel=False)
    for mode, people, parallel in (
        ("ONE", [child, other], False),
        ("FAMILY", [child, other], False),
        ("GROUP", [], False),
        ("CLASS", [child], False),
        ("FAMILY", [child, mother], True),
        ("GROUP", [child, other], True),
    ):
        with pytest.raises(Refused):
            planning.check_people(mode, people, parallel=parallel)
