"""The sample audit of a month, from the draw to what follows. PR-28."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.governance import jobs
from app.features.governance.models import SampledCase
from app.features.partnership.interface import every_area_uid
from app.features.reminders.interface import lines_for
from app.kernel.clock import today
from app.platform.access import Role, bind_actor, current_actor, system_actor
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user
from tests.factories.cases import acting, make_case
from tests.pages import Pages


def draw(app: Flask) -> object:
    with app.app_context():
        bind_actor(system_actor(jobs.JOB, every_area_uid()))
        drawn = jobs.draw()
        db.session.commit()
    return drawn


@pytest.fixture
def people(app: Flask, clock: Clock) -> dict[Role, Pages]:
    clock.set(datetime(2026, 11, 1, 5, 15, tzinfo=UTC))
    with app.app_context():
        agency = make_agency("Youth service")
        for _number in range(4):
            make_case(agency_uid=agency)
        users = {role: make_user(role, agency_uid=agency) for role in (Role.DPO, Role.COORD, Role.PRACTITIONER)}
    return {role: Pages(app.test_client()).sign_in(user) for role, user in users.items()}


def test_cases_are_drawn_once_a_month_answered_and_followed_up(
    app: Flask, people: dict[Role, Pages], clock: Clock
) -> None:
    """PR-28: a few at least, by nobody's choice, shown without a name until answered, and every view recorded."""
    assert draw(app) == 3
    assert draw(app) == 0
    listed = people[Role.DPO].get("/").follow("sample audits to answer")
    assert len(listed.table_rows("Waiting")) == 3
    reference = listed.table_rows("Waiting")[0]["Case"]
    page = listed.follow(reference)
    assert "Robbed at the bus station" in page.text
    assert "Fernsby" not in page.text
    yes: dict[str, Any] = dict.fromkeys(("ROLE", "GRADE", "NEED", "RETENTION"), "YES")
    assert "Enter what is not right" in page.submit("Record the answers", **yes, WORDS="NO").text
    assert "Select an answer" in page.submit("Record the answers", **yes).text
    follows: dict[str, Any] = {"finding": "It says gang", "follows": "Put the words right", "follow_by": "20/11/2026"}
    done = page.submit("Record the answers", **yes, WORDS="NO", **follows)
    assert "Robbed at the bus station" not in done.text  # answered: closed again
    assert page.submit("Record the answers", **yes, WORDS="YES").status == 200
    coordinator = people[Role.COORD].get("/governance/samples")
    assert [row["Case"] for row in coordinator.table_rows("Waiting")] == [reference]
    mine = coordinator.follow(reference)
    assert "Robbed" not in mine.text
    mine.follow("Say what was done").submit("Save", followed="Two words changed")
    quarter = people[Role.DPO].get("/governance/samples").text
    assert "October to December 2026: 1 of 3 answered, 0 of them late; 1 of 1 followed up" in quarter
    with app.app_context(), acting(make_user(Role.DPO)):
        (row,) = db.session.scalars(select(SampledCase).where(SampledCase.answered_on.is_not(None)))
        opened = select(AuditEntry.event).where(AuditEntry.object_uid == row.uid, AuditEntry.event == "sample.opened")
        assert len(db.session.scalars(opened).all()) >= 1
        clock.set(datetime(2026, 12, 1, 8, tzinfo=UTC))
        overdue = [line for line in lines_for(current_actor(), today()) if line.is_overdue(today())]
        assert len(overdue) == 2
    assert draw(app) == 3  # the next month


@pytest.mark.one_database
def test_others_see_nothing_of_a_drawn_case(app: Flask, people: dict[Role, Pages]) -> None:
    draw(app)
    page = people[Role.DPO].get("/governance/samples")
    first = page.follow(page.table_rows("Waiting")[0]["Case"])
    people[Role.COORD].get(first.path, status=404)
    people[Role.PRACTITIONER].get(first.path, status=403)
    with app.app_context():
        elsewhere = make_user(Role.DPO, area="BRIS")
    Pages(app.test_client()).sign_in(elsewhere).get(first.path, status=404)
