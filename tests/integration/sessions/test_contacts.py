"""PR-51: people are counted without names, whatever anybody does; a link lies with the person and tells the tally
nothing."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.features.partnership import interface as partnership
from app.features.sessions import counting, recording
from app.features.sessions.domain.counting import Counted, Kind
from app.features.sessions.models import ContactLink, ContactTally, Session
from app.kernel.clock import today
from app.kernel.errors import ConcordError
from app.platform.access import Role, acting_as, fetch
from app.platform.database import db
from config import REPOSITORY
from tests.factories.accounts import make_user, the_system
from tests.factories.cases import acting
from tests.factories.sessions import House, a_house, make_session
from tests.pages import Pages

pytestmark = pytest.mark.usefixtures("context")

WORDS = st.sampled_from(["Robin Fernsby", "A15_17", "F", "NEW", "3", "", "Mia; DROP", "x" * 30])
LINE = st.builds(Counted, st.builds(Kind, WORDS, WORDS, WORDS), st.integers(-3, 40), st.integers(-3, 40))
GOOD = st.builds(
    Counted,
    st.builds(Kind, st.sampled_from(["U10", "A15_17"]), st.sampled_from(["F", "M"]), st.sampled_from(["NEW", "KNOWN"])),
    st.integers(0, 40),
    st.integers(0, 40),
)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("count"), st.lists(st.one_of(GOOD, GOOD, LINE), max_size=4)),
        st.tuples(st.just("link"), WORDS),
        st.tuples(st.just("note"), WORDS),
        st.tuples(st.just("not held"), st.sampled_from(["WEATHER", "Robin"])),
    ),
    max_size=6,
)


@pytest.fixture
def house(pages: Pages) -> House:
    house = a_house()
    pages.sign_in(house.worker)
    return house


def tallies() -> list[dict[str, Any]]:
    """The table itself, whoever may see it."""
    with acting_as(the_system()):
        return [dict(row._mapping) for row in db.session.connection().execute(select(ContactTally.__table__))]


@pytest.mark.one_database
def test_counts_never_gain_a_name(house: House) -> None:
    robin = house.take_on()
    out = make_session(house.worker, mode="DETACHED", held=True)
    with acting_as(the_system()):
        codes = {item.code for name in counting.LISTS.values() for item in partnership.code_list(name)}
    mine = {out, house.agency_uid}

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ACTS)
    def whatever_is_done(acts: list[tuple[str, Any]]) -> None:
        for what, value in acts:
            with acting(house.worker) as actor:
                session = fetch(actor, Session, out)
                nested = db.session.begin_nested()
                try:
                    if what == "count":
                        counting.count(actor=actor, session=session, lines=value)
                    elif what == "link":
                        counting.link_contact(actor=actor, referral_uid=robin, session_uid=out, reason=value)
                    elif what == "note":
                        recording.record_held(actor=actor, session=session, note=value)
                    else:
                        recording.record_not_held(actor=actor, session=session, reason=value)
                    nested.commit()
                except ConcordError:
                    nested.rollback()
        for row in tallies():
            assert {row.pop(name) for name in counting.LISTS} <= codes
            assert row.pop("people") > 0
            assert row.pop("conversations") >= 0
            assert row.pop("held_on") == today()
            assert row.pop("place_uid") is None
            assert row["session_uid"] in mine
            assert row["agency_uid"] in mine
            assert robin not in row.values()

    whatever_is_done()


def test_people_are_counted_with_plus_and_minus_without_scripts(pages: Pages, house: House) -> None:
    uid = make_session(house.worker, mode="DETACHED")
    page = pages.get(f"/sessions/{uid}").follow("Record it").submit("Continue", happened="YES")
    assert page.heading == "Count people"
    page = page.submit("Add them", age_band="A15_17", sex="M", known="KNOWN", people="3", conversations="1")
    once = page.form_data()
    plus, minus = once | {"step": "0:people:1"}, {"step": "0:conversations:-1"}
    for _press in range(2):  # the same press sent twice counts once
        page = pages.post(f"/sessions/{uid}/contacts", plus)
    assert page.form_data()["lines-0-people"] == "4"
    page = pages.post(f"/sessions/{uid}/contacts", page.form_data() | minus)
    assert page.form_data()["lines-0-conversations"] == "0"
    page = page.submit("Add them", age_band="A15_17", sex="M", known="KNOWN", people="2")
    page = page.submit("Save the count")
    assert page.table_rows("People met") == [
        {
            "Age": "15 to 17",
            "Who": "Boys and men",
            "New or met before": "Met before",
            "People": "6",
            "Conversations": "0",
        }
    ]
    page = pages.get(f"/sessions/{uid}/contacts").submit("Save the count", {"lines-0-people": "Robin Fernsby"})
    assert page.errors() == {"lines-0-people": "Enter a whole number for “People”"}
    stale = pages.post(f"/sessions/{uid}/contacts", once | {"lines-0-people": "9"})
    assert "Somebody else counted at the same time" in " ".join(stale.errors().values())
    assert [row["people"] for row in tallies()] == [6]


def test_somebody_met_without_a_name_is_known_later(pages: Pages, house: House) -> None:
    robin = house.take_on()
    out = make_session(house.worker, today() - timedelta(days=1), mode="DETACHED", held=True)
    with acting(house.worker) as actor:
        line = Counted(Kind("A15_17", "M", "NEW"), 3)
        counting.count(actor=actor, session=fetch(actor, Session, out), lines=[line])
    before, page_before = tallies(), pages.get(f"/sessions/{out}").text
    page = pages.get(f"/referrals/{robin}").follow("We met before")
    assert page.submit("Save").errors().keys() == {"session_uid", "reason"}
    for _press in range(2):
        page = pages.post(page.path, page.form_data() | {"session_uid": out, "reason": "He said so himself"})
        assert "He said so himself" in page.text
        page = pages.get(f"/sessions/referrals/{robin}/met")
    assert tallies() == before
    assert pages.get(f"/sessions/{out}").text == page_before
    with acting_as(the_system()):
        assert db.session.scalar(select(func.count(ContactLink.uid))) == 1
    colleague = make_user(Role.PROV_WORKER, agency_uid=house.agency_uid)
    with acting(colleague) as actor, pytest.raises(ConcordError, match="you worked at yourself"):
        counting.link_contact(actor=actor, referral_uid=robin, session_uid=out, reason="I heard")


def test_the_steppers_stand_below_their_legend() -> None:
    """Hidden answers come between: a stepper beside the floated legend hung out of a narrow screen."""
    looks = (REPOSITORY / "app/web/static/sessions.css").read_text(encoding="utf-8")
    assert ".concord-tally > legend ~ * { clear: both; }" in looks
    assert "legend + *" not in looks
