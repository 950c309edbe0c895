"""What an intervention is measured with, its outcomes over everybody, and the evaluation register."""

import pytest

from app.features.outcomes.domain.points import Point
from app.features.outcomes.domain.tools import Expected
from app.platform.access import Role
from tests.conftest import Clock
from tests.factories.referrals import intervention_uid
from tests.integration.outcomes.conftest import WORKER, Taken


def music(taken: Taken) -> str:
    with taken.app.app_context():
        return intervention_uid("I07")


def test_the_tools_that_a_commissioner_chooses_are_asked_for(taken: Taken) -> None:
    page = taken.somebody(Role.COMMISSIONER).get(f"/interventions/{music(taken)}").follow("Choose tools")
    page = page.submit("Save tools", tools=["OUTCOMES_STAR", "SDQ_TOTAL"])
    assert "Measured with: SDQ: total difficulties, Outcomes Star: average." in page.text
    page = taken.open(WORKER, "/start")
    page = page.submit("Save measures", O8_OUTCOMES_STAR_score="11", O4_SDQ_TOTAL_score="17.5", mode="PAPER")
    assert set(page.errors()) == {"O8_OUTCOMES_STAR_score", "O4_SDQ_TOTAL_score"} or len(page.errors()) == 1
    page = page.submit("Save measures", O8_OUTCOMES_STAR_score="4.5", O4_SDQ_TOTAL_score="17")
    assert page.table_rows("SDQ")[0]["Score"] == "17 (slightly raised)"


def test_over_everybody_it_is_counts_and_small_ones_stay_in_the_area(taken: Taken, clock: Clock) -> None:
    taken.measure(Point.BASELINE, 4)
    clock.advance(days=70)
    taken.end()
    taken.measure(Point.EXIT, 9)
    path = f"/outcomes/interventions/{music(taken)}"
    page = taken.somebody(Role.COMMISSIONER).get(path)
    row = page.table_rows("From the start to the end")[0]
    assert [row[name] for name in ("Start", "Compared", "Better", "Worse", "Mean change")] == [
        "1",
        "1",
        "1",
        "0",
        "Too few",
    ]
    for away in (taken.somebody(Role.COMMISSIONER, area="BRIS"), taken.somebody(Role.PRACTITIONER)):
        page = away.get(path)
        row = page.table_rows("From the start to the end")[0]
        assert {row[name] for name in ("Start", "Compared", "Better", "Worse")} == {"Fewer than 5"}
        assert "Robin" not in page.response.get_data(as_text=True)


@pytest.mark.one_database
def test_another_area_chooses_no_tools_and_adds_no_evaluation(taken: Taken) -> None:
    away = taken.somebody(Role.COMMISSIONER, area="BRIS")
    for part in ("tools", "evaluations"):
        assert away.get(f"/outcomes/interventions/{music(taken)}/{part}", status=None).status == 403
    page = away.get(f"/interventions/{music(taken)}")
    assert "Choose tools" not in page.text
    assert "Add an evaluation" not in page.text


@pytest.mark.one_database
def test_an_evaluation_says_what_its_stage_asks_for(taken: Taken) -> None:
    pages = taken.somebody(Role.COMMISSIONER)
    page = pages.get(f"/interventions/{music(taken)}").follow("Add an evaluation")
    assert {"kind", "evaluator", "question"} <= set(page.submit("Save").errors())
    first = page.submit("Save", kind="PROCESS", evaluator="A university", question="Who stays, and why?")
    again = page.submit("Save", kind="PROCESS", evaluator="A university", question="Who stays, and why?")
    assert first.path == again.path, "pressed twice it is one"
    change = first.follow("Change")
    stale = pages.get(change.path)
    assert set(change.submit("Save", stage="PUBLISHED").errors()) == {"findings"}
    page = change.submit(
        "Save", stage="PUBLISHED", findings="Most stay", published_on="1/9/2026", published_where="Annual report"
    )
    assert page.summary()["Published"] == "1 September 2026 Annual report"
    assert "associated with" in page.text
    assert "Somebody else changed this" in str(stale.submit("Save", stage="STOPPED").errors())
    (row,) = taken.somebody(Role.PRACTITIONER).get("/outcomes/evaluations").table_rows()
    assert (row["Type"], row["Stage"]) == ("Process evaluation", "Published")
    taken.somebody(Role.COMMISSIONER, area="BRIS").get(page.path, status=404)


def test_what_is_measured_belongs_to_one_tool(taken: Taken) -> None:
    with pytest.raises(Exception, match="what is measured has changed"):
        taken.measure(Point.BASELINE, 4, of=Expected("O1", "EVENTS_6M"))
