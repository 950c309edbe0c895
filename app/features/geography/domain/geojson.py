"""Reading boundaries from a GeoJSON file (RFC 7946) of which nobody knows who made it. Raises Refused at `file`."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from app.kernel.errors import Refused

MOST_BYTES = 60 * 1024 * 1024
MOST_FEATURES = 40_000
MOST_POINTS = 3_000_000
LONGEST = 120
CODE = re.compile(r"(wd|lsoa)\d\dcd", re.IGNORECASE)
NAME = re.compile(r"(wd|lsoa)\d\dnm", re.IGNORECASE)
CODE_NAMES, NAME_NAMES = ("code", "gss_code", "ward_code"), ("name", "ward", "ward_name", "lsoa")
DIGITS = 6


@dataclass(frozen=True)
class Feature:
    """`shape` is a list of polygons of rings of [longitude, latitude]."""

    code: str
    name: str
    shape: list[list[list[list[float]]]]


def read(data: bytes, *, code_field: str | None = None, name_field: str | None = None) -> list[Feature]:
    """The features of a file, by code. Where no property is a code, the name is: the fields may be named."""
    collection = _parsed(data)
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise _no("Choose a GeoJSON file that is a FeatureCollection")
    listed = collection.get("features")
    if not isinstance(listed, list) or not listed:
        raise _no("Choose a file with at least one boundary")
    if len(listed) > MOST_FEATURES:
        raise _no(f"Choose a file with at most {MOST_FEATURES:,} boundaries")
    found: dict[str, Feature] = {}
    left = MOST_POINTS
    for number, one in enumerate(listed, start=1):
        feature = _feature(one, number, code_field, name_field)
        if feature.code in found:
            raise _no(f"Check boundary {number}: the code or name of another boundary stands there again")
        left -= sum(len(ring) for polygon in feature.shape for ring in polygon)
        if left < 0:
            raise _no(f"Choose a simplified file: this one has more than {MOST_POINTS:,} points")
        found[feature.code] = feature
    return [found[code] for code in sorted(found)]


def _parsed(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise _no(f"Choose a file smaller than {MOST_BYTES // 1024 // 1024} MB")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_not_a_number)
    except (UnicodeDecodeError, ValueError) as problem:
        raise _no("Choose a GeoJSON file: this is not readable as one") from problem
    except RecursionError as problem:
        raise _no("Choose another file: things lie too deep within each other in this one") from problem


def _not_a_number(word: str) -> Any:
    raise ValueError(word)


def _feature(one: Any, number: int, code_field: str | None, name_field: str | None) -> Feature:
    if not isinstance(one, dict) or one.get("type") != "Feature":
        raise _no(f"Check boundary {number}: it is not a Feature")
    properties, geometry = one.get("properties"), one.get("geometry")
    if not isinstance(properties, dict):
        raise _no(f"Check boundary {number}: it has no properties, so no name")
    name = _text(_property(properties, name_field, NAME, NAME_NAMES), number)
    code = _text(_property(properties, code_field, CODE, CODE_NAMES), number) or name
    if not code:
        raise _no(f"Check boundary {number}: it has no name and no code that are known. Say which properties they are")
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise _no(f"Check boundary {number}: it is neither a Polygon nor a MultiPolygon")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return Feature(code, name or code, [_polygon(polygon, number) for polygon in _listed(polygons, number)])


def _property(properties: Mapping[str, Any], named: str | None, pattern: re.Pattern[str], usual: Iterable[str]) -> Any:
    if named:
        return properties.get(named)
    folded = {key.casefold(): value for key, value in properties.items()}
    known = next((value for key, value in folded.items() if pattern.fullmatch(key)), None)
    return known if known is not None else next((folded[key] for key in usual if folded.get(key)), None)


def _text(value: Any, number: int) -> str:
    if value is None:
        return ""
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not text or len(text) > LONGEST or not text.isprintable():
        raise _no(f"Check boundary {number}: its name or code is not plain text of at most {LONGEST} characters")
    return text


def _polygon(polygon: Any, number: int) -> list[list[list[float]]]:
    return [_ring(ring, number) for ring in _listed(polygon, number)]


def _ring(ring: Any, number: int) -> list[list[float]]:
    points = [_point(point, number) for point in _listed(ring, number)]
    if len(points) < 4 or points[0] != points[-1]:
        raise _no(f"Check boundary {number}: a ring is not closed. Its last point has to be its first")
    if len({(x, y) for x, y in points}) < 3:
        raise _no(f"Check boundary {number}: a ring has no area")
    return points


def _point(point: Any, number: int) -> list[float]:
    if not isinstance(point, list) or not 2 <= len(point) <= 4:
        raise _no(f"Check boundary {number}: a point is not a pair of longitude and latitude")
    lon, lat = (_degrees(value, number) for value in point[:2])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise _no(
            f"Check boundary {number}: a point is not longitude and latitude. Ask for the file in WGS 84 (EPSG:4326)"
        )
    return [round(lon, DIGITS), round(lat, DIGITS)]


def _degrees(value: Any, number: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e9 or not isfinite(value):
        raise _no(f"Check boundary {number}: a point is not made of numbers")
    return float(value)


def _listed(value: Any, number: int) -> Sequence[Any]:
    if not isinstance(value, list) or not value:
        raise _no(f"Check boundary {number}: its coordinates are not lists within lists as GeoJSON has them")
    return value


def _no(message: str) -> Refused:
    return Refused(message, field="file")
