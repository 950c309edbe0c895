"""The course of an item and of a meeting, whatever is done in whatever order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.features.meetings.domain import status, steps
from app.features.meetings.domain.status import item_status, meeting_status
from app.kernel.errors import Refused

DAY = date(2026, 11, 19)
THEN = datetime(2026, 11, 19, 14, tzinfo=UTC)


@dataclass(frozen=True)
class Decided:
    code: str
    detail: str | None = None


@dataclass(frozen=True)
class Held:
    held_on: date = DAY
    agenda_built_at: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None
    minutes_issued_at: datetime | None = None
    signed_at: datetime | None = None


@dataclass(frozen=True)
class Listed:
    heard_at: datetime | None = None
    deferred_at: datetime | None = None
    withdrawn_at: datetime | None = None
    signed_at: datetime | None = None
    meeting: Held = Held(opened_at=THEN)
    decisions: list[Decided] = field(default_factory=list)


DECISIONS = st.sampled_from([Decided("KEEP_OPEN", "Until the trial"), Decided("KEEP_OPEN"), Decided("ACTIONS_AGREED")])
FINAL = {status.SIGNED, status.DEFERRED, status.WITHDRAWN}
ORDER = [status.LISTED, status.RESEARCHED, status.HEARD, status.DECIDED, status.MINUTED, status.SIGNED]


def allowed(step: steps.Step, state: str) -> bool:
    """Whether it is taken now: not where it was taken before, and refused in words where it may not be."""
    if state not in step.allowed | step.done:
        with pytest.raises(Refused, match=r"^[A-Z].{20,}"):
            steps.is_done(step, state)
        return False
    return not steps.is_done(step, state)


class ItemCourse(RuleBasedStateMachine):
    """Steps are taken as the rules allow; a step that is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.item, self.researched = Listed(), False
        self.before = self.state

    @property
    def state(self) -> str:
        return item_status(self.item, researched=self.researched)

    def take(self, step: str, change: Callable[[Listed], Listed]) -> None:
        self.before = self.state
        if allowed(steps.ITEM_STEPS[step], self.before):
            self.item = change(self.item)

    @rule(answered=st.booleans())
    def returns_come(self, answered: bool) -> None:
        self.before = self.state
        self.researched = self.researched or answered

    @rule()
    def hear(self) -> None:
        self.take("hear", lambda item: replace(item, heard_at=item.heard_at or THEN))

    @rule(decision=DECISIONS)
    def decide(self, decision: Decided) -> None:
        self.take("decide", lambda item: replace(item, decisions=[*item.decisions, decision]))

    @rule()
    def defer(self) -> None:
        self.take("defer", lambda item: replace(item, deferred_at=THEN))

    @rule()
    def withdraw(self) -> None:
        self.take("withdraw", lambda item: replace(item, withdrawn_at=THEN))

    @rule()
    def minute(self) -> None:
        """With its meeting, which closes only once every item is decided or off."""
        self.before = self.state
        if self.before not in status.TO_HEAR:
            self.item = replace(self.item, meeting=Held(opened_at=THEN, closed_at=THEN, minutes_issued_at=THEN))

    @rule()
    def sign(self) -> None:
        self.before = self.state
        if self.before == status.MINUTED:
            self.item = replace(self.item, signed_at=THEN)

    @invariant()
    def it_never_goes_back_and_ends_for_good(self) -> None:
        if self.before in FINAL:
            assert self.state == self.before
        elif self.state not in FINAL:
            assert ORDER.index(self.state) >= ORDER.index(self.before)

    @invariant()
    def what_is_signed_was_heard_decided_and_minuted(self) -> None:
        if self.state == status.SIGNED:
            assert self.item.heard_at
            assert status.is_concluded(self.item.decisions)
            assert self.item.meeting.minutes_issued_at


class MeetingCourse(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.meeting, self.on = Held(), DAY
        self.before = self.state

    @property
    def state(self) -> str:
        return meeting_status(self.meeting, self.on)

    def take(self, step: str, **dates: datetime) -> None:
        self.before = self.state
        if allowed(steps.MEETING_STEPS[step], self.before):
            self.meeting = replace(self.meeting, **dates)

    @rule()
    def a_day_goes_by(self) -> None:
        self.before = self.state
        self.on = date(2026, 11, 20)

    @rule()
    def build(self) -> None:
        self.take("arrange", agenda_built_at=THEN)

    @rule()
    def open(self) -> None:
        self.take("open", opened_at=THEN)

    @rule()
    def close(self) -> None:
        self.take("close", closed_at=THEN)

    @rule()
    def issue(self) -> None:
        self.take("issue", minutes_issued_at=THEN)

    @rule()
    def sign(self) -> None:
        self.take("sign", signed_at=THEN)

    @rule()
    def cancel(self) -> None:
        self.take("cancel", cancelled_at=THEN)

    @invariant()
    def it_goes_forward_one_step_at_a_time(self) -> None:
        course = [status.PLANNED, status.AGENDA_BUILT, status.OPEN, status.CLOSED, *sorted(status.ISSUED)]
        if self.before in {status.SIGNED_OFF, status.CANCELLED}:
            assert self.state == self.before
        if self.before == status.NOT_HELD:
            assert self.state in {status.NOT_HELD, status.CANCELLED}
        if {self.before, self.state} <= set(course):
            assert 0 <= course.index(self.state) - course.index(self.before) <= 2
        if self.state == status.SIGNED_OFF:
            assert self.meeting.minutes_issued_at
            assert self.meeting.closed_at


TestItemCourse = ItemCourse.TestCase
TestItemCourse.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
TestMeetingCourse = MeetingCourse.TestCase
TestMeetingCourse.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)


def test_an_item_whose_agencies_all_answered_is_researched_until_it_is_heard() -> None:
    assert item_status(Listed()) == "LISTED"
    assert item_status(Listed(), researched=True) == "RESEARCHED"
    assert item_status(Listed(heard_at=THEN), researched=True) == "HEARD"


STATES = {"PLANNED", "AGENDA_BUILT", "OPEN", "CLOSED", "MINUTES_ISSUED", "SIGNED_OFF", "NOT_HELD", "CANCELLED"}


@pytest.mark.parametrize(
    ("steps_of", "every"),
    [(steps.MEETING_STEPS, STATES), (steps.ITEM_STEPS, {*ORDER, *FINAL})],
    ids=["meeting", "item"],
)
def test_every_step_knows_every_state(steps_of: Mapping[str, steps.Step], every: set[str]) -> None:
    for step in steps_of.values():
        assert step.allowed
        assert step.allowed | step.done | set(step.words) <= every
        assert not step.allowed & step.done
        assert not step.allowed & set(step.words), "words for what is allowed are never said"


@pytest.mark.parametrize(
    ("step", "state", "words"),
    [
        (steps.ITEM_STEPS["hear"], "SIGNED", "the chair has signed it off"),
        (steps.ITEM_STEPS["decide"], "DEFERRED", "put off or taken off"),
        (steps.ITEM_STEPS["withdraw"], "DECIDED", "it has been decided"),
        (steps.ITEM_STEPS["decide"], "MINUTED", "its minutes have been issued"),
        (steps.MEETING_STEPS["sign"], "CLOSED", "Wait until the minutes"),
        (steps.MEETING_STEPS["open"], "NOT_HELD", "has gone by"),
        (steps.MEETING_STEPS["sit"], "CLOSED", "it is closed"),
    ],
)
def test_a_step_that_cannot_be_taken_says_why(step: steps.Step, state: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        steps.is_done(step, state, at="reason")
    assert words in refused.value.message
    assert refused.value.field == "reason"
