"""The times of an agenda, why a case is heard or left out, and what changed since it was agreed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.meetings.domain import agreed, slots, why
from app.features.meetings.domain.agenda import (
    NEW,
    CaseFacts,
    hearing_order,
    reasons_to_hear,
    reasons_to_hear_at_once,
)

HELD = date(2026, 11, 19)
PACE = slots.Pace(opening=10, sitting=90, pause=10)
DAYS = st.dates(date(2026, 1, 1), date(2027, 3, 1))
FACTS = st.builds(
    CaseFacts,
    case_uid=st.uuids().map(str),
    reference=st.integers(1, 999).map("C-2026-{:04}".format),
    kind=st.sampled_from(["PERSON", "NETWORK", "PLACE"]),
    is_child=st.booleans(),
    band_rank=st.integers(0, 3),
    opened_on=DAYS,
    meetings_since=st.none() | st.integers(0, 5),
    review_every=st.integers(1, 3),
    review_on=st.none() | DAYS,
    returns_on=st.none() | DAYS,
    was_deferred=st.booleans(),
    has_overdue_action=st.booleans(),
    needs_assurance=st.booleans(),
    sent_late=st.booleans(),
    urgent=st.booleans(),
    heard_on=st.none() | DAYS,
    red_trigger_on=st.none() | DAYS,
    has_long_overdue_action=st.booleans(),
    has_weak_assurance=st.booleans(),
    brief=st.booleans(),
    on_hold_since=st.none() | DAYS,
    transferred_on=st.none() | DAYS,
)
CASE = CaseFacts("1", "C-2026-0001", "PERSON", True, 2, date(2026, 9, 1), 1, 2, heard_on=date(2026, 10, 15))
NEVER = replace(CASE, meetings_since=None, heard_on=None)


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


# Times --------------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 60), max_size=25), st.integers(0, 8 * 60))
def test_places_follow_each_other_and_nobody_sits_too_long(places: list[int], start: int) -> None:
    found = slots.slots(f"{start // 60:02}:{start % 60:02}", places, PACE)
    assert [slot.minutes for slot in found] == places
    heard = [slot for slot in found if slot.minutes]
    assert [slot.number for slot in heard] == list(range(1, len(heard) + 1)), "numbers have no gap"
    at = sat_since = start
    at += PACE.opening
    for number, slot in enumerate(heard):
        at += slot.pause
        if slot.pause:
            sat_since = at
        assert minutes(slot.starts) == at % slots.DAY
        at += slot.minutes
        assert minutes(slot.ends) == at % slots.DAY
        alone = slot.pause or number == 0
        assert at - sat_since <= PACE.sitting or alone, "only an item by itself may be longer than a sitting"


def test_a_break_comes_before_the_item_that_would_be_too_long() -> None:
    found = slots.slots("14:00", [15, 15, 0, 15, 15, 15, 12], PACE)
    assert [(slot.starts, slot.number, slot.pause) for slot in found if slot.minutes] == [
        ("14:10", 1, 0), ("14:25", 2, 0), ("14:40", 3, 0), ("14:55", 4, 0), ("15:10", 5, 0), ("15:35", 6, 10),
    ]  # fmt: skip
    assert slots.ends_at("14:00", found, PACE) == "15:47"
    assert slots.ends_at("14:00", [], PACE) == "14:10"


@pytest.mark.parametrize(
    ("brief", "rank", "child", "expected"),
    [(True, 3, True, 5), (False, 0, True, 15), (False, 3, False, 15), (False, 2, False, 12)],
)
def test_the_usual_time(brief: bool, rank: int, child: bool, expected: int) -> None:
    assert slots.usual_minutes(brief=brief, band_rank=rank, is_child=child, full=15, other=12, short=5) == expected


# Why ----------------------------------------------------------------------------------------------------------------


@given(st.lists(FACTS, max_size=12, unique_by=lambda facts: facts.case_uid), st.booleans())
def test_every_open_case_is_heard_or_left_out_with_a_reason(cases: list[CaseFacts], extraordinary: bool) -> None:
    for facts in cases:
        reasons = reasons_to_hear_at_once(facts) if extraordinary else reasons_to_hear(facts, HELD)
        if reasons:
            assert all(why.sentence(reason, facts) != "Added by hand" for reason in reasons)
            assert len(set(reasons)) == len(reasons)
        else:
            told = why.left_out(facts, HELD, extraordinary=extraordinary)
            assert told.code != why.SINCE
            assert told.words
        assert why.left_out(facts, HELD, extraordinary=extraordinary, taken_off="Not ready").code == why.TAKEN_OFF


@given(st.lists(FACTS, min_size=2, max_size=12))
def test_children_are_heard_first_then_the_highest_band(cases: list[CaseFacts]) -> None:
    order = sorted(cases, key=hearing_order)
    assert [(not one.is_child, -one.band_rank) for one in order] == sorted(
        (not one.is_child, -one.band_rank) for one in cases
    )


@pytest.mark.parametrize(
    ("facts", "code", "words"),
    [
        (replace(NEVER, sent_late=True), why.SENT_LATE, "the chair may agree"),
        (replace(CASE, on_hold_since=date(2026, 11, 2)), why.ON_HOLD, "since 2 November 2026"),
        (replace(CASE, transferred_on=date(2026, 11, 3)), why.TRANSFERRED, "on 3 November 2026"),
        (CASE, why.NOT_DUE, "last heard 15 October 2026, and heard every 2 meetings"),
        (replace(CASE, returns_on=date(2026, 12, 17)), why.NOT_DUE, "Not due until 17 December 2026"),
        (replace(CASE, brief=True), why.BRIEF_GIVEN, "A brief update was heard on 15 October 2026"),
        (NEVER, why.SINCE, "Build the agenda again"),
    ],
)
def test_why_a_case_is_left_out(facts: CaseFacts, code: str, words: str) -> None:
    told = why.left_out(facts, HELD, extraordinary=False)
    assert told.code == code
    assert words in told.words


def test_what_brings_a_case_back_before_its_day() -> None:
    assert reasons_to_hear(CASE, HELD) == ()
    assert reasons_to_hear(replace(CASE, red_trigger_on=date(2026, 11, 1)), HELD) == ("RED_TRIGGER",)
    escalated = replace(CASE, has_weak_assurance=True, has_overdue_action=True)
    assert reasons_to_hear(escalated, HELD) == ("ESCALATED", "OVERDUE_ACTION")
    assert reasons_to_hear(NEVER, HELD) == (NEW,)
    assert why.left_out(CASE, HELD, extraordinary=True).code == why.NOT_URGENT


# Since it was agreed ------------------------------------------------------------------------------------------------


def line(uid: str, length: int = 12, *reasons: str) -> agreed.Line:
    return agreed.Line(uid, f"case {uid}", length, reasons or ("NEW",))


def test_what_changed_is_told_once_and_nothing_else() -> None:
    before = [line("a"), line("b"), line("c"), line("d")]
    assert agreed.changes(before, before) == []
    now = [line("d"), line("a", 15), line("c", 12, "NEW", "ESCALATED"), line("e")]
    assert [(one.item_uid, one.what) for one in agreed.changes(before, now)] == [
        ("d", "MOVED"), ("a", "MINUTES"), ("c", "REASONS"), ("e", "ADDED"), ("b", "TAKEN_OFF"),
    ]  # fmt: skip


@given(st.permutations("abcdefgh"))
def test_putting_back_what_moved_gives_what_was_agreed(order: list[str]) -> None:
    before = [line(uid) for uid in "abcdefgh"]
    moved = {one.item_uid for one in agreed.changes(before, [line(uid) for uid in order])}
    stayed = [uid for uid in order if uid not in moved]
    assert stayed == sorted(stayed)
    assert bool(moved) == (order != list("abcdefgh"))
