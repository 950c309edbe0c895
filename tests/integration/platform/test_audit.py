"""The audit: appended with every commit, chained, checkpointed; every edit by hand is found."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.features.cases.models import Case
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import acting_as
from app.platform.audit.chain import AuditEntry
from app.platform.audit.events import UndeclaredEvent
from app.platform.audit.recorder import AuditGoneBack, read_reason
from app.platform.database import db
from app.platform.vault import current_vault
from tests.integration.platform.conftest import World, by_hand


def record_many(count: int) -> None:
    for number in range(count):
        audit.record("test.happened", number=number)
        db.session.commit()


def where(checkpoints: Path | None = None) -> list[str]:
    return [finding.where for finding in audit.verify(checkpoints).findings]


def test_an_event_says_who_what_and_when(world: World) -> None:
    coordinator = world.coordinator
    with acting_as(coordinator):
        case = db.session.scalar(select(Case))
        audit.record("test.happened", case, number=7, reason="because of something personal")
        db.session.commit()
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
        assert (entry.actor_uid, entry.object_type, entry.object_uid) == (coordinator.user_uid, "case_file", world.case)
        assert entry.facts == '{"number":7}'
        assert b"personal" not in (entry.body or b"")
        assert read_reason(entry) == "because of something personal"


def test_the_reason_goes_with_its_subject(world: World) -> None:
    case = db.session.scalar(select(Case))
    audit.record("test.happened", case, reason="something personal")
    db.session.commit()
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    current_vault().destroy_key(world.person)
    assert read_reason(entry) is None
    assert where() == []


def test_an_unknown_event_or_fact_is_refused(world: World) -> None:
    with pytest.raises(UndeclaredEvent):
        audit.record("test.unknown")
    with pytest.raises(UndeclaredEvent):
        audit.record("test.happened", name="Quill")


def test_a_rolled_back_event_is_not_recorded(world: World) -> None:
    before = audit.verify().entries
    audit.record("test.happened")
    db.session.rollback()
    record_many(1)
    assert audit.verify().entries == before + 1


def test_what_one_actor_wrote_is_registered_though_another_acted_before_the_end(world: World) -> None:
    with acting_as(world.coordinator):
        case = db.session.scalars(select(Case)).first()
        assert case is not None
        case.closure_note = "Put right"
        audit.record("test.happened", case)
        with acting_as(world.coordinator):
            other = db.session.scalars(select(Case)).first()
            assert other is not None
            assert other.closure_note == "Put right"
        db.session.commit()
    assert audit.verify().findings == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entry SET actor_uid = 'somebody' WHERE seq = 3",
        "UPDATE audit_entry SET at = at + 1 WHERE seq = 3",
        "UPDATE audit_entry SET facts = facts || ' ' WHERE seq = 3",
        "DELETE FROM audit_entry WHERE seq = 3",
        "UPDATE audit_entry SET seq = seq + 100 WHERE seq = 3",
    ],
)
def test_edits_by_hand_are_found(world: World, change: str) -> None:
    record_many(5)
    by_hand(change)
    assert "audit_entry 3" in where()


def test_a_cut_tail_is_found(world: World, tmp_path: Path) -> None:
    record_many(5)
    audit.write_checkpoint(tmp_path)
    by_hand("DELETE FROM audit_entry WHERE seq > 3")
    assert "audit_head" in where()


def test_a_cut_tail_with_its_head_rewritten_is_found_by_the_checkpoint(world: World, tmp_path: Path) -> None:
    record_many(5)
    audit.write_checkpoint(tmp_path)
    by_hand("DELETE FROM audit_entry WHERE seq > 3")
    by_hand("UPDATE audit_head SET size = 3, mac = (SELECT mac FROM audit_entry WHERE seq = 3)")
    assert where() == []
    assert where(tmp_path) == ["audit_entry"]
    with acting_as(world.coordinator), pytest.raises(AuditGoneBack):
        record_many(1)
    db.session.rollback()


def test_a_restored_database_is_taken_on_with_a_reason(world: World, tmp_path: Path) -> None:
    record_many(2)
    with pytest.raises(Refused, match="no entry is missing"):
        audit.find_lost(tmp_path)
    audit.write_checkpoint(tmp_path)
    with pytest.raises(Refused, match="no entry is missing"):
        audit.find_lost(tmp_path)
    size = audit.verify().entries
    genuine = (tmp_path / "checkpoints.txt").read_text()
    record_many(3)
    audit.write_checkpoint(tmp_path)
    by_hand(f"DELETE FROM audit_entry WHERE seq > {size}")
    with pytest.raises(Refused, match="Look into this first"):
        audit.find_lost(tmp_path)
    by_hand(f"UPDATE audit_head SET size = {size}, mac = (SELECT mac FROM audit_entry WHERE seq = {size})")
    current_vault().highest_audit_size = size  # a process that was started after the restore
    lost = audit.find_lost(tmp_path)
    assert (lost.first, lost.last) == (size + 1, size + 3)
    with pytest.raises(Refused, match="Enter the reason"):
        audit.adopt(tmp_path, lost, " ")
    kept = audit.adopt(tmp_path, lost, "The disk failed")
    assert kept.read_text().startswith(genuine)
    assert where(tmp_path) == []
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    assert (entry.event, entry.facts) == ("audit.restored", f'{{"first":{size + 1},"last":{size + 3}}}')
    assert read_reason(entry) == "The disk failed"


def test_a_forged_checkpoint_is_found(world: World, tmp_path: Path) -> None:
    record_many(2)
    audit.write_checkpoint(tmp_path)
    file = tmp_path / "checkpoints.txt"
    size = audit.verify().entries
    file.write_text(file.read_text().replace(f"\n{size}\n", f"\n{size - 1}\n"))
    assert where(tmp_path) == ["checkpoints"]


def test_checkpoints_follow_one_another(world: World, tmp_path: Path) -> None:
    audit.write_checkpoint(tmp_path)
    record_many(3)
    audit.write_checkpoint(tmp_path)
    audit.write_checkpoint(tmp_path)
    assert (tmp_path / "checkpoints.txt").read_text().count("concord\n") == 2
    assert where(tmp_path) == []
