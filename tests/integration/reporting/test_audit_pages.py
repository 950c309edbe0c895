"""The audit as auditors read it, on both databases."""

import pytest
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.platform import audit
from app.platform.access import Role
from app.platform.audit import AuditEntry, write_checkpoint
from app.platform.database import db
from config import Settings
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.pages import Pages

pytestmark = pytest.mark.usefixtures("context")

REASON = "Robin was seen with a knife"


@pytest.fixture
def coordinator() -> User:
    return make_user(Role.COORD, name="Casey Coordinator")


@pytest.fixture
def case(coordinator: User) -> Case:
    made = make_case()
    with acting(coordinator) as actor:
        cases.set_bands(actor=actor, case=cases.case_for_change(actor, made.uid), harmed="AMBER", reason=REASON)
    return made


def reasoned() -> int:
    seq = db.session.scalar(select(AuditEntry.seq).where(AuditEntry.body.is_not(None)).order_by(AuditEntry.seq.desc()))
    if seq is None:
        pytest.skip("no command of the cases gives a reason to the audit")
    return seq


@pytest.mark.one_database
@pytest.mark.parametrize("role", [Role.DPO, Role.AUDITOR])
def test_entries_say_who_did_what_and_nothing_of_the_case(
    pages: Pages, coordinator: User, case: Case, role: Role
) -> None:
    page = pages.sign_in(make_user(role)).get("/audit")
    who = [row["Who"] for row in page.table_rows()]
    assert any(words.startswith("Casey Coordinator") for words in who)
    for secret in ("Robin", "Fernsby", REASON, "AMBER"):
        assert secret not in page.text


def test_filters(pages: Pages, coordinator: User, case: Case) -> None:
    pages.sign_in(make_user(Role.AUDITOR))
    page = pages.get("/audit").submit("Apply filters", about=case.reference)
    assert {row["Record"] for row in page.table_rows()} == {f"Case {case.uid}"}
    page = pages.get("/audit").submit("Apply filters", who=coordinator.uid)
    assert {row["Who"].split(" Agency")[0] for row in page.table_rows()} == {"Casey Coordinator"}
    page = pages.get("/audit").submit("Apply filters", what="account.invited")
    assert {row["What"] for row in page.table_rows()} == {"Account invited"}
    assert "No events match" in pages.get("/audit").submit("Apply filters", about="C-1999-0001").text
    assert "No events match" in pages.get("/audit").submit("Apply filters", end="1/2/2020").text
    page = pages.get("/audit?start=nonsense&who=nobody-there")
    assert "start" in page.errors()


def test_the_reason_is_for_the_data_protection_officer(pages: Pages, coordinator: User, case: Case) -> None:
    with acting(coordinator) as actor:
        audit.record("case.viewed", cases.case_for_change(actor, case.uid), reason=REASON, page="test")
    seq = reasoned()
    page = pages.sign_in(make_user(Role.AUDITOR)).get(f"/audit/{seq}")
    assert "Only the data protection officer may read it" in page.text
    assert REASON not in page.text
    page = pages.sign_in(make_user(Role.DPO)).get(f"/audit/{seq}")
    assert REASON in page.text
    read = db.session.scalar(select(AuditEntry.facts).where(AuditEntry.event == "audit.reason_read"))
    assert read == f'{{"seq":{seq}}}'


def test_another_area_is_not_there(pages: Pages, coordinator: User, case: Case) -> None:
    seq = db.session.scalar(select(AuditEntry.seq).where(AuditEntry.object_uid == case.uid))
    page = pages.sign_in(make_user(Role.DPO, area="SOM")).get("/audit")
    assert case.uid not in page.text
    pages.get(f"/audit/{seq}", status=404)
    page = page.submit("Apply filters", about=case.reference)
    assert "No events match" in page.text


def test_how_it_stands_against_the_last_checkpoint(
    pages: Pages, coordinator: User, case: Case, settings: Settings
) -> None:
    pages.sign_in(make_user(Role.AUDITOR))
    assert "No checkpoint yet" in pages.get("/").text
    write_checkpoint(settings.checkpoint_dir)
    assert "As it was written" in pages.get("/").text
    file = settings.checkpoint_dir / "checkpoints.txt"
    lines = file.read_text().splitlines()
    lines[1] = str(int(lines[1]) - 1)
    file.write_text("\n".join(lines) + "\n")
    assert "The audit is not as it was" in pages.get("/audit").text


def test_nobody_else_reads_it(pages: Pages, coordinator: User) -> None:
    pages.sign_in(coordinator)
    pages.get("/audit", status=403)
