"""When a group meets, and the days counted from a meeting."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.features.meetings.domain.dates import check_extraordinary, check_series, cycle_days, series_days
from app.kernel.errors import Refused
from app.platform.calendar import working_days

TRUTH = Path(__file__).resolve().parents[4] / "shared/data/month/truth.json"
THURSDAY = 3
OFFSETS = {
    "OPEN": -15,
    "IMPORT": -12,
    "CUTOFF": -10,
    "TRIAGE": -9,
    "RESEARCH_OUT": -8,
    "RESEARCH_DUE": -4,
    "PACK": -3,
    "MEETING": 0,
    "URGENT_OUT": 1,
    "DRAFT_MIN": 3,
    "MIN_OUT": 5,
    "CORRECT": 8,
    "CHASE_1": 10,
    "ASSURE_DUE": 13,
    "CHASE_2": 15,
}


def test_the_third_thursday_a_year_ahead() -> None:
    days = series_days(THURSDAY, 3, date(2026, 10, 1), 12, working_days())
    assert days[:3] == [date(2026, 10, 15), date(2026, 11, 19), date(2026, 12, 17)]
    assert len(days) == 12
    assert days[-1] == date(2027, 9, 16)


def test_a_day_already_gone_is_left_out() -> None:
    assert series_days(THURSDAY, 3, date(2026, 11, 20), 1, working_days()) == [date(2026, 12, 17)]


def test_a_bank_holiday_moves_the_meeting_to_the_next_working_day() -> None:
    first_monday = series_days(0, 1, date(2026, 5, 1), 1, working_days())
    assert first_monday == [date(2026, 5, 5)]
    easter = series_days(4, 3, date(2025, 4, 1), 1, working_days())
    assert easter == [date(2025, 4, 22)], "Good Friday, then Easter Monday"


def test_months_without_the_day_do_not_break_the_year() -> None:
    days = series_days(THURSDAY, 4, date(2026, 8, 31), 6, working_days())
    assert days[0] == date(2026, 9, 24)
    assert days[-1] == date(2027, 2, 25)


@pytest.mark.skipif(not TRUTH.exists(), reason="the month is kept outside the project")
def test_the_days_of_the_month_are_those_of_the_real_one() -> None:
    truth = {code: date.fromisoformat(day) for code, day in json.loads(TRUTH.read_text())["cycle"].items()}
    assert cycle_days(date(2026, 11, 19), OFFSETS, working_days()) == truth


@pytest.mark.parametrize(
    ("weekday", "week", "starts_at", "field"),
    [
        (5, 3, "14:00", "weekday"),
        (3, 5, "14:00", "week_of_month"),
        (3, 0, "14:00", "week_of_month"),
        (3, 3, "2pm", "starts_at"),
    ],
)
def test_a_series_that_some_months_cannot_have_is_refused(weekday: int, week: int, starts_at: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_series(weekday, week, starts_at)
    assert refused.value.field == field


def test_an_extraordinary_meeting_is_within_two_working_days() -> None:
    friday = date(2026, 10, 30)
    check_extraordinary(date(2026, 11, 3), friday, 2, working_days())
    for day in (date(2026, 11, 4), date(2026, 10, 29)):
        with pytest.raises(Refused) as refused:
            check_extraordinary(day, friday, 2, working_days())
        assert refused.value.rule == "PR-05"
