"""Every level of every field, and every guard, by an example; what each counts, and how it is told."""

from datetime import date
from typing import Any

import pytest

from app.features.subjects.matching import Agreement, Relation, Sign, Strength, Verdict, by_agreement, compare
from app.features.subjects.matching.comparing import levels_of
from app.features.subjects.matching.explaining import LABELS, WORDS
from app.features.subjects.matching.guards import APART, SIBLINGS, Guard, guard_of
from app.features.subjects.matching.identity import Identity, identity_of
from app.features.subjects.matching.levels import MISSING
from app.features.subjects.matching.weights import every_version, weights_on

ON = date(2026, 11, 6)
WEIGHTS = weights_on(ON)
NAMES = ("GIVEN", "FAMILY")


def somebody(name: str = "", dob: str | None = None, **more: Any) -> Identity:
    """`name` is given names, a comma, and the family name."""
    given, _, family = name.partition(",")
    answers = {"given_names": given, "family_name": family, "dob": dob, "dob_precision": "EXACT" if dob else "UNKNOWN"}
    return identity_of(answers | more, on=ON)


def home(line: str = "", postcode: str = "") -> dict[str, Any]:
    return {"addresses": [{"line": line, "postcode": postcode}]}


def number(value: str, scheme: str = "PNC_ID") -> dict[str, Any]:
    return {"identifiers": [{"scheme": scheme, "value": value}]}


def called(name: str) -> dict[str, Any]:
    return {"aliases": [{"type": "NICKNAME", "name": name}]}


def at_home(*people: str, **more: str) -> dict[str, Any]:
    return {"household": [{"name": name} | more for name in people]}


EXAMPLES: list[tuple[str, str, Identity, Identity]] = [
    ("GIVEN", "SAME", somebody("Mary Ann,Quill"), somebody("Maryann,Reed")),
    ("GIVEN", "SAME", somebody("Mr Ludo,Quill"), somebody("Ludo,Quill")),
    ("GIVEN", "PART", somebody("Mary Ann,Quill"), somebody("Mary,Quill")),
    ("GIVEN", "FORM", somebody("William,Quill"), somebody("Bill,Quill")),
    ("GIVEN", "LETTER", somebody("Peregrine,Quill"), somebody("Peregrin,Quill")),
    ("GIVEN", "OTHER_PART", somebody("Jabez Ludo,Quill"), somebody("Ludo,Quill")),
    ("GIVEN", "CALLED", somebody("Mehmet,Quill", **called("Memo")), somebody("Memo,Quill")),
    ("GIVEN", "ORDER", somebody("Quill,Ludo"), somebody("Ludo,Quill")),
    ("GIVEN", "ORDER", somebody("Zabi,Ullah"), somebody("Zabihullah,")),
    ("GIVEN", "INITIAL", somebody("L,Quill"), somebody("Ludo,Quill")),
    ("GIVEN", "BEGINS", somebody("Abdi,Quill"), somebody("Abdirahman,Quill")),
    ("GIVEN", "SIMILAR", somebody("Ottoline,Quill"), somebody("Otolinne,Quill")),
    ("GIVEN", "DIFFERENT", somebody("Ludo,Quill"), somebody("Ada,Quill")),
    ("FAMILY", "SAME", somebody("Ada,O'Donnell"), somebody("Bo,ODONNELL")),
    ("FAMILY", "LETTER", somebody("Ada,Thornapple"), somebody("Ada,Thornaple")),
    ("FAMILY", "PART", somebody("Ada,Thornapple-Reed"), somebody("Ada,Reed")),
    ("FAMILY", "ORDER", somebody("Quill,Ludo"), somebody("Ludo,Quill")),
    ("FAMILY", "SIMILAR", somebody("Ada,Phillips"), somebody("Ada,Filips")),
    ("FAMILY", "DIFFERENT", somebody("Ada,Quill"), somebody("Ada,Reed")),
    ("BIRTH", "SAME", somebody(dob="2010-05-04"), somebody(dob="2010-05-04")),
    ("BIRTH", "SWAPPED", somebody(dob="2010-05-04"), somebody(dob="2010-04-05")),
    ("BIRTH", "DIGIT", somebody(dob="2010-05-04"), somebody(dob="2010-05-14")),
    ("BIRTH", "YEAR_DIGIT", somebody(dob="2010-05-04"), somebody(dob="2011-05-04")),
    ("BIRTH", "PART", somebody(dob="2010-05-04"), somebody(dob="2010-05-27")),
    ("BIRTH", "FITS", somebody(dob="2010-05-04"), somebody(approx_age=16)),
    ("BIRTH", "DIFFERENT", somebody(dob="2010-05-04"), somebody(dob="2001-12-28")),
    ("BIRTH", "DIFFERENT", somebody(dob="1990-05-04"), somebody(approx_age=16)),
    ("IDENTIFIER", "SAME", somebody(**number("NR 70-1")), somebody(**number("nr701"))),
    ("IDENTIFIER", "DIFFERENT", somebody(**number("1")), somebody(**number("2"))),
    ("ADDRESS", "SAME", somebody(**home("4 Mill Lane")), somebody(**home("4, mill lane"))),
    ("ADDRESS", "MOST", somebody(**home("Flat 6, Copperleaf Court")), somebody(**home("Flat 6 Copperleaf Ct"))),
    ("ADDRESS", "SOME", somebody(**home("4 Mill Lane")), somebody(**home("6 Mill Lane"))),
    ("ADDRESS", "SOME", somebody(**home("4 Mill Lane, Weston")), somebody(**home("17 Mill Road, Weston"))),
    ("ADDRESS", "DIFFERENT", somebody(**home("4 Mill Lane")), somebody(**home("Ashdown House"))),
    ("POSTCODE", "SAME", somebody(**home(postcode="BA1 1AA")), somebody(**home(postcode="ba11aa"))),
    ("POSTCODE", "NEAR", somebody(**home(postcode="BA1 1AA")), somebody(**home(postcode="BA1 1AB"))),
    ("POSTCODE", "AREA", somebody(**home(postcode="BA1 1AA")), somebody(**home(postcode="BA1 3NU"))),
    ("POSTCODE", "DIFFERENT", somebody(**home(postcode="BA1 1AA")), somebody(**home(postcode="BS4 3NU"))),
    ("SEX", "SAME", somebody(sex="F"), somebody(sex="F")),
    ("SEX", "DIFFERENT", somebody(sex="F"), somebody(sex="M")),
]


@pytest.mark.parametrize(("field", "level", "one", "other"), EXAMPLES)
def test_a_level(field: str, level: str, one: Identity, other: Identity) -> None:
    assert levels_of(one, other, WEIGHTS)[field] == levels_of(other, one, WEIGHTS)[field] == level


def test_every_level_has_an_example_words_and_a_weight() -> None:
    every = {(field, level) for field, levels in WORDS.items() for level in levels}
    assert {(field, level) for field, level, *_people in EXAMPLES} == every
    assert WORDS.keys() == LABELS.keys()
    for version in every_version():
        assert version.shares.keys() == every
        assert version.possible < version.likely


@pytest.mark.parametrize("field", LABELS)
def test_what_one_of_them_does_not_say_counts_nothing(field: str) -> None:
    levels = levels_of(somebody(sex="NOT_STATED"), somebody("Ada,Quill", "2010-05-04", sex="F"), WEIGHTS)
    assert levels[field] == MISSING
    assert WEIGHTS.of(field, MISSING) == 0


def test_less_alike_never_counts_more() -> None:
    for field, first, *others in (
        ("GIVEN", "SAME", "LETTER", "SIMILAR", "DIFFERENT"),
        ("FAMILY", "SIMILAR", "DIFFERENT"),
        ("BIRTH", "SAME", "DIGIT", "YEAR_DIGIT", "DIFFERENT"),
        ("ADDRESS", "SAME", "MOST", "SOME", "DIFFERENT"),
        ("POSTCODE", "SAME", "NEAR", "AREA", "DIFFERENT"),
        ("SEX", "SAME", "DIFFERENT"),
        ("IDENTIFIER", "SAME", "DIFFERENT"),
    ):
        weights = [WEIGHTS.of(field, level) for level in (first, *others)]
        assert weights == sorted(weights, reverse=True), field


def test_a_name_alone_is_never_likely() -> None:
    """However it agrees: in a town there are several of most names."""
    given, family = (max(WEIGHTS.of(field, level) for level in WORDS[field] if level != "ORDER") for field in NAMES)
    assert given + family < WEIGHTS.likely
    assert WEIGHTS.of("GIVEN", "ORDER") + WEIGHTS.of("FAMILY", "ORDER") < WEIGHTS.likely
    verdict = compare(somebody("Ada,Quill"), somebody("Ada,Quill"))
    assert verdict is not None
    assert (verdict.strength, verdict.exact) == (Strength.POSSIBLE, False)


MILL = home("4 Mill Lane", "BA1 1AA")
GUARDED: list[tuple[Guard, Identity, Identity]] = [
    (
        Guard.TWINS,
        somebody("Abdirahman,Warsame", "2010-09-23", **MILL, **called("Abdi")),
        somebody("Abdullahi,Warsame", "2010-09-23", **MILL, **called("Abdi")),
    ),
    (
        Guard.HOUSEHOLD,
        somebody("Aoife,Quill", "2012-01-30", **MILL, **at_home("Cian Quill")),
        somebody("Cian,Quill", "2009-08-11", **MILL),
    ),
    (Guard.RELATIVE, somebody("Aoife,Quill", "2012-01-30", **MILL), somebody("Cian,Quill", "2009-08-11", **MILL)),
    (Guard.EITHER_TWIN, somebody("Abdi,Warsame", "2010-09-23"), somebody("Abdirahman,Warsame", "2010-09-23")),
    (
        Guard.EITHER_TWIN,
        somebody("Memo,Quill", "2010-09-23", **MILL),
        somebody(
            "Mehmet,Quill", "2010-09-23", **MILL, **called("Memo"), **at_home("Emre", relationship="twin brother")
        ),
    ),
    (
        Guard.EITHER_TWIN,
        somebody("Bill,Quill", "2010-09-23", **MILL),
        somebody("William,Quill", "2010-09-23", **MILL, **at_home("Willow", dob="2010-09-23")),
    ),
    (Guard.PARENT, somebody("Jack,Quill", "1979-06-14", **MILL), somebody("Jack,Quill", "2009-06-01", **MILL)),
    (
        Guard.CONFLICT,
        somebody("Jack,Quill", "2009-06-14", **number("1")),
        somebody("Jack,Quill", "2009-06-14", **number("2")),
    ),
    (Guard.ANOTHER_YEAR, somebody("Jack,Quill", "2009-06-14"), somebody("Jack,Quill", "2008-06-14")),
    (
        Guard.ANOTHER_NAME,
        somebody("Aoife,Quill", **home(postcode="BA1 1AA")),
        somebody("Cian,Quill", **home(postcode="BA1 1AA")),
    ),
    (
        Guard.TURNED_TWICE,
        somebody("Mohamed Abdi,Hassan", "2007-02-11"),
        somebody("Mohamed Hassan,Abdi", "2007-11-02"),
    ),
]


@pytest.mark.parametrize(("guard", "one", "other"), GUARDED)
def test_a_guard_stands_above_the_weights(guard: Guard, one: Identity, other: Identity) -> None:
    for mine, theirs in ((one, other), (other, one)):
        assert guard_of(mine, theirs, levels_of(mine, theirs, WEIGHTS)) is guard
        verdict = compare(mine, theirs)
        if guard in APART:
            assert verdict is None
            continue
        assert verdict is not None
        assert (verdict.relation is Relation.SIBLING) is (guard in SIBLINGS)
        assert (verdict.strength, verdict.exact, verdict.why[0]) == (Strength.POSSIBLE, False, guard)


def test_every_guard_has_an_example() -> None:
    assert {guard for guard, _one, _other in GUARDED} == set(Guard)


def test_a_shared_identifier_is_shown_whatever_else_differs() -> None:
    verdict = compare(
        somebody("Ada,Quill", "2010-05-04", **number("7")), somebody("Bo,Reed", "1999-12-28", **number("7"))
    )
    assert verdict is not None
    assert (verdict.exact, verdict.relation) == (False, Relation.SAME)
    assert "Same identifier" in verdict.why


def test_the_explanation_has_every_field_and_nothing_of_anybody() -> None:
    verdict = compare(
        somebody("Peregrine,Quill", "2010-05-04", sex="M", **home("4 Mill Lane", "BA1 1AA")),
        somebody("Peregrin,Quill", "2010-05-04", sex="F", **home("4 Mill Lane")),
    )
    assert isinstance(verdict, Verdict)
    told = {words: [one.told for one in signs] for words, signs in by_agreement(verdict.signs)}
    assert told == {
        "Agrees": ["Family name", "Date of birth", "Address"],
        "Nearly agrees": ["Given names: one letter different"],
        "Differs": ["Sex"],
        "Not known of both": ["Identifiers", "Postcode"],
    }
    assert Sign("SEX", Agreement.DIFFERS, "Sex recorded differently") in verdict.signs
    assert verdict.why == (
        "Nearly the same name",
        "Same date of birth",
        "Same address",
        "Sex recorded differently",
    )
