"""Who plays in the demonstration month, and what its files mean."""

from types import SimpleNamespace

import pytest

from app.features.demonstration.cast import CORE, INVITED, Body, Part, address_of, cast_of, judge_of
from app.features.demonstration.catalogue import best_match
from app.features.demonstration.month import OWN, decisions_from, read_month
from app.platform.access import Role

CAST = cast_of(read_month(OWN))


def test_every_role_has_somebody() -> None:
    assert {role for part in CAST.parts.values() for role in part.roles} == {role.value for role in Role}


def test_chair_and_coordinator_are_those_of_the_minutes() -> None:
    assert (CAST.chair, CAST.coordinator) == ("Theodora Winterbourne", "Saffron Oakley")


def test_each_agency_has_one_who_speaks_for_it() -> None:
    for body in CAST.bodies:
        assert sum("SPOC" in part.roles for part in CAST.of(body)) <= 1


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("PC Lark Holloway", "EIT"),
        ("Hyacinth Boole", "NOTIFIER"),
        ("Juniper Slade", "SPOC"),
        ("Ezra Hopwood", "PRACTITIONER"),
    ],
)
def test_roles_follow_from_what_somebody_does(name: str, role: str) -> None:
    assert CAST.parts[name].roles == [role]


def test_whoever_comes_for_an_item_is_invited() -> None:
    assert CAST.seats[Body("POL", "Avon and Somerset Police")] == CORE
    assert CAST.seats[Body("VICT", "Harbour Lamp Domestic Abuse Service")] == INVITED
    assert Body("RSL", "Copperbeech Homes") not in CAST.seats


@pytest.mark.parametrize(
    ("name", "agency", "address"),
    [
        ("Insp Gideon Marsh", "Police & Co", "gideon.marsh@police-and-co.example"),
        ("Zoë O'Hara", "Café", "zoe.ohara@cafe.example"),
    ],
)
def test_addresses_are_nobodys(name: str, agency: str, address: str) -> None:
    assert address_of(Part(name, Body("POL", agency))) == address


def test_addresses_are_different() -> None:
    addresses = [address_of(part) for part in CAST.parts.values()]
    assert len(set(addresses)) == len(addresses)


@pytest.mark.parametrize(("said", "name"), [("Sam Hill (LA_EH)", "Sam Hill"), ("Sam Hill", "Sam Hill"), (None, None)])
def test_the_judge_is_named_without_the_agency(said: str | None, name: str | None) -> None:
    assert judge_of({"accepted_by": said}) == name


def test_a_record_that_says_too_little_is_not_linked() -> None:
    decided = decisions_from(
        {
            "notification_outcomes": [
                {"record_id": "N1", "triage_outcome": "ACCEPT_FULL", "why": "Meets scope"},
                {"record_id": "N2", "triage_outcome": None, "why": "Not sent"},
            ],
            "same_person_clusters": [{"person": "ash", "record_ids": ["N1", "W1-m1"], "thin_record_ids": ["W1-m1"]}],
        }
    )
    assert list(decided.outcomes) == ["N1"]
    assert decided.person_of == {"N1": "ash"}


def test_the_words_of_the_minutes_find_the_row_of_the_catalogue() -> None:
    rows = [SimpleNamespace(name="Music workshops"), SimpleNamespace(name="Detached youth work in hot spots")]
    assert best_match(rows, "Detached youth work and a motor project") is rows[1]
    assert best_match(rows, "Something else altogether") is None
