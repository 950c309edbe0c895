"""The sheet of actions comes back filled in: looked at, applied in one step, undone."""

import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.actions import interface as actions
from app.features.actions.models import ActionUpdate
from app.features.partnership.interface import every_area_uid
from app.features.tracker.importing import routes
from app.features.tracker.importing.jobs import forget_returned
from app.features.tracker.importing.models import UploadRow
from app.kernel.references import new_uid
from app.platform.access import bind_actor, system_actor
from app.platform.audit import AuditEntry
from app.platform.database import db
from app.platform.workbook import reading
from config import REPOSITORY
from tests.conftest import Clock
from tests.factories.cases import acting
from tests.factories.sheets import HEAD_ROW, filled, send
from tests.factories.tracker import file_of
from tests.integration.actions.conftest import Group
from tests.integration.tracker.conftest import Browse, Worker, ask, for_a_school
from tests.pages import Page

ONE_DATABASE = pytest.mark.one_database
LIBREOFFICE = shutil.which("soffice")
HOSTILE = REPOSITORY.parent / "shared" / "data" / "hostile"
FIRST, SECOND, DONE, THIRD = "A-2026-0001", "A-2026-0002", "A-2026-0003", "A-2026-0004"


@pytest.fixture
def sheet(tracked: Group, browse: Browse, worker: Worker) -> bytes:
    """A file without names of everything that the group holds, as the coordinator sees it."""
    page = ask(browse(tracked.coordinator))
    assert worker() == 1
    return file_of(page)


def changes(page: Page, caption: str = "What would change") -> dict[str, str]:
    """By reference of the action, in words."""
    return {row["Action"]: row[caption] for row in page.table_rows(caption)}


def refused(page: Page) -> dict[str, str]:
    return {row["Action"]: row["Why"] for row in page.table_rows("Refused")}


def stands(app: Flask, group: Group, reference: str) -> Any:
    """What is known of an action: its status, dates, words, evidence and log."""
    with app.app_context(), acting(group.coordinator):
        action = db.session.scalars(select(actions.Action).where(actions.Action.reference == reference)).one()
        log = db.session.scalars(
            select(ActionUpdate).where(ActionUpdate.action_uid == action.uid).order_by(ActionUpdate.position)
        )
        return {
            "status": str(actions.recorded_status(action)),
            "done_on": action.done_on,
            "outcome": action.outcome,
            "evidence": [one["reference"] for one in action.evidence],
            "log": [(one.step, one.text) for one in log],
            "ver": action.ver,
            "uid": action.uid,
        }


def recorded(app: Flask, *names: str) -> int:
    """How many of these events are in the audit."""
    with app.app_context():
        return len(db.session.scalars(select(AuditEntry.seq).where(AuditEntry.event.in_(names))).all())


def test_what_agencies_fill_in_is_looked_at_applied_and_undone(
    app: Flask, tracked: Group, browse: Browse, sheet: bytes, clock: Clock
) -> None:
    before = {reference: stands(app, tracked, reference) for reference in (FIRST, THIRD)}
    browser = browse(tracked.spoc)
    back = filled(
        sheet,
        {
            FIRST: {
                "Recorded status": "done",
                "Progress to add": "He goes every Tuesday",
                "Done on": "24/11/26",
                "Evidence reference": "CL-2291",
            },
            THIRD: {"Progress to add": "He rang"},
            SECOND: {"Recorded status": "In progress"},
        },
    )
    page = send(browser, back)
    assert page.heading == "Sheet U-2026-0001"
    assert changes(page) == {
        FIRST: "Recorded status: Accepted → becomes Done Progress to add: He goes every Tuesday "
        "Done on: 24 November 2026 Evidence reference: CL-2291",
        THIRD: "Progress to add: He rang",
    }
    assert refused(page) == {SECOND: "Check the reference: you can see no action of this number"}
    assert stands(app, tracked, FIRST) == before[FIRST]  # it was only tried
    assert send(browser, back).path == page.path  # the same file again

    applied = page.submit("Apply 2 changes")
    assert applied.flash == "The sheet was applied"
    done = stands(app, tracked, FIRST)
    assert (done["status"], done["done_on"], done["outcome"]) == ("DONE", date(2026, 11, 24), "He goes every Tuesday")
    assert done["evidence"] == ["CL-2291"]
    assert stands(app, tracked, THIRD)["log"][-1] == ("NOTE", "He rang")
    page.submit("Apply 2 changes")  # the button pressed twice, or in another tab
    assert stands(app, tracked, FIRST) == done
    assert recorded(app, "action.completed", "action.noted", "tracker.applied") == 3 + 1  # one was done before
    with app.app_context(), acting(tracked.owner) as actor:  # something happens to one of them
        note = actions.get_action(actor, before[THIRD]["uid"])
        actions.apply_step(actor=actor, action=note, step="NOTE", text="And he rang")

    clock.advance(hours=1)
    looked = browse(tracked.spoc).get(applied.path)
    undone = looked.submit("Undo this sheet")
    assert "1 action put back as before, 1 left" in undone.text
    assert [row["Action"] for row in undone.table_rows("Left as they are")] == [THIRD]
    assert [row["Action"] for row in undone.table_rows("Put back as before")] == [FIRST]
    now = stands(app, tracked, FIRST)
    for name in ("status", "done_on", "outcome", "evidence"):
        assert now[name] == before[FIRST][name], name
    assert [step for step, _text in now["log"][-2:]] == ["DONE", "TAKEN_BACK"]
    assert stands(app, tracked, THIRD)["log"][-1] == ("NOTE", "And he rang")
    applied.submit("Undo this sheet")
    assert stands(app, tracked, FIRST) == now
    assert recorded(app, "action.taken_back", "tracker.undone") == 2
    tab = undone.pages.post(f"{page.path}/apply", looked.form_data("Undo this sheet"), status=409)
    assert "Send the file again: it was undone" in tab.text
    assert stands(app, tracked, FIRST) == now
    assert "Taken back, from a sheet" in browse(tracked.owner).get(f"/actions/{before[FIRST]['uid']}").text


@ONE_DATABASE
def test_rows_and_columns_may_be_moved_about(tracked: Group, browse: Browse, sheet: bytes) -> None:
    def about(page: Any) -> None:
        page.insert_rows(1, 3)  # a note of one's own above
        page["A1"] = "For Mei: please fill in by Friday"
        page.insert_cols(3)
        page.cell(7, 3).value = "Mine"
        page.cell(8, 3).value = "=SUM(1,2)"
        page.column_dimensions["H"].hidden = True
        page.delete_rows(10)
        last = page.max_row + 1
        page.cell(last, 1).value = "A-2026-0001"
        page.cell(last + 2, 3).value = "My total"

    page = send(browse(tracked.coordinator), filled(sheet, {FIRST: {"Progress to add": "He came"}}, about))
    assert changes(page) == {FIRST: "Progress to add: He came"}
    assert "not in the file that Concord made" in refused(page)[FIRST]


@ONE_DATABASE
def test_each_row_that_is_refused_says_why(app: Flask, tracked: Group, browse: Browse, sheet: bytes) -> None:
    """Nothing of the sheet is applied by itself, and what is refused stays out of what is applied."""
    with app.app_context(), acting(tracked.owner) as actor:
        action = db.session.scalars(select(actions.Action).where(actions.Action.reference == THIRD)).one()
        actions.apply_step(actor=actor, action=action, step="IN_PROGRESS")
    spoc = browse(tracked.spoc)
    page = send(
        spoc,
        filled(
            sheet,
            {
                FIRST: {"Recorded status": "Done", "Done on": "3/25/26"},
                DONE: {"Progress to add": "One more thing"},
                THIRD: {"Progress to add": "He came"},
            },
        ),
    )
    why = refused(page)
    assert why[FIRST] == "Done on: Enter the day first, then the month: there is no such day"
    assert why[DONE] == "Check the action: it has already ended"
    assert "changed in Concord since this file was made" in why[THIRD]
    assert "Apply" not in str(page.select("button"))
    assert "Every row that says something new is refused" in page.text
    others = send(
        spoc,
        filled(
            sheet,
            {
                FIRST: {"Recorded status": "Done", "Done on": "27/11/2027", "Progress to add": "x"},
                DONE: {"Evidence reference": "=A1"},
            },
        ),
    )
    assert refused(others) == {
        FIRST: "Done on: Enter a date that is today or in the past",
        DONE: "Evidence reference: Type the value: a formula is not read",
    }
    unsaid = send(spoc, filled(sheet, {FIRST: {"Recorded status": "Done"}, DONE: {"Due": date(2027, 1, 1)}}))
    assert refused(unsaid) == {
        FIRST: "Progress to add: Enter what was done",
        DONE: "Due: Put this back as it was: it cannot be changed in the sheet",
    }
    own = send(browse(tracked.outsider), filled(sheet, {SECOND: {"Recorded status": "In progress"}}))
    assert refused(own)[SECOND].startswith("Accept the action before starting it")


@ONE_DATABASE
def test_what_changes_between_looking_and_applying_stops_all_of_it(
    app: Flask, tracked: Group, browse: Browse, sheet: bytes
) -> None:
    page = send(
        browse(tracked.spoc), filled(sheet, {FIRST: {"Progress to add": "He came"}, THIRD: {"Progress to add": "x"}})
    )
    before, first = stands(app, tracked, THIRD), stands(app, tracked, FIRST)
    with app.app_context(), acting(tracked.owner) as actor:
        action = actions.get_action(actor, first["uid"])
        actions.apply_step(actor=actor, action=action, step="IN_PROGRESS")
    again = page.submit("Apply 2 changes")
    assert "Nothing was changed" in again.text
    assert list(refused(again)) == [FIRST]
    assert stands(app, tracked, THIRD) == before
    assert recorded(app, "tracker.applied", "action.noted") == 0
    assert again.submit("Apply 1 change").flash == "The sheet was applied"
    assert stands(app, tracked, THIRD)["log"][-1] == ("NOTE", "x")
    assert stands(app, tracked, FIRST)["log"][-1][0] == "IN_PROGRESS"


@ONE_DATABASE
def test_a_sheet_that_is_not_for_here_or_too_old(
    tracked: Group, browse: Browse, sheet: bytes, worker: Worker, clock: Clock
) -> None:
    def error(browser: Any, data: bytes, password: str = "") -> dict[str, str]:
        return send(browser, data, password).errors()

    spoc = browse(tracked.spoc)
    assert browse(tracked.spoc).get("/actions/tracker/send-back").submit("Show what would change").errors() == {
        "file": "Choose the file"
    }
    foreign = filled(sheet, {FIRST: {"Progress to add": "x"}}, lambda page: stamped(page, new_uid()))
    assert "exported from your area" in error(spoc, foreign)["file"]
    assert "exported from your area" in error(browse(tracked.elsewhere), sheet)["file"]
    other = filled(sheet, {}, lambda page: stamped(page, "x" * 26, version=9))
    assert set(error(spoc, other)) == {"file"}
    assert "file that Concord made" in error(spoc, filled(sheet, {}, lambda page: page.delete_cols(22)))["file"]

    export = ask(browse(tracked.spoc), **for_a_school(tracked))
    assert worker() == 1
    data = file_of(export)
    assert "made for another agency" in error(browse(tracked.owner), data)["file"]
    for user in (tracked.outsider, tracked.spoc, tracked.coordinator):
        assert "Nothing to change" in send(browse(user), data).text
    clock.advance(days=31)
    assert "was to be destroyed" in error(browse(tracked.spoc), filled(data, {FIRST: {"Progress to add": "y"}}))["file"]
    clock.advance(days=31)
    assert "older than 60 days" in error(browse(tracked.spoc), filled(sheet, {FIRST: {"Progress to add": "y"}}))["file"]


def stamped(page: Any, export_uid: str, version: int = 1) -> None:
    page.cell(HEAD_ROW, 22).value = f"concord-actions/{version}/{export_uid}"


@ONE_DATABASE
def test_only_who_sent_it_sees_it_and_only_for_a_while(
    app: Flask, tracked: Group, browse: Browse, sheet: bytes, clock: Clock
) -> None:
    data = filled(sheet, {FIRST: {"Progress to add": "He came"}})
    page = send(browse(tracked.spoc), data)
    for user in (tracked.owner, tracked.coordinator, tracked.elsewhere):
        browse(user).get(page.path, status=404)
        browse(user).get("/actions/tracker/send-back").pages.get(page.path, status=404)
    for user in (tracked.provider, tracked.notifier):
        browse(user).get("/actions/tracker/send-back", status=403)
    with app.app_context():
        for table in ("tracker_import", "tracker_import_row"):
            rows = db.session.connection().exec_driver_sql(f"SELECT * FROM {table}").all()
            assert rows
            assert "He came" not in str(rows)
    clock.advance(hours=25)
    late = browse(tracked.spoc).get(page.path)
    assert "not applied in time" in late.text
    tab = late.pages.post(f"{page.path}/apply", page.form_data("Apply 1 change"), status=None)
    assert tab.status in (302, 400, 403, 409)
    again = send(browse(tracked.spoc), data)
    assert again.path != page.path
    applied = again.submit("Apply 1 change")
    clock.advance(hours=49)
    assert "too late to undo" in browse(tracked.spoc).get(applied.path).text
    with app.app_context():
        bind_actor(system_actor("tracker-forget-returned", every_area_uid()))
        assert forget_returned() == 2
        db.session.commit()
        assert forget_returned() == 0
        assert not db.session.scalars(select(UploadRow)).all()
    assert "What the rows said is not kept any more" in browse(tracked.spoc).get(applied.path).text
    assert [row["Number"] for row in browse(tracked.spoc).get("/actions/tracker/send-back").table_rows()] == [
        "U-2026-0002",
        "U-2026-0001",
    ]


@ONE_DATABASE
def test_others_are_served_while_a_sheet_is_read(
    tracked: Group, browse: Browse, sheet: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite, where one transaction writes at a time, nobody waits for a slow sheet."""
    served: list[int] = []
    read = reading.read

    def slowly(data: bytes, **more: Any) -> Any:
        served.append(browse(tracked.owner).get("/actions/tracker").status)
        return read(data, **more)

    monkeypatch.setattr(routes, "read", slowly)
    assert "Nothing to change" in send(browse(tracked.spoc), sheet).text
    assert served == [200]


@ONE_DATABASE
@pytest.mark.skipif(not HOSTILE.exists(), reason="the shared data is not here")
def test_every_hostile_file_is_answered_with_what_to_do(app: Flask, tracked: Group, browse: Browse) -> None:
    browser = browse(tracked.spoc)
    for file in sorted(file for file in HOSTILE.rglob("*") if file.is_file()):
        errors = send(browser, file.read_bytes()).errors()
        assert set(errors) == {"password" if file.name == "pass_protected.xlsx" else "file"}, file.name
        assert next(iter(errors.values())).split()[0] in ("Choose", "Open", "Enter"), file.name
    assert recorded(app, "tracker.returned") == 0


@ONE_DATABASE
@pytest.mark.skipif(LIBREOFFICE is None, reason="soffice is not installed")
def test_libreoffice_saves_it_and_it_comes_back(tracked: Group, browse: Browse, sheet: bytes, tmp_path: Path) -> None:
    edited = filled(
        sheet,
        {
            FIRST: {
                "Recorded status": "Done",
                "Progress to add": "Two lines\nof “text” & more",
                "Done on": date(2026, 11, 24),
                "Evidence reference": "00123",
            }
        },
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "tracker.xlsx").write_bytes(edited)
    subprocess.run(
        [LIBREOFFICE or "", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path),
         str(tmp_path / "in" / "tracker.xlsx")],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    page = send(browse(tracked.spoc), (tmp_path / "tracker.xlsx").read_bytes())
    assert changes(page) == {
        FIRST: "Recorded status: Accepted → becomes Done Progress to add: Two lines of “text” & more "
        "Done on: 24 November 2026 Evidence reference: 00123"
    }
    assert "Refused" not in page.select("caption")
