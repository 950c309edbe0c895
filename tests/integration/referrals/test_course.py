"""A referral on its way with the provider: who waits, who works with whom, what is late, what stops it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.providers import interface as providers
from app.features.referrals import interface as referrals
from app.features.referrals.jobs import chase
from app.features.referrals.models import ReferralParticipant, ReferralWorker
from app.features.referrals.queries import referral_for_change
from app.kernel.clock import now, today
from app.platform.access import Role, acting_as
from app.platform.calendar import working_days
from app.platform.database import db
from tests.conftest import Clock, Mailbox
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import acting, make_case
from tests.factories.referrals import load_catalogue, make_link, make_referral
from tests.pages import Pages

TOLD = {"first_name": "Robin", "risk_summary": "Calm in the morning", "outcomes": ["O8"]}


@dataclass
class World:
    coordinator: User
    case: str
    reference: str
    provider: str
    lead: User
    worker: User
    referral: str


@pytest.fixture
def world(app: Flask) -> World:
    """Robin, referred to a studio with a lead and a worker. Requests have a context of their own."""
    with app.app_context():
        load_catalogue()
        coordinator, case = make_user(Role.COORD, email="coord@example.org"), make_case()
        provider = make_agency("Canal Studio", agency_type="VCS_PROV")
        lead = make_user(Role.PROV_LEAD, agency_uid=provider, name="Lee Example", email="lead@example.org")
        worker = make_user(Role.PROV_WORKER, agency_uid=provider, name="Jo Example", email="worker@example.org")
        referral = make_referral(coordinator, case, provider)
        return World(coordinator, case.uid, case.reference, provider, lead, worker, referral)


def test_a_worker_takes_somebody_through(app: Flask, pages: Pages, world: World) -> None:
    """Accept, contact, session, progress, a parent who comes, a pause, the end; the group reads how it goes."""
    page = pages.sign_in(world.worker).get("/").follow("Robin")
    assert "Received" in page.select("main .govuk-tag")
    page = page.submit("Accept").submit("First contact made")
    assert "First session by" in page.text
    page = page.submit("It has started")
    assert page.summary()["Works with them"] == "Jo Example"
    assert page.follow("Note progress").submit("Save").errors() == {"text": "Enter how it is going"}
    page = page.follow("Note progress").submit("Save", text="Comes every week")
    page = page.follow("Add who else comes").submit("Add", first_name="Sam", role="PARENT_CARER", adult="YES")
    assert "Sam, parent or carer" in page.text
    page.follow("Add who else comes").submit("Add", first_name="sam ", role="PARENT_CARER", adult="YES")
    page = page.submit("Pause it")
    assert page.select("main .govuk-tag")[0] == "Paused"
    page = page.submit("It goes on")
    assert "Note progress by" in page.text
    page = page.submit("No longer comes Sam")
    assert "Sam" not in page.text
    page = page.follow("Record the end").submit("Save", reason="COMPLETED_PLANNED")
    assert "Record the outcome by" in page.text
    with app.app_context(), acting_as(the_system()) as actor:
        assert len(db.session.scalars(select(ReferralParticipant)).all()) == 1, "added twice is added once"
        referral = referral_for_change(actor, world.referral)
        referrals.record_outcome(actor=actor, referral=referral)
        referrals.record_outcome(actor=actor, referral=referral)
        referrals.follow_up(actor=actor, referral=referral)
        db.session.commit()
    page = pages.get(f"/referrals/{world.referral}").submit("Close the referral")
    assert page.select("main .govuk-tag")[0] == "Closed"
    assert "Robin" not in pages.get("/").text
    pages.sign_in(world.coordinator)
    assert "Comes every week" in pages.get(f"/referrals/links/{world.referral}").text
    assert "Intervention goes on" in pages.get(f"/cases/{world.case}/timeline").text


def test_the_waiting_list_is_in_order_and_the_next_is_taken(
    app: Flask, pages: Pages, world: World, clock: Clock
) -> None:
    clock.set(now())
    with app.app_context():
        second = make_referral(world.coordinator, make_case(given_names="Dale", family_name="Ashgrove"), world.provider)
        clock.advance(days=1)
        for uid in (second, world.referral):
            with acting(world.worker) as actor:
                referral = referrals.provided_for_change(actor, uid)
                referrals.put_on_waiting_list(actor=actor, referral=referral)
            clock.advance(days=1)
    page = pages.sign_in(world.lead).get("/").follow("2 people wait for a place")
    assert "Nobody has said how many places there are" in page.text
    page = page.submit("Take the next Robin")
    assert page.select("main .govuk-tag")[0] == "Accepted"
    assert "Number 1 on the waiting list" in pages.get(f"/referrals/{world.referral}").text
    page = page.follow("Change works with them").submit("Save", worker_uid=world.worker.uid)
    assert page.summary()["Works with them"] == "Jo Example"
    page = page.follow("Change works with them").submit("Save", worker_uid=world.lead.uid)
    with app.app_context(), acting_as(the_system()):
        rows = db.session.scalars(select(ReferralWorker).where(ReferralWorker.referral_uid == second)).all()
        assert [
            (row.worker_uid, row.until_on is None) for row in sorted(rows, key=lambda row: row.until_on is None)
        ] == [
            (world.worker.uid, False),
            (world.lead.uid, True),
        ]
    pages.sign_in(world.coordinator)
    assert "Number 1 on the waiting list" in pages.get(f"/referrals/links/{world.referral}").text
    pages.sign_in(world.worker).get(f"/referrals/{second}/assign", status=403)


def test_what_somebody_no_longer_wants_stops(pages: Pages, world: World) -> None:
    pages.sign_in(world.worker).get(f"/referrals/{world.referral}").submit("Accept")
    page = pages.get(f"/referrals/{world.referral}").follow("They no longer want it").submit("Stop it", note="Moved on")
    assert page.summary()["What the person said"] == "They have changed their mind"
    assert page.summary()["How it ended"] == "The person declined"
    assert list(pages.get("/").links).count("Robin") == 0
    pages.sign_in(world.coordinator)
    page = pages.get(f"/referrals/links/{world.referral}")
    assert page.summary()["Note"] == "Moved on"
    assert not page.main.find_all("form")


def test_whom_nobody_is_referred_to(app: Flask, pages: Pages, world: World) -> None:
    """A provider whose safeguarding item has lapsed is refused, with what it is (PR-53); an agency that may not receive
    is not offered (PR-31)."""
    with app.app_context():
        housing = make_agency("Green Homes", agency_type="RSL")
        uid = make_link(world.coordinator, make_case(given_names="Dale", family_name="Ashgrove"))
        with acting_as(the_system()) as actor:
            lapsed = today() - timedelta(days=1)
            providers.record_item(
                actor=actor,
                agency_uid=world.provider,
                area_uid=world.coordinator.area_uid,
                kind="SAFEGUARDING",
                state="HELD",
                evidence="Seen",
                given_on=lapsed - timedelta(days=300),
                expires_on=lapsed,
            )
            db.session.commit()
    page = pages.sign_in(world.coordinator).get(f"/referrals/links/{uid}").follow("Record the offer")
    page = page.submit("Save", consent="GIVEN").follow("Refer to a provider")
    assert housing not in page.response.get_data(as_text=True)
    page = page.submit("Refer", {"agency_uid": world.provider, **TOLD})
    assert "safeguarding" in page.errors()["agency_uid"].casefold()
    assert page.form_data("Refer")["risk_summary"] == TOLD["risk_summary"]


def test_what_is_late_is_said_to_the_lead_and_then_to_the_coordinator(
    app: Flask, mailbox: Mailbox, clock: Clock, world: World
) -> None:
    clock.set(now())
    mailbox.deliver()
    before = len(mailbox.mails)

    def told(days: int) -> list[str]:
        """Who is told so many working days on, however often the job runs."""
        nonlocal before
        ahead = working_days().add(today(), days) - today()
        clock.advance(days=ahead.days)
        for _ in range(2):
            with app.app_context(), acting_as(the_system()):
                chase()
                db.session.commit()
        mailbox.deliver()
        found = mailbox.mails[before:]
        before += len(found)
        assert not any(word in str(mail) for mail in found for word in ("Robin", "Fernsby", world.reference))
        return [str(mail["To"]) for mail in found]

    assert told(3) == []
    assert told(1) == ["lead@example.org"]
    assert told(1) == []
    assert told(1) == ["coord@example.org"]
    assert told(5) == []


def test_a_provider_finds_nothing_but_the_summary(pages: Pages, world: World) -> None:
    """Of a person, on any page, list, search, file or calendar, by any address."""
    pages.sign_in(world.lead)
    case, referral = world.case, world.referral
    shut = [
        f"/cases/{case}",
        f"/cases/{case}/timeline",
        "/cases",
        "/cases/search?q=Fernsby",
        f"/referrals/links/{referral}",
        f"/referrals/links/{referral}/offer",
        f"/referrals/links/{referral}/refer",
        f"/referrals/cases/{case}/link",
        "/actions/tracker",
        "/meetings",
        "/alerts",
        "/audit",
    ]
    for path in shut:
        page = pages.get(path, status=None)
        assert page.response.status_code in (403, 404), path
    opened = ["/", "/referrals", f"/referrals/{referral}", "/referrals/waiting", "/alerts/new", "/alerts/raised"]
    steps = [f"/referrals/{referral}/{one}" for one in ("progress", "participants", "assign")]
    ends = [f"/referrals/links/{referral}/{one}" for one in ("decline", "end", "withdraw")]
    for path in [*opened, *steps, *ends, "/account", "/diary"]:
        said = pages.get(path, status=None).response.get_data(as_text=True)
        for word in ("Fernsby", world.reference, world.case, "Loves music"):
            assert word not in said, (path, word)
