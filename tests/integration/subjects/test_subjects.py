"""Keeping subjects and finding similar people, on both databases."""

from typing import Any

import pytest
from flask import Flask

from app.features.partnership.interface import area_by_code
from app.features.subjects import candidates
from app.features.subjects.asking import questions
from app.features.subjects.interface import (
    IndexNotReady,
    Network,
    Person,
    add_to_subject,
    compare,
    create_subject,
    erase_subject,
    get_subject,
    identity_of,
    likely_pairs,
    list_members,
    similar_people,
)
from app.kernel.clock import today
from app.kernel.errors import NotFound, Refused
from app.platform.access import Role, acting_as
from app.platform.database import db
from app.platform.identity import identity_service
from tests.factories.accounts import make_agency, make_user, the_system
from tests.factories.cases import acting, make_case

pytestmark = pytest.mark.usefixtures("context")

TWIN: dict[str, Any] = {
    "family_name": "Warsame",
    "dob": "2010-09-23",
    "aliases": [{"type": "NICKNAME", "name": "Abdi"}],
}


def create(kind: str = "INDIVIDUAL", area: str = "BNES", **answers: Any) -> str:
    with acting_as(the_system()) as actor:
        uid = create_subject(actor=actor, area_uid=area_by_code(area).uid, kind=kind, answers=answers).uid
        db.session.commit()
    return uid


def test_a_person_is_kept_and_read_back() -> None:
    uid = create(family_name="Green", given_names="Sam", dob="2010-03-04", dob_precision="EXACT")
    with acting_as(the_system()) as actor:
        person = get_subject(actor, uid)
        assert isinstance(person, Person)
        assert (person.title, person.reference[:2]) == ("Sam Green", "P-")


def test_a_network_has_a_neutral_name_and_its_members() -> None:
    uid = create(
        "NETWORK", working_name="Whiteway lads", members=[{"name": "Kyle P", "grade": "D"}, {"name": "KYLE P"}]
    )
    with acting_as(the_system()) as actor:
        network = get_subject(actor, uid)
        assert isinstance(network, Network)
        assert network.title == f"Network {network.reference}"
        assert network.working_name == "Whiteway lads"
        assert [member.name for member in list_members(actor, uid)] == ["Kyle P"]


def test_adding_never_overwrites() -> None:
    uid = create(family_name="Green", given_names="Sam", dob="2010-03-04")
    agency = make_agency()
    with acting_as(the_system()) as actor:
        person = get_subject(actor, uid)
        assert isinstance(person, Person)
        answers = {"family_name": "Greene", "given_names": "Sam", "aliases": [{"type": "NICKNAME", "name": "Sammy"}]}
        add_to_subject(actor=actor, subject=person, answers=answers, agency_uid=agency, source_uid="n2")
        db.session.commit()
        assert (person.family_name, len(person.aliases)) == ("Green", 1)
        (other,) = person.alternatives
        assert (other["field"], other["value"], other["agency_uid"]) == ("family_name", "Greene", agency)
        version = person.ver
        add_to_subject(actor=actor, subject=person, answers=answers, agency_uid=agency)
        db.session.commit()
        assert person.ver == version, "the same again writes nothing"


def test_similar_people_exact_first_siblings_last() -> None:
    case = make_case(given_names="Abdirahman", **TWIN)
    create(given_names="Abdullahi", **TWIN)
    create(given_names="Somebody", family_name="Else", dob="2001-01-01")
    coordinator = make_user(Role.COORD)
    with acting(coordinator) as actor:
        found = similar_people(actor, TWIN | {"given_names": "Abdirahman"})
    assert [(one.title, one.exact, one.sibling) for one in found] == [
        ("Abdirahman Warsame", True, False),
        ("Abdullahi Warsame", False, True),
    ]
    assert found[0].subject_uid == case.subject_uid
    assert "Possible sibling or twin" in found[1].why[0]
    assert [(one.strength, len(one.signs)) for one in found] == [("LIKELY", 7), ("POSSIBLE", 7)]


def test_few_are_compared_and_what_was_just_written_is_among_them(monkeypatch: pytest.MonkeyPatch) -> None:
    create(given_names="Ludo", family_name="Quill", dob="2009-01-07")
    for name in ("Ada", "Bo", "Cy", "Di"):
        create(given_names=name, family_name="Reed", dob="2009-01-07")
    compared: list[Any] = []

    def counted(*pair: Any) -> Any:
        compared.append(pair)
        return compare(*pair)

    monkeypatch.setattr(candidates, "ALIKE", 1)
    monkeypatch.setattr(candidates, "compare", counted)
    asked = {"given_names": "Ludo", "family_name": "Quill", "dob": "2009-01-07"}
    area = area_by_code("BNES").uid
    with acting(make_user(Role.COORD)) as actor:
        assert len(similar_people(actor, asked)) == 1
        assert len(compared) <= len(list(questions(identity_of(asked, on=today()))))
        again = create_subject(
            actor=actor, area_uid=area, kind="INDIVIDUAL", answers=asked | {"given_names": "Ludovic"}
        )
        found = similar_people(actor, asked)
        assert [one.title for one in found] == ["Ludo Quill", "Ludovic Quill"]
        assert found[1].subject_uid == again.uid
        db.session.rollback()
        assert len(similar_people(actor, asked)) == 1


def test_while_the_index_is_built_few_people_are_all_compared(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    create(**TWIN | {"given_names": "Abdirahman"})
    monkeypatch.setattr(identity_service(), "start", lambda: None)
    monkeypatch.setattr(identity_service(), "ready", lambda wait=0.0: False)
    with acting(make_user(Role.COORD)) as actor:
        assert len(similar_people(actor, TWIN | {"given_names": "Abdirahman"})) == 1
        monkeypatch.setattr(candidates, "FEW", 0)
        with pytest.raises(IndexNotReady):
            similar_people(actor, TWIN | {"given_names": "Abdirahman"})


def test_the_pairs_of_an_area() -> None:
    one = create(given_names="Abdirahman", **TWIN)
    other = create(given_names="Abdirahmaan", **TWIN)
    create(given_names="Abdullahi", **TWIN)
    create(area="NSOM", given_names="Abdirahman", **TWIN)
    erased = create(given_names="Abdirahman", **TWIN)
    area = area_by_code("BNES").uid
    with acting_as(the_system()) as actor:
        erase_subject(actor=actor, subject=get_subject(actor, erased), reason="Mistaken")
        db.session.commit()
        (pair,) = likely_pairs(actor, area)
    assert (pair.one_uid, pair.other_uid) == (min(one, other), max(one, other))
    assert (pair.strength, pair.why[0]) == ("LIKELY", "Nearly the same name")
    assert {sign.field for sign in pair.signs} >= {"GIVEN", "FAMILY", "BIRTH"}


def test_nobody_of_another_area_is_suggested() -> None:
    create(area="NSOM", given_names="Abdirahman", **TWIN)
    with acting(make_user(Role.COORD)) as actor:
        assert similar_people(actor, TWIN | {"given_names": "Abdirahman"}) == []


def test_an_unknown_kind_is_refused() -> None:
    with acting_as(the_system()) as actor, pytest.raises(Refused):
        create_subject(actor=actor, area_uid=area_by_code("BNES").uid, kind="THING", answers={})


def test_a_subject_without_a_visible_case_is_not_there() -> None:
    uid = create(given_names="Sam")
    with acting(make_user(Role.PRACTITIONER)) as actor, pytest.raises(NotFound):
        get_subject(actor, uid)
