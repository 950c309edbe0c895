"""The map as it is drawn by the server, as data for the page's script, and as a list: the same places and numbers."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for

from app.features.geography import interface as geography
from app.features.places.board import Board, Shown
from app.features.recorded_crime import interface as recorded_crime

WIDTH = 640
SHADES = 4
LAYERS = {"places": "Places of concern", "crime": "Recorded crime"}


@dataclass
class Ward:
    """`number` is what the layer counts; `shade` 0 for none to 4."""

    code: str
    name: str
    outline: list[Any]
    number: int = 0
    shade: int = 0
    places: list[Shown] = field(default_factory=list)

    @property
    def middle(self) -> tuple[float, float]:
        return geography.middle(self.outline)


@dataclass
class Map:
    layer: str
    words: str
    wards: list[Ward]
    elsewhere: list[Shown]
    """Places whose ward is not on the map."""
    points: list[Shown]
    month: date | None = None


def drawn(board: Board, layer: str, area_code: str) -> Map:
    wards = {one.code: Ward(one.code, one.name, one.outline) for one in board.wards}
    for one in board.shown:
        if one.ward_code in wards:
            wards[one.ward_code].places.append(one)
    made = Map(
        layer,
        LAYERS[layer],
        list(wards.values()),
        [one for one in board.shown if one.ward_code not in wards],
        [],
    )
    box = geography.box_of([ward.outline for ward in made.wards]) if wards else None
    made.points = [one for one in board.shown if box and one.point and box.holds(*one.point)]
    if layer == "crime":
        _count_crimes(made, area_code)
    for ward in made.wards:
        if layer == "places":
            ward.number = len(ward.places)
            ward.shade = min(ward.number, SHADES)
    return made


def _count_crimes(made: Map, area_code: str) -> None:
    months = [file.month for file in recorded_crime.months_in_use() if file.month]
    if not months:
        return
    made.month = months[0]
    codes = [ward.code for ward in made.wards]
    counts = recorded_crime.by_place([months[0]], area_code=area_code, wards=codes)
    for ward in made.wards:
        ward.number = counts.get((ward.code, months[0]), 0)
    most = max(ward.number for ward in made.wards) if made.wards else 0
    for ward in made.wards:
        ward.shade = -(-ward.number * SHADES // most) if ward.number else 0


def sheet_of(made: Map) -> geography.Sheet | None:
    if not made.wards:
        return None
    return geography.Sheet(geography.box_of([ward.outline for ward in made.wards]), WIDTH)


def as_data(made: Map) -> dict[str, Any]:
    """GeoJSON for the script: wards with their numbers, and the places that may stand on a map as points."""
    unit = "crimes" if made.layer == "crime" else "places"
    return {
        "wards": {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {
                        "name": ward.name,
                        "says": f"{ward.name}: {ward.number:,} {unit if ward.number != 1 else unit[:-1]}",
                        "shade": ward.shade,
                        "number": f"{ward.number:,}",
                        "middle": list(ward.middle),
                        "row": f"ward-{number}",
                    },
                    "geometry": {"type": "MultiPolygon", "coordinates": ward.outline},
                }
                for number, ward in enumerate(made.wards, start=1)
            ],
        },
        "places": {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {
                        "name": one.title,
                        "url": url_for("places.place", case_uid=one.case.uid),
                    },
                    "geometry": {"type": "Point", "coordinates": list(one.point or ())},
                }
                for one in made.points
            ],
        },
    }
