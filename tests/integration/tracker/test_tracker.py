"""The tracker on screen and as a file."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.features.tracker.template import SHEET, RowKey, read_row_key, read_stamp
from app.platform.database import db
from tests.factories.actions import make_action
from tests.factories.cases import make_case
from tests.integration.actions.conftest import Group
from tests.integration.tracker.conftest import (
    FORMULA,
    Browse,
    Worker,
    again,
    ask,
    facts,
    for_a_school,
    opened,
    table,
)
from tests.pages import Page

# On screen ----------------------------------------------------------------------------------------------------------


def test_on_screen_with_filters(tracked: Group, browse: Browse) -> None:
    browser = browse(tracked.coordinator)
    page = browser.get("/actions/tracker")
    assert "4 actions" in page.text
    assert [row["Status"] for row in page.table_rows()] == ["Overdue Escalated", "Proposed", "Accepted", "Done"]
    school = tracked.outsider.agency_uid
    for query, expected in {
        "status=OPEN": ["Overdue Escalated", "Proposed", "Accepted"],
        "status=OVERDUE": ["Overdue Escalated"],
        "status=PROPOSED": ["Proposed"],
        "status=ACCEPTED": ["Accepted"],
        "status=IN_PROGRESS": [],
        "status=DONE": ["Done"],
        "due_from=1/12/2026&due_to=5/12/2026": ["Proposed"],
        f"agency_uid={school}": ["Proposed"],
        f"owner_uid={tracked.colleague.uid}": ["Done"],
        "priority=NORMAL&category=MENTOR&status=DONE": ["Done"],
        "category=PATROL": [],
        "case_kind=PERSON": ["Overdue Escalated", "Done"],
        "case_kind=NONE": ["Proposed", "Accepted"],
        "case_kind=PLACE": [],
    }.items():
        page = browser.get(f"/actions/tracker?{query}")
        assert [row["Status"] for row in page.table_rows()] == expected if expected else True, query
        assert ("No actions match these filters" in page.text) is not bool(expected), query
    page = browser.get(f"/actions/tracker?owner_uid={tracked.colleague.uid}&case_kind=PERSON")
    assert "Owner: Ivo Lund" in page.text
    assert "About: A person" in page.text


@pytest.mark.one_database
def test_a_filter_that_cannot_be_read_is_an_error_and_filters_nothing(tracked: Group, browse: Browse) -> None:
    page = browse(tracked.coordinator).get("/actions/tracker?due_to=soon&status=TEA&agency_uid=x&meeting_uid=y")
    assert set(page.errors()) == {"status", "agency_uid", "due_to", "meeting_uid"}
    assert len(page.table_rows()) == 4


def test_everybody_sees_what_they_may(tracked: Group, browse: Browse) -> None:
    assert "3 actions" in browse(tracked.owner).get("/actions/tracker").text
    assert "1 action" in browse(tracked.outsider).get("/actions/tracker").text
    assert "will be listed here" in browse(tracked.elsewhere).get("/actions/tracker").text
    for user in (tracked.provider, tracked.notifier):
        browse(user).get("/actions/tracker", status=403)


# The file -----------------------------------------------------------------------------------------------------------


@pytest.mark.one_database
def test_a_copy_without_names_holds_what_managers_chase_by(
    tracked: Group, browse: Browse, worker: Worker, app: Flask
) -> None:
    page = ask(browse(tracked.coordinator))
    assert "Waiting" in page.text
    assert worker() == 1
    page = again(page)
    assert "Show the password" not in page.text
    book = opened(page)
    assert book.sheetnames == ["About", SHEET, "Assurance", "Summary by agency", "Summary by month", "Choices"]
    rows = table(book, SHEET)
    first = rows[0]
    assert first["Reference"] == "A-2026-0001"
    assert first["Case"] == tracked.case.reference
    assert (first["About"], first["Action"], first["Owner"], first["Outcome"]) == ("Hidden",) * 4
    assert (first["Agency"], first["Status today"], first["Recorded status"]) == (
        "Youth Justice Service",
        "Overdue",
        "Accepted",
    )
    assert (first["Due"].date(), first["Working days overdue"]) == (date(2026, 11, 20), 5)
    assert (first["Progress to add"], first["Evidence reference"]) == (None, None)
    assert rows[1]["Kind of subject"] == "The group itself"
    (stamped,) = [title for title in first if read_stamp(title)]
    assert read_stamp(stamped) == (1, page.path.rsplit("/", 1)[-1])
    assert read_row_key(first[stamped]) == RowKey("A-2026-0001", 1, "ACCEPTED")
    assert book[SHEET].column_dimensions["V"].hidden
    everything = str([[cell.value for row in sheet.iter_rows() for cell in row] for sheet in book.worksheets])
    for name in ("Robin", "Fernsby", "Sorcha", "Brannigan", "Winston", "Peart", "coach", "HYPERLINK", "boxing"):
        assert name not in everything, name
    said = facts(book)
    assert said["Copy"] == "E-2026-0001"
    assert said["Reason"] == "For the chase call"
    assert said["Names"].startswith("Without names")
    assert (said["Actions"], said["Overdue actions"], said["Assurance"]) == (4, 1, 2)


def test_a_copy_with_names_is_locked_for_its_recipient(tracked: Group, browse: Browse, worker: Worker) -> None:
    browser = browse(tracked.spoc)
    page = ask(browser, "?status=OPEN&case_kind=PERSON&due_to=1/12/2026", **for_a_school(tracked))
    assert worker() == 1
    page = again(page)
    locked = page.follow("Download the file")
    assert locked.response.data.startswith(b"\xd0\xcf\x11\xe0")
    assert locked.response.headers["Content-Disposition"] == 'attachment; filename="action-tracker-E-2026-0001.xlsx"'
    assert "no-store" in locked.response.headers["Cache-Control"]
    book = opened(page)
    (only,) = table(book, SHEET)
    assert (only["About"], only["Action"], only["Owner"]) == ("Robin Fernsby", FORMULA, "Sorcha Brannigan")
    said = facts(book)
    assert (said["For"], said["Of"]) == ("Edda Marsh, head of year", "A school")
    assert "Children Act 2004" in said["Shared by the power"]
    assert said["Destroy this copy by"].date() == date(2026, 12, 27)
    assert (said["Filter of actions: status"], said["Filter: about"]) == ("Any open status", "A person")
    assert said["Filter: due to"] == "1/12/2026"
    again_page = again(page)
    assert "is not kept" in again_page.text
    assert not again_page.select("code")
    assert "shown before, and is not kept" in page.submit("Show the password", status=409).text
    assert tracked.case.reference in again_page.text
    assert "Safeguarding of children" in again_page.text


@pytest.mark.one_database
def test_no_cell_is_a_formula_and_every_text_is_quoted(tracked: Group, browse: Browse, worker: Worker) -> None:
    page = ask(browse(tracked.spoc), **for_a_school(tracked))
    worker()
    book = opened(again(page))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert FORMULA in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type in ("f", "e")]
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s")


def test_summaries_add_up_and_are_drawn_from_their_cells(tracked: Group, browse: Browse, worker: Worker) -> None:
    page = ask(browse(tracked.coordinator))
    worker()
    book = opened(again(page))
    by_agency = {row["Agency"]: row for row in table(book, "Summary by agency")}
    youth = by_agency["Youth Justice Service"]
    assert (youth["Actions"], youth["Open, in time"], youth["Overdue"], youth["Done, to be confirmed"]) == (3, 1, 1, 1)
    assert (youth["Assurance asked for"], youth["Assurance owed"]) == (2, 1)
    by_month = table(book, "Summary by month")
    assert [(row["Month due"], row["Actions"]) for row in by_month] == [("November 2026", 2), ("December 2026", 2)]
    for name, lines in (("Summary by agency", len(by_agency)), ("Summary by month", 2)):
        (chart,) = book[name]._charts
        assert chart.series[0].val.numRef.f == f"'{name}'!$C$5:$C${4 + lines}"
        assert len(chart.series) == 7


@pytest.mark.one_database
def test_it_prints_without_touching(tracked: Group, browse: Browse, worker: Worker) -> None:
    page = ask(browse(tracked.coordinator))
    worker()
    book = opened(again(page))
    for sheet in book.worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.oddHeader.center.text == sheet.oddFooter.center.text == sheet["A1"].value == "OFFICIAL-SENSITIVE"
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert sheet.oddFooter.left.text.startswith(
            "Copy E-2026-0001. Exported by Priya Nandakumar on 27 November 2026"
        )
    for name in (SHEET, "Assurance"):
        assert book[name].print_title_rows == "$4:$4"
        assert book[name].print_title_cols == "$A:$A"
        assert book[name]["B5"].alignment.wrap_text
        assert book[name].freeze_panes == "B5"


@pytest.mark.one_database
def test_the_columns_to_fill_in_offer_their_words(tracked: Group, browse: Browse, worker: Worker) -> None:
    page = ask(browse(tracked.coordinator))
    worker()
    sheet = opened(again(page))[SHEET]
    heads = {cell.value: cell for cell in sheet[4]}
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    status, reason = heads["Recorded status"].column_letter, heads["Why not done"].column_letter
    assert offered.keys() == {f"{status}5:{status}8", f"{reason}5:{reason}8"}
    assert heads["Recorded status"].fill.fgColor.rgb != heads["Agency"].fill.fgColor.rgb
    (rules,) = [one.rules for one in sheet.conditional_formatting]
    assert rules[0].formula == [f'${heads["Status today"].column_letter}5="Overdue"']


@pytest.mark.one_database
def test_as_text_with_commas(tracked: Group, browse: Browse, worker: Worker) -> None:
    browser = browse(tracked.coordinator)
    first, second = ask(browser, form="CSV_ACTIONS"), ask(browser, form="CSV_ASSURANCE")
    assert worker() == 2
    answer = again(first).follow("Download the file")
    assert answer.response.mimetype == "text/csv"
    assert answer.response.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.response.data.decode("utf-8-sig"))))
    assert [row["Status today"] for row in rows] == ["Overdue", "Proposed", "Accepted", "Done"]
    assert (rows[0]["Due"], rows[0]["Action"]) == ("2026-11-20", "Hidden")
    text = again(second).follow("Download the file").response.data.decode("utf-8-sig")
    assert [row["Status today"] for row in csv.DictReader(io.StringIO(text))] == ["Overdue", "Accepted until a date"]


def test_what_the_exporter_may_not_see_is_hidden(app: Flask, tracked: Group, browse: Browse, worker: Worker) -> None:
    """A contact of an agency that owns an action but whose need to know of its case has ended."""
    from app.features.cases.models import CaseAgency

    with app.app_context():
        other = make_case(given_names="Zephyr")
        make_action(tracked.coordinator, tracked.spoc, case=other, text="Read the letter")
        row = db.session.scalar(
            select(CaseAgency).where(CaseAgency.case_uid == other.uid, CaseAgency.agency_uid == tracked.spoc.agency_uid)
        )
        db.session.delete(row)
        db.session.commit()
    browser = browse(tracked.spoc)
    screen = next(row for row in browser.get("/actions/tracker").table_rows() if "Read the letter" in row["Action"])
    assert screen["About"] == "Hidden"
    page = ask(browser, **for_a_school(tracked))
    worker()
    book = opened(again(page))
    found = next(row for row in table(book, SHEET) if row["Action"] == "Read the letter")
    assert (found["About"], found["Case"], found["Kind of subject"]) == ("Hidden",) * 3
    assert "Zephyr" not in str([table(book, SHEET), table(book, "Assurance")])
    page = browser.get("/actions/tracker").follow(found["Reference"])
    assert page.summary()["About"] == "Hidden"
    assert "Zephyr" not in page.text


def test_the_page_asks_as_little_however_long_it_is(app: Flask, tracked: Group, browse: Browse) -> None:
    browser = browse(tracked.coordinator)
    few = queries(app, lambda: browser.get("/actions/tracker"))
    with app.app_context():
        for number in range(20):
            make_action(tracked.coordinator, tracked.owner, case=tracked.case, text=f"Action {number}")
    assert queries(app, lambda: browser.get("/actions/tracker")) <= few <= 14


def queries(app: Flask, open_page: Callable[[], Page]) -> int:
    asked: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        open_page()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([one for one in asked if one.lstrip().upper().startswith("SELECT") and "set_config" not in one])
