"""Which cases are heard, why, and in what order."""

from dataclasses import replace
from datetime import date

from app.features.meetings.domain.agenda import (
    CaseFacts,
    hearing_order,
    merged,
    reasons_to_hear,
    reasons_to_hear_at_once,
)

MEETING = date(2026, 11, 19)
CHILD = CaseFacts("child", "C-2026-0001", "PERSON", is_child=True, band_rank=0, opened_on=date(2026, 11, 1))
HEARD = replace(CHILD, meetings_since=1, review_every=2)


def test_a_case_never_heard_is_new() -> None:
    assert reasons_to_hear(CHILD, MEETING) == ("NEW",)


def test_one_sent_late_waits() -> None:
    assert reasons_to_hear(replace(CHILD, sent_late=True), MEETING) == ()


def test_a_case_heard_returns_after_as_many_meetings_as_its_band_says() -> None:
    assert reasons_to_hear(HEARD, MEETING) == ()
    assert reasons_to_hear(replace(HEARD, meetings_since=2), MEETING) == ("DUE_BACK",)


def test_a_chosen_day_goes_before_the_rule_of_the_band() -> None:
    assert reasons_to_hear(replace(HEARD, returns_on=MEETING), MEETING) == ("DUE_BACK",)
    assert reasons_to_hear(replace(HEARD, meetings_since=5, returns_on=date(2026, 12, 17)), MEETING) == ()
    assert reasons_to_hear(replace(HEARD, review_on=date(2026, 11, 18)), MEETING) == ("DUE_BACK",)


def test_a_deferred_case_returns() -> None:
    assert reasons_to_hear(replace(CHILD, was_deferred=True), MEETING) == ("DEFERRED",)


def test_overdue_actions_and_owed_assurance_are_reasons_too() -> None:
    assert reasons_to_hear(replace(HEARD, has_overdue_action=True), MEETING) == ("OVERDUE_ACTION",)
    both = replace(HEARD, has_overdue_action=True, needs_assurance=True, returns_on=MEETING)
    assert reasons_to_hear(both, MEETING) == ("DUE_BACK", "ASSURANCE", "OVERDUE_ACTION")


def test_an_extraordinary_meeting_hears_what_is_urgent_and_was_never_heard() -> None:
    assert reasons_to_hear_at_once(replace(CHILD, urgent=True)) == ("NEW",)
    assert reasons_to_hear_at_once(CHILD) == ()
    assert reasons_to_hear_at_once(replace(HEARD, urgent=True)) == ()


def test_children_then_bands_then_kinds() -> None:
    adult_red = replace(CHILD, case_uid="adult", is_child=False, band_rank=3)
    network = replace(adult_red, case_uid="network", kind="NETWORK", band_rank=0)
    place = replace(network, case_uid="place", kind="PLACE")
    child_red = replace(CHILD, case_uid="red", band_rank=3)
    order = sorted([place, network, adult_red, CHILD, child_red], key=hearing_order)
    assert [facts.case_uid for facts in order] == ["red", "child", "adult", "network", "place"]


def place_of(number: int) -> tuple[bool, int, int, date, str]:
    return (False, 0, 0, MEETING, f"C-{number}")


RANKS = [(name, place_of(number)) for number, name in enumerate("abcd")]


def test_an_untouched_agenda_is_put_in_order() -> None:
    assert merged(["c", "a"], RANKS, frozenset()) == ["a", "b", "c", "d"]


def test_what_was_ordered_by_hand_stays_and_newcomers_find_their_place() -> None:
    assert merged(["d", "a", "c"], RANKS, frozenset({"d"})) == ["d", "a", "b", "c"]


def test_what_was_heard_stays_first() -> None:
    assert merged(["c", "d"], RANKS, frozenset({"c"})) == ["c", "a", "b", "d"]


def test_what_has_no_reason_any_more_keeps_standing() -> None:
    assert merged(["x", "c"], RANKS, frozenset()) == ["a", "b", "c", "d", "x"]
