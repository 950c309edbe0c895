"""What a provider sees: the people referred to its agency, and nothing else of them than it was told."""

import pytest
from sqlalchemy import func, select

from app.features.accounts.models import User
from app.features.cases.models import Case
from app.platform.access import Role
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.conftest import Mailbox
from tests.factories.accounts import make_agency, make_user
from tests.factories.cases import make_case, shut_out
from tests.factories.referrals import load_catalogue, make_link, make_referral
from tests.pages import Pages

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def coordinator() -> User:
    load_catalogue()
    return make_user(Role.COORD)


@pytest.fixture
def case(coordinator: User) -> Case:
    return make_case()


@pytest.fixture
def provider() -> str:
    return make_agency("Canal Studio", agency_type="VCS_PROV")


def test_a_provider_accepts(pages: Pages, coordinator: User, case: Case, provider: str) -> None:
    make_referral(coordinator, case, provider)
    page = pages.sign_in(make_user(Role.PROV_WORKER, agency_uid=provider)).get("/referrals")
    (row,) = page.table_rows()
    assert row["First name"] == "Robin"
    page = page.follow("Robin")
    assert page.summary()["What you need to know"] == "Meet away from the bus station"
    assert "Fernsby" not in page.response.get_data(as_text=True)
    assert case.reference not in page.response.get_data(as_text=True)
    assert "Loves music" not in page.text
    page = page.submit("Accept").submit("It has started").follow("Record the end").submit("Save", reason="MOVED")
    assert page.select("main .govuk-tag")[0] == "Moved away"
    viewed = db.session.scalar(select(func.count(AuditEntry.seq)).where(AuditEntry.event == "referral.viewed"))
    assert (viewed or 0) >= 4


def test_the_lead_of_the_provider_is_told_and_nobody_else(
    mailbox: Mailbox, coordinator: User, case: Case, provider: str
) -> None:
    make_user(Role.PROV_LEAD, agency_uid=provider, email="lead@example.org")
    make_user(Role.PROV_WORKER, agency_uid=provider, email="worker@example.org")
    other = make_agency("Another trust", agency_type="VCS_PROV")
    make_user(Role.PROV_LEAD, agency_uid=other, email="other@example.org")
    link = make_referral(coordinator, case, provider)
    mailbox.deliver()
    (mail,) = [one for one in mailbox.mails if "referred" in str(one["Subject"])]
    assert mail["To"] == "lead@example.org"
    said = f"{mail['Subject']} {mail.get_content()}"
    assert f"/referrals/{link}" in said
    assert not {"Robin", "Fernsby", case.reference} & set(said.replace("/", " ").split())


def test_a_provider_declines_with_a_reason(pages: Pages, coordinator: User, case: Case, provider: str) -> None:
    make_referral(coordinator, case, provider)
    page = pages.sign_in(make_user(Role.PROV_LEAD, agency_uid=provider)).get("/referrals")
    page = page.follow("Robin").follow("Decline")
    assert page.submit("Decline").errors() == {"reason": "Select a reason"}
    page = page.submit("Decline", reason="CAPACITY", note="Full until January")
    assert page.summary()["Why it was declined"] == "No capacity"
    pages.sign_in(coordinator)
    page = pages.get(f"/cases/{case.uid}")
    assert page.table_rows("Interventions")[0]["Where it stands"] == "Declined by the provider"


def test_nobody_is_there_before_the_referral(pages: Pages, coordinator: User, case: Case, provider: str) -> None:
    uid = make_link(coordinator, case)
    pages.sign_in(make_user(Role.PROV_WORKER, agency_uid=provider))
    assert "Nobody has been referred yet" in pages.get("/referrals").text
    pages.get(f"/referrals/{uid}", status=404)


def test_the_case_and_the_link_stay_shut(pages: Pages, coordinator: User, case: Case, provider: str) -> None:
    uid = make_referral(coordinator, case, provider)
    pages.sign_in(make_user(Role.PROV_WORKER, agency_uid=provider))
    pages.get(f"/cases/{case.uid}", status=403)
    pages.get(f"/referrals/links/{uid}", status=403)


def test_another_provider_finds_nothing(pages: Pages, coordinator: User, case: Case, provider: str) -> None:
    uid = make_referral(coordinator, case, provider)
    other = make_agency("Another studio", agency_type="VCS_PROV")
    pages.sign_in(make_user(Role.PROV_LEAD, agency_uid=other))
    assert "Nobody has been referred yet" in pages.get("/referrals").text
    for path in (f"referrals/{uid}", f"links/{uid}/decline", f"links/{uid}/end"):
        pages.get(f"/interventions/{path}", status=404)


def test_a_provider_shut_out_later_no_longer_finds_anybody(
    pages: Pages, coordinator: User, case: Case, provider: str
) -> None:
    uid = make_referral(coordinator, case, provider)
    shut_out(case, provider)
    pages.sign_in(make_user(Role.PROV_WORKER, agency_uid=provider))
    pages.get(f"/referrals/{uid}", status=404)
