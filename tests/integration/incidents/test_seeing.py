"""Who is told of an incident, and of whom in it; and who is warned before two people share a page."""

from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.incidents.changing import add_incident, correct, record_outcome
from app.features.incidents.interface import Incident, IncidentPerson, between, happened_at
from app.features.incidents.joining import join, take_apart
from app.features.incidents.people import add_person, take_out
from app.features.incidents.queries import others_in, people_in
from app.features.subjects.interface import Person, create_subject, erase_subject
from app.kernel.clock import today
from app.kernel.errors import NotPermitted
from app.kernel.references import new_uid
from app.platform import audit
from app.platform.access import Role, acting_as, fetch
from app.platform.database import db
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import ANSWERS, acting, let_know, make_case, shut_out

STABBING = {
    "date": "2026-10-06",
    "time": "22:15",
    "type": "KNIFE",
    "place": "The bike shelter",
    "crime_ref": "52260001",
}


def told(role: str, **more: Any) -> dict[str, Any]:
    return {"incidents": [STABBING | {"role": role, "injury": "ED_ATTENDED"} | more]}


def incident_of(case: Case) -> str:
    return db.session.scalars(
        select(IncidentPerson.told_in_uid).where(IncidentPerson.subject_uid == case.subject_uid)
    ).one()


def joined(first: Case, second: Case) -> str:
    """Two incidents are said to be one."""
    with acting(make_user(Role.COORD)) as actor:
        into, other = (fetch(actor, Incident, incident_of(case)) for case in (first, second))
        join(actor=actor, incident=other, into=into, reason="The same crime reference")
        return into.uid


def test_what_a_notification_tells_is_an_incident_with_one_part(app: Flask) -> None:
    with app.app_context():
        case = make_case(**told("HARMED"))
        with acting(make_user(Role.COORD)):
            incident = db.session.scalars(select(Incident)).one()
            part = db.session.scalars(select(IncidentPerson)).one()
            entry = db.session.scalars(select(CaseEntry).where(CaseEntry.kind == "INCIDENT")).one()
            assert (incident.happened_on, incident.kind, incident.told["crime_ref"]) == (
                date(2026, 10, 6),
                "KNIFE",
                "52260001",
            )
            assert (part.subject_uid, part.injury, part.key_uid) == (case.subject_uid, "ED_ATTENDED", case.key_uid)
            assert [one["role"] for one in part.roles] == ["HARMED"]
            assert (entry.event_uid, part.entry_uids) == (incident.uid, (entry.uid,))


def test_a_child_under_10_is_at_risk_whatever_was_told(app: Flask) -> None:
    """PR-08."""
    with app.app_context():
        make_case(dob="2018-04-07", **told("ALLEGED_CAUSE"))
        with acting(make_user(Role.COORD)):
            part = db.session.scalars(select(IncidentPerson)).one()
            assert [one["role"] for one in part.roles] == ["AT_RISK_CAUSE"]


def test_the_warning_is_for_those_who_may_see_both(app: Flask) -> None:
    """Others are told to ask, or nothing where nobody may know that the other exists."""
    with app.app_context():
        harmed = make_case(**told("HARMED"))
        cause = make_case(family_name="Ashgrove", given_names="Dale", **told("ALLEGED_CAUSE"))
        knows, half, barred = make_agency(), make_agency(), make_agency()
        for agency, known in ((knows, (harmed, cause)), (half, (harmed,)), (barred, (harmed,))):
            for case in known:
                let_know(case, agency)
        shut_out(cause, barred)
        incident_uid = joined(harmed, cause)
        people = {harmed.subject_uid, cause.subject_uid}
        coordinator = make_user(Role.COORD)
        for user in (coordinator, make_user(Role.PRACTITIONER, agency_uid=knows)):
            with acting(user) as actor:
                (found,) = between(actor, people)
                assert found.told
                assert (found.people, found.incident_uid) == ((harmed.subject_uid, cause.subject_uid), incident_uid)
        with acting(make_user(Role.PRACTITIONER, agency_uid=half)) as actor:
            (found,) = between(actor, people)
            assert (found.told, found.people, found.incident_uid) == (False, (harmed.subject_uid,), None)
        with acting(make_user(Role.PRACTITIONER, agency_uid=barred)) as actor:
            assert between(actor, people) == []
        other = make_user(Role.CHAIR)
        with acting(coordinator) as actor:
            cases.lock_out(
                actor=actor,
                case=cases.case_for_change(actor, cause.uid),
                user_uid=other.uid,
                reason="A cousin",
            )
        with acting(other) as actor:
            assert between(actor, people) == []
            assert db.session.scalars(select(IncidentPerson.subject_uid)).all() == [harmed.subject_uid]
            assert db.session.scalars(select(Incident.uid)).all() == [incident_uid]


def test_what_happened_at_a_place_by_day_and_time(app: Flask) -> None:
    with app.app_context():
        make_case(**told("HARMED"))
        place = make_case("PLACE")
        with acting(make_user(Role.COORD)) as actor:
            incident = db.session.scalars(select(Incident)).one()
            incident.place_uid = place.subject_uid
            audit.record("incident.recorded", incident)
            (found,) = happened_at(actor, place.subject_uid, date(2026, 10, 1), date(2026, 10, 6))
            assert (found.on, found.at, found.type) == (date(2026, 10, 6), time(22, 15), "KNIFE")
            assert happened_at(actor, place.subject_uid, date(2026, 10, 7), date(2026, 10, 9)) == []
        with acting(make_user(Role.PRACTITIONER, agency_uid=make_agency())) as actor:
            assert happened_at(actor, place.subject_uid, date(2026, 10, 1), date(2026, 10, 6)) == []


def police_graded(cause: Case) -> Incident:
    """An incident that the police told of somebody, for the police alone."""
    with acting(make_user(Role.COORD)) as actor:
        told_before = set(db.session.scalars(select(Incident.uid)))
        add_incident(
            actor=actor,
            case=cases.case_for_change(actor, cause.uid),
            once=new_uid(),
            police_graded=True,
            roles=[{"role": "ALLEGED_CAUSE", "status": "INTELLIGENCE"}],
            happened_on=date(2026, 10, 6),
            kind="KNIFE",
            time="22:15",
            description="From a source",
        )
        return db.session.scalars(select(Incident).where(Incident.uid.not_in(told_before))).one()


def test_what_is_police_graded_stays_so_when_it_is_joined(app: Flask) -> None:
    """And what an agency told is not lost to it, whichever of the two is joined to the other."""
    with app.app_context():
        harmed = make_case(**told("HARMED"))
        cause = make_case(family_name="Ashgrove", given_names="Dale")
        school, police = make_agency(), make_agency(agency_type="POL")
        for agency in (school, police):
            let_know(harmed, agency)
            let_know(cause, agency)
        people = {harmed.subject_uid, cause.subject_uid}
        graded = police_graded(cause).uid
        with acting(make_user(Role.COORD)) as actor:
            open_uid = incident_of(harmed)
            join(
                actor=actor,
                incident=fetch(actor, Incident, open_uid),
                into=fetch(actor, Incident, graded),
                reason="The same night",
            )
            assert fetch(actor, Incident, graded).joined_uid == open_uid
            record_outcome(
                actor=actor,
                incident=fetch(actor, Incident, open_uid),
                outcome="NFA",
                outcome_on=date(2026, 10, 7),
                outcome_source=None,
                people=[cause.subject_uid],
            )
            heard = select(CaseEntry).where(CaseEntry.case_uid == cause.uid, CaseEntry.event_uid == open_uid)
            said = [(row.kind, row.visibility) for row in db.session.scalars(heard)]
            assert sorted(said) == [("INCIDENT", "P"), ("ROLE", "P"), ("ROLE", "P")]
        with acting(make_user(Role.PRACTITIONER, agency_uid=school)) as actor:
            assert db.session.scalars(select(Incident.uid)).all() == [open_uid]
            shown = people_in(actor, [open_uid])
            assert [one.subject.uid for one in shown[open_uid]] == [harmed.subject_uid]
            assert others_in(actor, shown, [open_uid]) == {}
            assert [one.told for one in between(actor, people)] == [False]
        with acting(make_user(Role.PRACTITIONER, agency_uid=police)) as actor:
            assert {one.subject.uid for one in people_in(actor, [open_uid])[open_uid]} == people
            assert [one.told for one in between(actor, people)] == [True]


def test_putting_one_right_leaves_what_the_other_told(app: Flask) -> None:
    with app.app_context():
        first, second = make_case(**told("HARMED")), make_case(given_names="Dale", **told("WITNESS"))
        uid = joined(first, second)
        with acting(make_user(Role.COORD)) as actor:
            other = incident_of(second)
            incident = fetch(actor, Incident, uid)
            said: dict[str, Any] = dict(incident.told) | {"time": "23:40"}
            plain: dict[str, Any] = {"happened_on": incident.happened_on, "kind": incident.kind}
            correct(actor=actor, incident=incident, ver=incident.ver, why="Read again", **plain, **said)
            take_apart(actor=actor, incident=fetch(actor, Incident, other), reason="Another night")
            rows = db.session.scalars(select(CaseEntry).where(CaseEntry.kind == "INCIDENT")).all()
            assert {row.event_uid: row.details["time"] for row in rows} == {uid: "23:40", other: "22:15"}


def test_somebody_erased_is_not_in_it_any_more(app: Flask) -> None:
    with app.app_context():
        harmed, cause = make_case(**told("HARMED")), make_case(given_names="Dale", **told("ALLEGED_CAUSE"))
        knows = make_agency()
        let_know(harmed, knows)
        uid = joined(harmed, cause)
        officer, coordinator = make_user(Role.PRACTITIONER, agency_uid=knows), make_user(Role.COORD)
        with acting(officer) as actor:
            assert others_in(actor, people_in(actor, [uid]), [uid]) == {uid: 1}
        with acting_as(the_system()) as actor:
            person = db.session.get_one(Person, cause.subject_uid)
            erase_subject(actor=actor, subject=person, reason="Asked for and agreed")
            db.session.commit()
        for user in (officer, coordinator):
            with acting(user) as actor:
                shown = people_in(actor, [uid])
                assert [one.subject.uid for one in shown[uid]] == [harmed.subject_uid]
                assert others_in(actor, shown, [uid]) == {}


def test_a_case_opened_later_hears_of_what_was_said_before(app: Flask) -> None:
    """Somebody without an open case is added to an incident; the case that is opened later tells of it, once."""
    with app.app_context():
        case, knows = make_case(**told("HARMED")), make_agency()
        with acting_as(the_system()) as actor:
            other = create_subject(
                actor=actor, area_uid=case.area_uid, kind="INDIVIDUAL", answers=ANSWERS["INDIVIDUAL"], agency_uid=knows
            )
            db.session.commit()
        with acting(make_user(Role.COORD)) as actor:
            incident = fetch(actor, Incident, incident_of(case))
            add_person(actor=actor, incident=incident, subject_uid=other.uid, roles=[{"role": "WITNESS"}], injury=None)
            told_by = actor.agency_uid
        with acting_as(the_system()) as actor:
            later = cases.open_case(actor=actor, subject=other, agency_uid=knows, opened_on=today())
            db.session.commit()
            rows = db.session.scalars(select(CaseEntry).where(CaseEntry.case_uid == later.uid)).all()
            assert {(row.kind, row.details["role"]) for row in rows} == {("INCIDENT", "WITNESS"), ("ROLE", "WITNESS")}
            assert {row.agency_uid for row in rows} == {told_by}


def test_an_event_goes_on_by_what_was_told_of_those_who_are_left(app: Flask) -> None:
    """Erasing the only person told of in the incident an event goes by leaves nothing of what was told of them."""
    with app.app_context():
        cause = make_case(given_names="Dale", **told("ALLEGED_CAUSE"))
        harmed, third = make_case(**told("HARMED")), make_case(given_names="Ash", **told("WITNESS"))
        joined(cause, harmed)
        root = joined(cause, third)
        with acting_as(the_system()) as actor:
            assert db.session.get_one(Incident, root).told
            erase_subject(actor=actor, subject=db.session.get_one(Person, cause.subject_uid), reason="Asked for")
            db.session.commit()
        with acting(make_user(Role.COORD)) as actor:
            assert dict(db.session.get_one(Incident, root).told) == {}
            rows = db.session.scalars(select(Incident).where(Incident.uid != root)).all()
            kept = next(row for row in rows if row.joined_uid is None)
            assert {row.joined_uid for row in rows} == {None, kept.uid}
            shown = people_in(actor, [kept.uid])[kept.uid]
            assert {one.subject.uid for one in shown} == {harmed.subject_uid, third.subject_uid}
            assert all(row.told for row in rows)


def test_what_one_agency_tells_of_somebody_changes_nothing_that_another_told(app: Flask) -> None:
    with app.app_context():
        cause, knows = make_case(**told("ALLEGED_CAUSE")), make_agency()
        let_know(cause, knows)
        with acting(make_user(Role.PRACTITIONER, agency_uid=knows)) as actor:
            incident = fetch(actor, Incident, incident_of(cause))
            with pytest.raises(NotPermitted):
                take_out(actor=actor, incident=incident, subject_uid=cause.subject_uid, reason="No")
            for roles in ([{"role": "HARMED"}], [{"role": "WITNESS"}]):
                add_person(actor=actor, incident=incident, subject_uid=cause.subject_uid, roles=roles, injury=None)
            (shown,) = people_in(actor, [incident.uid])[incident.uid]
            assert [one["role"] for one in shown.roles] == ["ALLEGED_CAUSE", "WITNESS"]
            take_out(actor=actor, incident=incident, subject_uid=cause.subject_uid, reason="Misheard")
            (shown,) = people_in(actor, [incident.uid])[incident.uid]
            assert [one["role"] for one in shown.roles] == ["ALLEGED_CAUSE"]
