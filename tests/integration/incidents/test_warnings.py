"""Before people who should not meet share something: a warning, and a person goes on with a reason the audit keeps."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.meetings import interface as meetings
from app.platform.access import Role
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user
from tests.factories.actions import make_action
from tests.factories.cases import make_case
from tests.factories.meetings import acting, make_group, make_series, meeting_on
from tests.factories.referrals import load_catalogue, make_link
from tests.integration.incidents.test_seeing import joined, told
from tests.integration.meetings.conftest import OCTOBER
from tests.pages import Page, Pages

pytestmark = pytest.mark.one_database
APART = "Robin Fernsby was harmed, and Dale Ashgrove is alleged to have harmed them"
MISSING = "Enter why you go on, and how they are kept apart"
WHY = "The youth worker sees to it"
STABBED = {"date": "2026-09-06"}


def passed() -> list[str]:
    """The steps somebody went on with."""
    rows = db.session.scalars(select(AuditEntry.facts).where(AuditEntry.event == "incident.warning_passed"))
    return [str(facts).split('"step":"')[1].split('"')[0] for facts in rows]


def goes_on(page: Page, button: str) -> Page:
    assert APART in page.text
    page = page.submit(button)
    assert MISSING in page.text
    return page.submit(button, between_reason=WHY)


def test_on_the_agenda_and_in_the_packs(app: Flask, clock: Clock) -> None:
    clock.set(OCTOBER)
    with app.app_context():
        group = make_group()
        make_series(group)
        school = group.agencies["EDU_SCH"]
        robin = make_case(agency_uid=school, **told("HARMED", **STABBED))
        dale = make_case(
            agency_uid=school, family_name="Ashgrove", given_names="Dale", **told("ALLEGED_CAUSE", **STABBED)
        )
        joined(robin, dale)
        with acting(group.coordinator) as actor:
            meeting = meeting_on(actor, date(2026, 11, 19))
            meetings.build_agenda(actor=actor, meeting=meeting)
            path, packs = f"/meetings/{meeting.uid}", f"/packs/{meeting.uid}/prepare"
    chair = Pages(app.test_client()).sign_in(group.chair)
    page = chair.get(path)
    assert APART in page.text
    assert page.text.count("They stand next to each other") == 2
    page = goes_on(page.submit("Agree the agenda"), "Agree it all the same")
    assert page.flash.endswith("Agenda agreed")
    coordinator = Pages(app.test_client()).sign_in(group.coordinator)
    for _count in range(2):
        page = coordinator.get(packs).follow("what School of the town brought")
        page.submit("Record it", gateway="CA04_16LA", necessity="They plan their safety")
    page = coordinator.get(packs)
    assert APART in page.text
    page = goes_on(page.submit("Release the packs"), "Release them all the same")
    assert page.flash.endswith("Packs released")
    with app.app_context():
        assert passed() == ["agenda", "pack"]


def test_before_a_referral(app: Flask) -> None:
    with app.app_context():
        load_catalogue()
        user = make_user(Role.COORD)
        make_agency("Canal Studio", agency_type="VCS_PROV")
        robin = make_case(**told("HARMED"))
        dale = make_case(family_name="Ashgrove", given_names="Dale", **told("ALLEGED_CAUSE"))
        joined(robin, dale)
        make_link(user, robin)
        link = make_link(user, dale)
    pages = Pages(app.test_client()).sign_in(user)
    page = pages.get(f"/referrals/links/{link}").follow("Record the offer").submit("Save", consent="GIVEN")
    page = page.follow("Refer to a provider")
    provider = page.form("Refer").xpath("//select[@name='agency_uid']/option[normalize-space()='Canal Studio']/@value")[
        0
    ]
    page = page.submit(
        "Refer", agency_uid=provider, first_name="Dale", outcomes=["O8"], risk_summary="Meet him away from town"
    )
    assert MISSING in page.text
    assert "Meet him away from town" in page.form_data("Refer")["risk_summary"], "nothing typed is lost"
    page = goes_on_with(page)
    assert page.flash.endswith("Person referred")
    with app.app_context():
        assert passed() == ["referral"]


def test_in_a_file_with_names(app: Flask) -> None:
    """Without names nobody is told who is beside whom; with names somebody says why."""
    with app.app_context():
        user, agency = make_user(Role.COORD), make_agency()
        robin = make_case(**told("HARMED"))
        dale = make_case(family_name="Ashgrove", given_names="Dale", **told("ALLEGED_CAUSE"))
        joined(robin, dale)
        owner = make_user(Role.PRACTITIONER, agency_uid=agency)
        for case in (robin, dale):
            make_action(user, owner, case=case)
    page = Pages(app.test_client()).sign_in(user).get("/actions/tracker").follow("Export to a spreadsheet")
    bare = page.submit("Make the file", reason="For the chase call")
    assert not bare.errors()
    assert "/exports/" in bare.path
    named: dict[str, Any] = {
        "names": "WITH",
        "recipient": "Edda Marsh",
        "recipient_uid": agency,
        "gateway": "CA04_10_11",
    }
    asked = page.submit("Make the file", reason="For the chase call", **named)
    assert APART in asked.text
    assert list(asked.errors()) == ["between_reason"]
    made = asked.submit("Make the file", between_reason=WHY)
    assert made.summary()["For"] == "Edda Marsh"
    with app.app_context():
        assert passed() == ["export"]


def goes_on_with(page: Page) -> Page:
    assert APART in page.text
    return page.submit("Refer", between_reason=WHY)
