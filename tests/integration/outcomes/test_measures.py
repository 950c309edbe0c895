"""Measures of a referral, from what is due to what changed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.features.cases.models import Case
from app.features.outcomes.domain.points import Point
from app.features.outcomes.models import Goal, Measure
from app.platform.access import Role, acting_as
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import make_agency, the_system
from tests.factories.cases import shut_out
from tests.integration.outcomes.conftest import COORDINATOR, WORKER, Taken


def test_a_worker_measures_the_start_and_nothing_typed_is_lost(taken: Taken) -> None:
    pages = taken.browser(WORKER)
    page = pages.get("/outcomes/due")
    (row,) = page.table_rows()
    assert (row["First name"], row["Due by"]) == ("Robin : the start", "21 Sep 2026")
    page = page.follow("Robin")
    assert "Enter at least one score" in str(page.submit("Save measures", mode="IN_PERSON").errors())
    page = page.submit("Save measures", O8_RATING_score="4", O8_RATING_by="", mode="TELEPHONE")
    assert list(page.errors()) == ["O8_RATING_by"]
    assert page.form_data()["O8_RATING_score"] == "4"
    page = page.submit("Save measures", O8_RATING_by="SELF")
    assert page.flash == "Measures saved"
    assert page.table_rows("Rating")[0] == {
        "Point": "The start",
        "Score": "4",
        "Completed by": "The person, by telephone",
        "Day": "7 Sep 2026",
    }
    assert "No outcomes due" in pages.get("/outcomes/due").text


def test_a_score_is_put_right_and_two_tabs_do_not_undo_each_other(taken: Taken) -> None:
    taken.measure(Point.BASELINE, 4)
    path = f"{taken.path}/start"
    pages = taken.browser(WORKER)
    one, other = pages.get(path), pages.get(path)
    assert one.submit("Save measures", O8_RATING_score="6").flash == "Measures saved"
    assert "Somebody else changed this" in str(other.submit("Save measures", O8_RATING_score="2").errors())
    again = one.submit("Save measures", O8_RATING_score="6")
    assert again.flash == "Measures saved", "the same sent twice is one"
    with taken.acting():
        (row,) = db.session.scalars(select(Measure))
        assert (row.score, row.ver) == (6.0, 2)


def test_the_outcome_at_the_end_and_three_months_after_tell_the_referral(taken: Taken, clock: Clock) -> None:
    taken.measure(Point.BASELINE, 4)
    with pytest.raises(Exception, match="not come yet"):
        taken.measure(Point.EXIT, 8)
    clock.set(datetime(2026, 12, 18, 9, tzinfo=UTC))
    taken.end()
    page = taken.open(WORKER, "/end")
    page = page.submit("Save measures", O8_RATING_missing="NOT_REACHED", mode="IN_PERSON")
    assert "No score: could not be reached" in page.text
    with taken.acting() as (_actor, referral):
        assert referral.outcome_on == datetime(2026, 12, 18, tzinfo=UTC).date()
    page = taken.open(WORKER, "/end").submit(
        "Save measures", O8_RATING_missing="", O8_RATING_score="8", O8_RATING_by="SELF", mode="IN_PERSON"
    )
    assert "Better from the start to the end" in page.text
    assert "associated with the intervention" in page.text
    taken.browser(WORKER).get(f"{taken.path}/three-months", status=404)
    clock.set(datetime(2027, 3, 18, 9, tzinfo=UTC))
    taken.measure(Point.MONTHS_3, 3)
    with taken.acting() as (_actor, referral):
        assert referral.followed_up_on is not None
    group = taken.open(COORDINATOR)
    assert "Worse from the start to three months after" in group.text


def test_a_goal_is_in_their_own_words_and_is_measured_until_it_is_dropped(taken: Taken) -> None:
    page = taken.open(WORKER).follow("Set a goal")
    assert set(page.submit("Save the goal").errors()) == {"words", "score", "mode"}
    page = page.submit("Save the goal", words="Get the bus on my own", score="2", mode="IN_PERSON")
    assert page.flash == "Goal saved"
    assert page.select("#measure-1") == ["Get the bus on my own"]
    page = page.follow("The start").submit("Save measures", O8_RATING_score="5", mode="IN_PERSON")
    page = page.follow("Take off the list")
    assert page.submit("Take it off the list").errors() == {"why": "Enter why it is no longer a goal"}
    page = page.submit("Take it off the list", why="She does it every day")
    assert "No longer a goal: She does it every day" in page.text
    with taken.acting() as (_actor, _referral):
        (goal,) = db.session.scalars(select(Goal))
        assert goal.words == "Get the bus on my own"
        assert b"bus" not in goal.payload


def test_only_the_provider_and_those_who_see_the_case_read_it(taken: Taken) -> None:
    taken.measure(Point.BASELINE, 4)
    with taken.app.app_context():
        other = make_agency("Another trust", agency_type="VCS_PROV")
    for role, more in (
        (Role.PROV_LEAD, {"agency_uid": other}),
        (Role.COORD, {"area": "BRIS"}),
        (Role.PRACTITIONER, {}),
        (Role.COMMISSIONER, {}),
    ):
        pages = taken.somebody(role, **more)
        pages.get(taken.path, status=404)
        assert pages.get(f"{taken.path}/start", status=None).status in {403, 404}
    case = taken.browser(COORDINATOR).get(f"/cases/{taken.case}/timeline")
    assert "Outcomes measured" in case.text
    assert "Fernsby" not in taken.open(COORDINATOR).response.get_data(as_text=True)
    with taken.app.app_context():
        with acting_as(the_system()):
            row = db.session.get(Case, taken.case)
        assert row is not None
        shut_out(row, taken.provider)
    taken.browser(WORKER).get(taken.path, status=404)
