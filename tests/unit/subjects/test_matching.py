"""Whether two records may be of the same person: exact and near-exact signs, and the guard for siblings and twins."""

from typing import Any

import pytest

from app.features.subjects.matching import Identity, Relation, Strength, Verdict, compare, identity_of
from app.features.subjects.matching.guards import Guard
from app.features.subjects.names import one_letter_off
from app.kernel.folding import fold, tokens
from tests.factories.month_people import MONTH, ON, Truth, as_identities, everybody, truth


def record(given: str, family: str, dob: str | None = None, **more: Any) -> Identity:
    answers = {"given_names": given, "family_name": family, "dob": dob, "dob_precision": "EXACT" if dob else "UNKNOWN"}
    return identity_of(answers | more, on=ON)


def home(line: str, postcode: str) -> dict[str, Any]:
    return {"addresses": [{"line": line, "postcode": postcode}]}


def nickname(name: str) -> dict[str, Any]:
    return {"aliases": [{"type": "NICKNAME", "name": name}]}


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("O'DONNELL", "odonnell"),
        ("O’Donnell", "odonnell"),
        ("Nowak-Wiśniewski", "nowak wisniewski"),
        ("Yıldız", "yildiz"),
        ("  Lily-Mae ", "lily mae"),
        ("Drăgulescu", "dragulescu"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("memo\u202e7102\u202c", "memo7102"),
    ],
)
def test_names_are_folded_for_comparing(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("kasper", "kacper", True),
        ("kacper", "kacpr", True),
        ("kacper", "kapcer", True),
        ("kacper", "kacper", False),
        ("ali", "eli", False),
        ("abdirahman", "abdullahi", False),
        ("sean", "shaun", False),
    ],
)
def test_one_letter_off(one: str, other: str, near: bool) -> None:
    assert one_letter_off(one, other) is near
    assert one_letter_off(other, one) is near


def test_no_name_has_no_tokens() -> None:
    assert tokens(None) == ()


def found(one: Identity, other: Identity) -> Verdict | None:
    verdict, back = compare(one, other), compare(other, one)
    assert (verdict and verdict.relation) == (back and back.relation), "the comparison goes both ways alike"
    assert (verdict and verdict.exact) == (back and back.exact)
    return verdict


def same(one: Identity, other: Identity) -> bool:
    verdict = found(one, other)
    return verdict is not None and verdict.relation is Relation.SAME


def test_same_name_and_date_of_birth_is_exact() -> None:
    verdict = found(record("Cian", "O'Donnell", "2009-08-11"), record("CIAN", "ODONNELL", "2009-08-11"))
    assert verdict is not None
    assert (verdict.relation, verdict.exact, verdict.strength) == (Relation.SAME, True, Strength.LIKELY)
    assert verdict.why == ("Same name", "Same date of birth")


def test_a_shared_identifier_is_exact() -> None:
    number = {"identifiers": [{"scheme": "POLICE_NOMINAL", "value": "NR-700114"}]}
    spaced = {"identifiers": [{"scheme": "POLICE_NOMINAL", "value": "nr 700114"}]}
    verdict = found(record("Kasper", "W", None, **number), record("Kasper", "W", None, **spaced))
    assert verdict is not None
    assert verdict.exact


def test_day_and_month_swapped_is_near() -> None:
    assert same(record("Kacper", "Wisniewski", "2011-04-07"), record("Kacper", "Wiśniewski", "2011-07-04"))


def test_one_digit_off_is_near() -> None:
    assert same(record("Tyrell", "Campbell-Reid", "2009-02-19"), record("Tyrell", "Reid", "2009-02-16"))


def test_another_year_is_not_near() -> None:
    assert found(record("Jack", "Williams", "2009-06-14"), record("Jack", "Williams", "2008-06-14")) is None


def test_reordered_names_with_a_swapped_date_are_two_people() -> None:
    one = record("Mohamed Abdi", "Hassan", "2007-02-11", aliases=[{"type": "ALIAS", "name": "Mohamed Hassan"}])
    assert found(one, record("Mohamed Hassan", "Abdi", "2007-11-02")) is None


def test_different_numbers_of_one_kind_speak_against() -> None:
    one = {"identifiers": [{"scheme": "PNC_ID", "value": "1"}]}
    other = {"identifiers": [{"scheme": "PNC_ID", "value": "2"}]}
    assert found(record("Sam", "Green", "2010-03-04", **one), record("Sam", "Green", "2010-04-03", **other)) is None
    verdict = found(record("Sam", "Green", "2010-03-04", **one), record("Sam", "Green", "2010-03-04", **other))
    assert verdict is not None
    assert not verdict.exact


def test_twins_are_siblings_although_nickname_and_home_are_the_same() -> None:
    shared = home("4 Tenterhook Row", "BA2 1LB") | nickname("Abdi")
    verdict = found(
        record("Abdirahman", "Warsame", "2010-09-23", **shared), record("Abdullahi", "Warsame", "2010-09-23", **shared)
    )
    assert verdict is not None
    assert verdict.relation is Relation.SIBLING
    assert not verdict.exact


def test_a_household_names_a_sibling() -> None:
    shared = home("2 Weavers Knot", "BA2 3EJ")
    one = record("Aoife", "O'Donnell", "2012-01-30", household=[{"name": "Cian O'Donnell"}], **shared)
    verdict = found(one, record("Cian", "ODONNELL", "2009-08-11", **shared))
    assert verdict is not None
    assert verdict.relation is Relation.SIBLING


def test_a_nickname_and_family_name_are_enough_without_a_date_of_birth() -> None:
    assert same(record("Mehmet", "Yildiz", "2008-12-01", **nickname("Memo")), record("Memo", "Yıldız", approx_age=17))


def test_an_age_that_does_not_fit_is_somebody_else() -> None:
    assert found(record("Sam", "Green", "1990-01-01"), record("Sam", "Green", approx_age=15)) is None


def test_first_name_and_postcode() -> None:
    assert same(
        record("Chloe", "Hanham", None, **home("a", "BA1 3NU")), record("Chloe", "", None, **home("b", "ba13nu"))
    )
    assert found(record("Chloe", "Hanham", None, **home("a", "BA1 3NU")), record("Zoe", "", None)) is None


def test_an_alternative_counts() -> None:
    other = {"alternatives": [{"field": "dob", "value": "2011-07-04"}]}
    assert same(record("Kacper", "Nowak", "2011-04-07", **other), record("Kacper", "Nowak", "2011-07-04"))


# The month ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def judged() -> tuple[Truth, dict[tuple[str, str], Verdict]]:
    """What is said of each pair of the month that can be told, where anything is."""
    if not MONTH.exists():
        pytest.skip("the month is not there")
    known, records = truth(), as_identities(everybody())
    verdicts = ((pair, compare(records[pair[0]], records[pair[1]])) for pair in known.pairs(records))
    return known, {pair: verdict for pair, verdict in verdicts if verdict is not None}


Judged = tuple[Truth, dict[tuple[str, str], Verdict]]


def test_every_pair_of_one_person_is_shown_as_such(judged: Judged) -> None:
    known, verdicts = judged
    pairs = [
        pair for pair in known.pairs(as_identities(everybody())) if known.same(*pair) and not known.thin & set(pair)
    ]
    assert len(pairs) > 120
    assert [pair for pair in pairs if pair not in verdicts or verdicts[pair].relation is not Relation.SAME] == []


def test_nobody_else_is_called_likely_the_same(judged: Judged) -> None:
    """The two that are shown are a nickname that both twins have: neither can be told from its record alone."""
    known, verdicts = judged
    others = {pair: verdict for pair, verdict in verdicts.items() if not known.same(*pair)}
    assert [pair for pair, verdict in others.items() if verdict.strength is Strength.LIKELY or verdict.exact] == []
    shown = {pair: verdict.guard for pair, verdict in others.items() if verdict.relation is Relation.SAME}
    assert shown == {
        ("O-A10-038", "O-N006"): Guard.EITHER_TWIN,
        ("O-A10-038", "O-N024-m6"): Guard.EITHER_TWIN,
    }


def test_brothers_and_sisters_of_the_month_are_named_as_such(judged: Judged) -> None:
    _known, verdicts = judged
    assert verdicts["O-N006", "O-N019"].guard is Guard.TWINS
    assert verdicts["O-N009", "O-N026"].guard is Guard.HOUSEHOLD
