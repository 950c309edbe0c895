"""The course of an item and of a meeting, whatever is done in whatever order."""

from collections.abc import Callable
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
        if self.before in steps.ITEM_STEPS[step]:
            steps.check_item_step(step, self.before)
            self.item = change(self.item)
        else:
            with pytest.raises(Refused):
                steps.check_item_step(step, self.before)

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
        issued = Held(opened_at=THEN, closed_at=THEN, minutes_issued_at=THEN)
        self.take("minute", lambda item: replace(item, meeting=issued))

    @rule()
    def sign(self) -> None:
        self.take("sign", lambda item: replace(item, signed_at=THEN))

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
        if self.before in steps.MEETING_STEPS[step]:
            self.meeting = replace(self.meeting, **dates)
        elif step == "sign":
            with pytest.raises(Refused):
                steps.check_signing(self.before)

    @rule()
    def a_day_goes_by(self) -> None:
        self.before = self.state
        self.on = date(2026, 11, 20)

    @rule()
    def build(self) -> None:
        self.take("build", agenda_built_at=THEN)

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


@pytest.mark.parametrize(
    ("step", "state", "words"),
    [
        ("hear", "SIGNED", "the chair has signed it off"),
        ("decide", "DEFERRED", "put off or taken off"),
        ("sign", "DECIDED", "Wait until the minutes"),
        ("sign", "WITHDRAWN", "put off or taken off"),
        ("withdraw", "DECIDED", "it has been decided"),
        ("decide", "MINUTED", "its minutes have been issued"),
    ],
)
def test_a_step_that_cannot_be_taken_says_why(step: str, state: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        steps.check_item_step(step, state)
    assert words in refused.value.message
