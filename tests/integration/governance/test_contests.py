"""A record that somebody contests, from what they say to everybody told. PR-30."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.cases.interface import Case, CaseEntry, list_entries
from app.features.governance.interface import Contest
from app.features.meetings.picture import picture_of
from app.features.reminders.interface import lines_for
from app.kernel.clock import today
from app.platform.access import Role, current_actor
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user
from tests.factories.cases import acting, make_case
from tests.pages import Page, Pages

DAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
SAYS = "He was not there that day, he was with me"


class Stage:
    """A case of one agency with a practitioner, and those who run and watch the month."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.agency = agency = make_agency("Youth service")
            self.case_uid = make_case(agency_uid=agency).uid
            self.users = {role: make_user(role, agency_uid=agency) for role in
                          (Role.PRACTITIONER, Role.COORD, Role.DPO, Role.AUDITOR)}  # fmt: skip

    def pages(self, role: Role) -> Pages:
        return Pages(self.app.test_client()).sign_in(self.users[role])

    def user(self, role: Role) -> User:
        return self.users[role]

    def entry(self, kind: str) -> str:
        with self.app.app_context(), acting(self.user(Role.COORD)):
            found = select(CaseEntry.uid).where(CaseEntry.case_uid == self.case_uid, CaseEntry.kind == kind)
            return str(db.session.scalar(found))

    def contest(self, kind: str | None, **more: str) -> Page:
        form = self.pages(Role.PRACTITIONER).get(f"/cases/{self.case_uid}").follow("Somebody says this is wrong")
        said: dict[str, Any] = {"by": "PARENT", "name": "The mother", "says": SAYS, "raised_on": "1/11/2026"} | more
        return form.submit("Write it down", entry_uid=self.entry(kind) if kind else "", **said)


@pytest.fixture
def stage(app: Flask, clock: Clock) -> Stage:
    clock.set(DAY)
    return Stage(app)


def test_an_entry_is_contested_put_right_and_everybody_told(app: Flask, stage: Stage, clock: Clock) -> None:
    """PR-30: the mark stands wherever the entry is shown; the clock is a month from when it was said."""
    page = stage.contest("ROLE")
    assert page.summary()["To be decided by"] == "1 December 2026"
    assert SAYS in page.text
    case = stage.pages(Role.PRACTITIONER).get(f"/cases/{stage.case_uid}")
    assert case.select(".concord-identity__extra .govuk-tag")[-1] == "Contested"
    assert "Harmed Contested" in case.text
    with app.app_context(), acting(stage.user(Role.COORD)):
        (role,) = picture_of(list_entries(current_actor(), stage.case_uid)).roles
        assert role.about == "Harmed: reported (contested)"  # the meeting's screen, and packs
    clock.set(datetime(2026, 12, 2, 10, tzinfo=UTC))
    with app.app_context(), acting(stage.user(Role.DPO)):
        (line,) = (one for one in lines_for(current_actor(), today()) if one.reference.startswith("D-"))
        assert line.is_overdue(today())
        assert "Fernsby" not in line.words
    watched = stage.pages(Role.DPO).get("/governance/contested").follow(line.reference)
    assert SAYS in watched.text
    assert "Decide" not in watched.links
    decide = stage.pages(Role.COORD).get(watched.path).follow("Decide")
    assert "Enter the words as they are right" in decide.submit("Save", outcome="CORRECTED", text="", reason="r").text
    done = decide.submit("Save", outcome="CORRECTED", text="Robbed on the way home", reason="The report says so")
    assert "Robbed at the bus station" in done.text  # what it said before
    assert decide.submit("Save", outcome="NOT_UPHELD", reason="again").status == 200  # a second click changes nothing
    with app.app_context(), acting(stage.user(Role.COORD)):
        (entry,) = [one for one in list_entries(current_actor(), stage.case_uid) if one.kind == "ROLE"]
        assert (entry.details["evidence"], entry.contested) == ("Robbed on the way home", None)
        assert db.session.scalars(select(Contest)).one().outcome == "CORRECTED"
    tell = done.follow("Write down who was told")
    some = tell.submit("Save", told=["PERSON"], on="2/12/2026")
    assert "Youth service: Not told yet" in some.text
    rest = some.follow("Write down who was told")
    assert "Settled" in rest.submit("Save", told=[stage.agency], on="2/12/2026").text


@pytest.mark.one_database
def test_what_is_not_upheld_stays_with_their_words_beside_it(app: Flask, stage: Stage) -> None:
    """PR-30. What is taken out is gone, its role with it."""
    page = stage.contest("WORRY")
    decide = stage.pages(Role.COORD).get(page.path).follow("Decide")
    decide.submit("Save", outcome="NOT_UPHELD", reason="Two people saw it")
    case = stage.pages(Role.COORD).get(f"/cases/{stage.case_uid}")
    assert "Contested and kept" in case.text
    assert SAYS in case.text
    assert "Contested" not in case.select(".concord-identity__extra .govuk-tag")
    page = stage.contest("ROLE")
    stage.pages(Role.COORD).get(page.path).follow("Decide").submit("Save", outcome="TAKEN_OUT", reason="Another boy")
    with app.app_context(), acting(stage.user(Role.COORD)):
        assert "ROLE" not in {one.kind for one in list_entries(current_actor(), stage.case_uid)}
        assert list(db.session.get_one(Case, stage.case_uid).roles) == []
    whole = stage.contest(None)
    refused = stage.pages(Role.COORD).get(whole.path).follow("Decide").submit("Save", outcome="TAKEN_OUT", reason="r")
    assert "Put it right where it belongs" in refused.text


@pytest.mark.one_database
def test_who_recorded_it_does_not_decide_and_the_auditor_reads_no_words(app: Flask, stage: Stage) -> None:
    """PR-30; 1.3."""
    mine = stage.pages(Role.COORD)
    mine.get(f"/cases/{stage.case_uid}").follow("Add a note").submit("Add the note", text="Seen with a knife")
    page = stage.contest("NOTE")
    own = mine.get(page.path).follow("Decide").submit("Save", outcome="NOT_UPHELD", reason="I saw it")
    assert "Ask somebody else to decide" in own.text
    auditor = stage.pages(Role.AUDITOR)
    listed = auditor.get("/governance/contested")
    assert "D-2026-0001" in listed.text
    assert "D-2026-0001" not in listed.links
    auditor.get(page.path, status=404)
    with app.app_context():
        stranger = make_user(Role.PRACTITIONER)
    Pages(app.test_client()).sign_in(stranger).get(page.path, status=404)
    Pages(app.test_client()).sign_in(stranger).get(f"/governance/contested/of/{stage.case_uid}", status=404)
