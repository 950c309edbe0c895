"""By hand in the database: what is changed outside Concord is named by `flask audit verify`, and is not shown.

A row that was swapped, re-pointed or marked down does not open, so its page says that the record fails its check. A row
that was rolled back, deleted or whose audit was cut off opens or is not there: that is for verification alone.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import structlog
from flask import Flask
from sqlalchemy import func, select

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.subjects.models import Subject
from app.platform.access import Role, acting_as
from app.platform.audit.chain import AuditEntry
from app.platform.database import db
from app.platform.vault import current_vault
from tests.conftest import KINDS
from tests.factories.accounts import make_user, the_system
from tests.factories.cases import acting, make_case
from tests.integration.platform.conftest import by_hand
from tests.pages import Page, Pages

pytestmark = pytest.mark.parametrize("database", KINDS, indirect=True)

WORRY = "Afraid of somebody called Ottoline"


@dataclass
class Records:
    """Two people with a case each, and the browser of somebody who may see both."""

    app: Flask
    pages: Pages
    log: io.StringIO
    one: Case
    other: Case

    def verify(self) -> tuple[int, list[str]]:
        """The exit code of `flask audit verify`, and the lines of its findings."""
        answer = self.app.test_cli_runner().invoke(args=["audit", "verify"])
        *findings, total = answer.output.splitlines()
        assert total.endswith(f"{len(findings)} findings."), answer.output
        return answer.exit_code, findings

    def named(self) -> set[str]:
        """The rows that verification names. It must exit 1."""
        code, findings = self.verify()
        assert code == 1
        return {line.split(":", maxsplit=1)[0] for line in findings}

    def open(self, case: Case) -> Page:
        return self.pages.get(f"/cases/{case.uid}", status=None)


@pytest.fixture
def records(app: Flask) -> Iterator[Records]:
    log = io.StringIO()
    with app.app_context():
        one = make_case(given_names="Quillon", family_name="Marchbanks", what_is_worrying=WORRY)
        other = make_case(given_names="Isolde", family_name="Tregarthen")
        coordinator = make_user(Role.COORD)
        structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=log))
        found = Records(app, Pages(app.test_client()).sign_in(coordinator), log, one, other)
        assert "Quillon Marchbanks" in found.open(one).text
        assert found.verify() == (0, [])
        yield found


def is_not_shown(records: Records, page: Page, row: str) -> None:
    """An honest answer: the record fails its check. Nothing of it is on the page or in the log, which names the row."""
    assert page.status == 500
    assert page.heading == "This record fails its check"
    told = page.response.get_data(as_text=True) + records.log.getvalue()
    for word in ("Quillon", "Marchbanks", "Isolde", "Tregarthen", "Ottoline"):
        assert word not in told
    assert row in records.log.getvalue()
    assert row.split(" ")[1] not in page.text


def test_two_payloads_swapped(records: Records) -> None:
    one, other = records.one.subject_uid, records.other.subject_uid
    with acting_as(the_system()):
        payloads = {row.uid: row.payload for row in db.session.scalars(select(Subject))}
    for uid, payload in ((one, payloads[other]), (other, payloads[one])):
        by_hand("UPDATE subject SET payload = :payload WHERE uid = :uid", payload=payload, uid=uid)
    assert records.named() == {f"subject {one}", f"subject {other}"}
    is_not_shown(records, records.open(records.one), f"subject {one}")
    assert records.pages.get("/cases", status=None).status == 500


def test_a_note_pointed_at_another_person(records: Records) -> None:
    with acting_as(the_system()):
        note = db.session.scalars(select(CaseEntry).where(CaseEntry.case_uid == records.one.uid)).first()
        assert note is not None
        uid = note.uid
    by_hand(
        "UPDATE case_entry SET case_uid = :case, key_uid = :key WHERE uid = :uid",
        case=records.other.uid,
        key=records.other.subject_uid,
        uid=uid,
    )
    assert records.named() == {f"case_entry {uid}"}
    is_not_shown(records, records.open(records.other), f"case_entry {uid}")


@pytest.mark.parametrize("table", ["subject", "case_file", "case_entry"])
def test_a_marking_lowered(records: Records, table: str) -> None:
    where = {"subject": f"uid = '{records.one.subject_uid}'", "case_file": f"uid = '{records.one.uid}'"}
    where["case_entry"] = f"case_uid = '{records.one.uid}' AND kind = 'WORRY'"
    by_hand(f"UPDATE {table} SET marking = 'OFFICIAL' WHERE {where[table]}")
    (row,) = records.named()
    assert row.startswith(f"{table} ")
    is_not_shown(records, records.open(records.one), row)


def test_a_row_rolled_back(records: Records) -> None:
    """The old row is as Concord wrote it, so it opens; the register in the audit knows that there was a newer one."""
    uid = records.one.uid
    with acting_as(the_system()):
        before = db.session.scalars(select(Case).where(Case.uid == uid)).one()
        columns = {name: getattr(before, name) for name in ("payload", "ver", "band_harmed", "band_rank")}
        author = make_user(Role.COORD)
    with acting(author) as actor:
        cases.set_bands(actor=actor, case=cases.case_for_change(actor, uid), harmed="RED", reason="Stabbed")
    assert records.verify() == (0, [])
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    by_hand(f"UPDATE case_file SET {changes} WHERE uid = :uid", uid=uid, **columns)
    assert records.named() == {f"case_file {uid}"}


def test_a_row_deleted(records: Records) -> None:
    with acting_as(the_system()):
        uid = db.session.scalars(select(CaseEntry.uid).where(CaseEntry.case_uid == records.one.uid)).first()
    by_hand("DELETE FROM case_entry WHERE uid = :uid", uid=uid)
    assert records.named() == {f"case_entry {uid}"}


def last_entry() -> int:
    return db.session.scalar(select(func.max(AuditEntry.seq))) or 0


def test_the_tail_of_the_audit_cut_off(records: Records) -> None:
    end = last_entry()
    by_hand("DELETE FROM audit_entry WHERE seq > :left", left=end - 2)
    assert "audit_head" in records.named()


def test_the_tail_cut_off_by_somebody_who_puts_the_head_right(records: Records) -> None:
    """Only what was signed and kept outside the database knows. This process noticed too, and adds nothing more."""
    assert records.app.test_cli_runner().invoke(args=["audit", "checkpoint"]).exit_code == 0
    records.open(records.one)
    end = last_entry()
    by_hand("DELETE FROM audit_entry WHERE seq > :left", left=end - 2)
    by_hand("UPDATE audit_head SET size = :left, mac = (SELECT mac FROM audit_entry WHERE seq = :left)", left=end - 2)
    assert "audit_entry" in records.named()
    records.app.config["PROPAGATE_EXCEPTIONS"] = False
    page = records.open(records.one)
    assert (page.status, page.heading) == (500, "Sorry, there is a problem")
    assert last_entry() == end - 2


def test_a_record_whose_key_was_destroyed_is_erased(records: Records) -> None:
    with acting_as(the_system()):
        assert current_vault().destroy_key(records.one.subject_uid)
        db.session.remove()
    page = records.open(records.one)
    assert page.status == 200
    assert "Erased" in page.text
    assert "Marchbanks" not in page.response.get_data(as_text=True)
    assert records.verify() == (0, []), "an erased record is as it was written, and unreadable"
