"""Points in polygons, fewer points, and drawings."""

from math import cos, pi, sin

import pytest

from app.features.geography.domain.shapes import Box, Sheet, box_of, holds, middle, simplified

OUTER = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]]
HOLE = [[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0], [1.0, 1.0]]
ISLAND = [[9.0, 9.0], [10.0, 9.0], [10.0, 10.0], [9.0, 9.0]]
SHAPE = [[OUTER, HOLE], [ISLAND]]


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [
        (3, 3, True),
        (1.5, 1.5, False),
        (9.9, 9.5, True),
        (9.1, 9.9, False),
        (5, 1, False),
        (-1, 2, False),
        (2, 5, False),
    ],
)
def test_a_point_is_in_an_outer_ring_and_in_no_hole(lon: float, lat: float, inside: bool) -> None:
    assert holds(SHAPE, lon, lat) is inside
    assert box_of([SHAPE]) == Box(0, 0, 10, 10)
    assert box_of([SHAPE]).holds(lon, lat) or not inside


def test_fewer_points_stay_near_the_line() -> None:
    circle = [[cos(n * pi / 180), sin(n * pi / 180)] for n in range(360)]
    ((ring,),) = simplified([[[*circle, circle[0]]]], 0.01)
    assert ring[0] == ring[-1]
    assert 12 < len(ring) < 60
    assert all(abs(x * x + y * y - 1) < 0.0001 for x, y in ring)
    assert holds([[ring]], 0.95, 0)


def test_what_is_too_small_to_see_is_left_out_but_never_the_whole() -> None:
    tiny = [[8.0, 8.0], [8.0001, 8.0], [8.0, 8.0001], [8.0, 8.0]]
    assert simplified([[OUTER], [tiny]], 0.01) == [[OUTER]]
    assert simplified([[tiny]], 0.01) == [[tiny]]


def test_a_name_stands_in_the_middle_of_the_largest_part() -> None:
    assert middle([[OUTER], [ISLAND]]) == pytest.approx((2, 2))
    assert middle([[[[5.0, 5.0]] * 4]]) == (5, 5)


def test_a_drawing_has_north_at_the_top_and_keeps_its_proportions() -> None:
    sheet = Sheet(Box(-2.7, 51.0, -2.3, 51.4), 400)
    assert sheet.place(-2.7, 51.4) == (0, 0)
    assert sheet.place(-2.3, 51.0) == pytest.approx((400, sheet.height), abs=0.5)
    assert sheet.height == pytest.approx(400 / cos(51.2 * pi / 180), abs=1)
    assert sheet.path([[[[-2.7, 51.4], [-2.3, 51.4], [-2.3, 51.4], [-2.7, 51.4]]]]) == "M0.0 0.0L400.0 0.0L400.0 0.0Z"
