"""What others see of sessions: the group how much was delivered, a place how much detached work there was; and what a
provider is told before people meet: that they should not, never who or why."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.features.interventions import interface as interventions
from app.features.sessions import counting, planning, recording
from app.features.sessions.domain.attending import Answer
from app.features.sessions.domain.counting import Counted, Kind
from app.features.sessions.models import Session
from app.kernel.clock import today
from app.kernel.references import new_uid
from app.platform.access import fetch
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.factories.cases import acting, make_case
from tests.factories.referrals import intervention_uid
from tests.factories.sessions import CODE, House, a_house, a_plan, make_session
from tests.integration.incidents.test_seeing import joined, told
from tests.pages import Pages

pytestmark = [pytest.mark.usefixtures("context"), pytest.mark.one_database]
STABBED = {"date": "2026-09-06"}
WARNED = "Two of these people should not meet. Speak to the coordinator before you go on."


@pytest.fixture
def house() -> House:
    return a_house()


def test_a_provider_is_told_that_two_should_not_meet_and_not_who(pages: Pages, house: House) -> None:
    robin = make_case(**told("HARMED", **STABBED))
    dale = make_case(family_name="Ashgrove", given_names="Dale", **told("ALLEGED_CAUSE", **STABBED))
    joined(robin, dale)
    people = [house.take_on(case=robin), house.take_on(case=dale)]
    page = pages.sign_in(house.worker).get(f"/sessions/plan/{intervention_uid(CODE)}")
    page = page.submit("Look over the days", mode="GROUP", starts_at="16:30", minutes="60", people=people)
    assert WARNED in page.text
    assert "Ashgrove" not in page.text
    assert "harmed" not in page.text
    again = page.submit("Plan it")
    assert again.errors() == {"between_reason": "Enter why you go on, and how they are kept apart"}
    made = again.submit("Plan it", between_reason="Two rooms, and a worker in each")
    assert made.heading.startswith("Session of")
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.event == "incident.warning_passed"))
    assert entry is not None
    assert '"step":"session"' in entry.facts


def test_the_group_sees_what_was_delivered_and_never_the_notes(pages: Pages, house: House) -> None:
    robin = house.take_on()
    mother = house.bring(robin)
    days = [today() - timedelta(days=number) for number in range(3)]
    with acting(house.worker) as actor:
        plan = a_plan(actor, *sorted(days), mode="FAMILY", people=[(robin, None), (robin, mother)])
        made = planning.plan(actor=actor, plan=plan, token=new_uid())
        recording.record_held(actor=actor, session=made[0], note="Talked of the bus station")
        rows = {row.participant_uid: row.uid for row in recording.rows_of(made[0])}
        answers = [Answer(rows[None], "PP", 30, note="He cried"), Answer(rows[mother], "P")]
        recording.record_attendance(actor=actor, session=made[0], answers=answers)
        recording.record_not_held(actor=actor, session=made[1], reason="WEATHER")
    page = pages.sign_in(house.coordinator).get(f"/referrals/links/{robin}")
    own, others = page.table_rows("Offered and delivered")
    assert list(own.values()) == ["The person", "2", "1", "120", "30", "25%: a quarter to half"]
    assert list(others.values()) == ["Who comes for their benefit", "2", "1", "120", "60", "50%: half to most"]
    assert "2 answers are not recorded yet" in page.text
    assert "Cancelled by the service" in page.text
    for words in ("He cried", "Talked of the bus station", "Maggie"):
        assert words not in page.text
    page = pages.sign_in(house.worker).get(f"/referrals/{robin}")
    assert page.table_rows("Offered and delivered")[0]["Minutes delivered"] == "30"
    assert "1 session waits to be recorded" in pages.get("/").text


def test_detached_work_is_counted_at_its_place_and_a_venue_may_be_shut(pages: Pages, house: House) -> None:
    place = make_case("PLACE")
    network = make_case("NETWORK")
    robin = house.take_on()
    with acting(house.coordinator) as actor:
        venue = interventions.add_venue(
            actor=actor, area_uid=place.area_uid, name="Riverside", place_uid=place.subject_uid
        )
        row = interventions.get_intervention(actor, intervention_uid(CODE))
        interventions.set_venues(actor=actor, intervention=row, venue_uids=[venue.uid])
        interventions.restrict(actor=actor, venue=venue, case=network, reason="They were chased from there")
        venue_uid = venue.uid
    out = make_session(house.worker, mode="DETACHED", held=True, venue_uid=venue_uid, minutes=150)
    with acting(house.worker) as actor:
        counting.count(actor=actor, session=fetch(actor, Session, out), lines=[Counted(Kind("U10", "F", "NEW"), 3, 2)])
    page = pages.sign_in(house.coordinator).get(f"/places/cases/{place.uid}")
    assert "1 session, 2.5 hours, 3 contacts and 2 conversations" in page.text
    # Somebody who is not of the network is not warned of.
    assert make_session(house.worker, people=[(robin, None)], venue_uid=venue_uid)
