"""What looks like one person and is often two: named rules that stand above every weight. Pure. 2.20, PR-13."""

from collections.abc import Mapping
from enum import StrEnum

from app.features.subjects.matching.identity import Identity
from app.features.subjects.matching.levels import MISSING

GENERATION = 14
"""Years between a parent and a child, at least."""


class Guard(StrEnum):
    """The words are shown."""

    TWINS = "Possible sibling or twin: different given names, same date of birth"
    HOUSEHOLD = "Possible sibling or twin: named in the household"
    EITHER_TWIN = "The given names could be those of a twin: check carefully"
    RELATIVE = "Same family name and address, different given names: perhaps a relative"
    PARENT = "A generation apart: check for parent and child"
    CONFLICT = "Different identifiers of the same kind: check carefully"
    ANOTHER_YEAR = "Another year of birth, and nothing else in common"
    ANOTHER_NAME = "Different given names, and no date of birth in common"
    TURNED_TWICE = "Names in another order, and another date of birth"


SIBLINGS = frozenset({Guard.TWINS, Guard.HOUSEHOLD, Guard.RELATIVE})
"""Not the same person, and worth showing as what they may be."""
APART = frozenset({Guard.ANOTHER_YEAR, Guard.ANOTHER_NAME, Guard.TURNED_TWICE})
"""Too little is left to show."""
_ONE_BIRTH = frozenset({"SAME", "SWAPPED", "DIGIT"})
_OTHER_BIRTH = frozenset({"SWAPPED", "YEAR_DIGIT", "PART", "DIFFERENT"})


def guard_of(one: Identity, other: Identity, levels: Mapping[str, str]) -> Guard | None:
    """The first rule that the two meet."""
    if (guard := _siblings(one, other, levels)) is not None:
        return guard
    if levels["IDENTIFIER"] == "SAME":
        return None
    if levels["GIVEN"] == "DIFFERENT" and levels["BIRTH"] not in _ONE_BIRTH:
        return Guard.ANOTHER_NAME
    if levels["BIRTH"] in ("SAME", MISSING) and _could_be_a_twin(one, other, levels["GIVEN"]):
        return Guard.EITHER_TWIN
    at_home = any(levels[field] in ("SAME", "MOST") for field in ("ADDRESS", "POSTCODE"))
    if levels["GIVEN"] == "ORDER" and levels["BIRTH"] in _OTHER_BIRTH and not at_home:
        return Guard.TURNED_TWICE
    if levels["IDENTIFIER"] == "DIFFERENT":
        return Guard.CONFLICT
    if levels["BIRTH"] in ("YEAR_DIGIT", "DIFFERENT"):
        if not at_home:
            return Guard.ANOTHER_YEAR
        if _generation_apart(one, other):
            return Guard.PARENT
    return None


def _siblings(one: Identity, other: Identity, levels: Mapping[str, str]) -> Guard | None:
    """Different given names with one birth and one family or home; or one is named in the other's household."""
    if levels["GIVEN"] in ("SAME", "PART", "FORM", "ORDER") or first_same(one, other):
        return None
    if levels["FAMILY"] not in ("SAME", "LETTER", "PART") and not one.homes & other.homes - {("", "")}:
        return None
    if levels["BIRTH"] == "SAME" and _differ(one, other, levels["GIVEN"]):
        return Guard.TWINS
    if _in_household(one, other) or _in_household(other, one):
        return Guard.HOUSEHOLD
    one_home = levels["FAMILY"] != "DIFFERENT" and levels["ADDRESS"] in ("SAME", "MOST")
    apart = levels["GIVEN"] == "DIFFERENT" and levels["BIRTH"] not in _ONE_BIRTH
    return Guard.RELATIVE if one_home and apart and levels["IDENTIFIER"] != "SAME" else None


def _differ(one: Identity, other: Identity, given: str) -> bool:
    """Given names that differ. A nickname that both go by is no name in common: twins share it."""
    if given == "CALLED":
        return not (_is_called(one, other) or _is_called(other, one))
    return given == "DIFFERENT"


def _could_be_a_twin(one: Identity, other: Identity, given: str) -> bool:
    """The beginning of a name may be of either; where there is a twin, any name but the very same."""
    if one.has_twin or other.has_twin:
        return given not in ("SAME", "PART", MISSING)
    return given in ("BEGINS", "INITIAL")


def _is_called(one: Identity, other: Identity) -> bool:
    """Whether `one` goes by a nickname that is `other`'s first name."""
    return any(name.first in one.nicknames for name in other.names if name.first)


def first_same(one: Identity, other: Identity) -> bool:
    return any(mine.first and mine.first == theirs.first for mine in one.names for theirs in other.names)


def _in_household(one: Identity, other: Identity) -> bool:
    return any(name.first in one.household for name in other.names if name.first)


def _generation_apart(one: Identity, other: Identity) -> bool:
    if not (one.born and other.born):
        return False
    return max(one.born[0] - other.born[1], other.born[0] - one.born[1]) >= GENERATION
