"""Loading months of recorded crime: the page, the worker, the command, and real files beside an independent count."""

import csv
import gzip
import io
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.features.partnership import interface as partnership
from app.features.recorded_crime import queries
from app.features.recorded_crime.jobs import read_waiting
from app.features.recorded_crime.models import CrimeCount, CrimeFile, CrimeSpot
from app.features.recorded_crime.starting import load_proposed_harm
from app.platform.access import Role, acting_as
from app.platform.database import db
from config import REPOSITORY
from tests.factories.accounts import make_user, the_system
from tests.factories.geography import collection, crimes, import_wards, square
from tests.factories.police_list import work
from tests.pages import Page, Pages

DATA = REPOSITORY.parent / "shared" / "data"
POLICE = DATA / "police"
beside = pytest.mark.skipif(not POLICE.is_dir(), reason="the files lie beside the repository")


@pytest.fixture
def coordinator(app: Flask, pages: Pages) -> Pages:
    with app.app_context():
        return pages.sign_in(make_user(Role.COORD))


def upload(pages: Pages, data: bytes, name: str = "month.csv") -> Page:
    sent = pages.get("/recorded-crime/files").form_data("Load the month") | {"file": (io.BytesIO(data), name)}
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    return pages._page(
        pages.client.post("/recorded-crime/files", data=sent, headers=headers, follow_redirects=True), 200
    )


def numbers(page: Page) -> dict[str, str]:
    return {name: value.split(":")[0] for name, value in page.summary().items()}


def test_a_month_is_loaded_corrected_and_shown_beside_another(app: Flask, coordinator: Pages) -> None:
    assert "No months yet" in coordinator.get("/recorded-crime").text
    with app.app_context():
        import_wards()
        with acting_as(the_system()) as actor:
            assert load_proposed_harm(actor=actor) > 20
            db.session.commit()
    rows = [{}, {"Crime ID": ""}, {"Longitude": "-2.25"}, {"Longitude": "-2.5", "LSOA code": "E01999002"}]
    away = {"Longitude": "", "Latitude": "", "Location": "No location", "LSOA code": "", "LSOA name": ""}
    page = upload(coordinator, crimes(*rows, away, {"Crime ID": f"{0:064x}"}, packed=True), "month.csv.gz")
    assert "Being read" in page.text
    assert work(app, read_waiting) == 1
    page = coordinator.get(page.path)
    assert numbers(page) == {
        "Force": "Fictional Constabulary", "Rows": "6", "Crimes counted": "5", "Rows without location": "1",
        "Rows without crime ID": "1", "Repeated rows": "1", "Rows not understood": "0", "Of another type": "0",
    }  # fmt: skip
    months = page.follow("See the months side by side")
    lines = {row["Wards"]: (row["Sep 2026"], row["Harm, Sep 2026"]) for row in months.table_rows("Wards of")}
    assert lines == {
        "Exampleton": ("2", "730"), "Sampleford": ("1", "365"), "Ward not known": ("1", "365"),
        "All of Bath and North East Somerset": ("4", "1,460"),
    }  # fmt: skip
    assert "Invented for tests" in months.text
    # The same again, packed otherwise, has the same numbers.
    page = upload(coordinator, crimes(*rows, away, {"Crime ID": f"{0:064x}"}))
    work(app, read_waiting)
    assert "The month was there with the same numbers" in coordinator.get(page.path).text
    # A corrected one waits, is left, comes again, and replaces the month.
    corrected = crimes(*rows, {"Crime type": "Drugs"})
    page = upload(coordinator, corrected)
    work(app, read_waiting)
    page = coordinator.get(page.path)
    assert "5 crimes before, 5 in this file: 1 more and 1 fewer" in page.text
    assert "Not taken over" in page.submit("Leave the month as it is").text
    page = upload(coordinator, corrected)
    work(app, read_waiting)
    page = coordinator.get(page.path)
    old = page.form_data("Replace the month")
    assert "In use" in page.submit("Replace the month").text
    assert coordinator.post(f"{page.path}/replace", old).status == 200  # pressed twice
    assert coordinator.post(f"{page.path}/leave", old, status=409).status == 409
    upload(coordinator, crimes({"Month": "2026-08"}))
    work(app, read_waiting)
    rows_ = coordinator.get("/recorded-crime?by=TYPE").table_rows("Crime types of")
    assert [(row["Crime types"], row["Sep 2026"], row["Aug 2026"]) for row in rows_] == [
        ("Robbery", "4", "1"), ("Drugs", "1", "0"), ("All of Bath and North East Somerset", "5", "1"),
    ]  # fmt: skip
    assert len(coordinator.get("/recorded-crime?by=LSOA&type=DRUGS").table_rows("Small areas of")) == 1
    assert "No crime of these months" in coordinator.get("/recorded-crime?by=STREET&area=NSOM&type=odd").text
    with app.app_context():  # wards that come later find the crimes that are there
        import_wards(collection(Wholeham=square(-2.6, 51.2, 0.6)), vintage="2027")
        assert set(db.session.scalars(select(CrimeSpot.ward_code))) == {"Wholeham", None}


@pytest.mark.one_database
def test_a_file_that_is_none_is_refused_in_words(app: Flask, coordinator: Pages) -> None:
    assert upload(coordinator, b"").errors() == {"file": "Choose a file"}
    bomb = gzip.compress(b"0" * 300_000_000, 9)
    good = crimes({}, packed=True)
    for data, says in (
        (b"a,b\n1,2\n", "Choose a street-level file of data.police.uk"),
        (b"\x00\x01\x02\x03" * 50, "Choose the monthly street-level file"),
        (bomb, "Choose a file of one month of one force"),
        (good[:-20], "Download the file again"),
        (good + b"tail", "Download the file again"),
        (crimes({}, {"Month": "2026-10"}), "Choose a file of one month and one force"),
        (crimes({"Month": "2099-12"}), "Choose a file of a month that is over: this one says December 2099"),
        (crimes(), "Choose a file with at least one row"),
    ):
        page = upload(coordinator, data)
        work(app, read_waiting)
        assert f"This file could not be read {says}" in coordinator.get(page.path).text, data[:20]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(CrimeCount)) == 0
        assert set(db.session.scalars(select(CrimeFile.content))) == {None}


@pytest.mark.one_database
def test_a_table_of_harm_is_loaded_changed_and_refused(app: Flask, tmp_path: Path) -> None:
    """3.1: weights are data, with their source and the days on which they count."""
    run, file = app.test_cli_runner().invoke, tmp_path / "harm.csv"
    head = "list,code,weight,source,valid_from,valid_to\n"
    for text, says in (
        ("a,b\n1,2\n", "with the columns list, code"),
        (head + "crime_type,NONE,1,Sheet,2026-01-01,\n", "Check row 1: there is no such list or code"),
        (head + "crime_type,DRUGS,much,Sheet,2026-01-01,\n", "Check row 1: the weight is a number"),
        (head + "crime_type,DRUGS,nan,Sheet,2026-01-01,\n", "the weight or the days cannot be"),
        (head + "crime_type,DRUGS,1,Sheet,2026-01-02,2026-01-01\n", "the weight or the days cannot be"),
        (head + "crime_type,DRUGS,1,,2026-01-01,\n", "where the weight is from"),
    ):
        file.write_text(text)
        assert says in run(args=["recorded-crime", "load-harm", str(file)]).output
    run(args=["load-reference"])
    file.write_text(head + "crime_type,DRUGS,99,Sheet,2019-01-01,2026-12-31\ncrime_type,DRUGS,50,Sheet,2027-01-01,\n")
    assert "1 weights added, 1 changed" in run(args=["recorded-crime", "load-harm", str(file)]).output
    assert "0 rows added" in run(args=["load-reference"]).output  # what was loaded stays
    with app.app_context():
        on = {
            day: queries.weights("crime_type", date.fromisoformat(day))
            for day in ("2026-12-31", "2027-01-01", "2018-01-01")
        }
        assert [weights.get("DRUGS") for weights in on.values()] == [99, 50, None]
        assert queries.sources("violence_type")


@pytest.mark.one_database
def test_who_sees_what(app: Flask, client: object) -> None:
    with app.app_context():
        people = {role: make_user(role) for role in (Role.PRACTITIONER, Role.ANALYST, Role.PROV_LEAD, Role.ADMIN)}
    for role, view, load in (
        (Role.PRACTITIONER, 200, 403), (Role.ANALYST, 200, 403), (Role.PROV_LEAD, 403, 403), (Role.ADMIN, 200, 200),
    ):  # fmt: skip
        browser = Pages(app.test_client()).sign_in(people[role])
        browser.get("/recorded-crime", status=view)
        browser.get("/recorded-crime/files", status=load)


def independent(file: Path) -> tuple[Counter[tuple[str, str]], dict[str, int]]:
    """Crimes by small area and type, and what stands beside them: counted without the application."""
    data = file.read_bytes()
    text = (gzip.decompress(data) if file.suffix == ".gz" else data).decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    seen: set[str] = set()
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row["Crime ID"] not in seen:
            counts[row["LSOA code"], row["Crime type"]] += 1
        if row["Crime ID"]:
            seen.add(row["Crime ID"])
    return counts, {
        "rows": len(rows),
        "without_id": sum(not row["Crime ID"] for row in rows),
        "without_location": sum(not row["Longitude"] for row in rows),
        "repeated": len(rows) - counts.total(),
    }


@beside
@pytest.mark.one_database
def test_real_months_are_counted_as_an_independent_count_has_them(app: Flask, tmp_path: Path) -> None:
    """The whole month of 14,828 rows is there in under 30 seconds, with progress; again, nothing changes."""
    run = app.test_cli_runner().invoke
    wards = DATA / "geo" / "banes_wards_2019.geojson"
    with app.app_context():
        import_wards(wards.read_bytes())
    whole = POLICE / "2025-01-avon-and-somerset-street.csv.gz"
    began = time.monotonic()
    done = run(args=["recorded-crime", "import", str(whole)])
    took = time.monotonic() - began
    assert done.exit_code == 0, done.output
    assert took < 30
    assert "14,000 rows read" in done.output
    assert "1,069 rows without location, 1,557 without crime ID, 59 repeated, 0 not understood" in done.output
    again = run(args=["recorded-crime", "import", str(whole)])
    assert again.output.endswith("In use.\n")
    assert run(args=["recorded-crime", "import", str(POLICE / "2023-01-banes-all-types.csv")]).exit_code == 0
    part = run(args=["recorded-crime", "import", str(POLICE / "2025-01-banes-all-types.csv")])
    assert "0 more, 13,374 fewer" in part.output
    assert "Give --replace" in part.output
    with app.app_context():
        labels = {item.code: item.label for item in partnership.code_list("crime_type")}
        for file in db.session.scalars(select(CrimeFile).where(CrimeFile.in_use_for.is_not(None))):
            counts, facts = independent(
                whole if f"{file.month:%Y}" == "2025" else POLICE / "2023-01-banes-all-types.csv"
            )
            kept = select(CrimeSpot.lsoa_code, CrimeCount.crime_type, func.sum(CrimeCount.number))
            kept = kept.join(CrimeSpot, CrimeSpot.uid == CrimeCount.spot_uid).where(CrimeCount.file_uid == file.uid)
            grouped = db.session.execute(kept.group_by(CrimeSpot.lsoa_code, CrimeCount.crime_type))
            assert {(code, labels[kind]): number for code, kind, number in grouped} == dict(counts)
            assert facts.items() <= file.facts.items()
        here = db.session.scalar(
            select(func.count())
            .select_from(CrimeSpot)
            .where(CrimeSpot.area_code == "BNES", CrimeSpot.ward_code.is_(None))
        )
        assert here is not None
        assert here < 20  # points just over the boundary
    replaced = run(args=["recorded-crime", "import", "--replace", str(POLICE / "2025-01-banes-all-types.csv")])
    assert replaced.output.endswith("In use.\n")
