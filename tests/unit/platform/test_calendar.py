"""The bank holidays built in are those that were published."""

import csv
from datetime import date
from pathlib import Path

import pytest

from app.platform.calendar import working_days

PUBLISHED = Path(__file__).resolve().parents[4] / "shared/data/calendar/england_wales_bank_holidays_2024_2026.csv"


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published list is kept outside the project")
def test_holidays_are_those_published() -> None:
    with PUBLISHED.open(encoding="utf-8") as lines:
        published = {date.fromisoformat(row["date"]) for row in csv.DictReader(lines)}
    assert {day for day in working_days().bank_holidays if 2024 <= day.year <= 2026} == published


def test_the_month_of_november_2026() -> None:
    meeting = date(2026, 11, 19)
    offsets = {
        -15: date(2026, 10, 29),
        -10: date(2026, 11, 5),
        -9: date(2026, 11, 6),
        -4: date(2026, 11, 13),
        15: date(2026, 12, 10),
    }
    assert {offset: working_days().add(meeting, offset) for offset in offsets} == offsets


def test_holidays_are_known_for_the_year_ahead() -> None:
    assert date(2027, 12, 27) in working_days().bank_holidays
