"""The pages of the partnership, as people use them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.partnership import interface as partnership
from app.features.partnership import queries
from app.features.partnership.models import Number
from app.features.partnership.snapshot import Reference, changed
from app.kernel.clock import today
from app.platform.access import Permission, Role
from app.platform.database import db
from app.web.access import access_of
from tests.factories.governance import let_ages_change
from tests.integration.partnership.conftest import SignIn

pytestmark = pytest.mark.one_database

AREA = "Bath and North East Somerset"

MANAGES = {Permission.PARTNERSHIP_MANAGE, Permission.HUB_MANAGE}


def test_a_practitioner_looks_and_changes_nothing(sign_in: SignIn) -> None:
    pages = sign_in(Role.PRACTITIONER)
    page = pages.get("/partnership")
    assert page.heading == "Partnership"
    area = page.follow(AREA)
    assert area.heading == AREA
    assert "Add an agency" not in area.links
    agency = area.follow("Council – community safety")
    assert agency.summary()["Under the Serious Violence Duty"] == "Specified authority"
    assert "Change" not in agency.links
    assert "End this agreement" not in agency.links
    address = area.path
    for path in ("/agencies/new", "/seats/new", "/ages", "/forums/new", "/name"):
        pages.get(address + path, status=403)


def test_a_coordinator_adds_an_agency_and_its_agreement(sign_in: SignIn) -> None:
    area = sign_in(Role.COORD).get("/partnership").follow(AREA)
    form = area.follow("Add an agency")
    assert list(form.submit("Add agency").errors()) == ["name", "agency_type", "valid_from"]
    page = form.submit(
        "Add agency",
        name="Brassmill Vale School",
        agency_type="EDU_SCH",
        controller_role="JOINT",
        valid_from="1/9/2026",
    )
    assert page.flash == "Agency added"
    assert page.heading == "Brassmill Vale School"
    assert "No agreement in date" in page.text
    page = page.follow("Record an agreement").submit("Save", signed_on="1/9/2026", review_due="1/9/2030")
    assert page.summary()["Agreement"] == "In date until 1 September 2030"
    page = page.follow("End this agreement").submit("Save", ended_on="2/9/2026")
    assert page.summary()["Agreement"] == "None in date"


def test_a_coordinator_changes_an_agency_from_a_day(sign_in: SignIn) -> None:
    agency = sign_in(Role.COORD).get("/partnership").follow(AREA).follow("Council – community safety")
    form = agency.follow("Change")
    refused = form.submit("Save", name="Council – safer places", valid_from="1/1/2026")
    assert refused.errors() == {"valid_from": "Choose a day after 1 January 2026, when the last change began"}
    page = form.submit("Save", name="Council – safer places", valid_from="1/2/2026")
    assert page.flash == "Agency changed"
    assert [row["Name"] for row in page.table_rows("History")] == [
        "Council – safer places",
        "Council – community safety",
    ]


def test_a_plan_is_withdrawn_from_its_page(sign_in: SignIn) -> None:
    pages = sign_in(Role.COORD)
    agency = pages.get("/partnership").follow(AREA).follow("Council – community safety")
    later = today() + timedelta(days=30)
    from_day = f"{later.day}/{later.month}/{later.year}"
    agency.follow("Change").submit("Save", name="Council – safer places", valid_from=from_day)
    page = pages.get("/partnership").follow("Changes to come")
    (row,) = [one for one in page.table_rows() if one["Change"] == "Agency: Council – safer places"]
    assert (row["From"], row["For"]) == (f"{later.day} {later:%b %Y}", AREA)
    done = page.submit("Withdraw Agency: Council – safer places")
    assert done.flash == "Change withdrawn"
    assert page.submit("Withdraw Agency: Council – safer places", status=404).status == 404
    assert "safer places" not in pages.get("/partnership").follow(AREA).text
    reader = sign_in(Role.PRACTITIONER).get("/partnership").follow("Changes to come")
    assert "Withdraw" not in reader.select("main button")


def test_a_number_kept_before_there_were_limits_is_pointed_out(sign_in: SignIn, app: Flask) -> None:
    with app.app_context():
        db.session.scalars(select(Number).where(Number.key == "session.idle")).one().value = "9999"
        changed(Reference)
        db.session.commit()
    page = sign_in(Role.SYSADMIN).get("/partnership/numbers/session.idle")
    assert "9999 was kept before there were limits. Enter a number from 5 to 60." in page.text


def test_a_coordinator_gives_and_ends_a_seat(sign_in: SignIn) -> None:
    area = sign_in(Role.COORD).get("/partnership").follow(AREA)
    agency = area.links["Council – community safety"].rsplit("/", 1)[-1]
    page = area.follow("Give a seat").submit(
        "Give seat", agency_uid=agency, kind="CORE", quorum_group="NONE", valid_from="1/2/2026"
    )
    (seat,) = page.table_rows("Seats in the group")
    assert (seat["Kind"], seat["Quorum"], seat["Since"]) == ("Core seat", "Does not count", "1 Feb 2026")
    page = page.follow("End the seat of").submit("Save", last_day="31/3/2026")
    assert page.flash == "Last day of the seat recorded"
    assert "No seats yet" in page.text


def test_a_coordinator_changes_the_ages_and_the_names_of_forums(sign_in: SignIn, app: Flask) -> None:
    with app.app_context():
        let_ages_change()
    area = sign_in(Role.COORD).get("/partnership").follow(AREA)
    page = area.follow("Change the ages").submit(
        "Save", min_age="0", max_age_exclusive="", note="All ages", valid_from="1/4/2027"
    )
    assert page.table_rows("Ages")[0]["Ages"] == "0 and over"
    page = page.follow("Change name of Serious Violence").submit("Save", name="Violence group", valid_from="1/2/2026")
    assert "Violence group" in page.text
    page = page.follow("Add a forum").submit("Save", code="MASH", name="Front door", valid_from="1/2/2026")
    assert "Front door" in page.text


def test_a_coordinator_changes_numbers_of_the_own_area_only(sign_in: SignIn, app: Flask) -> None:
    pages = sign_in(Role.COORD)
    form = pages.get("/partnership/numbers").follow("Change triage a notification within")
    assert form.submit("Save", value="4", valid_from="1/2/2026").errors() == {"area_uid": "Select an area"}
    with app.app_context():
        own, other = partnership.area_by_code("BNES").uid, partnership.area_by_code("BRIS").uid
    assert "area_uid" in form.submit("Save", value="4", area_uid=other, valid_from="1/2/2026").errors()
    assert form.submit("Save", value="soon", area_uid=own, valid_from="1/2/2026").errors() == {
        "value": "Enter a whole number"
    }
    page = form.submit("Save", value="4", area_uid=own, valid_from="1/2/2026")
    assert page.flash == "Number changed"
    assert f"Different in {AREA}" in page.text


def test_a_system_administrator_changes_what_all_areas_share(sign_in: SignIn, app: Flask) -> None:
    pages = sign_in(Role.SYSADMIN)
    page = pages.get("/partnership/lists").follow("Forum")
    form = page.follow("Change Fair access panel")
    assert form.path == "/partnership/lists/forum/change/ARAP/FAIR_ACCESS"
    page = form.submit("Save", label="Fair access", hint="", position="17", valid_from="1/2/2026")
    assert page.flash == "Choice changed"
    page = page.follow("Stop offering Fair access").submit("Save", last_day="31/12/2026")
    assert page.flash == "Last day recorded"
    page = page.follow("Add a choice").submit("Add choice", code="NEW", label="New forum", valid_from="1/2/2026")
    assert "New forum" in page.text
    page = pages.get("/partnership").follow("Add an agency that serves every area")
    page = page.submit(
        "Add agency", name="Avon Fire", agency_type="FRS", controller_role="JOINT", valid_from="1/2/2026"
    )
    assert page.summary()["Area"] == "Every area"
    assert "Avon Fire" in pages.get("/partnership").text
    area = pages.get("/partnership").follow(AREA)
    assert area.follow("Change the name").submit("Save", name="Bath", valid_from="1/2/2026").heading == "Bath"
    page = pages.get("/partnership/numbers").follow("Change sign out when nothing is done for")
    assert page.submit("Save", value="10", valid_from="1/2/2026").flash == "Number changed"
    with app.app_context():
        assert partnership.number("session.idle") == 10
        assert [item.code for item in queries.code_history("forum")].count("ARAP/FAIR_ACCESS") == 2


def test_a_coordinator_does_not_change_code_lists(sign_in: SignIn) -> None:
    pages = sign_in(Role.COORD)
    page = pages.get("/partnership/lists/band")
    assert [row["Code"] for row in page.table_rows()] == ["GREEN", "AMBER", "RED"]
    assert "Add a choice" not in page.links
    for path in ("/lists/band/new", "/lists/band/change/RED", "/lists/band/end/RED", "/agencies/new"):
        pages.get(f"/partnership{path}", status=403)


@pytest.mark.parametrize(
    "path",
    [
        "/lists/no-such-list",
        "/lists/band/change/PURPLE",
        "/numbers/no.such",
        "/areas/" + "0" * 26,
        "/agencies/" + "0" * 26,
    ],
)
def test_what_is_not_there_is_not_found(sign_in: SignIn, path: str) -> None:
    sign_in(Role.SYSADMIN).get(f"/partnership{path}", status=404)


def test_nobody_looks_without_signing_in(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("partnership."):
            access = access_of(app.view_functions[rule.endpoint])
            assert access is not None
            assert not access.admits(None)
            assert ("POST" in (rule.methods or ())) == (access.permissions <= MANAGES)
