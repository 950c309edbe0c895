"""What changed, in words, for one and over many; and that nothing says more than it may."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.outcomes.domain.change import (
    ASSOCIATED,
    WORDS,
    Direction,
    Reading,
    Scored,
    change,
    count,
)
from app.features.outcomes.domain.picture import BOTTOM, COLUMNS, TOP, picture
from app.features.outcomes.domain.points import Point
from app.features.outcomes.domain.tools import Expected, Tool
from config import REPOSITORY

UP = Tool("UP", "Up", "", ("O4",), 0, 40, threshold=5)
DOWN = Tool("DOWN", "Down", "", ("O4",), 0, 40, better="DOWN")
SCORES = st.integers(0, 40).map(float)


def self_said(score: float | None) -> Reading:
    return Reading(score, "SELF")


@pytest.mark.parametrize(
    ("tool", "first", "later", "direction"),
    [
        (UP, 10, 15, Direction.BETTER),
        (UP, 10, 14, Direction.SAME),
        (UP, 15, 10, Direction.WORSE),
        (DOWN, 10, 9, Direction.BETTER),
        (DOWN, 10, 11, Direction.WORSE),
        (DOWN, 10, 10, Direction.SAME),
    ],
)
def test_the_direction_is_the_tools_own(tool: Tool, first: float, later: float, direction: Direction) -> None:
    assert change(tool, self_said(first), self_said(later)).direction is direction


def test_where_it_is_not_known_how_much_counts_that_is_said() -> None:
    assert "not known" in change(DOWN, self_said(10), self_said(9)).why
    assert change(UP, self_said(10), self_said(20)).why == ""


@pytest.mark.parametrize(
    "pair", [(None, self_said(3)), (self_said(None), self_said(3)), (self_said(3), Reading(3, "PARENT"))]
)
def test_what_cannot_be_compared_is_not(pair: tuple[Reading | None, Reading]) -> None:
    found = change(UP, *pair)
    assert (found.direction, found.by) == (Direction.NOT_COMPARED, None)
    assert found.why


@given(first=SCORES, later=SCORES, tool=st.sampled_from([UP, DOWN]))
def test_there_and_back_again_are_opposite(first: float, later: float, tool: Tool) -> None:
    opposite = {Direction.BETTER: Direction.WORSE, Direction.WORSE: Direction.BETTER, Direction.SAME: Direction.SAME}
    there = change(tool, self_said(first), self_said(later))
    back = change(tool, self_said(later), self_said(first))
    assert opposite[there.direction] is back.direction
    assert there.by is not None
    assert there.by == -(back.by or 0)


@given(people=st.lists(st.tuples(SCORES | st.none(), SCORES | st.none()), max_size=30))
def test_over_many_everybody_is_counted_once(people: list[tuple[float | None, float | None]]) -> None:
    of = Expected("O4", "DOWN")
    rows = [
        Scored(str(number), of, point, self_said(score))
        for number, pair in enumerate(people)
        for point, score in zip((Point.BASELINE, Point.EXIT), pair, strict=True)
    ]
    found = count(rows, {"DOWN": DOWN}, later=Point.EXIT, smallest=5)
    assert len(found) == bool(people)
    for one in found:
        both = [later - first for first, later in people if first is not None and later is not None]
        assert one.started == sum(first is not None for first, _later in people)
        assert one.later == sum(later is not None for _first, later in people)
        assert one.both == one.better + one.same + one.worse == len(both)
        assert one.better == sum(difference < 0 for difference in both)
        assert (one.mean is None) == (len(both) < 5)
        if one.mean is not None:
            assert one.mean == pytest.approx(sum(both) / len(both))


@given(score=SCORES)
def test_better_is_always_further_up_in_the_picture(score: float) -> None:
    (up,) = picture(UP, {Point.EXIT: score}).dots
    (down,) = picture(DOWN, {Point.EXIT: score}).dots
    assert up.x == COLUMNS[Point.EXIT]
    assert TOP <= up.y <= BOTTOM
    assert abs((up.y - TOP) - (BOTTOM - down.y)) <= 1


def test_a_change_is_associated_with_an_intervention_and_never_more() -> None:
    """6.4: in every template and every word of the room."""
    room = REPOSITORY / "app/features/outcomes"
    said = r"\bcaus(e|ed|es|ing)\b|because of the|led to|resulted in|thanks to|as a result|impact of"
    more = re.compile(said, re.IGNORECASE)
    files: list[Path] = [*room.rglob("*.html"), *room.rglob("*.py"), FILE]
    assert len(files) > 20
    assert not [f"{file.name}: {found[0]}" for file in files for found in [more.search(file.read_text())] if found]
    assert "associated with" in ASSOCIATED
    shows = [
        file
        for file in room.rglob("*.html")
        if re.search(r"change\.words|row\.better|row\.findings or", file.read_text())
    ]
    assert {file.name for file in shows} == {"changes.html", "panel.html", "over.html", "evaluation.html"}
    assert all("{{ associated }}" in file.read_text() for file in shows)
    assert set(WORDS) == set(Direction)


FILE = REPOSITORY / "app/features/partnership/reference/outcomes.csv"
