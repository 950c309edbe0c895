"""Whether two reports may be about the same person, network or place, in plain words. Pure. PR-13.

For reports that nobody has decided yet: for people already held see `queries.similar_people`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.features.subjects.matching import Identity, Verdict, compare, identity_of, member_identity
from app.features.subjects.names import alike
from app.kernel.folding import fold

ENOUGH_MEMBERS = 2
"""So many members in common make two networks look the same."""
NETWORK_NAMES = ("working_name", "street_name")
PLACE_MARKS = {"uprn": "Same property number", "usrn": "Same street number", "what3words": "Same three words"}


def why_alike(kind: str, one: Mapping[str, Any], other: Mapping[str, Any], *, on: date) -> tuple[str, ...]:
    """The signs that two sets of answers of a `kind` (PERSON, NETWORK, PLACE) are about the same; none: too few."""
    if kind == "PERSON":
        verdict = compare(identity_of(one, on=on), identity_of(other, on=on))
        return verdict.why if verdict else ()
    return tuple(_networks(one, other, on) if kind == "NETWORK" else _places(one, other))


def compare_member(member: Mapping[str, Any], person: Identity, *, on: date) -> Verdict | None:
    """What speaks for a member and a person being the same. A single name alone is too little."""
    wanted = member_identity(member, on)
    in_full = any(name.given and name.family for name in wanted.names)
    return compare(wanted, person) if in_full or wanted.births else None


def _networks(one: Mapping[str, Any], other: Mapping[str, Any], on: date) -> Iterable[str]:
    names, others = ({fold(str(answers.get(name) or "")) for name in NETWORK_NAMES} for answers in (one, other))
    if (names & others) - {""}:
        yield "Same name"
    known = [member_identity(member, on) for member in other.get("members") or ()]
    shared = sum(any(compare_member(member, person, on=on) for person in known) for member in one.get("members") or ())
    if shared >= ENOUGH_MEMBERS:
        yield f"{shared} members who may be the same"


def _places(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterable[str]:
    for name, words in PLACE_MARKS.items():
        if one.get(name) and fold(str(one[name])) == fold(str(other.get(name) or "")):
            yield words
    mine, theirs = fold(str(one.get("name") or "")), fold(str(other.get("name") or ""))
    here, there = (fold(str(answers.get("postcode") or "")).replace(" ", "") for answers in (one, other))
    if mine and alike(mine, theirs) and not (here and there and here != there):
        yield "Same name, or one letter different"
    elif here and here == there and set(mine.split()) & set(theirs.split()):
        yield "Same postcode, and a word of the name in common"
