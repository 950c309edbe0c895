"""Fictional wards and files of recorded crime. Call with the application's context entered; everything commits."""

import csv
import gzip
import io
import json
from typing import Any

from app.features.geography import interface as geography
from app.platform.access import acting_as
from app.platform.database import db
from tests.factories.accounts import the_system

HEADINGS = ("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
            "LSOA name", "Crime type", "Last outcome category", "Context")  # fmt: skip
FORCE = "Fictional Constabulary"
ROW = {
    "Month": "2026-09", "Reported by": FORCE, "Falls within": FORCE, "Longitude": "-2.35", "Latitude": "51.35",
    "Location": "On or near Example Row", "LSOA code": "E01999001",
    "LSOA name": "Bath and North East Somerset 901A", "Crime type": "Robbery",
}  # fmt: skip


def square(west: float, south: float, size: float = 0.1) -> list[list[float]]:
    east, north = round(west + size, 6), round(south + size, 6)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def collection(**squares: list[list[float]]) -> bytes:
    """A GeoJSON file of wards by name."""
    features = [
        {"type": "Feature", "properties": {"ward": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for name, ring in squares.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


WARDS = {"Exampleton": square(-2.4, 51.3), "Sampleford": square(-2.3, 51.3)}


def import_wards(data: bytes | None = None, **more: Any) -> geography.Imported:
    asked = {
        "kind": "WARD", "vintage": "2019-05", "area_code": "BNES", "source": "Fictional Council",
        "attribution": "Invented for tests",
    } | more  # fmt: skip
    with acting_as(the_system()) as actor:
        done = geography.import_boundaries(actor=actor, data=data or collection(**WARDS), **asked)
        db.session.commit()
    return done


def crimes(*rows: dict[str, str], packed: bool = False) -> bytes:
    """A monthly file, each row as `ROW` but for what is given, with an ID of its own."""
    held = io.StringIO()
    writer = csv.DictWriter(held, HEADINGS)
    writer.writeheader()
    for number, row in enumerate(rows):
        writer.writerow({"Crime ID": f"{number:064x}"} | ROW | row)
    data = held.getvalue().encode()
    return gzip.compress(data) if packed else data
