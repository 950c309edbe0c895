"""Two records become one, field by field, and come apart exactly as they were."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from app.features.subjects.identity import Source
from app.features.subjects.joining import FACTS, FIRST, KEYED, SECOND, differences, facts_of, join, write_facts
from app.features.subjects.parting import added_since, part
from app.kernel.errors import Refused

ON = date(2026, 11, 2)
SOURCES = (Source("police", "P1", ON), Source("school", "P2", ON))


def record(**facts: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {name: [] for name in FACTS} | {key: {} for key in KEYED}
    scalars = ("family_name", "given_names", "dob", "approx_age", "sex", "pronouns", "dob_precision", "approx_age_on")
    return empty | dict.fromkeys(scalars) | facts


def test_only_what_both_say_and_say_differently_is_asked() -> None:
    one = record(family_name="Fernsby", given_names="Robin", sex="M", safe_contact={"time": "Mornings"})
    other = record(family_name="FERNSBY", given_names="Rob", sex="NOT_STATED", safe_contact={"time": "Evenings"})
    assert [(one.name, one.field) for one in differences(one, other)] == [
        ("given_names", "given_names"),
        ("safe_contact.time", "safe_contact__time"),
    ]


@pytest.mark.parametrize(("choice", "kept", "beside"), [(FIRST, "Robin", "Rob"), (SECOND, "Rob", "Robin")])
def test_what_is_not_chosen_is_kept_with_its_source(choice: str, kept: str, beside: str) -> None:
    joined = join(record(given_names="Robin"), record(given_names="Rob"), {"given_names": choice}, SOURCES)
    assert joined["given_names"] == kept
    (other,) = joined["alternatives"]
    assert (other["field"], other["value"]) == ("given_names", beside)
    assert (other["agency_uid"], other["source_uid"]) == (("school", "P2") if choice == FIRST else ("police", "P1"))


def test_a_choice_that_is_missing_is_asked_for() -> None:
    with pytest.raises(Refused) as refused:
        join(record(dob="2011-04-07"), record(dob="2011-07-04"), {}, SOURCES)
    assert refused.value.field == "dob"


def test_a_date_of_birth_brings_how_exact_it_is() -> None:
    one = record(dob="2011-01-01", dob_precision="YEAR")
    other = record(dob="2011-04-07", dob_precision="EXACT")
    assert join(one, other, {"dob": SECOND}, SOURCES)["dob_precision"] == "EXACT"
    assert join(one, other, {"dob": FIRST}, SOURCES)["dob_precision"] == "YEAR"
    assert join(record(), other, {}, SOURCES)["dob_precision"] == "EXACT"
    surer = record(dob="2011-01-01", dob_precision="EXACT")
    assert join(one, surer, {}, SOURCES)["dob_precision"] == "EXACT", "the same day, known better"


def test_lists_are_united_and_the_first_to_say_it_stays() -> None:
    one = record(aliases=[{"name": "Sparky", "type": "NICKNAME", "agency_uid": "police"}])
    other = record(aliases=[{"name": "SPARKY", "type": "NICKNAME"}, {"name": "Rob", "type": "NICKNAME"}])
    joined = join(one, other, {}, SOURCES)
    assert [alias["name"] for alias in joined["aliases"]] == ["Sparky", "Rob"]
    assert joined["aliases"][0]["agency_uid"] == "police"


def test_a_name_that_would_be_found_no_more_becomes_another_name() -> None:
    one = record(given_names="Robin", family_name="Fernsby")
    other = record(given_names="Jay", family_name="Brook")
    joined = join(one, other, {"given_names": FIRST, "family_name": FIRST}, SOURCES)
    assert [alias["name"] for alias in joined["aliases"]] == ["Jay Brook"]
    mixed = join(one, other, {"given_names": FIRST, "family_name": SECOND}, SOURCES)
    assert mixed["aliases"] == [], "both are found: each shares a part of the name that was chosen"


def test_an_address_that_a_warning_protects_stays_protected_beside_a_marked_one() -> None:
    warned = record(
        addresses=[{"line": "1 Mill Lane"}], contact_risk_flags=[{"code": "DO_NOT_DISCLOSE_ADDRESS", "person": ""}]
    )
    marked = record(addresses=[{"line": "Refuge", "protected": True}, {"line": "School Road"}])
    joined = join(warned, marked, {}, SOURCES)
    assert {one["line"]: bool(one.get("protected")) for one in joined["addresses"]} == {
        "1 Mill Lane": True,
        "Refuge": True,
        "School Road": False,
    }


def test_protection_of_the_same_address_is_only_ever_added() -> None:
    open_home, shut = {"line": "1 Mill Lane"}, {"line": "1 Mill Lane", "protected": True}
    for one, other in ((open_home, shut), (shut, open_home)):
        (home,) = join(record(addresses=[one]), record(addresses=[other]), {}, SOURCES)["addresses"]
        assert home["protected"]


ONE = record(
    family_name="Fernsby",
    given_names="Robin",
    aliases=[{"name": "Sparky", "type": "NICKNAME"}],
    addresses=[{"line": "1 Mill Lane", "postcode": "BA1 1AA"}],
    communication={"literacy": "Reads well", "communication_needs": ["BSL"]},
)
OTHER = record(given_names="Rob", dob="2011-04-07", dob_precision="EXACT", safe_contact={"methods": ["PHONE"]})


def joined() -> dict[str, Any]:
    return join(ONE, OTHER, {"given_names": SECOND}, SOURCES)


def test_nothing_came_since_and_both_are_as_they_were() -> None:
    assert added_since(joined(), joined()) == []
    assert part(ONE, OTHER, joined(), joined(), {}) == (ONE, OTHER)


def test_what_came_since_goes_to_whose_it_is() -> None:
    after = joined()
    now = {
        **after,
        "sex": "M",
        "aliases": [*after["aliases"], {"name": "Jay", "type": "NICKNAME"}],
        "communication": {**after["communication"], "communication_needs": ["BSL", "EASY_READ"]},
        "alternatives": [*after["alternatives"], {"field": "family_name", "value": "Brook"}],
    }
    asked = {one.field: one for one in added_since(after, now)}
    assert set(asked) == {"new_sex", "new_aliases_1", "new_communication_communication_needs", "new_alternatives_1"}
    with pytest.raises(Refused) as refused:
        part(ONE, OTHER, after, now, {"new_sex": FIRST})
    assert refused.value.field == "new_aliases_1"
    belongs = dict.fromkeys(asked, SECOND) | {"new_aliases_1": FIRST}
    first, second = part(ONE, OTHER, after, now, belongs)
    assert first == ONE | {"aliases": [*ONE["aliases"], {"name": "Jay", "type": "NICKNAME"}]}
    assert second["sex"] == "M"
    assert second["communication"] == {"communication_needs": ["EASY_READ"]}
    assert second["alternatives"] == [{"field": "family_name", "value": "Brook"}]


def test_an_address_protected_since_is_protected_in_whoever_has_it() -> None:
    one, other = record(addresses=[{"line": "1 Mill Lane"}]), record(addresses=[{"line": "1 Mill Lane"}])
    after = join(one, other, {}, SOURCES)
    now = {**after, "addresses": [{**after["addresses"][0], "protected": True}]}
    first, second = part(one, other, after, now, {})
    assert first["addresses"][0]["protected"]
    assert second["addresses"][0]["protected"]


def test_facts_are_read_and_written_without_loss() -> None:
    person = SimpleNamespace(**record())
    write_facts(person, OTHER)
    assert person.dob == date(2011, 4, 7)
    assert facts_of(person) == OTHER
