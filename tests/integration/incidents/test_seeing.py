"""Who is told of an incident, and of whom in it; and who is warned before two people share a page."""

from datetime import date, time
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.features.cases import interface as cases
from app.features.cases.models import Case, CaseEntry
from app.features.incidents.interface import Incident, IncidentPerson, between, happened_at
from app.features.incidents.joining import join
from app.platform import audit
from app.platform.access import Role, fetch
from app.platform.database import db
from tests.factories.accounts import make_agency, make_user
from tests.factories.cases import acting, let_know, make_case, shut_out

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
