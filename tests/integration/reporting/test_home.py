"""The home page of each role, on both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.cases import interface as cases
from app.kernel.clock import today
from app.platform.access import Role, acting_as
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.actions import make_assurance
from tests.factories.cases import acting, make_case
from tests.factories.referrals import load_catalogue, make_referral
from tests.pages import Pages

pytestmark = pytest.mark.usefixtures("context")

MOST_STATEMENTS = 21


class Statements:
    def __init__(self) -> None:
        self.asked: list[str] = []


@pytest.fixture
def statements(app: Flask) -> Iterator[Statements]:
    counted = Statements()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        counted.asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield counted
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home_page(pages: Pages, role: Role, statements: Statements) -> None:
    agency = make_agency(agency_type={"PROV": "VCS_PROV", "EIT": "POL"}.get(role.value.split("_")[0], "LA_CS"))
    pages.sign_in(make_user(role, agency_uid=agency))
    pages.get("/")
    statements.asked.clear()
    page = pages.get("/")
    assert page.heading == "Home"
    assert page.main.select(".concord-card"), "nothing to look at"
    assert len(statements.asked) <= MOST_STATEMENTS, "\n".join(statements.asked)


def test_a_practitioner_sees_overdue_actions_first_and_what_is_asked(pages: Pages) -> None:
    agency = make_agency("Housing")
    practitioner, chair = make_user(Role.PRACTITIONER, agency_uid=agency), make_user(Role.CHAIR)
    case = make_case()
    with acting(chair) as actor:
        row = cases.case_for_change(actor, case.uid)
        for text, days in (("Ring the landlord", 5), ("Change the locks", -3)):
            actions.agree_action(
                actor=actor,
                case=row,
                text=text,
                measure_of_done=None,
                category="HOUSING_MOVE",
                priority="HIGH",
                owner_agency_uid=agency,
                owner_uid=practitioner.uid,
                owner_accepts=True,
                due_on=today() + timedelta(days=days),
            )
        assurance.seek_assurance(
            actor=actor,
            case=row,
            axis="HARMED",
            kind="PLAN_IN_PLACE",
            risk_statement="Followed home from school",
            agency_uid=agency,
            asked_name="Morgan Manager",
            due_on=today() + timedelta(days=7),
        )
    page = pages.sign_in(practitioner).get("/")
    assert [row["What is to be done"] for row in page.table_rows("My actions")] == [
        "Change the locks",
        "Ring the landlord",
    ]
    assert "1 action should have been done already" in page.text
    (asked,) = page.table_rows("Assurance asked")
    assert asked["About which risk"] == "Followed home from school"
    assert "You have not sent a notification yet" in page.text
    assert page.follow("All my actions").heading


def test_a_coordinator_counts_what_there_is_to_chase(pages: Pages, clock: Clock) -> None:
    case = make_case()
    coordinator = make_user(Role.COORD)
    with acting(coordinator) as actor:
        row = cases.case_for_change(actor, case.uid)
        cases.set_review(actor=actor, case=row, on=today() + timedelta(days=1))
    clock.advance(days=1)
    page = pages.sign_in(coordinator).get("/")
    assert "Nothing waits for triage" in page.text
    assert "No meeting is planned" in page.text
    figures = dict(zip(page.select(".concord-figure__words"), page.select(".concord-figure__number"), strict=True))
    assert figures["review due"] == "1"
    assert figures["actions overdue"] == "0"
    page = page.follow("review due")
    assert page.table_rows("Reviews due")[0]["Case"] == case.reference
    assert "Nothing is proposed" in page.text


@pytest.mark.one_database
def test_assurance_is_not_chased_before_it_is_due(pages: Pages, clock: Clock) -> None:
    agency, coordinator, case = make_agency(), make_user(Role.COORD), make_case()
    make_assurance(make_user(Role.CHAIR), case, agency_uid=agency, due_on=today() + timedelta(days=7))
    pages.sign_in(coordinator)
    assert "1 assurance due later" in pages.get("/").text
    assert pages.get("/cases").table_rows()[0]["Assurance"] == "1 asked for"
    clock.advance(days=8)
    page = pages.sign_in(coordinator).get("/")
    assert "1 assurance overdue" in page.text
    assert "0 assurances due later" in page.text
    assert pages.get("/cases").table_rows()[0]["Assurance"] == "1 missing"


def test_a_provider_sees_new_referrals_and_nothing_else(pages: Pages) -> None:
    load_catalogue()
    provider = make_agency("Canal Studio", agency_type="VCS_PROV")
    case = make_case()
    make_referral(make_user(Role.COORD), case, provider)
    page = pages.sign_in(make_user(Role.PROV_WORKER, agency_uid=provider)).get("/")
    (waits,) = page.select("[aria-label='New referrals'] .govuk-tag")
    assert waits.endswith("days")
    assert "Accept or decline by" in page.text
    assert "People whom you accept" in page.text
    assert "Fernsby" not in page.response.get_data(as_text=True)
    assert page.follow("Robin").heading == "Referral"


@pytest.mark.parametrize("role", [Role.HUB, Role.ANALYST, Role.STEERING, Role.SCRUTINY])
def test_counts_single_nobody_out(pages: Pages, role: Role) -> None:
    agency = make_agency()
    for _ in range(4):
        make_case(agency_uid=agency)
    pages.sign_in(make_user(role))
    page = pages.get("/")
    here = {row["Area"]: row["Open cases"] for row in page.table_rows("Open cases by area")}
    assert here["Bath and North East Somerset"] == "Fewer than 5"
    assert len(here) == (5 if role is Role.HUB else 1)
    for _ in range(2):
        make_case(agency_uid=agency)
    page = pages.get("/")
    here = {row["Area"]: row["Open cases"] for row in page.table_rows("Open cases by area")}
    assert here["Bath and North East Somerset"] == "About 5"
    viewed = db.session.scalar(select(func.count(AuditEntry.seq)).where(AuditEntry.event == "counts.viewed"))
    assert viewed == 2


def test_counting_leaves_nothing_behind_for_the_one_who_asked(pages: Pages) -> None:
    case = make_case()
    pages.sign_in(make_user(Role.HUB))
    pages.get("/")
    pages.get(f"/cases/{case.uid}", status=403)
    with acting_as(the_system()) as actor:
        assert cases.case_for_change(actor, case.uid).reference not in pages.get("/").text
