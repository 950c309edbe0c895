"""Random histories of assurance: none disappears, is counted twice, or changes state but by the table of steps."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.features.assurance import domain
from app.features.assurance.domain import BY_ITSELF, FROM, Status, Step
from app.kernel import clock
from app.kernel.errors import Refused

FIRST = date(2026, 10, 1)
DAYS = st.dates(FIRST, FIRST + timedelta(days=200))
REACHED = {
    Step.GIVE: {Status.GIVEN},
    Step.ACCEPT: {Status.ACCEPTED, Status.ACCEPTED_TIME_LIMITED},
    Step.REJECT: {Status.REJECTED_ACTION_NEEDED},
    Step.VOID: {Status.LAPSED},
    Step.RELEASE: {Status.RELEASED},
    Step.RENEW: {Status.LAPSED, Status.REJECTED_ACTION_NEEDED},
}
"""Where each step leads. What is given again keeps its own status: the other row goes on."""


@dataclass(eq=False)
class Row:
    """What a status follows from, as the table keeps it."""

    due_on: date
    axis: str = "HARMED"
    renews: "Row | None" = None
    given_on: date | None = None
    judged_on: date | None = None
    result: str | None = None
    review_on: date | None = None
    voided_on: date | None = None
    renewed_on: date | None = None
    released_on: date | None = None


class Course(RuleBasedStateMachine):
    """People and time do what they like with the questions of one case."""

    def __init__(self) -> None:
        super().__init__()
        self.on = FIRST
        self.questions = 0
        self.rows: list[Row] = []

    @rule(axis=st.sampled_from(["CAUSE", "HARMED", "EXPLOITED"]), days=st.integers(0, 20))
    def ask(self, axis: str, days: int) -> None:
        self.questions += 1
        self.rows.append(Row(self.on + timedelta(days=days), axis))

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        before = [domain.assurance_status(row, self.on) for row in self.rows]
        self.on += timedelta(days=days)
        for row, was in zip(self.rows, before, strict=True):
            now = domain.assurance_status(row, self.on)
            assert now in (was, BY_ITSELF.get(was)), (was, now)

    @rule(data=st.data(), step=st.sampled_from(list(Step)), limited=st.booleans(), days=st.integers(1, 56))
    def act(self, data: st.DataObject, step: Step, limited: bool, days: int) -> None:
        if not self.rows:
            return
        row = data.draw(st.sampled_from(self.rows))
        was, before = domain.assurance_status(row, self.on), replace(row)
        accepted = Status.ACCEPTED_TIME_LIMITED if limited else Status.ACCEPTED
        result = {Step.ACCEPT: accepted, Step.REJECT: Status.REJECTED_ACTION_NEEDED}.get(step)
        review_on = self.on + timedelta(days=days) if step is Step.ACCEPT else None
        allowed = was in FROM[step] and row.renewed_on is None
        try:
            domain.take(step, row, self.on, result=result, review_on=review_on)
        except Refused:
            assert vars(row) == vars(before), "a step that is refused changes nothing"
            never_due = step is Step.REJECT and row.given_on is None and row.due_on > self.on
            assert not allowed or never_due
            return
        assert allowed
        assert domain.assurance_status(row, self.on) in REACHED[step]
        if step is Step.RENEW:
            again = Row(domain.owed_since(before, self.on) or self.on, row.axis, renews=row)
            domain.take(Step.GIVE, again, self.on)
            self.rows.append(again)

    @invariant()
    def no_question_disappears_or_is_counted_twice(self) -> None:
        newest = [row for row in self.rows if row.renewed_on is None]
        assert len(newest) == self.questions
        renewed = [row.renews for row in self.rows if row.renews is not None]
        assert len(renewed) == len({id(row) for row in renewed}), "each is given again once"
        for row in newest:
            status = domain.assurance_status(row, self.on)
            parts = [
                domain.is_owed(row, self.on),
                status is Status.GIVEN,
                status in domain.ACCEPTING,
                status is Status.RELEASED,
            ]
            assert sum(parts) == 1, f"{status} belongs to one list"

    @invariant()
    def each_kind_of_risk_has_each_of_its_questions_once(self) -> None:
        axes = ["CAUSE", "HARMED", "EXPLOITED"]
        shown = domain.standing_by_axis(self.rows, axes, self.on)
        placed = [id(row) for one in shown for row in (*one.held, *one.open)]
        assert sorted(placed) == sorted(id(row) for row in self.rows if domain.is_current(row))
        for one in shown:
            assert not one.held or (one.until is not None and one.until >= self.on)

    @invariant()
    def what_lapsed_is_owed_until_somebody_answers(self) -> None:
        """PR-37."""
        for row in self.rows:
            lapsed = domain.assurance_status(row, self.on) is Status.LAPSED
            since = domain.owed_since(row, self.on)
            if lapsed and row.renewed_on is None:
                assert domain.is_owed(row, self.on)
                assert since is not None
                assert since <= self.on
                assert domain.may_take(Step.RENEW, row, self.on)


Course.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestCourse = Course.TestCase


@given(review_on=DAYS, offset=st.integers(-3, 3), minute=st.integers(0, 24 * 60 - 1))
def test_it_holds_to_the_last_minute_of_its_review_day_in_england(review_on: date, offset: int, minute: int) -> None:
    """PR-37: whatever the clocks do that night, and whatever the day is in UTC."""
    row = Row(FIRST, given_on=FIRST, judged_on=FIRST, result="ACCEPTED", review_on=review_on)
    wall = datetime.combine(review_on + timedelta(days=offset), time(minute // 60, minute % 60), clock.LONDON)
    with clock.at(wall.astimezone(UTC)):
        holds = domain.assurance_status(row, clock.today()) in domain.ACCEPTING
    assert holds is (offset <= 0)


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        (datetime(2026, 10, 24, 22, 59, tzinfo=UTC), True),  # 23:59 of the 24th: summer time
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), False),  # midnight in England, an hour before midnight in UTC
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), False),  # the hour that comes twice
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), False),
    ],
)
def test_it_lapses_at_midnight_on_the_night_the_clocks_go_back(moment: datetime, holds: bool) -> None:
    """PR-37."""
    row = Row(FIRST, given_on=FIRST, judged_on=FIRST, result="ACCEPTED", review_on=date(2026, 10, 24))
    with clock.at(moment):
        assert (domain.assurance_status(row, clock.today()) is Status.ACCEPTED) is holds


@pytest.mark.parametrize("review_on", [date(2026, 10, 25), date(2027, 3, 28), date(2026, 12, 31)])
def test_it_is_owed_from_the_day_after_its_review(review_on: date) -> None:
    """PR-37, over both changes of the clock and the end of the year."""
    row = Row(FIRST, given_on=FIRST, judged_on=FIRST, result="ACCEPTED", review_on=review_on)
    days = [review_on + timedelta(days=n) for n in range(-2, 3)]
    for before, after in pairwise(days):
        assert domain.is_owed(row, after) >= domain.is_owed(row, before)
    assert [domain.is_owed(row, day) for day in days] == [False, False, False, True, True]
    assert domain.owed_since(row, days[-1]) == review_on + timedelta(days=1)


def test_an_event_voids_from_its_own_day_and_earlier_than_the_review() -> None:
    """PR-39."""
    row = Row(FIRST, given_on=FIRST, judged_on=FIRST, result="ACCEPTED", review_on=FIRST + timedelta(days=28))
    domain.take(Step.VOID, row, FIRST + timedelta(days=3))
    assert domain.assurance_status(row, FIRST + timedelta(days=2)) is Status.ACCEPTED
    assert domain.owed_since(row, FIRST + timedelta(days=40)) == FIRST + timedelta(days=3)
    with pytest.raises(Refused, match="does not hold"):
        domain.take(Step.VOID, row, FIRST + timedelta(days=4))


@pytest.mark.parametrize(
    ("step", "row", "words"),
    [
        (Step.GIVE, Row(FIRST, given_on=FIRST), "given already"),
        (Step.GIVE, Row(FIRST, released_on=FIRST), "let go"),
        (Step.REJECT, Row(FIRST, given_on=FIRST, result="ACCEPTED", review_on=FIRST), "judged already"),
        (Step.REJECT, Row(FIRST + timedelta(days=2)), "Wait until it is due"),
        (Step.ACCEPT, Row(FIRST), "nothing has been given"),
    ],
)
def test_a_step_out_of_turn_says_why(step: Step, row: Row, words: str) -> None:
    with pytest.raises(Refused, match=words):
        domain.take(step, row, FIRST)
