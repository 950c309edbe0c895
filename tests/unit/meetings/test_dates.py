"""When a group meets, and the days counted from a meeting."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.features.meetings.domain.dates import check_day, check_extraordinary, check_time, cycle_days
from app.kernel.errors import Refused
from app.platform.calendar import working_days

TRUTH = Path(__file__).resolve().parents[4] / "shared/data/month/truth.json"
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


@pytest.mark.skipif(not TRUTH.exists(), reason="the month is kept outside the project")
def test_the_days_of_the_month_are_those_of_the_real_one() -> None:
    truth = {code: date.fromisoformat(day) for code, day in json.loads(TRUTH.read_text())["cycle"].items()}
    assert cycle_days(date(2026, 11, 19), OFFSETS, working_days()) == truth


@pytest.mark.parametrize("starts_at", ["2pm", "14", "25:00", "14:00:00", ""])
def test_a_time_is_hours_and_minutes(starts_at: str) -> None:
    with pytest.raises(Refused) as refused:
        check_time(starts_at)
    assert refused.value.field == "starts_at"


def test_a_meeting_is_moved_to_a_working_day_of_the_coming_year() -> None:
    today = date(2026, 10, 1)
    for day in (today, date(2026, 12, 24), date(2027, 9, 30)):
        check_day(day, today, working_days())
    for day in (date(2026, 9, 30), date(2026, 12, 25), date(2026, 10, 3), date(2027, 10, 1)):
        with pytest.raises(Refused) as refused:
            check_day(day, today, working_days())
        assert refused.value.field == "held_on"


def test_an_extraordinary_meeting_is_within_two_working_days() -> None:
    friday = date(2026, 10, 30)
    check_extraordinary(date(2026, 11, 3), friday, 2, working_days())
    for day in (date(2026, 11, 4), date(2026, 10, 29)):
        with pytest.raises(Refused) as refused:
            check_extraordinary(day, friday, 2, working_days())
        assert refused.value.rule == "PR-05"
