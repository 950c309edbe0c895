"""Boundaries from a file of which nobody knows who made it."""

import json
from typing import Any

import pytest

from app.features.geography.domain import geojson
from app.features.geography.domain.geojson import Feature
from app.kernel.errors import Refused

SQUARE = [[-2.4, 51.3], [-2.3, 51.3], [-2.3, 51.4], [-2.4, 51.4], [-2.4, 51.3]]


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(coordinates: Any = None, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates}
    return {"type": "Feature", "properties": properties or {"ward": "Exampleton"}, "geometry": geometry}


def test_codes_and_names_are_known_by_usual_properties_and_a_name_serves_as_code() -> None:
    read = geojson.read(
        collection(
            feature(lsoa11cd="E01999001", lsoa11nm="Exampleshire 001A"),
            feature(ward="Exampleton", councillors=2),
            feature([[SQUARE]], "MultiPolygon", WD24CD="E05999001", WD24NM="Sampleford"),
        )
    )
    assert [(one.code, one.name) for one in read] == [
        ("E01999001", "Exampleshire 001A"),
        ("E05999001", "Sampleford"),
        ("Exampleton", "Exampleton"),
    ]
    assert read[0] == Feature("E01999001", "Exampleshire 001A", [[SQUARE]])


def test_properties_may_be_named() -> None:
    (one,) = geojson.read(collection(feature(x="E1", y="Oak")), code_field="x", name_field="y")
    assert (one.code, one.name) == ("E1", "Oak")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not readable"),
        (b"\xff\xfe\x00", "not readable"),
        (b"[" * 100_000, "too deep"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "not readable"),
        (b'{"type": "Topology"}', "FeatureCollection"),
        (b"[]", "FeatureCollection"),
        (collection(), "at least one"),
        (collection("x"), "not a Feature"),
        (collection({"type": "Feature", "properties": None, "geometry": None}), "no properties"),
        (collection(feature(colour="red")), "no name and no code"),
        (collection(feature(ward="x" * 121)), "plain text"),
        (collection(feature(ward="a\u202eb")), "plain text"),
        (collection(feature(ward={"a": 1})), "plain text"),
        (collection(feature(), feature()), "boundary 2: the code or name"),
        (collection(feature([1, 2], "Point")), "neither a Polygon"),
        (collection(feature([SQUARE[:-1]])), "not closed"),
        (collection(feature([SQUARE[:3]])), "not closed"),
        (collection(feature([[SQUARE[0]] * 5])), "no area"),
        (collection(feature([[[0, 0], [0, "1"], [1, 1], [0, 0]]])), "not made of numbers"),
        (collection(feature([[[0, 0], [0, True], [1, 1], [0, 0]]])), "not made of numbers"),
        (collection(feature([[[0, 0], [0, 10**400], [1, 1], [0, 0]]])), "not made of numbers"),
        (collection(feature([[[0, 0], [0], [1, 1], [0, 0]]])), "not a pair"),
        (collection(feature([[[374000, 164000], [374100, 164000], [374100, 164100], [374000, 164000]]])), "WGS 84"),
        (collection(feature([])), "lists within lists"),
        (collection(feature("Polygon")), "lists within lists"),
        (collection(feature({"a": 1})), "lists within lists"),
    ],
)
def test_what_is_wrong_is_said_in_words(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        geojson.read(data)
    assert refused.value.field == "file"
    assert refused.value.message.split()[0] in {"Choose", "Check"}


def test_a_file_may_not_be_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson, "MOST_BYTES", 10)
    with pytest.raises(Refused, match="smaller"):
        geojson.read(collection(feature()))
    monkeypatch.undo()
    monkeypatch.setattr(geojson, "MOST_POINTS", 4)
    with pytest.raises(Refused, match="simplified"):
        geojson.read(collection(feature()))
    monkeypatch.setattr(geojson, "MOST_FEATURES", 0)
    with pytest.raises(Refused, match="at most 0"):
        geojson.read(collection(feature()))
