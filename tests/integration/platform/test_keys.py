"""Keys: made on first use, rotated online and resumably, destroyed for good."""

from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from app.features.subjects.models import Person
from app.kernel.clock import at, now
from app.kernel.references import new_uid
from app.platform import audit, resealing
from app.platform.access import acting_as, system_actor
from app.platform.database import db
from app.platform.vault import Purpose, Tampered, Vault, VaultError, current_vault
from app.platform.vault.keystore import BATCH
from tests.integration.platform.conftest import World, lose_key, make_person


def name_of(world: World) -> str | None:
    db.session.rollback()
    with acting_as(world.coordinator):
        person = db.session.scalar(select(Person))
        assert person is not None
        return person.family_name  # type: ignore[no-any-return]


def second_process() -> Vault:
    """A vault as another process would open it."""
    return Vault(current_app.extensions["settings"].root_key(), current_vault().store)


def test_a_key_is_made_once_however_many_ask(world: World) -> None:
    uid = new_uid()
    first = current_vault().keys_to_seal_with([uid])[uid]
    again = second_process().keys_to_seal_with([uid])[uid]
    blob = first.seal(b"text", b"bound")
    assert again.unseal(blob, b"bound", "it") == b"text"


def test_rotation_moves_every_data_key_and_changes_no_record(world: World) -> None:
    vault = current_vault()
    payload = db.session.scalars(select(Person.payload)).one()
    version = vault.rotate()
    assert vault.rewrap() >= 1
    assert vault.rewrap() == 0
    assert set(vault.store.count_by_version()) == {version}
    assert name_of(world) == "Examplesson"
    assert db.session.scalars(select(Person.payload)).one() == payload


def test_a_rotation_cut_short_goes_on_where_it_stopped(world: World) -> None:
    vault = current_vault()
    vault.keys_to_seal_with([new_uid() for _ in range(BATCH + 50)])
    version = vault.rotate()
    assert vault.rewrap() == BATCH
    left = vault.store.count_by_version()
    assert left[version] == BATCH
    assert name_of(world) == "Examplesson"
    assert second_process().rewrap() > 0
    assert set(vault.store.count_by_version()) == {version}


def test_another_process_seals_under_the_new_version_at_once(world: World) -> None:
    other = second_process()
    version = current_vault().rotate()
    uid = new_uid()
    other.keys_to_seal_with([uid])
    assert current_vault().store.find([uid])[0][2] == version


def test_keys_do_not_show_themselves(world: World) -> None:
    vault = current_vault()
    secret = vault.keyring.active(Purpose.DATA)
    assert secret.raw.hex() not in repr(secret)
    assert repr(vault.keys([world.person])[world.person]) == f"<DataKey {world.person}>"


def test_the_wrapped_key_of_one_person_does_not_open_for_another(world: World) -> None:
    vault = current_vault()
    uid = new_uid()
    vault.keys_to_seal_with([uid])
    (_, generation, version, wrapped) = vault.store.find([uid])[0]
    lose_key(world.person)
    vault.store.add([(world.person, generation, version, wrapped)], now())
    with acting_as(world.coordinator):
        person = db.session.scalar(select(Person))
        assert person is not None
        with pytest.raises(Tampered):
            _ = person.family_name


def test_a_restored_database_with_the_present_key_store_keeps_the_erased_erased(world: World) -> None:
    """Data from an old backup, keys of today: what was erased since does not come back."""
    connection = db.session.connection()
    before = connection.exec_driver_sql("SELECT uid, payload FROM subject").all()
    current_vault().destroy_key(world.person)
    assert connection.exec_driver_sql("SELECT uid, payload FROM subject").all() == before
    db.session.rollback()
    assert current_vault().keys([world.person])[world.person].erased
    assert audit.verify().findings == []


def test_records_are_sealed_afresh_and_a_run_cut_short_goes_on(world: World) -> None:
    vault, started = current_vault(), now() + timedelta(seconds=1)
    other, _ = make_person(world.area, "Rook", "Examplemore", 2)
    audit.record("test.happened")
    db.session.commit()
    before = {row.uid: row.payload for row in db.session.scalars(select(Person))}
    with at(started + timedelta(minutes=1)), acting_as(system_actor("test", frozenset({world.area}))):
        run = resealing.reseal(started)
        next(run)
        run.close()
        assert len(list(resealing.reseal(started))) == len(vault.store.older_than(now() + timedelta(days=1))) - 1
    db.session.expunge_all()
    after = {row.uid: row for row in db.session.scalars(select(Person))}
    assert all(after[uid].payload[2:6] == b"\x00\x00\x00\x02" for uid in before)
    assert (after[other.uid].family_name, after[world.person].family_name) == ("Examplemore", "Examplesson")
    assert audit.verify().findings == []


def test_a_version_in_use_is_not_destroyed(world: World) -> None:
    vault = current_vault()
    with pytest.raises(VaultError):
        vault.destroy_version(1)
    vault.rotate()
    with pytest.raises(VaultError):
        vault.destroy_version(1)
    while vault.rewrap():
        pass
    vault.destroy_version(1)
    assert name_of(world) == "Examplesson"
