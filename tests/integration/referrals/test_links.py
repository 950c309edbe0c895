"""Linking a person to an intervention and taking the link through its steps, on both databases."""

import pytest
from sqlalchemy import func, select

from app.features.accounts.models import User
from app.features.cases.models import Case
from app.features.referrals.models import Referral
from app.features.referrals.queries import referral_for_change
from app.platform.access import Role, acting_as
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import make_case, shut_out
from tests.factories.referrals import intervention_uid, load_catalogue, make_link, make_referral
from tests.pages import Pages

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def coordinator() -> User:
    load_catalogue()
    return make_user(Role.COORD)


@pytest.fixture
def case(coordinator: User) -> Case:
    return make_case()


def counted() -> int:
    with acting_as(the_system()):
        return db.session.scalar(select(func.count(Referral.uid))) or 0


def events(name: str) -> int:
    return db.session.scalar(select(func.count(AuditEntry.seq)).where(AuditEntry.event == name)) or 0


def test_from_suggestion_to_the_end(pages: Pages, coordinator: User, case: Case) -> None:
    provider = make_agency("Canal Studio", agency_type="VCS_PROV")
    pages.sign_in(coordinator)
    page = pages.get(f"/cases/{case.uid}").follow("Link to an intervention")
    page = page.submit(
        "Suggest it", intervention_uid=intervention_uid("I07"), reason="Loves music", factors=["BG_FEAR"]
    )
    assert page.flash == "Intervention suggested", page.text
    assert page.select("main .govuk-tag")[0] == "Suggested"
    assert page.summary()["Why this intervention"] == "Loves music"
    assert page.summary()["What the person said"] == "Not asked yet"

    page = page.follow("Record the offer").submit("Save", consent="NOT_YET")
    assert "Refer to a provider" not in page.links
    page = page.follow("Change what the person said").submit("Save", consent="GIVEN").follow("Refer to a provider")
    assert page.form_data()["first_name"] == "Robin"
    page = page.submit("Refer", agency_uid=provider, outcomes=["O8"], risk_summary="Robin Fernsby is afraid")
    assert list(page.errors()) == ["risk_summary"]
    assert "afraid" in str(page.form_data()["risk_summary"])
    page = page.submit("Refer", agency_uid=provider, risk_summary="Afraid of the bus station")
    assert page.select("main .govuk-tag")[0] == "Referred"

    page = page.submit("The provider accepted")
    page = page.submit("It has started")
    assert page.select("main .govuk-tag")[0] == "Taking part"
    page = page.follow("Record the end").submit("Save", reason="COMPLETED_PLANNED")
    assert page.select("main .govuk-tag")[0] == "Completed as planned"
    assert not page.main.find_all("form")

    page = pages.get(f"/cases/{case.uid}")
    assert page.table_rows("Interventions")[0]["Where it stands"] == "Completed as planned"
    assert "Intervention ended" in pages.get(f"/cases/{case.uid}/timeline").text
    for name in ("linked", "referred", "accepted", "started", "ended"):
        assert events(f"intervention.{name}") == 1


def test_the_reason_is_asked_for_and_nothing_typed_is_lost(pages: Pages, coordinator: User, case: Case) -> None:
    page = pages.sign_in(coordinator).get(f"/referrals/cases/{case.uid}/link")
    page = page.submit("Suggest it", intervention_uid=intervention_uid("I07"))
    assert page.errors() == {"reason": "Enter why this intervention is suggested"}
    assert page.form_data()["intervention_uid"] == intervention_uid("I07")


def test_pressing_twice_links_once(pages: Pages, coordinator: User, case: Case) -> None:
    page = pages.sign_in(coordinator).get(f"/referrals/cases/{case.uid}/link")
    first = page.submit("Suggest it", intervention_uid=intervention_uid("I07"), reason="Loves music")
    again = page.submit("Suggest it", intervention_uid=intervention_uid("I07"), reason="Loves music")
    assert first.path == again.path
    assert counted() == 1
    assert events("intervention.linked") == 1


def test_pressing_a_step_twice_takes_it_once(pages: Pages, coordinator: User, case: Case) -> None:
    uid = make_referral(coordinator, case, make_agency(agency_type="VCS_PROV"))
    page = pages.sign_in(coordinator).get(f"/referrals/links/{uid}")
    page.submit("The provider accepted")
    page.submit("The provider accepted")
    assert events("intervention.accepted") == 1
    page = pages.post(
        f"/referrals/links/{uid}/decline",
        {"csrf_token": page.form_data("The provider accepted")["csrf_token"], "reason": "CAPACITY"},
    )
    assert page.errors() == {"": "Check the referral: it can no longer be declined"}


def test_from_the_catalogue_by_the_reference_of_the_case(pages: Pages, coordinator: User, case: Case) -> None:
    page = pages.sign_in(coordinator).get("/interventions").follow("Street to Studio").follow("Link a person")
    assert page.submit("Continue", reference="C-1999-0001").errors() == {
        "reference": "Enter the reference of a case that is open in your area"
    }
    page = page.submit("Continue", reference=case.reference.lower())
    assert page.heading == "Link to an intervention"
    assert page.form_data()["intervention_uid"] == intervention_uid("I07")


def test_what_does_not_suit_is_said_and_stops_nobody(pages: Pages, coordinator: User, case: Case) -> None:
    pages.sign_in(coordinator)
    page = pages.get(f"/referrals/cases/{case.uid}/link?intervention={intervention_uid('I22')}")
    assert "This is for ages 16 to 25." in page.text
    assert "This runs in Nottinghamshire." in page.text
    page = page.submit("Suggest it", reason="A mentor into work")
    assert page.flash == "Intervention suggested"
    assert "This is for ages 16 to 25." in page.text


def test_a_paused_one_is_pointed_out(pages: Pages, coordinator: User, case: Case) -> None:
    pages.sign_in(coordinator)
    page = pages.get(f"/referrals/cases/{case.uid}/link?intervention={intervention_uid('I12')}")
    assert "paused in 2020/21, the last year recorded" in page.text


def test_a_network_is_linked_without_an_age(pages: Pages, coordinator: User) -> None:
    network = make_case("NETWORK")
    pages.sign_in(coordinator)
    page = pages.get(f"/referrals/cases/{network.uid}/link?intervention={intervention_uid('I03')}")
    assert "This is for ages" not in page.text


def test_a_provider_shut_out_of_the_case_gets_nobody(pages: Pages, coordinator: User, case: Case) -> None:
    provider = make_agency(agency_type="VCS_PROV")
    uid = make_link(coordinator, case)
    shut_out(case, provider)
    pages.sign_in(coordinator)
    page = pages.get(f"/referrals/links/{uid}").follow("Record the offer").submit("Save", consent="GIVEN")
    page = page.follow("Refer to a provider").submit("Refer", agency_uid=provider, outcomes=["O8"], risk_summary="Calm")
    assert list(page.errors()) == ["agency_uid"]


def test_a_practitioner_with_a_need_to_know_reads_and_links_nobody(pages: Pages, coordinator: User, case: Case) -> None:
    uid = make_link(coordinator, case)
    with acting_as(the_system()) as actor:
        agency_uid = referral_for_change(actor, uid).case.agency_uid
    pages.sign_in(make_user(Role.PRACTITIONER, agency_uid=agency_uid))
    page = pages.get(f"/referrals/links/{uid}")
    assert page.summary()["Why this intervention"] == "Loves music"
    assert not page.main.find_all("form")
    pages.get(f"/referrals/links/{uid}/offer", status=403)
    pages.get(f"/referrals/cases/{case.uid}/link", status=403)


@pytest.mark.parametrize("area", ["BNES", "SOM"])
def test_others_do_not_find_it(pages: Pages, coordinator: User, case: Case, area: str) -> None:
    uid = make_link(coordinator, case)
    role = Role.PRACTITIONER if area == "BNES" else Role.COORD
    pages.sign_in(make_user(role, area=area))
    pages.get(f"/referrals/links/{uid}", status=404)
