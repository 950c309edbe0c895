"""Polygons of longitude and latitude (degrees, WGS84): where a point is, fewer points for a page, a path to draw.

A `Shape` is a list of polygons, each a list of closed rings, the first the outer one; as JSON keeps it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

Point = Sequence[float]
Ring = Sequence[Point]
Shape = Sequence[Sequence[Ring]]

TOLERANCE = 0.00025
"""Degrees, some 25 metres: what a drawn boundary may be away from the real one."""
LEAST = 4
"""Points of a closed ring."""


@dataclass(frozen=True)
class Box:
    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def box_of(shapes: Iterable[Shape]) -> Box:
    """The smallest box around all of them; raises ValueError when there is no point."""
    points = [point for shape in shapes for polygon in shape for point in polygon[0]]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return Box(min(lons), min(lats), max(lons), max(lats))


def holds(shape: Shape, lon: float, lat: float) -> bool:
    """Whether a point is in the shape: within an outer ring and in none of its holes."""
    return any(
        _in_ring(polygon[0], lon, lat) and not any(_in_ring(hole, lon, lat) for hole in polygon[1:])
        for polygon in shape
    )


def _in_ring(ring: Ring, lon: float, lat: float) -> bool:
    """A line from the point to the east crosses the ring an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def simplified(shape: Shape, tolerance: float = TOLERANCE) -> list[list[list[list[float]]]]:
    """The shape with fewer points (Douglas and Peucker), rounded to a metre or so. Rings too small to see are left
    out, but never the whole shape."""
    polygons = []
    for polygon in shape:
        rings = [_fewer(ring, tolerance) for ring in polygon]
        if len(rings[0]) >= LEAST:
            polygons.append([ring for ring in rings if len(ring) >= LEAST])
    if polygons:
        return polygons
    largest = max(shape, key=lambda polygon: len(polygon[0]))
    return [[[[round(x, 5), round(y, 5)] for x, y in largest[0]]]]


def _fewer(ring: Ring, tolerance: float) -> list[list[float]]:
    """Between the first point and the one farthest from it, both ways round: a ring has no ends."""
    points = [(point[0], point[1]) for point in ring]
    x, y = points[0]
    far = max(range(len(points)), key=lambda number: hypot(points[number][0] - x, points[number][1] - y))
    keep = {0, far, len(points) - 1}
    waiting = [(0, far), (far, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        most, at = 0.0, 0
        for number in range(first + 1, last):
            away = _distance(points[number], points[first], points[last])
            if away > most:
                most, at = away, number
        if most > tolerance:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    kept = [[round(points[number][0], 5), round(points[number][1], 5)] for number in sorted(keep)]
    return kept if len(kept) >= LEAST else []


def _distance(point: Point, start: Point, end: Point) -> float:
    """Of a point from the line between two others, in degrees."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    if length == 0:
        return hypot(point[0] - start[0], point[1] - start[1])
    along = max(0.0, min(1.0, ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length))
    return hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)


def middle(shape: Shape) -> tuple[float, float]:
    """The centre of mass of its largest polygon: where its name or a mark can stand."""
    ring = max((polygon[0] for polygon in shape), key=lambda one: abs(_doubled_area(one)))
    x0, y0 = ring[0]
    near = [(x - x0, y - y0) for x, y in ring]  # small numbers keep their digits
    area = _doubled_area(near)
    if area == 0:
        return x0, y0
    lon = lat = 0.0
    for (x1, y1), (x2, y2) in pairwise(near):
        part = x1 * y2 - x2 * y1
        lon, lat = lon + (x1 + x2) * part, lat + (y1 + y2) * part
    return x0 + lon / (3 * area), y0 + lat / (3 * area)


def _doubled_area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


@dataclass(frozen=True)
class Sheet:
    """A drawing `width` units wide on which a box of degrees fits, north up."""

    box: Box
    width: int

    @property
    def squeeze(self) -> float:
        """How much shorter a degree of longitude is here than one of latitude."""
        return cos(radians((self.box.south + self.box.north) / 2))

    @property
    def scale(self) -> float:
        return self.width / ((self.box.east - self.box.west) * self.squeeze or 1)

    @property
    def height(self) -> int:
        return max(1, round((self.box.north - self.box.south) * self.scale))

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point is on the drawing, from its top left."""
        x = (lon - self.box.west) * self.squeeze * self.scale
        return round(x, 1), round((self.box.north - lat) * self.scale, 1)

    def path(self, shape: Shape) -> str:
        """The `d` of an SVG path."""
        rings = (ring for polygon in shape for ring in polygon)
        return "".join("M" + "L".join("{} {}".format(*self.place(x, y)) for x, y in ring[:-1]) + "Z" for ring in rings)
