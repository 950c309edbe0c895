"""The register of exports, and files that are written once, whole, for one person, for a while."""

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.subjects.interface import erase_subject, get_subject
from app.features.tracker import jobs
from app.features.tracker.models import Export, ExportPiece
from app.features.tracker.writing import Writer
from app.kernel.references import new_uid
from app.platform.access import Role, acting_as, bind_actor, system_actor
from app.platform.audit import AuditEntry
from app.platform.audit.recorder import read_reason
from app.platform.database import db
from app.platform.vault import current_vault
from tests.conftest import Clock
from tests.factories.accounts import make_user
from tests.factories.actions import make_action
from tests.factories.cases import acting
from tests.integration.actions.conftest import Group
from tests.integration.tracker.conftest import REASON, Browse, Worker, again, ask, facts, for_a_school, opened, table


def test_who_what_for_and_by_which_power_is_asked_and_kept(app: Flask, tracked: Group, browse: Browse) -> None:
    browser = browse(tracked.coordinator)
    page = browser.get("/actions/tracker?status=OPEN").follow("Export to a spreadsheet")
    assert "3 actions" in page.text
    assert "Status: Any open status" in page.text
    assert page.submit("Make the file", reason=" ").errors() == {"reason": "Enter why you need this file"}
    names = for_a_school(tracked)
    assert len(page.submit("Make the file", names="WITH", reason=REASON).errors()) == 3
    for missing, message in {
        "recipient": "Enter who will receive the file",
        "recipient_uid": "Select the agency that will receive the file",
        "gateway": "Select the power it is shared by",
    }.items():
        wrong = page.submit("Make the file", **(names | {"reason": REASON, missing: ""}))
        assert wrong.errors() == {missing: message}
        assert REASON in wrong.response.get_data(as_text=True)
    text = page.submit("Make the file", form="CSV_ACTIONS", **(names | {"reason": REASON}))
    assert list(text.errors()) == ["form"]
    ended = page.submit("Make the file", **(names | {"reason": "Robin’s review on Monday"}))
    assert ended.summary()["For"] == "Edda Marsh, head of year"
    with app.app_context():
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "tracker.exported")).all()
        for fact in ('"gateway":"CA04_10_11"', '"names":true', '"status":"OPEN"', '"form":"WORKBOOK"'):
            assert fact in entry.facts
        assert "Robin" not in entry.facts
        assert entry.area_uid == tracked.case.area_uid
        assert read_reason(entry) == "Robin’s review on Monday"


def test_a_power_must_be_ones_own_and_reach_the_recipient(app: Flask, tracked: Group, browse: Browse) -> None:
    with app.app_context():
        charity = make_user(Role.PRACTITIONER, agency_uid=tracked.provider.agency_uid).agency_uid
    page = browse(tracked.spoc).get("/actions/tracker/export")
    names: dict[str, Any] = for_a_school(tracked) | {"recipient_uid": charity, "reason": REASON}
    assert page.submit("Make the file", **(names | {"gateway": "PCSC16"})).errors() == {
        "gateway": "Select a power that reaches this agency"
    }
    assert list(page.submit("Make the file", **(names | {"gateway": "KCSIE"})).errors()) == ["gateway"]


def test_asked_twice_it_is_one_and_nobody_floods_the_worker(tracked: Group, browse: Browse, worker: Worker) -> None:
    browser = browse(tracked.coordinator)
    page = browser.get("/actions/tracker/export")
    first, second = (page.submit("Make the file", reason=REASON) for _ in range(2))
    assert first.path == second.path
    for number in range(2):
        page.submit("Make the file", reason=f"Reason {number}")
    assert "Wait until your other files are written" in str(page.submit("Make the file", reason="More").errors())
    assert worker() == 3
    assert worker() == 0
    assert [row["Copy"] for row in browser.get("/actions/tracker/exports").table_rows()] == [
        "E-2026-0003",
        "E-2026-0002",
        "E-2026-0001",
    ]


def test_the_register_is_for_whoever_runs_the_month_or_watches(
    app: Flask, tracked: Group, browse: Browse, worker: Worker
) -> None:
    with app.app_context():
        officer = make_user(Role.DPO, agency_uid=tracked.coordinator.agency_uid, email="dpo@example.org")
    page = ask(browse(tracked.spoc), **for_a_school(tracked))
    worker()
    for user in (tracked.coordinator, tracked.chair, officer):
        seen = browse(user).get("/actions/tracker/exports")
        (row,) = seen.table_rows()
        assert (row["Made by"], row["For"], row["Names"]) == ("Mei Okafor", "Edda Marsh, head of year", "With names")
        entry = seen.follow(row["Copy"])
        assert "Whoever made it can fetch it until" in entry.text
        assert "Download the file" not in entry.links
        assert "Password" not in entry.text
        status = 403 if user is officer else 404
        browse(user).get(f"{page.path}/file", status=status)
    assert "will be listed here" in browse(tracked.elsewhere).get("/actions/tracker/exports").text
    browse(tracked.elsewhere).get(page.path, status=404)
    browse(tracked.coordinator).get(f"/actions/tracker/exports/{new_uid()}", status=404)
    for user in (tracked.owner, tracked.provider, tracked.notifier):
        for path in ("/actions/tracker/export", "/actions/tracker/exports", page.path, f"{page.path}/file"):
            browse(user).get(path, status=403)


def test_a_file_expires_and_cannot_be_opened_from_any_copy(
    app: Flask, tracked: Group, browse: Browse, worker: Worker, clock: Clock
) -> None:
    browser = browse(tracked.spoc)
    page = ask(browser, **for_a_school(tracked))
    browser.get(f"{page.path}/file", status=404)  # not written yet
    worker()
    uid = page.path.rsplit("/", 1)[-1]
    with app.app_context():
        bind_actor(system_actor("test", frozenset({tracked.case.area_uid})))
        pieces = db.session.scalars(select(ExportPiece)).all()
        assert [piece.key_uid for piece in pieces] == [uid]
        assert b"Fernsby" not in pieces[0].payload
    clock.advance(hours=25)
    browser = browse(tracked.spoc)
    assert "not in Concord any more" in browser.get(page.path).text
    browser.get(f"{page.path}/file", status=404)
    with app.app_context():
        bind_actor(system_actor("tracker-forget", frozenset({tracked.case.area_uid})))
        assert jobs.forget() == 1
        db.session.commit()
        assert jobs.forget() == 0
        assert not db.session.scalars(select(ExportPiece)).all()
        assert current_vault().keys([uid])[uid].erased
        export = db.session.scalars(select(Export)).one()
        assert (export.password, export.recipient) == (None, "Edda Marsh, head of year")
    assert "not in Concord any more" in browser.get(page.path).text


def test_whoever_may_not_export_any_more_gets_no_file(
    app: Flask, tracked: Group, browse: Browse, worker: Worker
) -> None:
    """The rights are looked at when it is written, and again when it is fetched."""
    from app.features.accounts.models import User

    page = ask(browse(tracked.spoc))
    later = ask(browse(tracked.coordinator))
    with app.app_context():
        bind_actor(system_actor("test", frozenset({tracked.case.area_uid})))
        spoc = db.session.scalars(select(User).where(User.uid == tracked.spoc.uid)).one()
        from app.kernel.clock import now
        from app.platform import audit

        spoc.suspended_at = now()
        audit.record("tracker.not_written", spoc)
        db.session.commit()
    for _try in range(3):
        worker()
    assert "Ready" in again(later).text
    assert "Not written" in browse(tracked.coordinator).get(page.path).text


def test_a_worker_killed_in_the_middle_leaves_no_half_file(
    app: Flask, tracked: Group, browse: Browse, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ask(browse(tracked.coordinator))

    def write_and_die() -> None:
        with app.app_context():
            for engine in (db.engine, current_vault().store.engine):
                engine.dispose(close=False)
        monkeypatch.setattr(Writer, "_write_assurance", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        worker()

    assert in_a_child(write_and_die) == signal.SIGKILL
    stopped = again(page)
    assert "Being written" in stopped.text
    assert "4 of 6 rows are written" in stopped.text
    assert "Download" not in str(stopped.links)
    assert worker() == 1
    book = opened(again(page))
    assert len(table(book, "Actions")) == facts(book)["Actions"] == 4
    with app.app_context():
        written = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "tracker.written")).all()
        assert len(written) == 1


def in_a_child(work: Callable[[], None]) -> int:
    """Run `work` in a process of its own. Returns the signal that ended it."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def test_one_that_can_never_be_written_is_given_up_and_stops_no_other(
    tracked: Group, browse: Browse, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browse(tracked.coordinator)
    broken, sound = ask(browser, form="CSV_ACTIONS"), ask(browser)

    def fail(_writer: Writer) -> bytes:
        raise MemoryError

    monkeypatch.setattr(Writer, "_csv_of_actions", fail)
    assert [worker(), worker(), worker()] == [0, 0, 1]
    assert "could not be written" in again(broken).text
    assert "Ready" in again(sound).text


def test_somebody_who_is_erased_is_erased_from_files_that_wait(
    app: Flask, tracked: Group, browse: Browse, worker: Worker
) -> None:
    browser = browse(tracked.spoc)
    page = ask(browser, **for_a_school(tracked))
    plain = ask(browser)
    worker()
    with app.app_context(), acting(tracked.coordinator) as actor:
        subject = get_subject(actor, tracked.case.subject_uid)
        erase_subject(actor=actor, subject=subject, reason="Asked for, and nothing is owed")
    assert "somebody in it was erased" in browser.get(f"{page.path}/file", status=409).text
    assert browser.get(f"{plain.path}/file").response.data


def test_due_dates_are_in_the_diary_with_a_reference_alone(app: Flask, tracked: Group) -> None:
    from app.features.accounts import interface as accounts
    from app.features.diary.entries import entries_of

    with app.app_context():
        make_action(tracked.coordinator, tracked.spoc, case=tracked.case, text="Ring his mother")
        with acting(tracked.spoc) as actor:
            found = entries_of(actor.user_uid, actor.area_uids)
        due = [one for one in found if "is due" in one.summary]
        assert [one.summary for one in due] == ["Assurance S-2026-0002 is due", "Action A-2026-0005 is due"]
        assert all(not one.busy and one.ends is None and "mother" not in str(one) for one in due)
        with acting_as(accounts.actor_for(tracked.colleague)) as actor:
            assert not [one for one in entries_of(actor.user_uid, actor.area_uids) if "is due" in one.summary]
