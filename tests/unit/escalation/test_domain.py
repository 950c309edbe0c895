"""The ladder: which step is due on which day, over weekends, bank holidays and meetings."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.escalation.domain import (
    Due,
    Ladder,
    Level,
    Rung,
    State,
    Taken,
    Trigger,
    Unit,
    answer_by,
    check_goes_on,
    check_sender,
    check_upwards,
    meetings_in_a_row,
    names_found,
    next_step,
    state_of,
)
from app.kernel.errors import Refused
from app.kernel.working_days import WorkingDays

E0, E1, E2, E3, E4, E5, EX = Level
T = Trigger
CALENDAR = WorkingDays(frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 26)}))
"""Christmas of 2026: Friday the 25th and, for Boxing Day, Monday the 28th."""
LADDER = Ladder(
    rungs=[
        Rung(E0, T.ACTION_OVERDUE, 1, Unit.DAYS),
        Rung(E1, T.ACTION_OVERDUE, 5),
        Rung(E2, T.ACTION_OVERDUE, 10),
        Rung(E2, T.ACTION_OVERDUE, 2, Unit.MEETINGS),
        Rung(E0, T.NO_RETURN),
        Rung(E1, T.NO_RETURN, 5),
        Rung(E2, T.NO_RETURN, 2, Unit.MEETINGS),
        Rung(E1, T.ASSURANCE_WEAK),
        Rung(E2, T.NOT_ATTENDING, 2, Unit.MEETINGS),
        Rung(E3, T.RESOURCE_GAP),
        Rung(E4, T.DISAGREEMENT),
        Rung(E5, T.BLOCKAGE),
        Rung(EX, T.DANGER),
        Rung(E2, unanswered=E1),
        Rung(E3, unanswered=E2),
    ],
    clocks={E0: 0, E1: 5, E2: 5, E3: None},
)
THURSDAY = date(2026, 11, 12)


def step(trigger: Trigger, since: date, on: date, *taken: Taken, meetings: int = 0) -> Due | None:
    return next_step(LADDER, trigger=trigger, since=since, meetings=meetings, taken=taken, on=on, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("since", "on", "due"),
    [
        (THURSDAY, date(2026, 11, 12), Due(E0, date(2026, 11, 13))),  # due today: the reminder comes tomorrow
        (THURSDAY, date(2026, 11, 13), Due(E0, date(2026, 11, 13))),
        (THURSDAY, date(2026, 11, 18), Due(E0, date(2026, 11, 13))),  # four working days: still the reminder
        (THURSDAY, date(2026, 11, 19), Due(E1, date(2026, 11, 19))),  # five, over a weekend
        (THURSDAY, date(2026, 11, 25), Due(E1, date(2026, 11, 19))),
        (THURSDAY, date(2026, 11, 26), Due(E2, date(2026, 11, 26))),  # ten
        (date(2026, 12, 24), date(2026, 12, 24), Due(E0, date(2026, 12, 25))),  # a calendar day, bank holiday or not
        (date(2026, 12, 24), date(2027, 1, 5), Due(E1, date(2027, 1, 5))),  # 29, 30, 31 December, 4, 5 January
        (date(2026, 12, 24), date(2027, 1, 4), Due(E0, date(2026, 12, 25))),
        (date(2026, 12, 24), date(2027, 1, 12), Due(E2, date(2027, 1, 12))),
        (date(2026, 11, 14), date(2026, 11, 20), Due(E1, date(2026, 11, 20))),  # due on a Saturday
        (date(2027, 3, 25), date(2027, 4, 2), Due(E1, date(2027, 4, 2))),  # Good Friday, and the clock's change
    ],
)
def test_an_action_goes_up_by_the_days_it_is_overdue(since: date, on: date, due: Due) -> None:
    assert step(T.ACTION_OVERDUE, since, on) == due


def test_what_was_taken_is_not_due_again_and_the_next_comes_on_its_own_day() -> None:
    reminded = Taken(E0, date(2026, 11, 13), date(2026, 11, 13))
    assert step(T.ACTION_OVERDUE, THURSDAY, date(2026, 11, 16), reminded) == Due(E1, date(2026, 11, 19))
    written = Taken(E1, date(2026, 11, 20), date(2026, 11, 27))
    assert step(T.ACTION_OVERDUE, THURSDAY, date(2026, 11, 23), reminded, written) == Due(E2, date(2026, 11, 26))
    chaired = Taken(E2, date(2026, 11, 26), date(2026, 12, 3))
    every = (reminded, written, chaired)
    assert step(T.ACTION_OVERDUE, THURSDAY, date(2026, 12, 3), *every) == Due(E3, date(2026, 12, 4))
    assert step(T.ACTION_OVERDUE, THURSDAY, date(2026, 12, 9), *every, Taken(E3, date(2026, 12, 9))) is None


def test_an_answer_stops_the_clock_but_not_the_days() -> None:
    weak = Taken(E1, THURSDAY, date(2026, 11, 19))
    assert step(T.ASSURANCE_WEAK, THURSDAY, date(2026, 11, 19), weak) == Due(E2, date(2026, 11, 20))
    assert step(T.ASSURANCE_WEAK, THURSDAY, date(2026, 11, 23), Taken(E1, THURSDAY, THURSDAY, answered=True)) is None
    answered = Taken(E1, date(2026, 11, 19), date(2026, 11, 26), answered=True)
    assert step(T.ACTION_OVERDUE, THURSDAY, date(2026, 11, 30), answered) == Due(E2, date(2026, 11, 26))


@pytest.mark.parametrize(("meetings", "level"), [(0, E0), (1, E0), (2, E2), (3, E2)])
def test_two_meetings_in_a_row_bring_it_to_the_head_of_service(meetings: int, level: Level) -> None:
    due = step(T.ACTION_OVERDUE, THURSDAY, date(2026, 11, 13), meetings=meetings)
    assert due is not None
    assert due.level is level
    assert step(T.NOT_ATTENDING, THURSDAY, THURSDAY, meetings=meetings) == (Due(E2, THURSDAY) if level is E2 else None)


@pytest.mark.parametrize(
    ("trigger", "level"),
    [
        (T.ASSURANCE_WEAK, E1),
        (T.RESOURCE_GAP, E3),
        (T.DISAGREEMENT, E4),
        (T.BLOCKAGE, E5),
        (T.DANGER, EX),
        (T.NO_RETURN, E0),
    ],
)
def test_what_is_due_at_once(trigger: Trigger, level: Level) -> None:
    assert step(trigger, THURSDAY, THURSDAY) == Due(level, THURSDAY)


def test_a_decision_has_no_rung_of_its_own() -> None:
    assert step(T.DECIDED, THURSDAY, THURSDAY) is None
    assert step(T.DECIDED, THURSDAY, date(2026, 11, 20), Taken(E2, THURSDAY, date(2026, 11, 19))) == Due(
        E3, date(2026, 11, 20)
    )


def test_time_to_answer_is_counted_in_working_days() -> None:
    assert answer_by(LADDER, E1, date(2026, 12, 23), CALENDAR) == date(2027, 1, 4)
    assert answer_by(LADDER, E0, THURSDAY, CALENDAR) == THURSDAY
    assert answer_by(LADDER, E3, THURSDAY, CALENDAR) is None


days = st.dates(date(2026, 6, 1), date(2027, 6, 1))


@given(since=days, waited=st.integers(0, 60), more=st.integers(1, 30))
def test_waiting_longer_never_brings_a_lower_step(since: date, waited: int, more: int) -> None:
    on = since + timedelta(days=waited)
    now, later = step(T.ACTION_OVERDUE, since, on), step(T.ACTION_OVERDUE, since, on + timedelta(days=more))
    assert now is not None
    assert later is not None
    assert later.level.rank >= now.level.rank
    assert now.on > since


@given(since=days, late=st.lists(st.integers(0, 20), min_size=4, max_size=4))
def test_somebody_who_presses_late_still_goes_up_step_by_step(since: date, late: list[int]) -> None:
    """Whenever it is pressed, the next is above, never due before the last was taken, and the ladder ends at E3."""
    taken: list[Taken] = []
    on = since
    while (due := step(T.ACTION_OVERDUE, since, on, *taken)) is not None:
        assert all(due.level.rank > one.level.rank for one in taken)
        assert not taken or due.on >= taken[-1].on
        on = max(on, due.on) + timedelta(days=late[len(taken)])
        again = step(T.ACTION_OVERDUE, since, on, *taken)
        assert again is not None
        taken.append(Taken(again.level, on, answer_by(LADDER, again.level, on, CALENDAR)))
    assert taken[-1].level is E3


@pytest.mark.parametrize(
    ("happened", "count"), [([], 0), ([False, True, True], 0), ([True, False, True], 1), ([True, True], 2)]
)
def test_meetings_in_a_row_are_counted_from_the_latest(happened: list[bool], count: int) -> None:
    assert meetings_in_a_row(happened) == count


@dataclass
class Row:
    next_on: date | None = None
    paused_on: date | None = None
    ended_on: date | None = None


def test_how_it_stands() -> None:
    assert state_of(Row(next_on=THURSDAY), THURSDAY) is State.TO_PRESS
    assert state_of(Row(next_on=THURSDAY), THURSDAY - timedelta(days=1)) is State.GOING_ON
    assert state_of(Row(), THURSDAY) is State.GOING_ON
    assert state_of(Row(next_on=THURSDAY, paused_on=THURSDAY), THURSDAY + timedelta(days=90)) is State.PAUSED
    assert state_of(Row(paused_on=THURSDAY, ended_on=THURSDAY), THURSDAY) is State.ENDED
    for row, words in ((Row(paused_on=THURSDAY), "go on first"), (Row(ended_on=THURSDAY), "has ended")):
        with pytest.raises(Refused, match=words):
            check_goes_on(row)


def test_who_may_send_and_only_upwards() -> None:
    check_sender(E1, is_chair=False)
    for level in (E2, E3):
        check_sender(level, is_chair=True)
        with pytest.raises(Refused, match="Ask the chair"):
            check_sender(level, is_chair=False)
    check_upwards(E3, [Taken(E2, THURSDAY)])
    for level in (E1, E2):
        with pytest.raises(Refused, match="above"):
            check_upwards(level, [Taken(E2, THURSDAY)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("About ROBIN FERNSBY’s plan", ["Robin Fernsby", "Robin", "Fernsby"]),
        ("The robin, again", ["Robin"]),
        ("Robinson and the Fernsbys", []),
        ("Case C-2026-0001", []),
    ],
)
def test_names_are_found_as_whole_words(text: str, found: list[str]) -> None:
    assert names_found(text, ["Robin Fernsby", "Robin", "Fernsby", "Jo"]) == found
