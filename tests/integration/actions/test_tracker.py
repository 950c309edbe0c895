"""The tracker on screen and as a file."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import event, select

from app.features.accounts.models import User
from app.features.actions import export
from app.features.actions import interface as actions
from app.kernel.clock import today
from app.platform.audit import AuditEntry
from app.platform.audit.recorder import read_reason
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.actions import give, judge, make_action, make_assurance
from tests.factories.cases import acting, make_case
from tests.integration.actions.conftest import THURSDAY, Group
from tests.pages import Page, Pages

Browse = Callable[[User], Pages]
FORMULA = '=HYPERLINK("http://example.org","Click")'


@pytest.fixture
def tracked(app: Flask, group: Group, clock: Clock) -> Group:
    """On Friday 27 November: one overdue, one that nobody accepted, one done, one without a case."""
    with app.app_context():
        make_action(group.coordinator, group.owner, case=group.case, due_on=date(2026, 11, 20), text=FORMULA)
        make_action(group.coordinator, agency_uid=group.outsider.agency_uid, accepted=False, due_on=date(2026, 12, 3))
        done = make_action(group.coordinator, group.colleague, case=group.case, text="Ring the coach")
        with acting(group.colleague) as actor:
            actions.complete_action(
                actor=actor, action=actions.get_action(actor, done.uid), what_was_done="Rang\x0bhim\nhe is in"
            )
        make_action(group.coordinator, group.owner, text="Something for everybody", due_on=date(2026, 12, 10))
        asked = make_assurance(group.coordinator, group.case, group.owner)
        judge(group.chair, give(group.owner, asked), "ACCEPTED_TIME_LIMITED")
        make_assurance(group.coordinator, group.case, group.spoc, due_on=today(), axis="CAUSE")
    clock.set(THURSDAY + timedelta(days=8))
    return group


def exported(browser: Pages, query: str = "") -> Any:
    """The file, as somebody gets it who says why."""
    page = browser.get(f"/actions/tracker{query}").follow("Export to a spreadsheet")
    answer = page.submit("Download the spreadsheet", reason="For the chase call")
    assert str(answer.response.mimetype).endswith("spreadsheetml.sheet")
    return openpyxl.load_workbook(io.BytesIO(answer.response.data))


def table(book: Any, name: str) -> list[dict[str, Any]]:
    rows = list(book[name].iter_rows(min_row=4, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if any(cell is not None for cell in row)]


def facts(book: Any) -> dict[str, Any]:
    return {row[0]: row[1] for row in book["About"].iter_rows(min_row=4, max_col=2, values_only=True)}


def test_on_screen(tracked: Group, browse: Browse) -> None:
    page = browse(tracked.coordinator).get("/actions/tracker")
    assert "4 actions" in page.text
    assert [row["Status"] for row in page.table_rows()] == ["Overdue", "Proposed", "Accepted", "Done"]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("status=OPEN", ["Overdue", "Proposed", "Accepted"]),
        ("status=OVERDUE", ["Overdue"]),
        ("status=PROPOSED", ["Proposed"]),
        ("status=ACCEPTED", ["Accepted"]),
        ("status=IN_PROGRESS", []),
        ("status=DONE", ["Done"]),
        ("due_from=1/12/2026&due_to=5/12/2026", ["Proposed"]),
    ],
)
def test_filters(tracked: Group, browse: Browse, query: str, texts: list[str]) -> None:
    page = browse(tracked.coordinator).get(f"/actions/tracker?{query}")
    shown = [row["Status"] for row in page.table_rows()] if texts else []
    assert shown == texts
    if not texts:
        assert "No actions match these filters" in page.text


def test_a_filter_that_cannot_be_read_is_an_error_and_filters_nothing(tracked: Group, browse: Browse) -> None:
    page = browse(tracked.coordinator).get("/actions/tracker?due_to=soon&status=TEA&agency_uid=x")
    assert set(page.errors()) == {"status", "agency_uid", "due_to"}
    assert len(page.table_rows()) == 4


def test_everybody_sees_what_they_may(tracked: Group, browse: Browse) -> None:
    assert "3 actions" in browse(tracked.owner).get("/actions/tracker").text
    assert "1 action" in browse(tracked.outsider).get("/actions/tracker").text
    assert "will be listed here" in browse(tracked.elsewhere).get("/actions/tracker").text
    for user in (tracked.provider, tracked.notifier):
        browse(user).get("/actions/tracker", status=403)


def test_the_file_has_what_the_screen_has(tracked: Group, browse: Browse) -> None:
    book = exported(browse(tracked.coordinator))
    assert book.sheetnames == ["About", "Actions", "Assurance", "Choices"]
    first, second, third, fourth = table(book, "Actions")
    assert first["Reference"] == "A-2026-0001"
    assert first["Case"] == tracked.case.reference
    assert first["About"] == "Robin Fernsby"
    assert first["Action"] == FORMULA
    assert first["Owner"] == "Sorcha Brannigan"
    assert first["Agency"] == "Youth Justice Service"
    assert first["Priority"] == "Normal"
    assert first["Kind of action"] == "Mentoring"
    assert first["Due"].date() == date(2026, 11, 20)
    assert (first["Recorded status"], first["Status today"], first["Working days overdue"]) == (
        "Accepted",
        "Overdue",
        5,
    )
    assert first["Accepted"].date() == date(2026, 11, 19)
    assert (first["Done"], first["Outcome"]) == (None, None)
    assert (second["Status today"], second["About"], second["Case"]) == ("Proposed", None, None)
    assert second["Working days overdue"] is None
    assert third["Action"] == "Something for everybody"
    assert fourth["Outcome"] == "Rang\N{REPLACEMENT CHARACTER}him\nhe is in"
    given, owed = sorted(table(book, "Assurance"), key=lambda row: row["Reference"])
    assert (given["Status today"], given["Level accepted"], given["Evidence"]) == (
        "Accepted until a date",
        "Reasonable",
        "Visit",
    )
    assert given["Review on"].date() == date(2026, 12, 17)
    assert (owed["Status today"], owed["Given"]) == ("Overdue", None)


def test_no_cell_is_a_formula_and_every_text_is_quoted(tracked: Group, browse: Browse) -> None:
    book = exported(browse(tracked.coordinator))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type in ("f", "e")]
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s")


def test_the_first_sheet_says_what_the_file_is(tracked: Group, browse: Browse) -> None:
    agency = tracked.owner.agency_uid
    book = exported(browse(tracked.coordinator), f"?status=OPEN&agency_uid={agency}&due_to=1/12/2026")
    said = facts(book)
    assert said["Marking"] == "OFFICIAL-SENSITIVE"
    assert "delete it" in said["How to handle this file"]
    assert said["Exported by"] == "Priya Nandakumar"
    assert said["Exported on"].date() == date(2026, 11, 27)
    assert said["Filter: status of actions"] == "Any open status"
    assert said["Filter: agency"] == "Youth Justice Service"
    assert said["Filter: due to"].date() == date(2026, 12, 1)
    assert (said["Rows on “Actions”"], said["Rows on “Assurance”"], said["Overdue actions"]) == (1, 2, 1)
    assert len(table(book, "Actions")) == 1


def test_the_status_column_offers_its_words(tracked: Group, browse: Browse) -> None:
    book = exported(browse(tracked.coordinator))
    sheet = book["Actions"]
    (offered,) = sheet.data_validations.dataValidation
    heads = {cell.value: cell.column_letter for cell in sheet[4]}
    assert str(offered.sqref) == f"{heads['Recorded status']}5:{heads['Recorded status']}8"
    words = [row[0] for row in book["Choices"].iter_rows(min_row=5, max_col=1, values_only=True) if row[0]]
    assert {"Proposed", "Accepted", "In progress", "Done"} <= set(words)
    assert "Overdue" not in words[:8]
    (rules,) = [one.rules for one in sheet.conditional_formatting]
    assert rules[0].formula == [f'${heads["Status today"]}5="Overdue"']


def test_what_the_exporter_may_not_see_is_hidden(app: Flask, tracked: Group, browse: Browse) -> None:
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
    book = exported(browser)
    found = next(row for row in table(book, "Actions") if row["Action"] == "Read the letter")
    assert (found["About"], found["Case"]) == ("Hidden", "Hidden")
    assert "Zephyr" not in str([table(book, "Actions"), table(book, "Assurance")])
    page = browser.get("/actions/tracker").follow(found["Reference"])
    assert page.summary()["About"] == "Hidden"
    assert "Zephyr" not in page.text


def test_a_reason_is_asked_for_and_kept(app: Flask, tracked: Group, browse: Browse) -> None:
    browser = browse(tracked.coordinator)
    page = browser.get("/actions/tracker?status=OPEN").follow("Export to a spreadsheet")
    assert "3 actions" in page.text
    assert "Status: Any open status" in page.text
    assert page.submit("Download the spreadsheet", reason=" ").errors() == {"reason": "Enter why you need this file"}
    answer = page.submit("Download the spreadsheet", reason="Robin’s review on Monday")
    name = answer.response.headers["Content-Disposition"]
    assert name == 'attachment; filename="action-tracker-2026-11-27.xlsx"'
    assert "no-store" in answer.response.headers["Cache-Control"]
    with app.app_context():
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "tracker.exported")).all()
        assert '"actions":3' in entry.facts
        assert '"status":"OPEN"' in entry.facts
        assert "Robin" not in entry.facts
        assert entry.area_uid == tracked.case.area_uid
        assert read_reason(entry) == "Robin’s review on Monday"


def test_opening_the_files_address_asks_for_the_reason_first(tracked: Group, browse: Browse) -> None:
    page = browse(tracked.coordinator).get("/actions/tracker.xlsx?status=OVERDUE")
    assert page.heading == "Export the action tracker"
    assert "1 action" in page.text


@pytest.mark.parametrize("path", ["/actions/tracker/export", "/actions/tracker.xlsx"])
def test_only_some_may_export(tracked: Group, browse: Browse, path: str) -> None:
    for user in (tracked.owner, tracked.outsider, tracked.provider, tracked.notifier):
        browse(user).get(path, status=403)
        if path.endswith("xlsx"):
            browse(user).post(path, {"reason": "Because"}, status=None)
    for user in (tracked.coordinator, tracked.chair, tracked.spoc):
        assert browse(user).get(path).heading == "Export the action tracker"


def test_a_file_that_would_be_too_long_is_refused(
    tracked: Group, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 3)
    page = browse(tracked.coordinator).get("/actions/tracker/export")
    page = page.submit("Download the spreadsheet", reason="All of it")
    assert page.errors() == {"": "Choose filters: a file holds 3 actions at most"}


def test_the_page_asks_as_little_however_long_it_is(app: Flask, tracked: Group, browse: Browse) -> None:
    browser = browse(tracked.coordinator)
    few = queries(app, lambda: browser.get("/actions/tracker"))
    with app.app_context():
        for number in range(20):
            make_action(tracked.coordinator, tracked.owner, case=tracked.case, text=f"Action {number}")
    assert queries(app, lambda: browser.get("/actions/tracker")) <= few <= 12


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
