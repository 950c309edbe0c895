"""Keeping what was told of a subject, and adding to it without overwriting."""

from datetime import date
from typing import Any

from app.features.subjects.identity import Source, added_values, members, new_values

FIRST = Source("school", "n1", date(2026, 10, 7))
LATER = Source("police", "n2", date(2026, 10, 19))


def person(**answers: Any) -> dict[str, Any]:
    return new_values("PERSON", answers, FIRST)


def added(now: dict[str, Any], **answers: Any) -> dict[str, Any]:
    return added_values("PERSON", now, answers, LATER)


def test_every_part_of_an_identity_is_kept() -> None:
    values = person(
        family_name=" Green ",
        given_names="Sam",
        dob="2010-03-04",
        dob_precision="EXACT",
        sex="M",
        aliases=[{"type": "NICKNAME", "name": "Sammy"}],
        addresses=[{"line": "1 High Street", "postcode": "BA1 1AA", "protected": False}],
        safe_contact_method=["CALL"],
        safe_contact_notes="after 2pm",
        first_language="pl",
        interpreter_needed=False,
    )
    assert (values["family_name"], values["dob"]) == ("Green", date(2010, 3, 4))
    assert values["aliases"] == [{"type": "NICKNAME", "name": "Sammy", "agency_uid": "school", "on": "2026-10-07"}]
    assert values["safe_contact"] == {"methods": ["CALL"], "notes": "after 2pm"}
    assert values["communication"] == {"first_language": "pl", "interpreter_needed": False}


def test_the_same_again_changes_nothing() -> None:
    answers = {"family_name": "Green", "given_names": "Sam", "dob": "2010-03-04", "aliases": [{"name": "Sammy"}]}
    assert added(person(**answers), **answers) == {}


def test_what_was_missing_is_filled() -> None:
    changed = added(person(given_names="Sam", sex="NOT_STATED"), dob="2010-03-04", dob_precision="YEAR", sex="F")
    assert changed == {"dob": date(2010, 3, 4), "dob_precision": "YEAR", "sex": "F"}


def test_a_different_value_is_kept_beside_the_first_with_its_source() -> None:
    now = person(given_names="Kasper", dob="2011-04-07", dob_precision="EXACT")
    changed = added(now, given_names="Kacper", dob="2011-07-04", dob_precision="EXACT")
    assert changed == {
        "alternatives": [
            {"field": "given_names", "value": "Kacper", "agency_uid": "police", "source_uid": "n2", "on": "2026-10-19"},
            {"field": "dob", "value": "2011-07-04", "agency_uid": "police", "source_uid": "n2", "on": "2026-10-19"},
        ]
    }
    assert added(now | changed, given_names="KACPER") == {}, "it is not kept twice"


def test_a_later_precision_does_not_spoil_a_known_date() -> None:
    now = person(dob="2011-04-07", dob_precision="EXACT")
    assert added(now, dob_precision="ESTIMATED", approx_age=None) == {}


def test_lists_grow_and_keep_what_they_had() -> None:
    now = person(identifiers=[{"scheme": "UPN", "value": "X1"}])
    changed = added(now, identifiers=[{"scheme": "UPN", "value": "x1"}, {"scheme": "PNC_ID", "value": "2"}])
    assert [one["scheme"] for one in changed["identifiers"]] == ["UPN", "PNC_ID"]


def test_an_address_becomes_protected_and_never_less_so() -> None:
    address = {"line": "1 High Street", "postcode": "BA1 1AA"}
    now = person(addresses=[address | {"protected": False}])
    changed = added(now, addresses=[address | {"protected": True}])
    assert changed["addresses"][0]["protected"] is True
    assert added(now | changed, addresses=[address | {"protected": False}]) == {}


def test_an_approximate_age_remembers_its_day() -> None:
    assert person(approx_age=16)["approx_age_on"] == FIRST.on
    assert added(person(), approx_age=16) == {"approx_age": 16, "approx_age_on": LATER.on}


def test_networks_and_places() -> None:
    network = new_values("NETWORK", {"working_name": "Lads", "purpose_statement": "Safety", "links": [1]}, FIRST)
    assert network["details"] == {"purpose_statement": "Safety"}
    place = new_values("PLACE", {"name": "Bus station", "lat": 51.3, "neighbouring_area": False}, FIRST)
    assert place["details"] == {"lat": 51.3, "neighbouring_area": False}
    assert new_values("PLACE", {}, FIRST)["name"] == "Place not named"
    told = members({"members": [{"name": "Sam Green", "position": "HARMED", "grade": "A", "basis": [], "to": None}]})
    assert told == [("Sam Green", {"position": "HARMED", "grade": "A"})]
