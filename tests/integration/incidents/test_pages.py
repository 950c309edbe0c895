"""An incident entered once and seen from everybody in it: added, put right, given an outcome, joined, taken apart."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.cases.interface import last_event
from app.features.cases.models import Case, CaseEntry
from app.features.incidents.interface import Incident, IncidentPerson
from app.features.subjects.interface import erase_subject, get_subject
from app.platform.access import Role, acting_as
from app.platform.database import db
from app.platform.vault import ERASED_TEXT
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import acting, let_know, make_case, shut_out
from tests.integration.incidents.test_seeing import told
from tests.pages import Page, Pages

pytestmark = pytest.mark.one_database
WHAT: dict[str, Any] = {
    "happened_on": "6/10/2026",
    "time": "22:15",
    "kind": "KNIFE",
    "description": "A quarrel after the match",
    "place": "The bike shelter",
    "home": "14 Hidden Row",
    "weapons-0-weapon": "KNIFE_FOLDING",
    "weapons-0-involvement": "USED",
    "crime_ref": "52260001",
}


@pytest.fixture
def coordinator(app: Flask) -> Pages:
    with app.app_context():
        return Pages(app.test_client()).sign_in(make_user(Role.COORD))


def added(pages: Pages, case: Case, **more: Any) -> Page:
    page = pages.get(f"/cases/{case.uid}").follow("Add an incident")
    return page.submit("Add the incident", **{**WHAT, "roles": ["HARMED"], "harmed_status": "CONFIRMED", **more})


def entries(case: Case, kind: str) -> list[CaseEntry]:
    with acting_as(the_system()):
        rows = select(CaseEntry).where(CaseEntry.case_uid == case.uid, CaseEntry.kind == kind)
        return list(db.session.scalars(rows.order_by(CaseEntry.recorded_at)))


def test_entered_once_and_seen_from_everybody_in_it(app: Flask, coordinator: Pages) -> None:
    """PR-07: two roles at once. PR-32: an outcome changes the status of the role in the case."""
    with app.app_context():
        robin = make_case()
        dale = make_case(family_name="Ashgrove", given_names="Dale", role_in_violence=[])
    page = added(coordinator, robin)
    assert page.heading.startswith("Incident I-2026-")
    assert "14 Hidden Row" in page.text
    page = page.follow("Add a person").submit("Search", words="Ashgrove")
    page = page.follow("Dale Ashgrove").submit(
        "Save", roles=["HARMED", "ALLEGED_CAUSE"], cause_status="ARRESTED", injury="MINOR_NO_TREATMENT"
    )
    assert "Dale Ashgrove is alleged to have harmed them" in page.text
    case_page = coordinator.get(f"/cases/{dale.uid}")
    assert case_page.text.count("Knife-enabled violence") >= 1
    assert "Robin Fernsby : Harmed (confirmed)" in case_page.text
    with app.app_context():
        assert sorted(entry.details["role"] for entry in entries(dale, "INCIDENT")) == ["ALLEGED_CAUSE", "HARMED"]
        assert all("home" not in entry.details for entry in entries(dale, "INCIDENT"))
        with acting_as(the_system()):
            assert last_event(db.session.get_one(Case, dale.uid)) == date(2026, 10, 6)
    page = page.follow("Put it right").submit("Save", happened_on="5/10/2026", why="The day was told wrongly")
    assert "The day was told wrongly" in page.text
    with app.app_context():
        assert {entry.details["date"] for case in (robin, dale) for entry in entries(case, "INCIDENT")} == {
            "2026-10-05"
        }
    page = page.follow("Record what came of it").submit("Save", outcome="NFA", outcome_on="20/10/2026")
    assert "No further action" in page.text
    with app.app_context():
        status = [entry.details.get("status") for entry in entries(dale, "ROLE")]
        assert status[-1] == "NFA"
        assert [entry.details.get("status") for entry in entries(robin, "ROLE")][-1] != "NFA"
    page = page.follow("Take out Dale Ashgrove").submit("Take out", reason="It was his brother")
    assert "Dale" not in page.text
    with app.app_context():
        assert entries(dale, "INCIDENT") == []
        with acting_as(the_system()):
            part = db.session.scalars(
                select(IncidentPerson).where(IncidentPerson.subject_uid == dale.subject_uid)
            ).one()
            assert part.before[-1]["entries"], "what was told is kept with the part"
            assert list(db.session.get_one(Case, dale.uid).roles) == []


def test_nothing_typed_is_lost_and_sent_twice_is_entered_once(app: Flask, coordinator: Pages) -> None:
    """PR-08: refused at the role, in plain words."""
    with app.app_context():
        child = make_case(dob="2018-04-07")
    page = added(coordinator, child, roles=["ALLEGED_CAUSE"])
    assert "Select another role: a child under the age of criminal responsibility" in page.text
    assert "A quarrel after the match" in page.form_data("Add the incident")["description"]
    page = added(coordinator, child, time="quarter past")
    assert "Enter a time, for example 22:15" in page.text
    form = coordinator.get(f"/incidents/cases/{child.uid}/new")
    for _press in range(2):
        form.submit("Add the incident", **WHAT, roles=["HARMED"])
    assert coordinator.get("/incidents").text.count("I-2026-") == 1


def test_two_that_are_one_event_are_joined_and_come_apart(app: Flask, coordinator: Pages) -> None:
    with app.app_context():
        robin = make_case(**told("HARMED"))
        dale = make_case(family_name="Ashgrove", given_names="Dale", **told("ALLEGED_CAUSE", date="2026-10-07"))
        with acting_as(the_system()):
            first, second = db.session.scalars(select(Incident).order_by(Incident.happened_on))
            first_uid, second_uid = first.uid, second.uid
    page = coordinator.get(f"/incidents/{first_uid}").follow("Say which is, if any")
    assert "The same crime reference; the same place; the same kind of violence; one day apart" in page.text
    page = page.submit("They are one event", into=second_uid, reason="The officer says so")
    assert "Told as this event too" in page.text
    assert "Dale Ashgrove" in page.text
    assert coordinator.get(f"/incidents/{second_uid}").heading == page.heading
    with app.app_context():
        assert {entry.event_uid for case in (robin, dale) for entry in entries(case, "INCIDENT")} == {first_uid}
    page = coordinator.get(f"/incidents/{second_uid}/take-apart")
    page = page.submit("Take apart", reason="Two nights after all")
    assert "Robin" not in page.text
    with app.app_context():
        assert entries(dale, "INCIDENT")[0].event_uid == second_uid


def test_another_person_is_said_only_where_they_may_be_known(app: Flask, coordinator: Pages) -> None:
    with app.app_context():
        robin, dale = make_case(), make_case(family_name="Ashgrove", given_names="Dale")
        agencies = [make_agency(), make_agency()]
        for agency in agencies:
            let_know(robin, agency)
        shut_out(dale, agencies[1])
        users = [make_user(Role.PRACTITIONER, agency_uid=agency) for agency in agencies]
    page = added(coordinator, robin)
    path = page.path
    coordinator.get(f"{path}/people/{dale.subject_uid}").submit(
        "Save", roles=["ALLEGED_CAUSE"], cause_status="REPORTED"
    )
    for user, known in zip(users, (True, False), strict=True):
        shown = Pages(app.test_client()).sign_in(user).get(path)
        assert "Ashgrove" not in shown.text
        assert ("Another person was in it" in shown.text) is known
        assert "14 Hidden Row" not in shown.text
        assert "Hidden – restricted" in shown.text
    stranger = make_stranger(app)
    stranger.get(path, status=404)
    assert "I-2026" not in stranger.get("/incidents").text


def make_stranger(app: Flask) -> Pages:
    with app.app_context():
        return Pages(app.test_client()).sign_in(make_user(Role.PRACTITIONER, agency_uid=make_agency()))


def test_erasing_one_takes_them_out_and_erasing_the_last_takes_all(app: Flask, coordinator: Pages) -> None:
    with app.app_context():
        robin, dale = make_case(), make_case(family_name="Ashgrove", given_names="Dale")
    page = added(coordinator, robin)
    incident_uid = page.path.rsplit("/", 1)[1]
    coordinator.get(f"{page.path}/people/{dale.subject_uid}").submit("Save", roles=["WITNESS"])
    with app.app_context():
        admin = make_user(Role.COORD)
        with acting(admin) as actor:
            erase_subject(actor=actor, subject=get_subject(actor, robin.subject_uid), reason="Asked for")
        with acting(admin):
            incident = db.session.get_one(Incident, incident_uid)
            assert incident.told["description"] == "A quarrel after the match"
            parts = {row.subject_uid: row for row in db.session.scalars(select(IncidentPerson))}
            assert parts[robin.subject_uid].roles == ()
        with acting(admin) as actor:
            erase_subject(actor=actor, subject=get_subject(actor, dale.subject_uid), reason="Asked for")
        with acting(admin):
            assert dict(db.session.get_one(Incident, incident_uid).told) == {}
    shown = coordinator.get(page.path)
    assert ERASED_TEXT in shown.text
    assert "quarrel" not in shown.text
