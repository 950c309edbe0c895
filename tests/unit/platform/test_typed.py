"""Dates, statuses and texts as people type them."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.platform.workbook.reading import NoValue
from app.platform.workbook.typed import Unclear, is_blank, read_choice, read_day, read_text

DAY = date(2026, 3, 12)


def moment(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - cells have no zone


STATUSES = {
    "Done": "DONE",
    "Done, confirmed": "DONE_VERIFIED",
    "In progress": "IN_PROGRESS",
    "Not done": "NOT_DONE_REASON",
}


@pytest.mark.parametrize(
    "typed",
    [
        "12/3/26", "12/03/2026", "12-3-26", "12.3.26", "12 3 26", "12 / 3 / 2026", "12/03/2026 00:00",
        "12/3/26 9:30 am",
        "12 March 2026", "12 march 26", "12 MAR 2026", "12-Mar-26", "12-March-2026", "12.Mar.26", "12Mar26",
        "12th March 2026", "12th of March 2026", "12 March, 2026", "12 Mar. 2026", "12 Mar '26", "12 Mar ’26",
        "Thu 12 March 2026", "Thursday 12 March 2026", "Thursday, 12 March 2026", "Thurs 12/3/26",
        "March 12, 2026", "March 12 2026", "Mar 12th, 2026",
        "2026-03-12", "2026-3-12", "2026/03/12", "2026.03.12", "2026-03-12T09:30:00", "2026-03-12 09:30",
        " 12/3/26 ", "12\u00a0March\u00a02026", "\u200e12/3/26", "'12/3/26", "１２/３/２６",
        "46093", 46093, 46093.4, moment(2026, 3, 12), moment(2026, 3, 12, 23, 59),
    ],
)  # fmt: skip
def test_a_day_in_every_way_people_type_it(typed: Any) -> None:
    assert read_day(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1/2/26", date(2026, 2, 1)), ("01/12/2026", date(2026, 12, 1)), ("29/2/2028", date(2028, 2, 29)),
        ("5 Sept 26", date(2026, 9, 5)), ("31 Dec 2099", date(2099, 12, 31)), (36526, date(2000, 1, 1)),
    ],
)  # fmt: skip
def test_the_day_comes_before_the_month(typed: Any, day: date) -> None:
    assert read_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("3/25/26", "day first"), ("31/2/26", "day first"), ("29/2/2027", "day first"), ("0/3/26", "day first"),
        ("12/3", "such as"), ("12 March", "such as"), ("March 2026", "such as"), ("2026", "such as"),
        ("yesterday", "such as"), ("tbc", "such as"), ("?", "such as"), ("12/03-2026", "such as"),
        ("12/3/026", "such as"),
        ("12 Smarch 2026", "such as"), ("1 2", "such as"), ("12 March 2026 or so", "such as"), ("x" * 5_000, "such as"),
        (20260312, "such as"), (0, "such as"), (-5, "such as"), (1e12, "such as"), (True, "such as"),
        ("12 March 1926", "year between"), ("1/1/3026", "year between"), (1, "year between"),
        (NoValue.FORMULA, "formula"), (NoValue.ERROR, "mistake"),
    ],
)  # fmt: skip
def test_what_could_mean_anything_is_refused(typed: Any, says: str) -> None:
    with pytest.raises(Unclear) as refused:
        read_day(typed)
    assert says in refused.value.message


@given(some.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_reads_as_itself(day: date) -> None:
    for typed in (
        f"{day.day}/{day.month}/{day.year}", f"{day:%d.%m.%Y}", f"{day.day} {day:%B %Y}", f"{day:%d-%b-%y}",
        day.isoformat(), f"{day:%A} {day.day} {day:%b %Y}", (day - date(1899, 12, 30)).days,
    ):  # fmt: skip
        assert read_day(typed) == day


@given(some.text(max_size=60))
def test_whatever_else_is_typed_is_a_day_or_refused(typed: str) -> None:
    with suppress(Unclear):
        assert 2000 <= read_day(typed).year <= 2099


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Done", "DONE"), ("done", "DONE"), (" DONE ", "DONE"), ("In Progress", "IN_PROGRESS"),
        ("in_progress", "IN_PROGRESS"), ("IN-PROGRESS", "IN_PROGRESS"), ("in\u00a0progress", "IN_PROGRESS"),
        ("done confirmed", "DONE_VERIFIED"), ("Done, confirmed", "DONE_VERIFIED"), ("DONE_VERIFIED", "DONE_VERIFIED"),
        ("not done", "NOT_DONE_REASON"), ("NOT_DONE_REASON", "NOT_DONE_REASON"), ("Not done.", "NOT_DONE_REASON"),
    ],
)  # fmt: skip
def test_a_status_by_its_words_or_its_code(typed: str, code: str) -> None:
    assert read_choice(typed, STATUSES, "a status") == code


@pytest.mark.parametrize(
    "typed", ["Overdue", "finished", "", "x" * 1_000, 4, True, moment(2026, 3, 12), NoValue.FORMULA]
)
def test_no_other_status(typed: Any) -> None:
    with pytest.raises(Unclear):
        read_choice(typed, STATUSES, "a status")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (" He came\nand stayed ", "He came\nand stayed"), (2291, "2291"), (2.5, "2.5"), (True, "Yes"), ("=1+1", "=1+1"),
        (moment(2026, 3, 12), "12 March 2026"), (moment(2026, 3, 12, 9, 30), "12 March 2026, 09:30"),
    ],
)  # fmt: skip
def test_texts_stay_texts(typed: Any, text: str) -> None:
    assert read_text(typed) == text


def test_texts_have_an_end() -> None:
    assert read_text("x" * 20_000) == "x" * 20_000
    for wrong in ("x" * 20_001, NoValue.FORMULA, NoValue.ERROR):
        with pytest.raises(Unclear):
            read_text(wrong)


def test_a_cell_of_spaces_is_blank() -> None:
    assert all(is_blank(cell) for cell in (None, "", " \u00a0\n", "\u200b", "'"))
    assert not any(is_blank(cell) for cell in (0, False, "x", NoValue.FORMULA))
