"""The pages of the police list: files of every kind, columns, what is put right, who sees what, and the way back."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from app.features.cases.interface import add_note, case_for_change
from app.features.cases.models import Case, CaseEntry
from app.features.police_list.jobs import forget
from app.features.police_list.models import Extract, Piece, Row
from app.features.subjects.models import Person
from app.kernel.clock import LONDON
from app.platform import audit
from app.platform.access import acting_as
from app.platform.database import db
from app.platform.workbook import locked
from app.platform.workbook.reader.problems import Problem
from app.platform.workbook.reading import MESSAGES
from config import REPOSITORY
from tests.conftest import Clock
from tests.factories.accounts import the_system
from tests.factories.cases import acting, make_case
from tests.factories.police_list import ROW, listed, upload, work
from tests.integration.police_list.conftest import Browse, Group
from tests.pages import Page

HOSTILE = REPOSITORY.parent / "shared" / "data" / "hostile"
HERE = {"extract_at": "2026-09-24T05:30:00Z"}


def parts(page: Page) -> dict[str, int]:
    """How many rows each part of a list has, as its links say."""
    found = {}
    for words in page.select("nav[aria-label='Parts of the list'] li"):
        name, _, number = words.rpartition(" (")
        found[name] = int(number.removesuffix(")"))
    return found


@pytest.mark.one_database
@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the files lie beside the repository")
def test_a_hostile_file_is_read_asked_about_or_refused(app: Flask, group: Group, browse: Browse) -> None:
    coordinator = browse(group.coordinator)
    asked, refused = [], []
    for file in sorted([*(HOSTILE / "csv_dialects").iterdir(), *(HOSTILE / "xlsx_tricky").iterdir()]):
        page = upload(coordinator, file.read_bytes(), file.name)
        if page.errors():
            field = "password" if file.name == "pass_protected.xlsx" else "file"
            assert set(page.errors()) == {field}, file.name
            assert page.errors()[field].split()[0] in {"Choose", "Enter", "Open", "Save", "Send", "Take"}, file.name
            refused.append(file.name)
        else:
            assert page.heading.startswith("Columns of list"), file.name
            asked.append(file.name)
    assert {"empty.csv", "no_delimiter.csv", "pass_protected.xlsx", "xlsx-corrupted.xlsx"} <= set(refused)
    assert "premiere.utf16lebom.csv" in asked
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", b"<Types/>" + b" " * 60_000_000)
    assert upload(coordinator, bomb.getvalue()).errors() == {"file": MESSAGES[Problem.TOO_BIG]}
    sheet = openpyxl.Workbook()
    for line in listed(HERE).decode().splitlines():
        sheet.worksheets[0].append(line.split(","))
    held = io.BytesIO()
    sheet.save(held)
    shut = locked(held.getvalue(), "h4kt-9qwm")
    assert upload(coordinator, shut, password="h4kt").errors() == {"password": MESSAGES[Problem.WRONG_PASSWORD]}
    page = upload(coordinator, shut, password="h4kt-9qwm")
    assert parts(page)["Ready to accept"] == 1, "a locked workbook is read with its password"
    again = upload(coordinator, locked(held.getvalue(), "other"), password="other")
    assert "loaded before" in again.flash, "what was within the lock is the file"
    again.pages.get(f"{page.path}/undo").submit("Undo this list")
    with app.app_context(), acting_as(the_system()):
        assert db.session.scalar(select(Row.uid)) is None
    formulas = (HOSTILE / "csv_injection_payloads.txt").read_text(encoding="utf-8").splitlines()
    page = upload(coordinator, listed(*({**HERE, "surname": text} for text in formulas if text.strip())))
    assert "=cmd|' /C calc'!A0" in page.text, "what looks like a formula is a name like any other"
    assert parts(page)["Ready to accept"] >= 12


def test_what_waits_is_forgotten_by_the_clock(app: Flask, group: Group, browse: Browse, clock: Clock) -> None:
    """PR-14(3), (10): a file whose columns nobody names goes after 7 days, what nobody accepted after 30."""
    coordinator = browse(group.coordinator)
    nameless = upload(coordinator, b"Who,Born\nRobin Fernsby,2011-04-07\n")
    assert nameless.heading.startswith("Columns of list")
    rows: tuple[dict[str, str], ...] = (
        {},
        {"surname": "BIRCH", "dob": "2010-01-15"},
        {"surname": "CEDAR", "dob": "03/04/2010"},
    )
    page = upload(coordinator, listed(*({**HERE, "expires_on": "", "assoc_degree": "2"} | row for row in rows)))
    page.follow("Row 1").submit("Save the decision", decision="NEW")
    address = page.path.split("?")[0]

    def kept() -> tuple[int, list[tuple[int, bool, bool]]]:
        with app.app_context(), acting_as(the_system()):
            files = len(db.session.scalars(select(Piece).where(Piece.kind == "FILE")).all())
            found = db.session.scalars(select(Row).order_by(Row.number))
            return files, [(row.number, bool(row.cells), bool(row.unknown)) for row in found]

    every = [(number, True, True) for number in (1, 2, 3)]
    for day, hour, left in (
        (2, 8, (1, every)),  # of October: 7 days less an hour
        (2, 10, (0, every)),
        (25, 12, (0, every)),  # the thirtieth day
        (26, 1, (0, [(1, True, False)])),
    ):
        clock.set(datetime(2026, 10, day, hour, tzinfo=LONDON))
        work(app, forget)
        assert kept() == left, (day, hour)
    coordinator = browse(group.coordinator)
    assert "forgotten" in coordinator.get(nameless.path).text
    assert parts(coordinator.get(address))["All rows"] == 1
    assert "Accepted" in coordinator.get(f"{address}?show=all").text


@pytest.mark.one_database
def test_a_workbook_with_headings_of_its_own(app: Flask, group: Group, browse: Browse) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Notes", "not the list"])
    other = book.create_sheet("List")
    other.append(["Serious violence, September"])
    names = {"svapp_ref": "Row no.", "dob": "Date of birth", "role_victim": "V", "role_suspect": "S"}
    other.append([names.get(name, name) for name in ROW])
    row = ROW | HERE
    other.append([datetime(2011, 4, 7) if name == "dob" else row[name] for name in row])  # noqa: DTZ001 - a cell
    other.append(['=1+1' if name == "surname" else "03/04/2010" if name == "dob" else "SVA-2" if name == "svapp_ref"
                  else row[name] for name in row])  # fmt: skip
    held = io.BytesIO()
    book.save(held)
    officer = browse(group.officer)
    page = upload(officer, held.getvalue(), "list.xlsx")
    assert page.heading == "Columns of list V-2026-0001"
    page = page.submit("Read the list")
    assert page.errors()["svapp_ref"] == "Select the heading of “Reference of the row”"
    numbers = {option.get_text(strip=True): option["value"] for option in page.soup.select("#svapp_ref option")}
    chosen = {"svapp_ref": numbers["Row no."], "role_victim": numbers["V"], "role_suspect": numbers["V"]}
    page = page.submit("Read the list", chosen)
    assert "was given to a column above" in page.errors()["role_suspect"]
    page = page.submit("Read the list", chosen | {"role_suspect": numbers["S"]})
    assert "Being read" in page.text
    early = officer.get(f"{page.path}/undo").submit("Undo this list")
    assert "Wait until the list is read" in early.text
    assert work(app) == 1
    page = officer.get(page.path)
    assert parts(page)["Ready to accept"] == 1
    assert parts(page)["To be looked at"] == 1
    held.seek(0)
    again = openpyxl.load_workbook(held)
    again["List"]["A3"] = "SVA-77"
    fresh = io.BytesIO()
    again.save(fresh)
    assert upload(officer, fresh.getvalue(), "next.xlsx").heading == "List V-2026-0002", "the headings are remembered"
    row_page = page.pages.get(f"{page.path.split('?')[0]}?show=quarantine").follow("Row 2")
    assert "A formula, which is not read" in row_page.text
    page = row_page.follow("Put the row right")
    assert page.form_data("Save")["dob"] == "3 April 2010", "the day first is suggested, and somebody confirms it"
    page = page.submit("Save", surname="Fernsby")
    assert "Ready to accept" in page.text
    assert "it said: 03/04/2010" in page.text


@pytest.mark.one_database
def test_who_sees_and_does_what(app: Flask, group: Group, browse: Browse, clock: Clock) -> None:
    with app.app_context():
        make_case()
    officer, coordinator, admin = (browse(one) for one in (group.officer, group.coordinator, group.admin))
    page = upload(officer, listed(HERE, {**HERE, "handling_code": "C"}, {**HERE, "gsc": "SECRET"}))
    address = page.path
    browse(group.elsewhere).get(address, status=404)
    whole = coordinator.get(f"{address}?show=all")
    assert "Only the police see this row" in whole.text
    assert whole.text.count("Robin Fernsby") == 2, "the row and the person it may be"
    shut = whole.follow("Row 2")
    assert "Fernsby" not in shut.text
    assert "71" not in shut.text
    coordinator.get(f"{shut.path}/right", status=404)
    page = officer.get(shut.path).follow("Put the row right")
    assert page.submit("Save").errors()["handling_conditions"].startswith("Enter the conditions")
    page.submit("Save", handling_conditions="A3 overt use; S1 delegated")
    shut = coordinator.get(shut.path)
    assert "A3 overt use; S1 delegated" in shut.text
    for reader, sees in ((coordinator, True), (officer, True), (admin, False)):
        page = reader.get(shut.path)
        assert ("95%" in page.text) is sees, "a score is shown to two roles alone, with what is published of the model"
        assert ("HIGH" in page.text) is sees
    assert "Accept:" not in officer.get(shut.path).text, "whom the group holds, the coordinator alone sees"
    first = coordinator.get(address).follow("Row 1")
    assert first.submit("Save the decision").errors()["decision"] == "Select what happens with this row"
    page = first.submit("Save the decision", decision="REJECT")
    assert page.errors()["code"] == "Select why rows are rejected"
    (held,) = (one["value"] for one in first.soup.select("[name=decision]") if len(str(one["value"])) > 20)
    page = first.submit("Save the decision", decision=str(held))
    assert "is accepted: case C-" in page.flash
    late = first.submit("Save the decision", decision="REJECT", code="NOT_SERIOUS")
    assert late.heading.startswith("Row 1"), "twice is once"
    assert "What you sent changed nothing" in late.text
    assert "changed nothing" not in first.pages.get(first.path).text
    case = coordinator.get(first.path).follow("C-")
    assert "List of 24 September 2026, row 1" in case.text
    assert "precision 95%" in case.text
    assert "precision 95%" not in admin.get(case.path).text
    page = coordinator.get(shut.path).submit("Save the decision", decision="NEW")
    assert "accepted" in page.flash
    with app.app_context(), acting_as(the_system()):
        told = [row.details for row in db.session.scalars(select(CaseEntry)) if row.kind == "STATUS"]
        assert any("A3 overt use" in str(one.get("handling_instruction")) for one in told)
        secret = db.session.scalars(select(Row).where(Row.number == 3)).one()
        assert dict(secret.cells) == {}
    page = coordinator.get("/police-list").submit("The police have nothing to send")
    assert "Undo list V-2026-0001 first: it was loaded today" in page.text
    clock.set(datetime(2026, 9, 26, 9, tzinfo=LONDON))
    page = browse(group.coordinator).get("/police-list").submit("The police have nothing to send")
    assert page.table_rows()[0]["State"] == "Nothing to send"


@pytest.mark.one_database
def test_a_row_keyed_by_hand_is_judged_as_any_other(app: Flask, group: Group, browse: Browse) -> None:
    """2.21: manual keying. It is no list: nobody is gone because of it, and it is no list before the next."""
    officer, coordinator = browse(group.officer), browse(group.coordinator)
    upload(officer, listed({"extract_at": "2026-09-20T05:30:00Z"}))
    page = coordinator.get("/police-list").follow("key the row by hand").submit("Key the row")
    assert page.errors() == {"extract_at": "Enter the day on which the police took it"}
    asked = page.submit("Key the row", extract_at="soon", surname="Fernsby")
    assert asked.errors() == {"extract_at": "Enter a day such as 29 October 2026"}
    assert asked.submit("Key the row", extract_at="1/10/2026").errors()["extract_at"].endswith("still to come")
    page = asked.submit("Key the row", extract_at="24/9/2026", dob="31/2/2010", missing_12m="often")
    assert set(page.errors()) == {"svapp_ref", "dob", "missing_12m", ""}
    right = {"svapp_ref": "SVA-9", "dob": "3/4/2010", "role_victim": "1", "victim_events_12m": "2", "missing_12m": ""}
    row = page.submit("Key the row", right)
    assert row.errors() == {}
    assert row.flash == "The row was keyed"
    assert "3 April 2010" in row.text
    assert "loaded before" not in page.submit("Key the row", right).flash
    assert page.submit("Key the row", right).flash == "This row was keyed before: nothing was added"
    twin = page.submit("Key the row", right | {"surname": "Other"})
    assert "Choose between this row and an earlier one" in twin.text, "PR-14(2) holds across lists"
    old = page.submit("Key the row", right | {"svapp_ref": "SVA-10", "dob": "1/1/1990"})
    assert old.flash == "Outside the ages that the group covers: the row is not kept"
    shut = page.submit("Key the row", right | {"svapp_ref": "SVA-11", "handling_code": "C"})
    assert "Only the police see this row" in shut.text, "PR-14(5)"
    page = upload(officer, listed(HERE | {"extract_at": "2026-09-25T05:30:00Z"}))
    page = page.follow("What differs from last month")
    assert "beside list V-2026-0001" in page.text, "the list before is a whole list"
    older = upload(officer, listed({"svapp_ref": "SVA-70", "extract_at": "2026-09-24T05:30:00Z"}))
    page = older.follow("What differs from last month")
    assert "of which nothing is kept" not in page.text
    assert "1 reference of list V-2026-0001 is not on this one. A newer list had been read before it" in page.text


@pytest.mark.one_database
def test_a_row_without_its_conditions_stays_with_the_police(group: Group, browse: Browse) -> None:
    officer, coordinator = browse(group.officer), browse(group.coordinator)
    shut = {**HERE, "handling_code": "C"}
    address = upload(officer, listed(shut, {**shut, "dob": "03/04/2010"}, {**shut, "handling_code": "?"})).path
    coordinator.get(f"{address}?show=all").follow("Row 1").submit(
        "Save the decision", decision="REJECT", code="NOT_SERIOUS"
    )
    for number in (1, 2, 3):
        page = coordinator.get(f"{address}?show=all")
        assert "Fernsby" not in page.text
        assert "Fernsby" not in page.follow(f"Row {number}").text
        assert "Fernsby" in officer.get(f"{address}?show=all").follow(f"Row {number}").text


def test_undoing_takes_back_what_nobody_built_on(app: Flask, group: Group, browse: Browse, clock: Clock) -> None:
    with app.app_context():
        held = make_case(agency_uid=group.officer.agency_uid)
        held_uid, held_ver = held.uid, held.ver
    coordinator = browse(group.coordinator)
    names = ("ALDER", "BIRCH", "CEDAR")
    data = listed(HERE, *({**HERE, "surname": name, "dob": f"2010-0{n}-15"} for n, name in enumerate(names, start=1)))
    page = upload(coordinator, data)
    page = page.submit("New people: accept").submit("Save the decisions")
    assert page.flash == "3 rows accepted"
    page = page.submit("Exact matches: accept as them")
    page = page.submit("Save the decisions")
    assert page.flash == "1 row accepted"
    with app.app_context(), acting_as(the_system()):
        rows = {row.number: row for row in db.session.scalars(select(Row))}
        assert rows[1].case_uid == held_uid
        built_on, built_uid = str(rows[3].case_uid), rows[3].subject_uid
    with app.app_context(), acting(group.coordinator) as actor:
        add_note(actor=actor, case=case_for_change(actor, built_on), text="Seen at school")
    refused = browse(group.officer).get(page.path).follow("Undo this list").submit("Undo this list")
    assert "Ask the coordinator to undo this list" in refused.text
    page = coordinator.get(page.path).follow("Undo this list").submit("Undo this list")
    assert "3 rows taken back; 1 row stays" in page.flash
    assert "Stays: Somebody has worked on the case since" in page.text
    assert coordinator.get(f"{page.path.split('?')[0]}/undo").submit("Undo this list").flash.startswith("Undone: 0")
    with app.app_context(), acting_as(the_system()):
        assert [person.uid for person in db.session.scalars(select(Person)) if person.uid == built_uid]
        assert len(db.session.scalars(select(Person)).all()) == 2
        case = db.session.scalars(select(Case).where(Case.uid == held_uid)).one()
        assert tuple(case.roles) == ("HARMED",)
        assert case.ver >= held_ver
        sources = db.session.scalars(select(CaseEntry.source_uid).where(CaseEntry.case_uid == held_uid)).all()
        assert set(sources) == {None}
        assert audit.verify().findings == []
    page = upload(coordinator, data)
    assert page.flash == "The list was loaded", "after it is undone the same file can be loaded again"
    clock.set(datetime(2027, 2, 1, 9, tzinfo=LONDON))
    work(app, forget)
    with app.app_context(), acting_as(the_system()):
        assert db.session.scalars(select(Row)).all() == []
        assert db.session.scalars(select(Piece)).all() == []
        assert all(one.marks_key_uid is None for one in db.session.scalars(select(Extract)))
