"""Boundaries and postcodes from files, by the command."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.features.geography import interface as geography
from app.features.geography.models import Boundary, BoundarySet, Postcode
from app.platform.access import acting_as
from app.platform.database import db
from config import REPOSITORY
from tests.factories.accounts import the_system
from tests.factories.geography import WARDS, collection, import_wards, square

GEO = REPOSITORY.parent / "shared" / "data" / "geo"
beside = pytest.mark.skipif(not GEO.is_dir(), reason="the files lie beside the repository")


def test_the_same_changes_nothing_and_another_vintage_stands_beside(context: Flask) -> None:
    assert import_wards() == geography.Imported(2, 2, 0, 0)
    before = list(db.session.scalars(select(Boundary.uid).order_by(Boundary.uid)))
    assert import_wards() == geography.Imported(2, 0, 0, 0)
    assert list(db.session.scalars(select(Boundary.uid).order_by(Boundary.uid))) == before
    moved = collection(Exampleton=square(-2.4, 51.2), Newbury=square(-2.3, 51.3))
    assert import_wards(moved) == geography.Imported(2, added=1, changed=1, gone=1)
    assert import_wards(vintage="2027", attribution="Another") == geography.Imported(2, 2, 0, 0)
    newest = geography.newest_set("WARD", "BNES")
    assert newest is not None
    assert (newest.vintage, newest.attribution) == ("2027", "Another")
    assert [one.vintage for one in geography.list_sets()] == ["2027", "2019-05"]
    assert geography.newest_set("WARD", "NSOM") is None
    assert geography.locate("BNES", lon=-2.25, lat=51.35).ward == "Sampleford"
    assert geography.locate("BNES", lon=-9, lat=51.35) == geography.Located()


@pytest.mark.one_database
def test_the_command_says_what_is_wrong(app: Flask, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke
    file = tmp_path / "wards.geojson"
    file.write_bytes(collection(**WARDS))
    about = ["--source", "Fictional Council", "--attribution", "Invented", "--kind", "ward"]
    for vintage, area, says in (("May", "BNES", "Enter the vintage"), ("2019", "XX", "Areas: BNES")):
        done = run(args=["geography", "import", str(file), *about, "--vintage", vintage, "--area", area])
        assert (done.exit_code, says in done.output) == (1, True), done.output
    done = run(args=["geography", "import", str(file), *about, "--vintage", "2019", "--area", "BNES"])
    assert "2 boundaries: 2 added" in done.output
    file.write_text("{}")
    done = run(args=["geography", "import", str(file), *about, "--vintage", "2019"])
    assert "Choose a GeoJSON file that is a FeatureCollection" in done.output
    file.write_text("postcode,ward,lsoa\nBA1 1AA,Exampleton,E01999001\nBA1 1AB,,\n")
    assert "2 postcodes: 2 added, 0 changed" in run(args=["geography", "import-postcodes", str(file)]).output
    assert "0 added, 0 changed" in run(args=["geography", "import-postcodes", str(file)]).output
    with app.app_context():
        assert geography.locate("BNES", postcode="ba11aa") == geography.Located("Exampleton", "E01999001")
        assert geography.locate("BNES", postcode="BA9 9ZZ") == geography.Located()
    for text, says in (
        ("a,b\n1,2\n", "columns postcode"),
        ("postcode,ward,lsoa\nhome,x,y\n", "1 rows have no postcode"),
    ):
        file.write_text(text)
        assert says in run(args=["geography", "import-postcodes", str(file)]).output
    assert "WARD BNES 2019: 2. Fictional Council" in run(args=["geography", "list"]).output


@beside
@pytest.mark.one_database
def test_real_boundaries_and_postcodes_agree(context: Flask) -> None:
    """Wards of 2019, small areas of 2011, and postcodes whose place somebody else worked out from the same."""
    with acting_as(the_system()) as actor:
        for name, kind, vintage, area, number in (
            ("banes_wards_2019", "WARD", "2019-05", "BNES", 33),
            ("avon_somerset_lsoa_2011", "LSOA", "2011", "", 1005),
        ):
            done = geography.import_boundaries(
                actor=actor,
                data=(GEO / f"{name}.geojson").read_bytes(),
                kind=kind,
                vintage=vintage,
                area_code=area,
                source="Bath Hacked",
                attribution="Contains OS data",
            )
            assert done.added == number
        done = geography.import_postcodes(actor=actor, data=(GEO / "banes_postcodes.csv").read_bytes())
    assert done.added == db.session.scalar(select(func.count()).select_from(Postcode)) == 5783
    full, drawn = (
        db.session.scalar(select(func.sum(func.length(column)))) for column in (Boundary.shape, Boundary.outline)
    )
    assert full
    assert drawn
    assert drawn < full * 0.8
    finder = geography.finder(geography.newest_set("WARD", "BNES"))
    rows = [line.split(",") for line in (GEO / "banes_postcodes.csv").read_text().splitlines()[1::25]]
    told = {row[0]: finder.find(float(row[3]), float(row[2])) for row in rows}
    agree = sum((found.name if found else "") == row[5] for row in rows for found in (told[row[0]],))
    assert agree >= len(rows) * 0.99
    assert db.session.scalar(select(func.count()).select_from(BoundarySet)) == 2
