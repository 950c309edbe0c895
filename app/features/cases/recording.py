"""Writing one entry: the part that every command which records something shares."""

from datetime import datetime

from app.features.cases.entries import NOTE, EntryDraft
from app.features.cases.models import Case, CaseEntry
from app.kernel.clock import now
from app.platform.access import Actor
from app.platform.database import db


def record_entry(actor: Actor, case: Case, draft: EntryDraft, recorded_at: datetime | None = None) -> CaseEntry:
    """An entry of `case`, sealed under its subject's key. The caller records the audit event."""
    row = CaseEntry(
        key_uid=case.key_uid,
        area_uid=case.area_uid,
        agency_uid=draft.agency_uid,
        case_uid=case.uid,
        kind=draft.kind,
        visibility=draft.visibility,
        happened_on=draft.happened_on,
        recorded_at=recorded_at or now(),
        recorded_by_uid=actor.user_uid,
        source_uid=draft.source_uid,
    )
    row.details = dict(draft.details)
    db.session.add(row)
    return row


def record_note(actor: Actor, case: Case, note: str | None) -> None:
    """What somebody wrote when they changed the course of a case; nothing when they wrote nothing."""
    if note and note.strip():
        record_entry(actor, case, EntryDraft(NOTE, {"text": note.strip()}, agency_uid=actor.agency_uid))
