"""Somebody who is locked out of a case finds it nowhere, whatever their role; and nobody else is touched by it."""

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.meetings import interface as meetings
from app.features.notifications.models import Notification
from app.features.referrals.models import Referral
from app.features.subjects.interface import create_subject
from app.features.subjects.models import NetworkMember
from app.kernel.clock import now
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import Role
from app.platform.database import db
from tests.conftest import Clock
from tests.crawl import crawl
from tests.factories.accounts import make_user
from tests.factories.actions import make_action, make_assurance
from tests.factories.cases import make_case
from tests.factories.meetings import Group, acting, make_group, make_series, meeting_on
from tests.factories.referrals import load_catalogue, make_link
from tests.integration.meetings.conftest import OCTOBER
from tests.pages import Pages

NOVEMBER = date(2026, 11, 19)
NAME = "Zebracrossing"


@dataclass(frozen=True)
class Trail:
    """Everything there is of one case, by address, and what names it."""

    case_uid: str
    paths: tuple[str, ...]
    names: tuple[str, ...]


@pytest.fixture
def group(app: Flask, clock: Clock) -> Group:
    clock.set(OCTOBER)
    with app.app_context():
        made = make_group()
        make_series(made)
        load_catalogue()
    return made


@pytest.fixture
def trail(app: Flask, group: Group) -> Trail:
    """A case with an action, assurance, an intervention, a notification and a place on an agenda; another beside it."""
    with app.app_context():
        make_case(agency_uid=group.agencies["YOT"], family_name="Otherwise")
        case = make_case(agency_uid=group.agencies["YOT"], family_name=NAME)
        action = make_action(group.coordinator, group.practitioners["YOT"], case=case, due_on=date(2026, 10, 21))
        asked = make_assurance(group.coordinator, case, group.practitioners["YOT"])
        make_link(group.coordinator, case)
        with acting(group.coordinator) as actor:
            row = Notification(
                key_uid=case.key_uid, area_uid=case.area_uid, agency_uid=group.agencies["YOT"], case_uid=case.uid,
                subject_kind="INDIVIDUAL", notifier_uid=group.chair.uid, reference="N-2026-0999",
                started_at=now(), saved_at=now(), submitted_at=now(), triaged_at=now(), triage_outcome="ACCEPT_FULL",
            )  # fmt: skip
            row.answers = {"family_name": NAME, "gateways": ["CDA115"]}
            db.session.add(row)
            audit.record("case.viewed", cases.case_for_change(actor, case.uid), page="test")
            meeting = meeting_on(actor, NOVEMBER)
            meetings.build_agenda(actor=actor, meeting=meeting)
            item = next(one for one in meetings.list_items(actor, meeting) if one.case_uid == case.uid)
            paths = (
                f"/cases/{case.uid}",
                f"/cases/{case.uid}/timeline",
                f"/cases/{case.uid}/agencies",
                f"/cases/{case.uid}/lock-outs/{group.chair.uid}/lift",
                f"/actions/{action.uid}",
                f"/assurance/{asked.uid}",
                f"/meetings/items/{item.uid}",
                f"/meetings/items/{item.uid}/conflicts",
                f"/packs/items/{item.uid}",
                f"/notifications/{row.uid}",
            )
            return Trail(case.uid, paths, (NAME, case.reference, action.reference, asked.reference, "N-2026-0999"))


def browser(app: Flask, user: User) -> Pages:
    return Pages(app.test_client()).sign_in(user)


def found(pages: Pages, trail: Trail, *starts: str) -> set[str]:
    """The pages somebody reaches by links that say anything of the case."""
    return {
        page.path
        for _endpoint, page in crawl(pages, most=2, starts=("/", "/cases", "/meetings/", "/actions/tracker", *starts))
        if page.status == 200 and any(name in page.response.get_data(as_text=True) for name in trail.names)
    }


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_locked_out_chair_finds_the_case_nowhere(app: Flask, group: Group, trail: Trail) -> None:
    chair, coordinator = browser(app, group.chair), browser(app, group.coordinator)
    before = found(chair, trail)
    assert {"/", "/cases"} & before
    for path in trail.paths[:3]:
        chair.get(path)
    page = coordinator.get(trail.paths[0]).follow("Agencies").follow("Lock a person out")
    page = page.submit("Lock them out", user_uid=group.chair.uid)
    assert page.errors() == {"reason": "Enter why they are locked out"}
    page = page.submit("Lock them out", reason="Her nephew")
    assert page.table_rows("People locked out")[0]["Why"] == "Her nephew"

    assert found(chair, trail, *before) == set()
    for path in trail.paths:
        chair.get(path, status=404)
    assert len(chair.get("/cases").table_rows()) == 1
    assert "Otherwise" in chair.get("/cases").text
    assert NAME in browser(app, group.deputy).get("/cases").text, "everybody else sees what they saw"

    coordinator.get(f"{trail.paths[0]}/lock-outs/{group.chair.uid}/lift").submit(
        "Lift the lock-out", reason="A mistake"
    )
    chair.get(trail.paths[0])


def test_lock_outs_hold_for_every_model_and_every_case_of_the_subject(app: Flask, group: Group, trail: Trail) -> None:
    with app.app_context():
        provider = make_user(Role.PROV_LEAD, agency_uid=group.agencies["LA_HOU"])
        with acting(group.coordinator) as actor:
            case = cases.case_for_change(actor, trail.case_uid)
            answers = {"working_name": "Riverside", "members": [{"name": NAME, "position": "HARMED", "grade": "A"}]}
            network = create_subject(actor=actor, area_uid=case.area_uid, kind="NETWORK", answers=answers)
            (member,) = db.session.scalars(select(NetworkMember).where(NetworkMember.network_uid == network.uid))
            member.person_uid = case.subject_uid
            later = cases.open_case(actor=actor, subject=case.subject, agency_uid=None, opened_on=date(2026, 10, 20))
            audit.record("case.viewed", later, page="test")
            cases.lock_out(actor=actor, case=case, user_uid=group.deputy.uid, reason="A neighbour")
            cases.lock_out(actor=actor, case=case, user_uid=provider.uid, reason="A neighbour")
            again = cases.lock_out(actor=actor, case=case, user_uid=provider.uid, reason="Twice")
            assert again.reason == "A neighbour"
        with acting(group.deputy) as actor:
            assert {one.subject.title for one in cases.list_cases(actor)} == {"Robin Otherwise"}
            assert db.session.scalar(select(Case).where(Case.uid == later.uid)) is None
            assert db.session.scalars(select(NetworkMember)).all() == []
        with acting(group.chair) as actor:
            assert len(db.session.scalars(select(NetworkMember)).all()) == 1
            assert db.session.scalars(select(Referral)).all()
        with acting(provider):
            assert db.session.scalars(select(Referral)).all() == []


def test_who_may_lock_out_and_let_in(app: Flask, group: Group, trail: Trail) -> None:
    with app.app_context():
        elsewhere = make_user(Role.COORD, area="BRIS")
    with app.app_context(), acting(group.coordinator) as actor:
        case = cases.case_for_change(actor, trail.case_uid)
        with pytest.raises(Refused, match="in this area"):
            cases.lock_out(actor=actor, case=case, user_uid=elsewhere.uid, reason="None")
        lead = group.practitioners["YOT"]
        cases.name_lead(actor=actor, case=case, agency_uid=group.agencies["YOT"], user_uid=lead.uid)
        with pytest.raises(Refused, match="leads the case"):
            cases.lock_out(actor=actor, case=case, user_uid=lead.uid, reason="Related")
        for user in (group.chair, group.deputy):
            cases.lock_out(actor=actor, case=case, user_uid=user.uid, reason="Related")
        with pytest.raises(Refused, match="Leave somebody who runs the month"):
            cases.lock_out(actor=actor, case=case, user_uid=group.coordinator.uid, reason="Related")
        row = next(one for one in cases.lock_outs_of(actor, case) if one.user_uid == group.chair.uid)
        cases.lift_lock_out(actor=actor, case=case, user_uid=group.chair.uid, reason="No relation")
        assert (row.lifted_by_uid, row.lifted_reason) == (group.coordinator.uid, "No relation")
    worker = browser(app, group.practitioners["POL"])
    worker.get(f"{trail.paths[0]}/lock-outs/new", status=403)
