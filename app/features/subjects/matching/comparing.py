"""Whether two records may be of the same person: exact and near-exact signs only. PR-13.

This only ever suggests; a person decides. Brothers, sisters and twins are named as such and never called the same.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.features.subjects.matching.explaining import Agreement, Sign, Strength
from app.features.subjects.matching.identity import Identity, Name
from app.features.subjects.names import alike

ONE_FOR_LIFE = frozenset({"POLICE_NOMINAL", "PNC_ID", "NHS_NO", "UPN"})
"""Identifiers a person has one of: two different ones speak against the same person."""
SHORTEST_SHARED = 3


class Relation(StrEnum):
    SAME = "SAME"
    SIBLING = "SIBLING"


class Likeness(StrEnum):
    """How two names, or two dates of birth, compare."""

    SAME = "SAME"
    NEAR = "NEAR"
    REORDERED = "REORDERED"
    UNKNOWN = "UNKNOWN"
    DIFFERENT = "DIFFERENT"


@dataclass(frozen=True)
class Verdict:
    relation: Relation
    exact: bool
    why: tuple[str, ...] = field(default=())
    """Plain words, without any personal data in them."""

    @property
    def strength(self) -> Strength:
        return Strength.LIKELY if self.exact or len(self.why) > 1 else Strength.POSSIBLE

    @property
    def signs(self) -> tuple[Sign, ...]:
        return tuple(Sign("NAME", Agreement.AGREES, words) for words in self.why)


def compare(one: Identity, other: Identity) -> Verdict | None:
    """What speaks for the two being the same person, or siblings; None when too little does."""
    name, nick = _best_name(one, other), bool(one.nicknames & other.nicknames)
    birth = _compare_births(one, other)
    shared = one.identifiers & other.identifiers
    sibling = _sibling(one, other, name, birth, nick=nick and not shared)
    if sibling:
        return sibling
    if shared:
        schemes = tuple(sorted({scheme for scheme, _value in shared}))
        exact = name is not Likeness.DIFFERENT and birth is not Likeness.DIFFERENT
        return Verdict(Relation.SAME, exact, tuple(f"Same identifier: {scheme}" for scheme in schemes))
    if _conflict(one, other) and not (name is Likeness.SAME and birth is Likeness.SAME):
        return None
    return _by_name_and_birth(one, other, name, birth, nick=nick)


def _by_name_and_birth(
    one: Identity, other: Identity, name: Likeness, birth: Likeness, *, nick: bool
) -> Verdict | None:
    near_home = bool(one.postcodes & other.postcodes)
    calls = nick or _called(one, other) or _called(other, one)
    first = _first_same(one, other)
    why: list[str] = []
    exact = False
    if birth is Likeness.SAME and name is not Likeness.DIFFERENT:
        exact = name is Likeness.SAME and one.exact_birth and other.exact_birth and not _conflict(one, other)
        why = [_NAMES[name], "Same date of birth"]
    elif birth is Likeness.SAME and calls:
        why = ["A nickname or other name in common", "Same date of birth"]
    elif birth is Likeness.NEAR and (name is Likeness.SAME or (name is Likeness.NEAR and (first or near_home or nick))):
        why = [_NAMES[name], "Date of birth with day and month swapped, or one digit different"]
    elif birth is Likeness.UNKNOWN and name is Likeness.SAME:
        why = ["Same name", "No exact date of birth to compare"]
    elif birth is Likeness.UNKNOWN and calls and _family_shared(one, other):
        why = ["A nickname or other name in common, and the same family name", "No exact date of birth to compare"]
    elif near_home and birth is not Likeness.DIFFERENT and first:
        why = ["Same first name and postcode"]
    elif near_home and name is Likeness.SAME:
        why = ["Same name and postcode, but a different date of birth: check for parent and child"]
    if not why:
        return None
    if near_home and not any("postcode" in reason for reason in why):
        why.append("Same postcode")
    if _conflict(one, other):
        why.append("Different identifiers of the same kind: check carefully")
    return Verdict(Relation.SAME, exact, tuple(why))


_NAMES = {
    Likeness.SAME: "Same name",
    Likeness.NEAR: "Nearly the same name",
    Likeness.REORDERED: "Same names in another order",
}


def _sibling(one: Identity, other: Identity, name: Likeness, birth: Likeness, *, nick: bool) -> Verdict | None:
    """Different given names with the same birth and family or home; or one is named in the other's household."""
    if name in (Likeness.SAME, Likeness.REORDERED) or _first_same(one, other):
        return None
    related = _family_shared(one, other) or bool(one.homes & other.homes - {("", "")})
    if not related:
        return None
    named = _in_household(one, other) or _in_household(other, one)
    if birth is Likeness.SAME and name is Likeness.DIFFERENT and not (_called(one, other) or _called(other, one)):
        why = ["Possible sibling or twin: different given names, same date of birth"]
        if nick:
            why.append("The same nickname")
        return Verdict(Relation.SIBLING, False, tuple(why))
    if named:
        return Verdict(Relation.SIBLING, False, ("Possible sibling or twin: named in the household",))
    return None


def _best_name(one: Identity, other: Identity) -> Likeness:
    found = {_compare_names(mine, theirs) for mine in one.names for theirs in other.names}
    return next(
        (level for level in (Likeness.SAME, Likeness.NEAR, Likeness.REORDERED) if level in found), Likeness.DIFFERENT
    )


def _compare_names(one: Name, other: Name) -> Likeness:
    if one.joined == other.joined:
        return Likeness.SAME
    if one.first and other.first and alike(one.first, other.first) and _share(one.family, other.family):
        return Likeness.NEAR
    words, others = sorted(one.given + one.family), sorted(other.given + other.family)
    if words == others and len(words) > 1:
        return Likeness.REORDERED
    if not (one.family and other.family) and set(words) & set(others) and one.first == other.first:
        return Likeness.NEAR
    return Likeness.DIFFERENT


def _share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """A part of a family name in common (one letter may differ)."""
    if "".join(one) == "".join(other):
        return bool(one)
    return any(
        alike(mine, theirs) for mine in one for theirs in other if min(len(mine), len(theirs)) >= SHORTEST_SHARED
    )


def _family_shared(one: Identity, other: Identity) -> bool:
    return any(_share(mine.family, theirs.family) for mine in one.names for theirs in other.names)


def _first_same(one: Identity, other: Identity) -> bool:
    return any(mine.first and mine.first == theirs.first for mine in one.names for theirs in other.names)


def _called(one: Identity, other: Identity) -> bool:
    """Whether `one` goes by a nickname that is `other`'s first name."""
    return any(name.first in one.nicknames for name in other.names if name.first)


def _in_household(one: Identity, other: Identity) -> bool:
    return any(name.first in one.household for name in other.names if name.first)


def _conflict(one: Identity, other: Identity) -> bool:
    """A different number of a kind that a person has only one of."""
    mine, theirs = dict(one.identifiers), dict(other.identifiers)
    return any(mine[scheme] != theirs[scheme] for scheme in ONE_FOR_LIFE & mine.keys() & theirs.keys())


def _compare_births(one: Identity, other: Identity) -> Likeness:
    if one.births and other.births:
        if one.births & other.births:
            return Likeness.SAME
        if any(_near(mine, theirs) for mine in one.births for theirs in other.births):
            return Likeness.NEAR
        return Likeness.DIFFERENT if one.exact_birth and other.exact_birth else _compare_years(one, other)
    return _compare_years(one, other)


def _compare_years(one: Identity, other: Identity) -> Likeness:
    if one.born and other.born and (one.born[1] < other.born[0] or other.born[1] < one.born[0]):
        return Likeness.DIFFERENT
    return Likeness.UNKNOWN


def _near(one: date, other: date) -> bool:
    """Day and month swapped in the same year, or one digit of day or month off in the same year."""
    if one.year != other.year:
        return False
    if (one.day, one.month) == (other.month, other.day):
        return True
    digits, others = f"{one:%m%d}", f"{other:%m%d}"
    return sum(mine != theirs for mine, theirs in zip(digits, others, strict=True)) == 1
