"""A provider's worker plans sessions, changes them, and records whether they happened and who came."""

import json
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from app.features.referrals.models import Referral
from app.features.sessions.models import Attendance, Session
from app.kernel.clock import today
from app.platform.access import Role, acting_as
from app.platform.audit import AuditEntry
from app.platform.database import db
from tests.factories.accounts import make_user, the_system
from tests.factories.referrals import intervention_uid
from tests.factories.sessions import ADULT, CODE, House, a_house, make_session
from tests.pages import Page, Pages

T = TypeVar("T", Session, Attendance)

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def house(pages: Pages) -> House:
    """Its worker is signed in."""
    house = a_house()
    pages.sign_in(house.worker)
    return house


def begin(pages: Pages, house: House, **fields: object) -> Page:
    """The plan filled in, and the days to look over."""
    page = pages.get(f"/sessions/plan/{intervention_uid(CODE)}")
    first = {"mode": "GROUP", "starts_at": "16:30", "minutes": "60", "rhythm": "ONCE"}
    return page.submit("Look over the days", first | fields)


def stored(of: type[T]) -> list[T]:
    with acting_as(the_system()):
        return list(db.session.scalars(select(of)).all())


def count_events(event: str) -> int:
    return db.session.scalar(select(func.count(AuditEntry.seq)).where(AuditEntry.event == event)) or 0


def test_a_series_is_looked_over_and_made_once(pages: Pages, house: House) -> None:
    robin, other = house.take_on(), house.take_on(given_names="Ash")
    page = begin(pages, house, people=[robin, other], rhythm="WEEKLY", times="6")
    assert page.heading == "Look over the days"
    days = page.form_data()["dates"]
    assert len(days) == 6
    form = page.form_data("Plan them") | {"stage": "make", "dates": list(days)[:-1]}
    for _press in range(2):
        page = pages.post(f"/sessions/plan/{intervention_uid(CODE)}", form)
        assert page.heading.startswith("Session of")
    rows = stored(Session)
    assert len(rows) == 5
    assert len({one.series_uid for one in rows}) == 1
    assert len(stored(Attendance)) == 10
    assert count_events("session.planned") == 1
    page = pages.get("/sessions?show=next")
    assert len(page.table_rows()) == 4


def test_what_is_entered_is_kept_when_somebody_goes_back(pages: Pages, house: House) -> None:
    robin = house.take_on()
    page = begin(pages, house, people=[robin], starts_at="9.30").submit("Change")
    assert page.heading == "Plan a session"
    assert page.form_data()["people"] == robin
    assert page.form_data()["starts_at"] == "9.30"


def test_every_wrong_answer_is_said_at_its_field(pages: Pages, house: House) -> None:
    robin, other = house.take_on(), house.take_on(given_names="Ash")
    errors = begin(pages, house, mode=None, starts_at="", minutes="").errors()
    assert {"mode", "starts_at", "minutes"} <= errors.keys()
    assert begin(pages, house, people=[robin], starts_at="late").errors() == {"starts_at": "Enter a time, like 16:30"}
    assert begin(pages, house).errors() == {"people": "Select who is asked to come"}
    assert "people" in begin(pages, house, mode="DETACHED", people=[robin]).errors()
    assert "people" in begin(pages, house, mode="ONE", people=[robin, other]).errors()
    assert "weekdays" in begin(pages, house, people=[robin], rhythm="DAYS", times="3").errors()
    assert "times" in begin(pages, house, people=[robin], rhythm="WEEKLY", times="").errors()
    assert "people" in begin(pages, house, people=["0" * 26]).errors()
    assert "on or after" in begin(pages, house, people=[robin], held_on="22/11/1926").errors()["held_on"]
    page = begin(pages, house, people=[robin], rhythm="WEEKLY", times="3").submit("Plan them", dates=None)
    assert "Choose at least one day" in page.errors().values()
    assert stored(Session) == []


def test_a_group_is_recorded_on_one_page(pages: Pages, house: House) -> None:
    children = [house.take_on(given_names=name) for name in ("Ash", "Briar", "Cedar")]
    adult = house.take_on(dob=ADULT)
    uid = make_session(house.worker, people=[(one, None) for one in (*children, adult)])
    page = pages.get(f"/sessions/{uid}").follow("Record it")
    assert page.heading == "Did it happen?"
    assert "happened" in page.submit("Continue").errors()
    page = page.submit("Continue", happened="YES", note="Beats, and a quiz")
    assert page.heading == "Who came?"
    data = page.form_data()
    assert not any(name.endswith("-code") for name in data)  # nothing is chosen beforehand
    places = {data[f"rows-{place}-uid"]: place for place in range(4)}
    by_person = {one.referral_uid: one for one in stored(Attendance)}
    late, away, grown = (places[by_person[one].uid] for one in (children[0], children[1], adult))
    wrong = page.submit("Save", {f"rows-{late}-code": "L", f"rows-{away}-code": "DNA"})
    assert wrong.errors()[f"rows-{away}-code"] == "Choose “was not brought”: this is a child"
    assert wrong.errors()[f"rows-{late}-minutes"] == "Enter how many minutes they were there, from 1 to 60"
    said = {
        f"rows-{late}-minutes": "40",
        f"rows-{away}-code": "WNB",
        f"rows-{away}-reason_by": "FAMILY",
        f"rows-{grown}-code": "OTHER",
        f"rows-{grown}-other": "EXC",
        f"rows-{late}-feedback": "5",
        f"rows-{away}-note": "Mum had the baby",
    }
    page = wrong.submit("Everybody came", said)
    assert page.flash == "Saved for 4"
    came = sorted(row["Came"].split(" Whose")[0] for row in page.table_rows())
    assert came == ["Excused", "Late", "Present", "Was not brought"]
    rows = {one.referral_uid: one for one in stored(Attendance)}
    assert sum(one.minutes or 0 for one in rows.values()) == 100
    with acting_as(the_system()):
        started = {one.uid: one.started_on for one in db.session.scalars(select(Referral)).all()}
    assert started[children[0]] == started[children[2]] == today()
    assert started[children[1]] is None  # nobody starts who was not brought


def test_an_answer_put_right_stays_in_the_audit(pages: Pages, house: House) -> None:
    robin = house.take_on()
    uid = make_session(house.worker, people=[(robin, None)], held=True)
    pages.get(f"/sessions/{uid}/attendance").submit("Everybody came")
    page = pages.get(f"/sessions/{uid}/attendance")
    page.submit("Save", {"rows-0-code": "WNB"})
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.event == "attendance.corrected"))
    assert entry is not None
    facts = json.loads(entry.facts)
    assert facts == {"before": "P", "after": "WNB", "minutes_before": 60, "minutes_after": 0}
    page = pages.get(f"/sessions/{uid}").follow("Correct whether it happened")
    assert page.submit("Continue", happened="NO").errors() == {"reason": "Select why it did not happen"}
    page = page.submit("Continue", happened="NO", reason="UNSAFE")
    assert page.table_rows()[0]["Came"] == "Not held, for safety Whose reason: nobody’s: weather, illness, safety"
    assert count_events("attendance.corrected") == 2


def test_a_session_is_moved_with_the_rest_of_its_series_and_called_off(pages: Pages, house: House) -> None:
    robin = house.take_on()
    days = [today() + timedelta(days=7 * number) for number in range(3)]
    uid = make_session(house.worker, *days, people=[(robin, None)])
    page = pages.get(f"/sessions/{uid}").follow("Change")
    stale = page.form_data()
    moved = days[0] + timedelta(days=1)
    page = page.submit("Save", held_on=moved.isoformat(), starts_at="17:00", rest="y")
    assert page.flash == "3 sessions changed"
    assert sorted(one.held_on for one in stored(Session)) == [day + timedelta(days=1) for day in days]
    page = pages.post(f"/sessions/{uid}/change", stale)
    assert "Somebody else changed this" in " ".join(page.errors().values())
    page = pages.get(f"/sessions/{uid}/cancel")
    assert page.submit("Call it off").errors() == {"reason": "Select why it is called off"}
    page = page.submit("Call it off", reason="SERVICE", rest="y")
    assert page.flash == "3 sessions called off"
    assert "Nothing is planned" in pages.get("/sessions?show=next").text


def test_parents_meet_at_the_same_time(pages: Pages, house: House) -> None:
    robin = house.take_on()
    mother = house.bring(robin)
    page = begin(pages, house, people=[robin, f"{robin}.{mother}"], parallel="y").submit("Plan it")
    rows = stored(Session)
    assert len(rows) == 2
    assert rows[0].parallel_uid == rows[1].parallel_uid
    assert [row["First name"] for row in page.table_rows("Who is asked")] == ["Robin"]
    assert page.table_rows("Parents")[0]["First name"].startswith("Maggie")
    for session in rows:
        page = pages.get(f"/sessions/{session.uid}/happened").submit("Continue", happened="YES")
        page.submit("Everybody came")
    said = {one.participant_uid: one.code for one in stored(Attendance)}
    assert said == {None: "P", mother: "P"}


def test_another_provider_and_the_group_see_nothing_of_it(pages: Pages, house: House) -> None:
    robin = house.take_on()
    uid = make_session(house.worker, people=[(robin, None)])
    other = a_house("Another trust")
    for path in (
        f"/sessions/{uid}",
        f"/sessions/{uid}/attendance",
        f"/sessions/{uid}/change",
        f"/sessions/{uid}/cancel",
    ):
        pages.sign_in(other.worker).get(path, status=404)
        pages.sign_in(house.coordinator).get(path, status=403)
    pages.sign_in(other.worker).get(f"/sessions/referrals/{robin}/met", status=404)
    page = pages.get("/sessions?show=all")
    assert "No sessions yet" in page.text
    practitioner = make_user(Role.PRACTITIONER)
    pages.sign_in(practitioner).get("/sessions", status=403)


def test_who_no_longer_comes_is_asked_to_nothing_more(pages: Pages, house: House) -> None:
    robin, other = house.take_on(), house.take_on(given_names="Ash")
    maggie = house.bring(robin)
    later = today() + timedelta(days=7)
    alone = make_session(house.worker, today(), later, people=[(robin, None)])
    group = make_session(house.worker, later, people=[(robin, None), (robin, maggie), (other, None)])
    pages.post(f"/referrals/{robin}/participants/{maggie}/leave", pages.get(f"/referrals/{robin}").form_data())
    assert len([row for row in stored(Attendance) if row.session_uid == group]) == 2
    pages.get(f"/referrals/links/{robin}/withdraw").submit("Stop it")
    rows = stored(Attendance)
    assert {row.referral_uid for row in rows if row.session_uid == group} == {other}
    assert [row.session_uid for row in rows if row.referral_uid == robin] == [alone]  # today's may be over
    off = {one.held_on: one.cancelled_on for one in stored(Session) if one.uid != group}
    assert off == {today(): None, later: today()}
    assert count_events("session.left") == 2
