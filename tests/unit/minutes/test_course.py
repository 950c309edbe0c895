"""The course of minutes, and comparing two versions."""

import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.features.minutes.domain import course
from app.features.minutes.domain.comparing import ADDED, REMOVED, SAME, compare
from app.features.minutes.domain.course import (
    APPROVED,
    CORRECTIONS,
    DRAFT,
    ISSUED,
    LOCKED,
    STEPS,
    TO_SIGN,
    WITH_CHAIR,
    minutes_state,
)
from app.kernel.errors import Refused
from app.kernel.working_days import WorkingDays

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
UNTIL = date(2026, 12, 1)


@dataclass(frozen=True)
class SomeMinutes:
    sent_at: datetime | None = None
    approved_at: datetime | None = None
    issued_at: datetime | None = None
    corrections_until: date | None = None
    locked_at: datetime | None = None


def take(minutes: SomeMinutes, step: str, at: datetime) -> SomeMinutes:
    if course.is_done(step, minutes, at.date()):
        return minutes
    return replace(minutes, **course.changes(step, minutes, at, UNTIL))  # type: ignore[arg-type]


def test_from_draft_to_lock() -> None:
    minutes, at = SomeMinutes(), START
    for step, state in (
        ("send", WITH_CHAIR),
        ("give_back", DRAFT),
        ("send", WITH_CHAIR),
        ("approve", APPROVED),
        ("edit", WITH_CHAIR),
        ("approve", APPROVED),
        ("issue", CORRECTIONS),
        ("edit", CORRECTIONS),
    ):
        minutes = take(minutes, step, at)
        assert minutes_state(minutes, at.date()) == state, step
    assert minutes_state(minutes, UNTIL) == CORRECTIONS, "the last day counts"
    after = UNTIL + timedelta(days=1)
    assert minutes_state(minutes, after) == TO_SIGN
    with pytest.raises(Refused):
        take(minutes, "lock", at)
    locked = take(minutes, "lock", datetime(after.year, after.month, after.day, tzinfo=UTC))
    assert minutes_state(locked, after) == LOCKED


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 4)), max_size=25))
def test_whatever_is_tried_the_course_holds(tried: list[tuple[str, int]]) -> None:
    """Issued stays issued, nothing is issued unapproved, locked is the end, and a step taken twice is taken once."""
    minutes, at = SomeMinutes(), START
    for step, days in tried:
        at += timedelta(days=days)
        before = minutes_state(minutes, at.date())
        try:
            minutes = take(minutes, step, at)
        except Refused:
            assert before not in STEPS[step].allowed | STEPS[step].done
            continue
        state = minutes_state(minutes, at.date())
        assert before in STEPS[step].allowed | STEPS[step].done
        if before == LOCKED:
            assert state == LOCKED
        if before in ISSUED:
            assert state in ISSUED
        if state in ISSUED:
            assert minutes.sent_at
            assert minutes.approved_at
            assert minutes.corrections_until
        if STEPS[step].done and state in STEPS[step].done:
            assert take(minutes, step, at) == minutes


def test_corrections_are_open_as_the_month_has_it_and_never_too_short() -> None:
    days = WorkingDays(frozenset())
    assert course.corrections_until(UNTIL, date(2026, 11, 26), days, 3) == UNTIL
    assert course.corrections_until(UNTIL, date(2026, 12, 4), days, 3) == date(2026, 12, 9)


def test_changed_words_are_shown_among_those_that_stayed() -> None:
    pieces = compare("He is back at school since May.", "He is back at college since May.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        (SAME, "He is back at"),
        (REMOVED, " school"),
        (ADDED, " college"),
        (SAME, " since May."),
    ]
    assert compare("", "") == []


@settings(deadline=None)
@given(st.text(), st.text())
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == after


def test_long_texts_of_one_word_are_compared_at_once() -> None:
    started = time.process_time()
    compare("a " * 10_000, "a " * 9_999 + "b")
    assert time.process_time() - started < 2
