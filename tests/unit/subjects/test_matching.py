"""Whether two records may be of the same person: exact and near-exact signs, and the guard for siblings and twins."""

import json
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from app.features.subjects.matching import Identity, Relation, Strength, Verdict, compare, identity_of
from app.features.subjects.names import one_letter_off
from app.kernel.folding import fold, tokens
from config import REPOSITORY

ON = date(2026, 11, 6)
MONTH = REPOSITORY.parent / "shared" / "data" / "month"


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


def month() -> tuple[dict[str, Identity], dict[str, Any]]:
    records: dict[str, Identity] = {}
    for line in (MONTH / "notifications.jsonl").read_text(encoding="utf-8").splitlines():
        sent = json.loads(line)
        if sent["subject_kind"] == "INDIVIDUAL":
            records[sent["record_id"]] = identity_of(sent, on=ON)
        for member in sent.get("members") or ():
            given, _, family = member["name"].rpartition(" ")
            answers = {"given_names": given, "family_name": family} | {
                name: member.get(name) for name in ("dob", "approx_age")
            }
            answers["dob_precision"] = "EXACT" if member.get("dob") else "UNKNOWN"
            records[member["member_id"]] = identity_of(answers, on=ON)
    return records, json.loads((MONTH / "truth.json").read_text(encoding="utf-8"))


needs_month = pytest.mark.skipif(not MONTH.exists(), reason="the month is not there")


@needs_month
def test_every_pair_of_a_cluster_is_suggested() -> None:
    records, truth = month()
    missed = []
    for cluster in truth["same_person_clusters"]:
        sure = [one for one in cluster["record_ids"] if one in records and one not in cluster["thin_record_ids"]]
        missed += [pair for pair in combinations(sure, 2) if not same(records[pair[0]], records[pair[1]])]
    assert missed == []


@needs_month
def test_nobody_else_is_called_the_same() -> None:
    records, truth = month()
    person = {one: cluster["person"] for cluster in truth["same_person_clusters"] for one in cluster["record_ids"]}
    unsure = {one["record_id"] for one in truth["cannot_be_told"]}
    wrong = [
        pair
        for pair in combinations(sorted(records.keys() - unsure), 2)
        if person.get(pair[0], pair[0]) != person.get(pair[1], pair[1]) and same(records[pair[0]], records[pair[1]])
    ]
    assert wrong == []


@needs_month
def test_twins_of_the_month_are_flagged_as_twins() -> None:
    records, _truth = month()
    verdict = found(records["O-N006"], records["O-N019"])
    assert verdict is not None
    assert verdict.relation is Relation.SIBLING
