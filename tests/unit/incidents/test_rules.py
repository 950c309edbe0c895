"""Rules of incidents, without a database."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.features.incidents.domain import (
    Likeness,
    Part,
    alike,
    details_of,
    for_age,
    harmed_and_causing,
    together,
    told_of,
)

ONE = Likeness("1", date(2026, 10, 6), "KNIFE", None, "The bike shelter", "52/26001")


def like(**fields: Any) -> Likeness:
    return replace(ONE, uid="2", **fields)


def test_a_child_under_10_is_at_risk_of_causing_harm() -> None:
    """PR-08; nobody's age is assumed."""
    assert for_age("ALLEGED_CAUSE", 9, 10) == "AT_RISK_CAUSE"
    assert for_age("ALLEGED_CAUSE", 10, 10) == "ALLEGED_CAUSE"
    assert for_age("ALLEGED_CAUSE", None, 10) == "ALLEGED_CAUSE"
    assert for_age("HARMED", 9, 10) == "HARMED"


def test_who_was_harmed_by_whom_when_people_have_both_roles() -> None:
    """PR-07: somebody who was harmed and caused harm is in a pair each way."""
    parts = [
        Part("i", "a", ("HARMED", "ALLEGED_CAUSE")),
        Part("i", "b", ("ALLEGED_CAUSE",)),
        Part("i", "c", ("HARMED",)),
    ]
    assert set(harmed_and_causing(parts, {"a", "b", "c"})) == {("i", "a", "b"), ("i", "c", "a"), ("i", "c", "b")}
    assert harmed_and_causing(parts, {"a"}) == []


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (like(), 4),
        (like(on=date(2026, 10, 8), crime_ref=None), 3),
        (like(crime_ref="52 26001", place=None, kind=None), 2),
        (like(on=date(2026, 10, 9)), 0),
        (like(crime_ref="53/26001"), 0),
        (like(crime_ref=None, place="Elsewhere", kind="ABH"), 0),
        (like(on=None), 0),
    ],
)
def test_what_speaks_for_one_event(other: Likeness, words: int) -> None:
    assert len(alike(ONE, other)) == words


def test_which_home_it_was_reaches_no_case() -> None:
    details = details_of({"home": "14 Hidden Row", "weapons": [{"weapon": "DOG", "involvement": "USED"}]}, "ABH", None)
    assert "14 Hidden Row" not in str(details)
    assert (details["weapon"], details["weapon_involvement"]) == (["DOG"], "USED")
    assert told_of({"weapon": "DOG", "role": "HARMED", "time": "", "place": "Park"}) == {
        "place": "Park",
        "weapons": [{"weapon": "DOG", "involvement": None}],
    }


def test_of_two_weapons_each_way_is_told() -> None:
    """One that was used is not lost because another was carried."""
    knife, bat = {"weapon": "KNIFE_KITCHEN", "involvement": "USED"}, {"weapon": "BLUNT", "involvement": "CARRIED"}
    hands = {"weapon": "NONE_BODILY", "involvement": "USED"}
    assert details_of({"weapons": [knife, bat]}, "ABH", None)["weapon_involvement"] == ["CARRIED", "USED"]
    assert details_of({"weapons": [bat, hands]}, "ABH", None)["weapon_involvement"] == "CARRIED"
    assert told_of(details_of({"weapons": [knife, bat]}, "ABH", None))["weapons"][0]["involvement"] is None


def test_roles_told_twice_stand_once_with_the_last_status() -> None:
    told: list[list[dict[str, Any]]] = [
        [{"role": "HARMED", "status": None}],
        [{"role": "HARMED", "status": "CONFIRMED"}, {"role": "WITNESS"}],
    ]
    assert together(told) == [{"role": "HARMED", "status": "CONFIRMED"}, {"role": "WITNESS"}]
