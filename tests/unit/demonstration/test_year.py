"""The demonstration year, worked out from a seed."""

from datetime import date

import pytest

from app.features.demonstration.year.planning import plan
from app.features.demonstration.year.shapes import Runs, Year

RUNS = [Runs("A", "ONE"), Runs("B", "GROUP", parents=True), Runs("C", "OPEN"), Runs("D", "CAMPAIGN")]


def made(seed: int) -> Year:
    return plan(RUNS, begins=date(2026, 4, 1), seed=seed, persons=30, sessions=300, contacts=700)


def test_the_same_seed_gives_the_same_year_and_another_another() -> None:
    assert made(1) == made(1)
    assert made(1) != made(2)


@pytest.mark.parametrize("seed", range(5))
def test_there_is_as_much_as_was_asked_and_everybody_begins_with_a_session(seed: int) -> None:
    year = made(seed)
    assert (len(year.people), len(year.sessions)) == (30, 300)
    assert sum(met.people for one in year.sessions for met in one.met) == 700
    assert all(not (one.met and one.came) for one in year.sessions)  # PR-51: never both
    for course in year.courses:
        days = [
            one.on for one in year.sessions for came in one.came if came.course == course.number and not came.parent
        ]
        assert (min(days) if days else None) == course.started_on
    assert {course.state for course in year.courses} >= {"ACTIVE", "COMPLETED"}
