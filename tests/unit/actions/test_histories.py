"""The life of actions, whatever is done to them in whatever order, on whatever days."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.features.actions import domain
from app.features.actions.domain import OPEN, STEPS, Status, Step
from app.kernel.clock import LONDON, at, today
from app.kernel.errors import Refused
from app.platform.calendar import working_days

# From before Christmas over the change to summer time: bank holidays, short weeks, a day of 23 hours.
BEGINS = datetime(2026, 12, 17, 14, tzinfo=UTC)
ENDED = {Status.DONE, Status.DONE_VERIFIED, Status.NOT_DONE_REASON, Status.SUPERSEDED, Status.TRANSFERRED}


@dataclass
class Life:
    """An action, and what was seen of it at the end of each day."""

    due_on: date
    proposed_on: date
    accepted_on: date | None = None
    started_on: date | None = None
    done_on: date | None = None
    verified_on: date | None = None
    not_done_on: date | None = None
    superseded_on: date | None = None
    transferred_on: date | None = None
    ended_on: date | None = None
    seen: dict[date, tuple[Status, bool]] = field(default_factory=dict, compare=False)


class Actions(RuleBasedStateMachine):
    """Actions are agreed, steps are tried, time goes by."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = BEGINS
        self.lives: list[Life] = []
        self.agreed = self.transferred = 0

    @property
    def on(self) -> date:
        with at(self.moment):
            return today()

    @rule(days=st.integers(0, 30))
    def agree(self, days: int) -> None:
        self.lives.append(Life(due_on=self.on + timedelta(days=days), proposed_on=self.on))
        self.agreed += 1

    @rule(number=st.integers(0, 9), step=st.sampled_from(sorted(Step)))
    def take(self, number: int, step: Step) -> None:
        if not self.lives:
            return
        life = self.lives[number % len(self.lives)]
        line, before, was = STEPS[step], replace(life), domain.recorded_status(life)
        if was not in line.before:
            with pytest.raises(Refused, match=r"^[A-Z].{15,}"):
                domain.check_step(life, step)
            assert step not in domain.possible_steps(life)
            assert life == before, "a step that is refused changes nothing"
            return
        domain.check_step(life, step)
        assert step in domain.possible_steps(life)
        if step is Step.DUE:
            life.due_on = self.on + timedelta(days=7)
            life.seen.clear()  # how it stood on days gone by is asked with the date it has now
        if line.after is None:
            assert domain.recorded_status(life) is was
            return
        domain.enter(life, line.after, self.on)
        assert domain.recorded_status(life) is line.after
        if step is Step.TRANSFER:
            self.lives.append(Life(due_on=life.due_on, proposed_on=self.on))
            self.transferred += 1

    @rule(hours=st.integers(1, 24 * 30))
    def time_goes_by(self, hours: int) -> None:
        for life in self.lives:
            life.seen[self.on] = (domain.recorded_status(life), domain.is_overdue(life, self.on))
        before, self.moment = self.on, self.moment + timedelta(hours=hours)
        if self.on == before:
            for life in self.lives:
                del life.seen[before]

    @invariant()
    def none_disappears_and_none_is_counted_twice(self) -> None:
        counts = Counter(domain.action_status(life, self.on) for life in self.lives)
        assert counts.total() == len(self.lives) == self.agreed + self.transferred
        assert counts[Status.TRANSFERRED] == self.transferred
        still_open = sum(life.ended_on is None for life in self.lives)
        assert still_open == counts[Status.OVERDUE] + sum(counts[status] for status in OPEN)

    @invariant()
    def what_a_list_filters_by_says_the_same_as_the_status(self) -> None:
        for life in self.lives:
            status = domain.recorded_status(life)
            assert (life.ended_on is None) is (status in OPEN)
            assert (status in ENDED) is (life.ended_on is not None)
            late = life.ended_on is None and life.due_on < self.on
            assert domain.is_overdue(life, self.on) is late
            assert (domain.action_status(life, self.on) is Status.OVERDUE) is late
            if not domain.possible_steps(life):
                assert status in ENDED, "an open action can always be ended"

    @invariant()
    def the_past_stays_as_it_was(self) -> None:
        for life in self.lives:
            for day, (status, overdue) in life.seen.items():
                assert domain.recorded_status(life, day) is status
                assert domain.is_overdue(life, day) is overdue


TestActions = Actions.TestCase
TestActions.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(due_on=DAYS, on=DAYS)
def test_working_days_overdue_are_the_days_somebody_worked(due_on: date, on: date) -> None:
    life, calendar = Life(due_on=due_on, proposed_on=due_on), working_days()
    after = (due_on + timedelta(days=number + 1) for number in range((on - due_on).days))
    worked = [day for day in after if day.weekday() < 5 and day not in calendar.bank_holidays]
    assert domain.working_days_overdue(life, on, calendar) == len(worked)
    assert domain.is_escalated(life, on, calendar, after=5) is (len(worked) >= 5)


@given(due_on=DAYS, minutes=st.integers(-3 * 24 * 60, 3 * 24 * 60))
def test_it_is_overdue_from_midnight_in_england_whatever_the_clock_of_the_year(due_on: date, minutes: int) -> None:
    midnight = datetime.combine(due_on + timedelta(days=1), datetime.min.time(), LONDON).astimezone(UTC)
    with at(midnight + timedelta(minutes=minutes)):
        assert domain.is_overdue(Life(due_on=due_on, proposed_on=due_on), today()) is (minutes >= 0)
