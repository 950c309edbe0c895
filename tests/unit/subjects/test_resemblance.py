"""Reports that may be about the same person, network or place."""

from datetime import date
from typing import Any

import pytest

from app.features.subjects.matching import identity_of
from app.features.subjects.resemblance import compare_member, why_alike

ON = date(2026, 11, 6)


def network(name: str, *members: str) -> dict[str, Any]:
    return {"working_name": name, "members": [{"name": one, "approx_age": 16} for one in members]}


@pytest.mark.parametrize(
    ("kind", "one", "other", "why"),
    [
        (
            "PERSON",
            {"given_names": "Peregrine", "family_name": "Thornapple", "dob": "2010-05-04"},
            {"given_names": "Peregrin", "family_name": "Thornapple", "dob": "2010-05-04"},
            ("Nearly the same name", "Same date of birth"),
        ),
        (
            "PERSON",
            {"given_names": "Peregrine", "family_name": "Thornapple", "dob": "2010-05-04"},
            {"given_names": "Ludo", "family_name": "Candlewick", "dob": "2010-05-04"},
            (),
        ),
        ("NETWORK", network("The Bridge lot"), network("the bridge lot"), ("Same name",)),
        (
            "NETWORK",
            network("W-1", "Ada Quill", "Bo Reed", "Cy Marsh"),
            network("W-2", "Bo Reed", "Ada Quill", "Di Fenn"),
            ("2 members who may be the same",),
        ),
        ("NETWORK", network("W-1", "Ada Quill"), network("W-2", "Ada Quill", "Bo Reed"), ()),
        ("NETWORK", network("W-1", "Ada", "Bo"), network("W-2", "Ada", "Bo"), ()),
        ("NETWORK", network(""), network(""), ()),
        (
            "PLACE",
            {"name": "Lantern Park", "postcode": "BA99 1AA"},
            {"name": "lantern park", "postcode": "ba991aa"},
            ("Same name, or one letter different",),
        ),
        ("PLACE", {"name": "Lantern Park", "postcode": "BA99 1AA"}, {"name": "Lantern Park", "postcode": "BA1 1"}, ()),
        (
            "PLACE",
            {"name": "Gates of Lantern Park", "postcode": "BA99 1AA"},
            {"name": "Lantern bandstand", "postcode": "BA99 1AA"},
            ("Same postcode, and a word of the name in common",),
        ),
        ("PLACE", {"name": "Underpass", "uprn": "100"}, {"name": "Subway", "uprn": "100"}, ("Same property number",)),
        ("PLACE", {"name": "Underpass"}, {"name": "Subway"}, ()),
    ],
)
def test_signs_of_the_same(kind: str, one: dict[str, Any], other: dict[str, Any], why: tuple[str, ...]) -> None:
    assert why_alike(kind, one, other, on=ON) == why
    assert why_alike(kind, other, one, on=ON) == why


def test_a_member_with_one_name_needs_a_date_of_birth() -> None:
    held = identity_of({"given_names": "Ada", "family_name": "Quill", "dob": "2010-05-04"}, on=ON)
    assert compare_member({"name": "Ada"}, held, on=ON) is None
    found = compare_member({"name": "Ada", "dob": "2010-05-04"}, held, on=ON)
    assert found is not None
    assert "Same date of birth" in found.why
