"""Hours of the week, trends, priority, powers and rounds."""

from dataclasses import dataclass
from datetime import date, time
from types import SimpleNamespace
from typing import Any

import pytest

from app.features.places.domain import grid as grids
from app.features.places.domain import powers, priority, rounds, trend
from app.features.places.domain.grid import Band
from app.features.places.domain.powers import Status
from app.features.places.domain.rounds import Step
from app.features.places.domain.trend import Direction
from app.features.subjects.plotting import is_kept_to_ward
from app.kernel.errors import Refused

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Happened:
    on: date
    at: time | None = None
    type: str = "ABH"


def test_incidents_are_counted_by_weekday_and_hour() -> None:
    monday = date(2026, 11, 16)
    grid, without = grids.counted(
        [
            Happened(monday, time(15, 59)),
            Happened(monday, time(15)),
            Happened(date(2026, 11, 15), time(23)),
            Happened(monday),
        ]
    )
    assert (grid[0][15], grid[6][23], grids.total(grid), without) == (2, 1, 3, 1)
    assert grids.busiest(grid) == [("Monday", 15, 2), ("Sunday", 23, 1)]
    assert grids.shades(grid)[0][15] == 4
    assert grids.shades(grid)[6][23] == 2
    assert grids.shades(grids.empty()) == grids.empty()
    assert grids.by_season([Happened(monday), Happened(TODAY)], {TODAY: True}) == (1, 1)


def test_bands_may_pass_midnight_and_overlap() -> None:
    night, early = Band("NTE", "Night", 22, 5), Band("EARLY", "Early", 0, 5)
    assert [hour for hour in grids.HOURS if night.has(hour)] == [0, 1, 2, 3, 4, 5, 22, 23]
    grid = grids.empty()
    grid[5][23] = grid[6][1] = 2
    assert grids.by_band(grid, [night, early]) == [(night, 4), (early, 2)]


@pytest.mark.parametrize(
    ("day", "months", "was"),
    [
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (TODAY, 12, date(2025, 11, 22)),
    ],
)
def test_months_back(day: date, months: int, was: date) -> None:
    assert trend.months_back(day, months) == was


def test_three_months_beside_the_three_before_and_the_same_a_year_before() -> None:
    spans = trend.windows(TODAY)
    assert spans.now == (date(2026, 8, 23), TODAY)
    assert spans.before == (date(2026, 5, 23), date(2026, 8, 22))
    assert spans.year_before == (date(2025, 8, 23), date(2025, 11, 22))
    assert spans.first == date(2025, 8, 23)
    days = [spans.now[0]] * 6 + [spans.before[1]] * 3 + [spans.year_before[0]] * 6 + [date(2025, 8, 22)]
    assert trend.of_days(days, TODAY, 10) == trend.Trend(6, 3, 6, Direction.UP, Direction.STEADY)


@pytest.mark.parametrize(
    ("now", "before", "way"),
    [
        (4, 4, Direction.TOO_FEW), (5, None, Direction.TOO_FEW), (11, 10, Direction.STEADY), (12, 10, Direction.UP),
        (9, 10, Direction.STEADY), (8, 10, Direction.DOWN), (5, 0, Direction.UP), (0, 5, Direction.DOWN),
    ],
)  # fmt: skip
def test_small_numbers_have_no_direction(now: int, before: int | None, way: Direction) -> None:
    assert trend.direction(now, before, 10) is way


def test_a_span_with_a_missing_month_is_not_known() -> None:
    months = [date(2026, number, 1) for number in range(4, 10)]
    counts = dict.fromkeys(months, 10) | {months[-1]: 40}
    found = trend.of_months(counts, months, 10)
    assert found == (months[-1], trend.Trend(60, 30, None, Direction.UP, Direction.TOO_FEW))
    assert trend.of_months(counts, [months[0], months[5]], 10) is None
    assert trend.of_months({}, [], 10) is None


def test_priority_adds_weight_times_recency_and_shows_its_parts() -> None:
    """3.3: Σ harm weight(type) × count in 12 months × recency."""
    happened = [
        Happened(date(2026, 11, 1), type="ROB_P"), Happened(date(2026, 7, 1), type="ROB_P"),
        Happened(date(2026, 1, 1), type="ABH"), Happened(date(2025, 11, 22), type="ABH"), Happened(TODAY, type="NEW"),
    ]  # fmt: skip
    recency = [(3, 1.0), (6, 0.8), (12, 0.6)]
    made = priority.parts(happened, {"ROB_P": 365, "ABH": 60}, recency, TODAY)
    assert [(part.type, part.number, part.weight, part.sum) for part in made] == [
        ("ROB_P", 2, 365, pytest.approx(657)), ("ABH", 1, 60, pytest.approx(36)), ("NEW", 1, None, 0),
    ]  # fmt: skip


def test_ranks_are_shared_by_equals_and_nothing_has_none() -> None:
    assert priority.ranks({"a": 5.0, "b": 9.0, "c": 5.0, "d": 0.0}) == {"a": 2, "b": 1, "c": 2, "d": None}


@pytest.mark.parametrize(
    ("present", "children"),
    [
        ({}, None), ({"10-14": ""}, None), ({"10-14": "many"}, True), ({"0-9": 0, "15-17": 3}, True),
        ({"18-24": "few"}, False), ({"15-17": 0}, False), ({"15-17": "None "}, False),
    ],
)  # fmt: skip
def test_under_18s_are_there_when_somebody_said_so(present: dict[str, object], children: bool | None) -> None:
    assert priority.children_there(present) is children


def test_the_guardianship_gap_is_what_is_missing() -> None:
    assert priority.gap([], None, {}).points == 3
    assert priority.gap(["Ranger"], 4, {"lighting": 2, "cctv": 2}).points == 0
    found = priority.gap(["Ranger"], 4, {"lighting": 1, "cctv": 2})
    assert found.words == ["the place itself is poor, or nobody has looked"]


@pytest.mark.parametrize(
    ("domestic", "concerns", "kept"),
    [(True, [], True), (False, ["DA_SER"], True), (False, ["ABH"], False), (True, ["ABH"], True)],
)
def test_homes_and_domestic_abuse_are_kept_to_their_ward(domestic: bool, concerns: list[str], kept: bool) -> None:
    """PR-12"""
    assert is_kept_to_ward(home=domestic, concerns=concerns) is kept


@pytest.mark.parametrize(
    ("starts", "ends", "ended", "status"),
    [
        (date(2026, 11, 23), None, None, Status.COMING),
        (TODAY, None, None, Status.IN_FORCE),
        (TODAY, date(2026, 12, 7), None, Status.IN_FORCE),
        (TODAY, date(2026, 12, 6), None, Status.ENDS_SOON),
        (TODAY, TODAY, None, Status.ENDS_SOON),
        (date(2026, 1, 1), date(2026, 11, 21), None, Status.ENDED),
        (date(2026, 1, 1), date(2026, 12, 31), date(2026, 11, 1), Status.ENDED),
    ],
)
def test_where_a_power_stands(starts: date, ends: date | None, ended: date | None, status: Status) -> None:
    power: Any = SimpleNamespace(starts_on=starts, ends_on=ends, ended_on=ended)
    assert powers.status_of(power, TODAY, 14) is status


def test_steps_of_a_round_come_in_order_and_not_before_each_other() -> None:
    one: Any = SimpleNamespace(scanned_on=date(2026, 11, 1), analysed_on=None, responded_on=None, assessed_on=None)
    assert rounds.next_step(one) is Step.ANALYSE
    for day in (date(2026, 10, 31), date(2026, 11, 23)):
        with pytest.raises(Refused):
            rounds.check_day(one, Step.ANALYSE, day, TODAY)
    rounds.check_day(one, Step.ANALYSE, date(2026, 11, 1), TODAY)
    one.analysed_on = one.responded_on = TODAY
    assert rounds.next_step(one) is Step.ASSESS
    one.assessed_on = TODAY
    assert rounds.next_step(one) is None


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [(10, 4, "60% fewer"), (4, 10, "150% more"), (3, 3, "as before"), (0, 2, "2 more than none")],
)
def test_a_measure_says_what_changed(before: int, after: int, words: str) -> None:
    assert rounds.change(before, after) == words
