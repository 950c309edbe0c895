"""Sealed rows: what is at rest, what opens, and what tampering by hand shows."""

from datetime import date

import pytest
from sqlalchemy import select, text, update

from app.features.cases.models import Case, CaseEntry
from app.features.subjects.models import Person, Subject
from app.kernel.clock import now
from app.platform import audit
from app.platform.access import UnprotectedRead, acting_as
from app.platform.audit.recorder import UnauditedWrite
from app.platform.database import db
from app.platform.vault import KeyDestroyed, Tampered, VaultError, current_vault
from tests.integration.platform.conftest import World, by_hand, lose_key, make_person


def reload_person(world: World) -> Person:
    db.session.expunge_all()
    person = db.session.scalar(select(Person).where(Person.uid == world.person))
    assert person is not None
    return person


def test_values_come_back_as_they_were_given(world: World) -> None:
    person = reload_person(world)
    assert (person.title, person.dob) == ("Quill Examplesson", date(2010, 2, 3))
    assert person.aliases[0]["name"] == "Zed"
    assert person.identifiers == ()
    assert person.approx_age is None


def test_read_values_cannot_be_changed_in_place(world: World) -> None:
    person = reload_person(world)
    with pytest.raises((TypeError, AttributeError)):
        person.aliases[0]["name"] = "Changed"
    with pytest.raises(AttributeError):
        person.aliases.append({})


def test_nothing_personal_lies_in_the_columns(world: World) -> None:
    row = db.session.connection().execute(text("SELECT * FROM subject")).one()
    at_rest = b" ".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    assert b"Examplesson" not in at_rest
    assert b"2010" not in at_rest
    assert b"Zed" not in at_rest


def test_length_tells_little(world: World) -> None:
    make_person(world.area, "A", "B", 2)
    make_person(world.area, "Bartholomew", "Featherstonehaugh-Examplesson", 3)
    audit.record("test.happened")
    db.session.commit()
    lengths = set(db.session.connection().execute(text("SELECT length(payload) FROM subject")).scalars())
    assert len(lengths) == 1


def test_a_change_raises_the_version_and_keeps_the_rest(world: World) -> None:
    person = reload_person(world)
    before = person.payload
    person.given_names = "Quilla"
    audit.record("test.happened", person)
    db.session.commit()
    again = reload_person(world)
    assert (again.given_names, again.family_name, again.ver) == ("Quilla", "Examplesson", 2)
    assert again.payload != before


def test_a_plain_column_can_be_changed_by_concord(world: World) -> None:
    case = db.session.scalar(select(Case))
    assert case is not None
    case.band_harmed = "RED"
    audit.record("test.happened", case)
    db.session.commit()
    db.session.expunge_all()
    again = db.session.scalar(select(Case))
    assert again is not None
    assert (again.lead_name, again.ver) == (None, 2)


def test_setting_the_same_value_writes_nothing(world: World) -> None:
    person = reload_person(world)
    person.given_names = "Quill"
    db.session.commit()
    assert reload_person(world).ver == 1


def test_two_sessions_changing_one_row_do_not_lose_a_change(world: World) -> None:
    person = reload_person(world)
    by_hand("UPDATE subject SET ver = ver + 1")
    with acting_as(world.coordinator):
        db.session.add(person)
        person.erased_on = date(2026, 11, 1)
        audit.record("test.happened")
        with pytest.raises((Tampered, Exception)):
            db.session.commit()
        db.session.rollback()


def test_a_value_of_the_wrong_kind_is_refused(world: World) -> None:
    person = reload_person(world)
    with pytest.raises(VaultError):
        person.dob = "2010-01-01"


def test_a_required_value_must_be_there(world: World) -> None:
    db.session.add(
        CaseEntry(key_uid=world.person, area_uid=world.area, case_uid=world.case, kind="NOTE",
                  recorded_at=now(), recorded_by_uid="x", details={})
    )  # fmt: skip
    db.session.flush()
    from app.features.assurance.models import Assurance

    db.session.add(
        Assurance(key_uid=world.person, area_uid=world.area, case_uid=world.case, reference="S-1", axis="HARMED",
                  kind="PLAN", sought_on=date(2026, 1, 1), due_on=date(2026, 1, 2))
    )  # fmt: skip
    with pytest.raises(VaultError):
        db.session.flush()
    db.session.rollback()


def test_sealed_rows_are_not_committed_without_an_event(world: World) -> None:
    reload_person(world).given_names = "Nobody saw"
    with pytest.raises(UnauditedWrite):
        db.session.commit()
    db.session.rollback()


def test_bulk_changes_are_refused(world: World) -> None:
    with pytest.raises(UnprotectedRead):
        db.session.execute(update(Person).values(reference="x"))
    with pytest.raises(UnprotectedRead):
        db.session.execute(select(Subject.__table__))
    with pytest.raises(UnprotectedRead):
        db.session.execute(text("SELECT * FROM subject"))


def test_destroying_the_key_erases(world: World) -> None:
    assert current_vault().destroy_key(world.person)
    db.session.expunge_all()
    db.session.info.clear()
    with acting_as(world.coordinator):
        person = db.session.scalar(select(Person))
        assert person is not None
        assert (person.family_name, person.dob, person.aliases) == ("Erased", None, ())


def test_a_key_that_is_lost_is_not_taken_for_an_erased_one(world: World) -> None:
    lose_key(world.person)
    db.session.info.clear()
    with acting_as(world.coordinator):
        person = db.session.scalar(select(Person))
        assert person is not None
        with pytest.raises(KeyDestroyed):
            _ = person.family_name


# by hand in the database: each is found when the row is opened, or by verification, or both


def other_person(world: World) -> str:
    other, _ = make_person(world.area, "Rook", "Examplemore", 2)
    audit.record("test.happened")
    db.session.commit()
    return other.uid


def opens(world: World, uid: str) -> bool:
    with acting_as(world.coordinator):
        try:
            person = db.session.scalar(select(Person).where(Person.uid == uid))
            return person is not None and bool(person.family_name)
        except (Tampered, KeyDestroyed):
            return False


def found(world: World) -> set[str]:
    with acting_as(world.coordinator):
        return {finding.where for finding in audit.verify().findings}


def test_an_untouched_database_has_no_findings(world: World) -> None:
    other_person(world)
    assert found(world) == set()


def test_swapped_payloads(world: World) -> None:
    other = other_person(world)
    payloads = {row.uid: row.payload for row in db.session.scalars(select(Subject))}
    by_hand("UPDATE subject SET payload = :payload WHERE uid = :uid", payload=payloads[other], uid=world.person)
    by_hand("UPDATE subject SET payload = :payload WHERE uid = :uid", payload=payloads[world.person], uid=other)
    assert not opens(world, world.person)
    assert not opens(world, other)
    assert found(world) == {f"subject {world.person}", f"subject {other}"}


def test_a_note_pointed_at_another_person(world: World) -> None:
    other, other_case = make_person(world.area, "Rook", "Examplemore", 2)
    note = CaseEntry(
        key_uid=world.person, area_uid=world.area, case_uid=world.case, kind="NOTE", recorded_at=now(),
        recorded_by_uid="x", details={"text": "seen with"},
    )  # fmt: skip
    db.session.add(note)
    audit.record("test.happened")
    db.session.commit()
    uid = note.uid
    by_hand(
        "UPDATE case_entry SET case_uid = :case, key_uid = :key WHERE uid = :uid",
        case=other_case.uid, key=other.uid, uid=uid,
    )  # fmt: skip
    with acting_as(world.coordinator):
        moved = db.session.scalar(select(CaseEntry).where(CaseEntry.uid == uid))
        assert moved is not None
        with pytest.raises(Tampered):
            _ = moved.details
    assert found(world) == {f"case_entry {uid}"}


@pytest.mark.parametrize("column", ["marking", "area_uid", "agency_uid", "reference"])
def test_a_changed_plain_column(world: World, column: str) -> None:
    value = world.area if column == "area_uid" else "OFFICIAL"
    if column == "area_uid":
        value = world.other_area
    by_hand(f"UPDATE subject SET {column} = :value", value=value)
    assert found(world) == {f"subject {world.person}"}
    if column != "area_uid":
        assert not opens(world, world.person)


def test_a_row_rolled_back(world: World) -> None:
    person = reload_person(world)
    old = {"payload": person.payload, "ver": person.ver}
    person.given_names = "Later"
    audit.record("test.happened", person)
    db.session.commit()
    by_hand("UPDATE subject SET payload = :payload, ver = :ver", **old)
    assert opens(world, world.person)
    assert found(world) == {f"subject {world.person}"}


def test_a_row_deleted(world: World) -> None:
    by_hand("DELETE FROM case_agency")
    by_hand("DELETE FROM case_file")
    assert found(world) == {f"case_file {world.case}"}


def test_a_row_copied_under_a_new_name(world: World) -> None:
    uid = "0" * 26
    by_hand(
        "INSERT INTO subject (uid, key_uid, agency_uid, area_uid, marking, ver, payload, kind, reference)"
        " SELECT :uid, key_uid, agency_uid, area_uid, marking, ver, payload, kind, 'P-9' FROM subject",
        uid=uid,
    )
    assert not opens(world, uid)
    assert found(world) == {f"subject {uid}"}


def test_a_flipped_bit(world: World) -> None:
    payload = bytearray(reload_person(world).payload)
    payload[40] ^= 1
    by_hand("UPDATE subject SET payload = :payload", payload=bytes(payload))
    assert not opens(world, world.person)
    assert found(world) == {f"subject {world.person}"}
