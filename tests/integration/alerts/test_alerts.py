"""A provider's safeguarding alert: two clicks, heard at once by the group, and by nobody else."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.features.accounts.models import User
from app.features.alerts.jobs import say_again
from app.features.alerts.models import Alert
from app.features.cases import interface as cases
from app.features.cases.models import Case
from app.features.merging.keys import give_case
from app.features.referrals import interface as referrals
from app.features.referrals.models import Referral, ReferralParticipant, ReferralProgress
from app.features.subjects.interface import get_subject
from app.kernel.clock import now
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.conftest import Clock, Mailbox
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.alerts import make_alert
from tests.factories.cases import acting, make_case, shut_out
from tests.factories.referrals import load_catalogue, make_referral
from tests.pages import Pages


@dataclass
class World:
    coordinator: User
    case: str
    reference: str
    provider: str
    worker: User
    lead: User
    referral: str


@pytest.fixture
def world(app: Flask) -> World:
    """Robin, referred to a studio that has a worker. Requests have a context of their own: two people sign in."""
    with app.app_context():
        load_catalogue()
        coordinator, case = make_user(Role.COORD, email="coord@example.org"), make_case()
        provider = make_agency("Canal Studio", agency_type="VCS_PROV")
        worker = make_user(Role.PROV_WORKER, agency_uid=provider)
        lead = make_user(Role.PROV_LEAD, agency_uid=provider, email="lead@example.org")
        referral = make_referral(coordinator, case, provider)
        return World(coordinator, case.uid, case.reference, provider, worker, lead, referral)


def test_in_two_clicks_and_heard(app: Flask, pages: Pages, mailbox: Mailbox, world: World) -> None:
    with app.app_context():
        make_user(Role.CHAIR, name="Chair Example", email="chair@example.org")
        make_user(Role.COORD, email="elsewhere@example.org", area="SOM")
    page = pages.sign_in(world.worker).get("/").follow("Raise an alert")
    assert "Call 999" in page.text
    assert page.form_data("Send the alert")["referral_uid"] == world.referral, "the only person is chosen"
    assert page.submit("Send the alert", words="Afraid").errors() == {"kind": "Select what you are worried about"}
    done = page.submit("Send the alert", kind="THREAT", urgent="y", words="Two men wait outside the studio")
    assert done.flash == "Alert sent. The group has been told"
    page.submit("Send the alert", kind="THREAT", urgent="y", words="Two men wait outside the studio")
    (row,) = pages.get("/alerts/raised").table_rows()
    assert row["Heard"] == "Not heard yet"

    mailbox.deliver()
    mails = [mail for mail in mailbox.mails if "alert" in str(mail["Subject"])]
    assert sorted(str(mail["To"]) for mail in mails) == ["chair@example.org", "coord@example.org"]
    for mail in mails:
        said = f"{mail['Subject']} {mail.get_content()}"
        assert "/alerts/" in said
        assert not any(word in said for word in ("Robin", "Fernsby", world.reference, "studio", "Canal"))

    pages.sign_in(world.coordinator)
    page = pages.get("/").follow("Threats or fear of being hurt")
    assert page.summary()["What was seen or heard"] == "Two men wait outside the studio"
    assert page.submit("I have heard it", follows="NOTE").errors() == {"done": "Enter what is done about it"}
    page = page.submit("I have heard it", done="Police asked to go past at four", follows="ACTION")
    assert page.flash == "Recorded that it was heard"
    assert "The action that followed" in page.links
    assert "Safeguarding alerts to be heard" not in pages.get("/").text
    assert "Police asked to go past at four" in pages.get(f"/cases/{world.case}").text
    assert "Safeguarding alert heard" in pages.get(f"/cases/{world.case}/timeline").text
    assert "Heard by the coordinator" in pages.get(f"/referrals/links/{world.referral}").text

    pages.sign_in(world.worker)
    (row,) = pages.get("/alerts/raised").table_rows()
    assert row["Heard"].startswith("Heard by the coordinator on ")
    assert "Police asked" not in pages.get(f"/referrals/{world.referral}").text
    assert "Chair Example" not in pages.get("/alerts/raised").text


def test_what_nobody_hears_is_said_again_each_time_once(
    app: Flask, mailbox: Mailbox, clock: Clock, world: World
) -> None:
    clock.set(now())
    with app.app_context():
        alert = make_alert(world.worker, world.referral, urgent=True)
    mailbox.deliver()
    before = len(mailbox.mails)

    def told(minutes: int) -> list[str]:
        """Who is told when so many minutes more have passed, however often the job runs."""
        nonlocal before
        clock.advance(minutes=minutes)
        for _ in range(2):
            with app.app_context(), acting_as(the_system()):
                say_again()
                db.session.commit()
        mailbox.deliver()
        found = mailbox.mails[before:]
        before += len(found)
        return sorted(str(mail["To"]) for mail in found)

    assert told(10) == []
    assert told(15) == ["coord@example.org", "lead@example.org"]
    assert told(5) == []
    assert told(15) == ["coord@example.org", "lead@example.org"]
    pages = Pages(app.test_client()).sign_in(world.coordinator)
    pages.get(f"/alerts/{alert}").submit("I have heard it", done="Phoned", follows="NOTE")
    assert told(60) == []


def test_nobody_else_raises_hears_or_finds_it(app: Flask, pages: Pages, world: World) -> None:
    with app.app_context():
        alert = make_alert(world.worker, world.referral)
        other = make_user(Role.PROV_WORKER, agency_uid=make_agency("Another studio", agency_type="VCS_PROV"))
        elsewhere = make_user(Role.COORD, area="SOM")
    page = pages.sign_in(other).get(f"/alerts/new?referral={world.referral}")
    assert "Nobody has been referred to you" in page.text
    token = page.soup.select("[name=csrf_token]")[0]["value"]
    sent = {"csrf_token": token, "referral_uid": world.referral, "kind": "THREAT"}
    assert pages.post("/alerts/new", sent).errors() == {
        "referral_uid": "Select an option from the list for “Who is it about?”"
    }
    assert "No alerts in the last 90 days" in pages.get("/alerts/raised").text
    pages.get(f"/alerts/{alert}", status=403)
    pages.sign_in(world.worker).get(f"/alerts/{alert}", status=403)
    pages.get("/alerts", status=403)
    pages.sign_in(elsewhere).get(f"/alerts/{alert}", status=404)
    with app.app_context(), acting_as(the_system()):
        shut_out(db.session.get_one(Case, world.case), world.provider)
    pages.sign_in(world.worker)
    assert "No alerts in the last 90 days" in pages.get("/alerts/raised").text
    assert "Nobody has been referred to you" in pages.get("/alerts/new").text


def test_whoever_is_locked_out_neither_hears_nor_sees_it(
    app: Flask, pages: Pages, mailbox: Mailbox, world: World
) -> None:
    with app.app_context():
        shut = make_user(Role.COORD, email="shut@example.org")
        with acting(world.coordinator) as actor:
            case = cases.case_for_change(actor, world.case)
            cases.lock_out(actor=actor, case=case, user_uid=shut.uid, reason="A relative")
            cases.lock_out(actor=actor, case=case, user_uid=world.lead.uid, reason="A neighbour")
        alert = make_alert(world.worker, world.referral)
    mailbox.deliver()
    assert not mailbox.to("shut@example.org")
    pages.sign_in(shut)
    assert "Threats" not in pages.get("/").text
    assert "Every alert has been heard" in pages.get("/alerts").text
    pages.get(f"/alerts/{alert}", status=404)
    pages.sign_in(world.lead)
    assert "No alerts in the last 90 days" in pages.get("/alerts/raised").text
    pages.get(f"/referrals/{world.referral}", status=404)
    pages.get(f"/referrals/{world.referral}/progress", status=404)


def test_what_hangs_on_a_referral_goes_with_its_case_to_another_record(app: Flask, world: World) -> None:
    """As when two records of one person are joined: everything is sealed under the key of the one that is kept."""
    with app.app_context():
        make_alert(world.worker, world.referral)
        with acting(world.worker) as actor:
            referral = referrals.provided_for_change(actor, world.referral)
            referrals.accept(actor=actor, referral=referral)
            referrals.add_participant(actor=actor, referral=referral, first_name="Kim", role="PARENT_CARER", adult=True)
            referrals.note_progress(actor=actor, referral=referral, text="Comes every week")
        kept = make_case(given_names="Robyn").subject_uid
        with acting_as(the_system()) as actor:
            give_case(cases.case_for_change(actor, world.case), get_subject(actor, kept))
            db.session.expire_all()
            sealed: list[Any] = [Referral, ReferralParticipant, ReferralProgress, Alert]
            for model in sealed:
                assert {row.key_uid for row in db.session.scalars(select(model))} == {kept}, model
            assert db.session.scalars(select(Alert)).one().words == "Afraid to go home"
            db.session.rollback()
