"""How the fields of two records compare: one level for each field, from a closed list. Pure.

The levels and their words are in `explaining`, what each counts in `reference/weights.csv`.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from app.features.subjects.matching.identity import Identity, Name
from app.features.subjects.names import alike
from app.features.subjects.spellings import spellings
from app.platform.identity import sound

MISSING = "MISSING"
ONE_FOR_LIFE = frozenset({"POLICE_NOMINAL", "PNC_ID", "NHS_NO", "UPN"})
"""Identifiers a person has one of: two different ones speak against the same person."""
SHORTEST_SHARED = 3
"""Letters of a part of a name that two names may have in common."""
LONG_ENOUGH = 5
"""Letters of a name that two different ones leave recognisable."""
LOOKS_ALIKE = 0.88
MOST_OF_LINE, SOME_OF_LINE = 80, 55
"""Of 100: how much of two address lines is the same."""
CLOSE = frozenset({"SAME", "PART", "FORM", "LETTER"})
"""Levels of a name that are close enough to see through an order or division of its parts."""


def name_levels(one: Identity, other: Identity) -> Iterator[tuple[str, str]]:
    """Levels of given and family name for each pair of the names two people go by."""
    for mine in one.names:
        for theirs in other.names:
            straight = given_level(mine.given, theirs.given), family_level(mine.family, theirs.family)
            yield straight
            if not CLOSE.issuperset(straight):
                yield from _in_another_order(mine, theirs)
    if _called(one, other) or _called(other, one) or one.nicknames & other.nicknames:
        yield from (
            ("CALLED", family_level(mine.family, theirs.family)) for mine in one.names for theirs in other.names
        )


def _in_another_order(mine: Name, theirs: Name) -> Iterator[tuple[str, str]]:
    """The parts the other way round, or all of them divided at another place."""
    turned = given_level(mine.given, theirs.family), given_level(mine.family, theirs.given)
    if CLOSE.issuperset(turned) or (MISSING in turned and CLOSE & set(turned)):
        yield ("ORDER", "ORDER") if MISSING not in turned else ("ORDER", MISSING)
    words, others = mine.given + mine.family, theirs.given + theirs.family
    reordered = len(words) > 1 and sorted(words) == sorted(others)
    if reordered or (len(words) != len(others) and alike("".join(words), "".join(others))):
        yield "ORDER", "ORDER"


def given_level(mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    if not (mine and theirs):
        return MISSING
    first, other = mine[0], theirs[0]
    if "".join(mine) == "".join(theirs):
        return "SAME"
    if len(first) == 1 or len(other) == 1:
        return "INITIAL" if first[0] == other[0] else "DIFFERENT"
    if first == other:
        return "PART"
    if spellings().of(first) & spellings().of(other):
        return "FORM"
    if alike(first, other) or alike("".join(mine), "".join(theirs)):
        return "LETTER"
    if {word for word in mine if len(word) >= SHORTEST_SHARED} & set(theirs):
        return "OTHER_PART"
    if min(len(first), len(other)) > 1 and (first.startswith(other) or other.startswith(first)):
        return "BEGINS"
    return "SIMILAR" if _similar(first, other) else "DIFFERENT"


def family_level(mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    if not (mine and theirs):
        return MISSING
    one, other = "".join(mine), "".join(theirs)
    if one == other:
        return "SAME"
    if alike(one, other):
        return "LETTER"
    if any(alike(word, word2) for word in mine for word2 in theirs if min(len(word), len(word2)) >= SHORTEST_SHARED):
        return "PART"
    return "SIMILAR" if _similar(one, other) else "DIFFERENT"


def _similar(one: str, other: str) -> bool:
    short = min(len(one), len(other))
    if short < SHORTEST_SHARED:
        return False
    if short >= LONG_ENOUGH and OSA.distance(one, other) == 2:
        return True
    return sound(one) == sound(other) or JaroWinkler.similarity(one, other) >= LOOKS_ALIKE


def _called(one: Identity, other: Identity) -> bool:
    """Whether `one` goes by a nickname that is `other`'s first name."""
    return any(name.first in one.nicknames for name in other.names if name.first)


def birth_level(one: Identity, other: Identity) -> str:
    if one.births and other.births:
        found = min((_days(mine, theirs) for mine in one.births for theirs in other.births), key=_BIRTHS.index)
        if found != "DIFFERENT" or (one.exact_birth and other.exact_birth):
            return found
    if not (one.born and other.born):
        return MISSING
    return "DIFFERENT" if one.born[1] < other.born[0] or other.born[1] < one.born[0] else "FITS"


_BIRTHS = ("SAME", "SWAPPED", "DIGIT", "YEAR_DIGIT", "PART", "DIFFERENT")


def _days(one: date, other: date) -> str:
    """Only digits of the day and the month are taken for a slip as such: another year is more often another person."""
    if one == other:
        return "SAME"
    digits, others = one.strftime("%Y%m%d"), other.strftime("%Y%m%d")
    if digits[:4] == others[:4]:
        if (one.day, one.month) == (other.month, other.day):
            return "SWAPPED"
        if _off(digits[4:], others[4:]) == 1:
            return "DIGIT"
    elif digits[4:] == others[4:] and (_off(digits[:4], others[:4]) == 1 or OSA.distance(digits, others) == 1):
        return "YEAR_DIGIT"
    same = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return "PART" if same == 2 else "DIFFERENT"


def _off(one: str, other: str) -> int:
    return sum(mine != theirs for mine, theirs in zip(one, other, strict=True))


def identifier_level(one: Identity, other: Identity) -> str:
    """Different: each has a number of a kind that people have only one of, and none is the same."""
    if one.identifiers & other.identifiers:
        return "SAME"
    mine, theirs = ({scheme for scheme, _value in person.identifiers} for person in (one, other))
    return "DIFFERENT" if ONE_FOR_LIFE & mine & theirs else MISSING


def postcode_level(one: Identity, other: Identity) -> str:
    mine, theirs = one.postcodes, other.postcodes
    if not (mine and theirs):
        return MISSING
    if mine & theirs:
        return "SAME"
    if any(OSA.distance(here, there) == 1 for here in mine for there in theirs):
        return "NEAR"
    return "AREA" if _outward(mine) & _outward(theirs) else "DIFFERENT"


def _outward(postcodes: Iterable[str]) -> set[str]:
    """The first halves of British postcodes: "ba1" of "ba11aa"."""
    return {one[:-3] for one in postcodes if len(one) > 4}


def address_level(one: Identity, other: Identity) -> str:
    mine, theirs = ({line for line, _postcode in person.homes if line} for person in (one, other))
    if not (mine and theirs):
        return MISSING
    if mine & theirs:
        return "SAME"
    like = max(_lines(here, there) for here in mine for there in theirs)
    if like >= MOST_OF_LINE:
        return "MOST"
    return "SOME" if like >= SOME_OF_LINE else "DIFFERENT"


def _lines(one: str, other: str) -> float:
    """How much is the same, of 100. Neighbours in a street have another number."""
    numbers, others = ({word for word in line.split() if word[0].isdigit()} for line in (one, other))
    like = fuzz.token_sort_ratio(one, other)
    return min(like, MOST_OF_LINE - 1) if numbers and others and numbers.isdisjoint(others) else like


def sex_level(one: Identity, other: Identity) -> str:
    if not (one.sex and other.sex):
        return MISSING
    return "SAME" if one.sex == other.sex else "DIFFERENT"


FIELDS = {
    "BIRTH": birth_level,
    "IDENTIFIER": identifier_level,
    "ADDRESS": address_level,
    "POSTCODE": postcode_level,
    "SEX": sex_level,
}
"""Besides GIVEN and FAMILY, which `name_levels` compares together."""
