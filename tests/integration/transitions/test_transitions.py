"""A task for each age limit that comes near; overdue it is chased, and nothing ever closes. PR-41."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.governance import interface as governance
from app.features.partnership import interface as partnership
from app.features.subjects.models import Person
from app.features.transitions.domain import STEPS, Stands
from app.features.transitions.jobs import make_plans, waiting
from app.features.transitions.models import TransitionPlan
from app.features.transitions.queries import open_plans
from app.kernel.clock import today
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import acting, let_know, make_case
from tests.factories.governance import assess
from tests.pages import Pages

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
IN_FOUR_MONTHS = "2009-03-02"
"""Turns 18 on 2 March 2027."""


@pytest.fixture(autouse=True)
def now(clock: Clock) -> None:
    clock.set(NOW)


def plan_now() -> int:
    with acting_as(the_system()):
        made = make_plans()
        db.session.commit()
        assert isinstance(made, int)
        return made


def test_one_task_a_limit_and_none_without_a_date_of_birth(app: Flask) -> None:
    """PR-41: six months before, once, on the case page; a date of birth that is not known makes none."""
    with app.app_context():
        case = make_case(dob=IN_FOUR_MONTHS)
        make_case(dob="2009-06-20", family_name="Later")
        make_case(dob="2009-05-30", family_name="Earlier")  # of the month's last day, made with the month's first
        make_case(dob=None, dob_precision="UNKNOWN", approx_age=17, family_name="Guessed")
        assert (plan_now(), plan_now()) == (2, 0)
        user = make_user(Role.COORD)
    page = Pages(app.test_client()).sign_in(user).get(f"/cases/{case.uid}")
    assert "To plan" in page.text
    page = page.follow("Turns 18 on 2 March 2027")
    assert "It should be in place by 2 February 2027" in page.text


@pytest.mark.one_database
def test_worked_on_by_the_lead_until_it_is_in_place(app: Flask) -> None:
    with app.app_context():
        case = make_case(dob=IN_FOUR_MONTHS)
        plan_now()
        agency = make_agency()
        let_know(case, agency)
        lead = make_user(Role.PRACTITIONER, agency_uid=agency)
        other = make_user(Role.PRACTITIONER, agency_uid=case.agency_uid)
        coordinator = make_user(Role.COORD)
        with acting(coordinator) as actor:
            row = cases.case_for_change(actor, case.uid)
            cases.name_lead(actor=actor, case=row, agency_uid=agency, user_uid=lead.uid)
            uid = db.session.scalars(select(TransitionPlan.uid)).one()
    looks = Pages(app.test_client()).sign_in(other).get(f"/transitions/{uid}")
    assert "Change the plan" not in looks.text
    looks.pages.post(f"/transitions/{uid}/steps/MET/done", looks.pages.get("/account").form_data(), status=403)
    pages = Pages(app.test_client()).sign_in(lead)
    page = pages.get(f"/transitions/{uid}").follow("Change the plan")
    page = page.submit("Save", accepted_on="3/11/2026", wants="Somebody who knows me")
    assert "Enter a day that is today or before" in page.text or "accepted_on" in page.errors()
    assert page.form_data("Save")["wants"] == "Somebody who knows me"
    page = page.submit("Save", accepted_on="2/11/2026")
    assert page.errors() == {"service": "Enter which service accepted"}
    page = page.submit("Save", service="Adult social care", leads="Ada Moor, 01225 496 0000", consent="GIVEN")
    for code in STEPS:
        assert page.text.count("Plan in place") == 0
        page = page.submit(f"Done – {STEPS[code].lower()}")
    assert "Plan in place" in page.text
    assert page.text.count("2 Nov 2026") >= len(STEPS), "each step says when it was done"
    page = page.submit(f"Not done after all – {STEPS['MET'].lower()}")
    assert "On the way" in page.text
    with app.app_context(), acting(coordinator) as actor:
        facts = cases.closing.facts(actor, cases.case_for_change(actor, case.uid))
        (fact,) = [one for one in facts if one.criterion.startswith("A plan for the change")]
        assert (fact.met, "let the person meet the new worker" in fact.stands) == (False, True)


@pytest.mark.one_database
def test_when_the_limit_comes_it_is_chased_and_nothing_closes(app: Flask, clock: Clock) -> None:
    """PR-41."""
    with app.app_context():
        case = make_case(dob=IN_FOUR_MONTHS)
        plan_now()
        coordinator = make_user(Role.COORD)
    for day, told in ((NOW, True), (NOW + timedelta(days=20), False), (datetime(2027, 3, 3, 9, tzinfo=UTC), True)):
        clock.set(day)
        with app.app_context(), acting(coordinator) as actor:
            lines = list(waiting(actor, today()))
            assert [line.reference for line in lines] == ([case.reference] if told else [])
            assert all("March" not in line.words for line in lines), "the mail has no birthday in it"
    with app.app_context():
        plan_now()
        with acting(coordinator) as actor:
            assert [one.stands for one in open_plans(actor)] == [Stands.OVERDUE]
            assert db.session.get_one(Case, case.uid).closed_on is None


def test_a_task_follows_the_scope_in_force_on_its_day(app: Flask) -> None:
    """PR-41: the group means to take all ages; from that day 25 is no limit."""
    with app.app_context():
        case = make_case(dob="2002-03-02")
        assert plan_now() == 1
        coordinator = make_user(Role.COORD)
        with acting_as(the_system()) as actor:
            governance.propose_change(actor=actor, area_uid=case.area_uid, what=governance.AGE_SCOPE, words="All ages")
            db.session.commit()
        assess()
    with app.app_context(), acting(coordinator) as actor:
        (one,) = open_plans(actor)
        assert (one.plan.years, one.due_on, one.stands) == (25, date(2027, 3, 2), Stands.TO_DO)
        partnership.change_age_scope(
            actor=actor, area_uid=case.area_uid, min_age=0, max_age_exclusive=None, valid_from=date(2027, 2, 1)
        )
    with app.app_context(), acting(coordinator) as actor:
        assert [one.stands for one in open_plans(actor)] == [Stands.NOT_NEEDED]
        assert list(waiting(actor, today())) == []


@pytest.mark.one_database
def test_the_birthday_stands_with_the_person_alone(app: Flask) -> None:
    """It is sealed there: no plain column of a plan has it, and what is put right about it moves the plan."""
    with app.app_context():
        make_case(dob=IN_FOUR_MONTHS)
        plan_now()
        coordinator = make_user(Role.COORD)
    with app.app_context(), acting(coordinator) as actor:
        row = db.session.scalars(select(TransitionPlan)).one()
        assert not [one.name for one in TransitionPlan.__table__.columns if "03-02" in str(getattr(row, one.name))]
        person = open_plans(actor)[0].case.subject
        assert isinstance(person, Person)
        with db.session.no_autoflush:
            person.dob = date(2009, 4, 1)
            assert [one.due_on for one in open_plans(actor)] == [date(2027, 4, 1)]
            person.dob, person.dob_precision = None, "UNKNOWN"
            (one,) = open_plans(actor)
            assert (one.stands, one.day_known) == (Stands.NOT_NEEDED, False)
            assert not list(waiting(actor, today()))
        db.session.rollback()
