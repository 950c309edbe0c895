"""The form for agencies that cannot sign in: filled in with a spreadsheet program, taken in, sent, answered."""

import io
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from app.features.meetings import queries as meetings
from app.features.notifications.cutoff import set_cutoff_source
from app.features.notifications.offline.sheet import filled
from app.features.notifications.offline.taking import take
from app.features.notifications.offline.writing import blank_form
from app.features.notifications.questions import QUESTIONNAIRES, Kind, questionnaire
from app.features.notifications.values import from_form, to_form
from app.platform.access import Role
from app.platform.workbook.reading import read
from config import REPOSITORY
from tests.conftest import Clock, Mailbox
from tests.factories.notifications import finished
from tests.factories.offline import WHO, cells_by_key, fill, typed, upload
from tests.integration.notifications.conftest import WEDNESDAY, Browser
from tests.month import load_month
from tests.pages import Pages

HOSTILE = REPOSITORY.parent / "shared" / "data" / "hostile"
LIBREOFFICE = shutil.which("soffice")


@pytest.fixture
def form(app: Flask, on_a_wednesday: None) -> bytes:
    with app.app_context():
        return blank_form("INDIVIDUAL")


def taken(data: bytes, agency_type: str = "EDU_SCH") -> Any:
    return take(filled(read(data)), agency_type)


@pytest.mark.one_database
def test_what_agencies_sent_in_a_month_comes_back_from_the_form_as_it_went_in(context: Flask, clock: Clock) -> None:
    """The form asks what the questions ask, and no answer is read as another."""
    records = load_month().notifications
    chosen = {record.kind: record for record in reversed(records)}
    clock.set(max(record.at for record in records) + timedelta(days=1))
    blank = {kind: blank_form(kind) for kind in QUESTIONNAIRES}
    for record in (*chosen.values(), records[3]):
        agency_type = record.agency[0]
        questions = tuple(questionnaire(record.kind).questions)
        meant = from_form(to_form(record.data, questions, agency_type), questions)
        wanted = typed(record.kind, record.data, agency_type)
        came = taken(fill(blank[record.kind], wanted), agency_type)
        assert came.unread == [], record.id
        answers = dict(came.answers)
        answers["submitted_by"].pop("name")
        for question in questions:
            there, here = meant[question.name], answers[question.name]
            if question.kind is Kind.MANY:  # in the order of the list, and as many as there is room for
                assert set(here) == set(there[: max(len(here), 5)]), (record.id, question.name)
            elif question.kind is Kind.REPEAT:
                assert here == there[: max(len(here), 2)], (record.id, question.name)
            else:
                assert here == there, (record.id, question.name)


@pytest.mark.one_database
@pytest.mark.skipif(LIBREOFFICE is None, reason="soffice is not installed")
def test_another_program_opens_fills_and_prints_it(form: bytes, context: Flask, tmp_path: Path) -> None:
    wanted = typed("INDIVIDUAL", finished())
    (tmp_path / "form.xlsx").write_bytes(fill(form, wanted))
    command = [LIBREOFFICE or "", "--headless", "--convert-to", "xlsx", "--outdir", "saved", "form.xlsx"]
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, timeout=120)
    again = taken((tmp_path / "saved" / "form.xlsx").read_bytes())
    assert (again.unread, again.digest) == ([], taken(fill(form, wanted)).digest), "saved by it, it says the same"
    book = openpyxl.load_workbook(tmp_path / "saved" / "form.xlsx")
    for sheet in book.worksheets:
        assert sheet.protection.sheet, sheet.title
        assert sheet.oddHeader is not None
        assert "OFFICIAL-SENSITIVE" in str(sheet.oddHeader.center.text), "on every printed page"
        assert sheet["A1"].value == "OFFICIAL-SENSITIVE"
    offered = {rule.type for rule in book.worksheets[0].data_validations.dataValidation}
    assert {"list", "date", "whole"} <= offered
    free = [cell for cells in cells_by_key(book).values() for cell in cells if not cell.protection.locked]
    assert len(free) == sum(map(len, cells_by_key(book).values()))
    assert book.worksheets[0]["A5"].protection.locked


@pytest.fixture
def nominations_close() -> Iterator[None]:
    """On the Wednesday at noon, for the meeting after it."""
    set_cutoff_source(lambda _area, _moment: WEDNESDAY)
    yield
    set_cutoff_source(meetings.next_cutoff)


def test_from_the_form_to_the_answer(  # noqa: PLR0917 - fixtures
    form: bytes, app: Flask, school: str, nominations_close: None, sign_in: Browser, mailbox: Mailbox, clock: Clock
) -> None:
    """It reached the group on the last day before nominations closed, and was entered after."""
    with app.app_context():
        data = fill(form, typed("INDIVIDUAL", finished()) | {"pronouns": "he", "urgency_view": ""})
    clock.set(WEDNESDAY + timedelta(days=2))
    coordinator = sign_in(Role.COORD, email="coordinator@example.org")
    page = upload(coordinator, data, school, received_time="9:30")
    assert page.heading == "Form F-2026-0001"
    assert page.summary()["Sent by"] == "Robin Example"
    assert "Nothing: every answer was taken over" in page.text
    assert "Select how soon this needs to be looked at" in page.text
    address = page.select("li .concord-quiet")[0]
    assert address.endswith("(Notification)")
    with app.app_context():
        cell = cells_by_key(openpyxl.load_workbook(io.BytesIO(form)))["urgency_view"][0]
    assert address.startswith(cell.coordinate)

    again = upload(coordinator, data, school)
    assert again.path == page.path, "the same form again is the same draft"
    assert again.flash == "This form was taken in before: nothing was added"
    assert "taken in before" not in page.text
    assert len(coordinator.get("/notifications").table_rows("Drafts")) == 1
    colleague = sign_in(Role.ADMIN)
    refused = upload(colleague, data, school)
    assert list(refused.errors()) == ["file"]
    assert "somebody else took this form in" in refused.errors()["file"]
    colleague.get(page.path, status=404)

    draft = page.follow("Look it over")
    assert "Brassmill School" in draft.text
    offered = [
        str(box["value"]) for box in coordinator.get(f"{draft.path}/part/sharing").soup.select("input[name=gateways]")
    ]
    assert "CA04_16LA" in offered, "those of the agency, not of the coordinator's own"
    coordinator.get(f"{draft.path}/part/worries").submit("Save and continue", urgency_view="NEXT_MEETING")
    sent = coordinator.get(f"{draft.path}/check").submit("Send notification")
    assert "tell it by 5 November 2026" in sent.text, "a working day after it came, not after it was entered"
    assert "chair agrees" not in sent.text
    (row,) = coordinator.get("/notifications/triage").table_rows()
    assert row["From"] == "Brassmill School"
    assert row["Sent"] == "4 Nov 2026"
    assert row["State"] == "Past its day Tell the agency about N-2026-0001"

    letter = sent.follow("tell it by")
    assert "we had it on 4 November 2026" in letter.text
    assert "Zebracrossing" not in letter.text
    letter = letter.submit("I have told the agency")
    assert "Nothing new has come since" in letter.text
    assert coordinator.get("/notifications/triage").table_rows()[0]["State"] == "Acknowledged"

    clock.advance(minutes=5)
    decide = coordinator.get("/notifications/triage").follow("N-2026-0001")
    assert "Robin Example, in a form that reached the group on 4 November 2026" in decide.summary()["Notifier"]
    letter = decide.submit(
        "Decide and answer the notifier", outcome="INSUFFICIENT", reason="No date", answer="Say when it was."
    )
    assert letter.heading == "Tell the agency about N-2026-0001"
    assert "Say when it was." in letter.text
    assert "send it again by" in letter.text
    mailbox.deliver()
    assert not mailbox.mails, "nobody is told by mail to look into what they cannot see"
    assert coordinator.get("/notifications/offline").table_rows()[0]["The agency"].startswith("To be told")
    assert "Answers to pass on to agencies that cannot sign in" in coordinator.get("/reminders").text
    clock.advance(minutes=5)
    letter.submit("I have told the agency")

    with app.app_context():
        better = fill(form, typed("INDIVIDUAL", finished()) | {"notification_reason_text": "On 2 November"})
    page = coordinator.get(letter.path).follow("take it in")
    here = page.path
    file = FileStorage(io.BytesIO(better), "better.xlsx")
    page = page.submit("Take it in", received_on="6/11/2026", how="BY_HAND", file=file)
    assert page.heading == "Form F-2026-0002", "no number went with what was refused, or was there"
    with app.app_context():
        other = fill(form, typed("INDIVIDUAL", finished()) | {"notification_reason_text": "On 3 November"})
    file = FileStorage(io.BytesIO(other), "other.xlsx")
    refused = coordinator.get(here).submit("Take it in", received_on="6/11/2026", how="BY_HAND", file=file)
    assert "another one was taken in for N-2026-0001 before" in refused.errors()["file"]
    page = page.follow("See the answers").submit("Send notification").follow("See this notification")
    assert "Sent again after N-2026-0001" in page.text


@pytest.mark.one_database
def test_what_cannot_be_read_is_shown_with_its_cell_and_kept(
    form: bytes, app: Flask, school: str, coordinator: Pages, sign_in: Browser
) -> None:
    with app.app_context():
        known = typed("INDIVIDUAL", finished())

    def change(book: Any) -> None:
        cells = cells_by_key(book)
        cells["dob"][0].value = "31/2/2010"
        cells["sex"][0].value = "Anything"
        cells["immediate_danger"][0].value = "perhaps!"
        cells["harm_types"][1].value = "A harm of long ago"
        cells["what_needs_to_happen"][0].value = '=HYPERLINK("x")'
        cells["approx_age"][0].value = "about fifteen"
        cells["risk_factors-3-code"][0].value = cells["risk_factors-0-code"][0].value  # after a gap of two entries
        cells["gateways__other"][0].value = "Named by our adviser\nVITAL"
        sheet = cells["pronouns"][0].parent
        sheet.cell(cells["pronouns"][0].row, 4).value = "no_longer_asked"
        cells["pronouns"][0].value = "he/him"

    page = upload(coordinator, fill(form, known, change), school)
    rows = {row["Question"]: row for row in page.table_rows("Answers that could not")}
    danger = next(name for name in rows if "danger" in name)
    assert {name: (row["What it says"], row["Why"]) for name, row in rows.items()} == {
        "Date of birth": ("31/2/2010", "Enter a real date for “Date of birth”"),
        "Sex": ("Anything", "Select an option from the list for “Sex”"),
        "and": ("A harm of long ago", "Select options from the list for “Kinds of harm”"),
        "What needs to happen?": ("A formula", "Type the value: a formula is not read"),
        "Approximate age": ("about fifteen", rows["Approximate age"]["Why"]),
        "Pronouns": ("he/him", "This is no longer asked"),
        danger: ("perhaps!", f"Select an option from the list for “{danger}”"),
    }
    alarm = page.text.partition("Sent by")[0]
    assert "What the form says about danger could not be read. Ask Robin Example now (01632 960100)" in alarm
    assert page.follow("act as if somebody is").path.endswith("/stop")
    page.follow("enter whether somebody is in danger").submit("Save and continue", immediate_danger="NO")
    assert "could not be read. Ask" not in coordinator.get(page.path).text
    assert rows["Approximate age"]["Why"].startswith("Enter")
    assert all(row["Cell"].startswith("B") and row["Cell"].endswith("(Notification)") for row in rows.values())
    elsewhere = sign_in(Role.COORD, area="NSOM")
    for path in (page.path, page.path.replace("received", "letter")):
        elsewhere.get(path, status=404)
    assert "No forms yet" in elsewhere.get("/notifications/offline").text
    again = f"/notifications/offline/new?again={page.path.split('/')[2]}"
    elsewhere.get(again, status=404)
    assert "Select an option" in upload(elsewhere, fill(form, known), school).errors()["agency"]
    needed = page.text.partition("Still needed")[2]
    assert "Enter a date of birth, or an approximate age" in needed
    assert "Select whether the risk is there now" in needed
    draft = page.follow("Look it over")
    data = coordinator.get(f"{draft.path}/part/concern").form_data()
    assert data["harm_types"] == "ABH", "one word that is gone takes no other with it"
    factors = coordinator.get(f"{draft.path}/part/factors").form_data()
    assert factors["risk_factors-1-code"] == factors["risk_factors-0-code"]
    sharing = coordinator.get(f"{draft.path}/part/sharing").form_data()
    assert set(sharing["gateways"]) >= {"VITAL"} or "VITAL" in str(sharing)
    coordinator.get(f"{draft.path}/delete").submit("Delete draft")
    assert "No forms yet" in coordinator.get("/notifications/offline").text


@pytest.mark.one_database
def test_an_older_form_is_taken_with_the_words_it_was_made_with(form: bytes, app: Flask) -> None:
    def older(book: Any) -> None:
        """A list in which a code had other words, and a code that has gone since."""
        for cell in book["Choices"]["A"] + book["Choices"]["B"]:
            if cell.value == "Male":
                cell.value = "Boy or man"
        for name in book.sheetnames[:2]:
            book[name]["D1"].value = "concord-notification;0;INDIVIDUAL;2024-02-01"

    with app.app_context():
        wanted = typed("INDIVIDUAL", finished()) | {"sex": "Boy or man"}
        book = openpyxl.load_workbook(io.BytesIO(form))
        column = next(cell.column for cell in book["Choices"][4] if cell.value == "list sex")
        place = next(cell for cell in list(book["Choices"].columns)[column - 1] if cell.value == "M")

        def older(book: Any) -> None:
            book["Choices"].cell(place.row, column - 1).value = "Boy or man"
            for name in book.sheetnames[:2]:
                book[name]["D1"].value = "concord-notification;0;INDIVIDUAL;2024-02-01"

        came = taken(fill(form, wanted, older))
    assert (came.unread, came.answers["sex"]) == ([], "M")


@pytest.mark.one_database
def test_what_is_written_beside_the_questions_is_shown_too(
    form: bytes, app: Flask, school: str, coordinator: Pages
) -> None:
    lines: list[int] = []

    def write(book: Any) -> None:
        sheet = book["Notification"]
        sheet["F60"] = "He carries a knife"
        sheet["A6"] = "His cousin did it"
        sheet["C7"] = "=1+1"
        heading = next(row for row in range(8, 60) if not sheet.cell(row, 4).value)
        sheet.cell(heading, 1).value = "He has gone away"
        sheet.insert_rows(heading + 3)
        sheet.cell(heading + 3, 2).value = "A line more"
        lines.extend([heading, heading + 3])
        book.create_sheet("Notes", 0)["C2"] = "His brother too"

    page = upload(coordinator, fill(form, WHO | {"given_names": "Robin"}, write), school)
    rows = {row["Cell"]: row for row in page.table_rows("Answers that could not")}
    assert {cell: row["What it says"] for cell, row in rows.items()} == {
        "C2 (Notes)": "His brother too",
        f"B{lines[1]} (Notification)": "A line more",
        f"F{60 + (lines[1] <= 60)} (Notification)": "He carries a knife",
        "A6 (Notification)": "His cousin did it",
        "C7 (Notification)": "A formula",
        f"A{lines[0]} (Notification)": "He has gone away",
    }
    assert all("Nothing is asked in this cell" in row["Why"] for row in rows.values())
    two = fill(form, WHO | {"given_names": "Robin"}, lambda book: book.copy_worksheet(book["Notification"]))
    assert "Send one form at a time" in upload(coordinator, two, school).text


@pytest.mark.one_database
def test_who_sent_it_and_when_is_asked_for(form: bytes, app: Flask, school: str, coordinator: Pages) -> None:
    with app.app_context():
        known: Mapping[str, Any] = typed("INDIVIDUAL", finished())
        data = fill(form, {key: value for key, value in known.items() if key != "@name"})
    page = coordinator.get("/notifications/offline/new").submit("Take it in", password="typed")
    assert list(page.errors()) == ["file", "agency", "received_on", "how"]
    for fields, field, words in (
        ({}, "sender", "Enter who sent it"),
        ({"received_on": "5/11/2026"}, "received_on", "today or in the past"),
        ({"received_on": "3/11/2026"}, "received_on", "the form itself is from later"),
        ({"received_time": "23:59"}, "received_time", "still to come"),
        ({"received_time": "soon"}, "received_time", "a time such as 14:30"),
    ):
        page = upload(coordinator, data, school, **fields)
        assert words in page.errors()[field]
        assert page.form_data()["agency"] == school
    assert upload(coordinator, data, school, sender="Kim Example").summary()["Sent by"] == "Kim Example"
    assert "nothing was typed" in upload(coordinator, form, school, sender="Kim").errors()["file"]


@pytest.mark.one_database
@pytest.mark.skipif(not HOSTILE.exists(), reason="the shared data is not here")
def test_every_other_file_is_answered_with_what_to_do(app: Flask, school: str, coordinator: Pages) -> None:
    files = sorted((HOSTILE / "xlsx_tricky").iterdir())
    assert len(files) > 10
    for file in files:
        page = upload(coordinator, file.read_bytes(), school, sender="Kim")
        assert set(page.errors()) & {"file", "password"}, file.name
    assert "No drafts" in coordinator.get("/notifications").text


@pytest.mark.one_database
def test_only_the_coordinator_takes_forms_in_and_everybody_fetches_them(notifier: Pages) -> None:
    page = notifier.get("/notifications").follow("a form to fill in as a spreadsheet")
    assert "Take in a form" not in page.text
    assert "Forms that came in" not in page.text
    for words in ("About a person", "About a network", "About a place"):
        answer = page.follow(words).response
        assert answer.data.startswith(b"PK")
        assert "Zebracrossing" not in str(answer.headers)
    notifier.get("/notifications/offline/new", status=403)
    notifier.get("/notifications/offline/somebody.xlsx", status=404)
