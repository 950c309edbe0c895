"""Writing one entry: the part that every command which records something shares."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from sqlalchemy import select

from app.features.cases.entries import NOTE, ROLE, EntryDraft, is_suspected_false
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
        event_uid=draft.event_uid,
    )
    row.details = dict(draft.details)
    db.session.add(row)
    return row


def move_entries(rows: Iterable[CaseEntry], to: Case) -> None:
    """Give entries to another case, sealed under its key. The caller records the event.

    A role in violence goes with its entry: the case it leaves keeps only what its other entries say.
    """
    for case_uid, moved in groupby(sorted(rows, key=lambda row: row.case_uid), key=lambda row: row.case_uid):
        told = list(moved)
        for row in told:
            row.case_uid, row.key_uid = to.uid, to.key_uid
        db.session.flush()
        if any(row.kind == ROLE for row in told):
            for case in (db.session.get_one(Case, case_uid), to):
                keep_roles(case)


def keep_roles(case: Case) -> None:
    """The roles on the case itself are those that its entries tell of."""
    rows = db.session.scalars(
        select(CaseEntry)
        .where(CaseEntry.case_uid == case.uid, CaseEntry.kind == ROLE)
        .order_by(CaseEntry.recorded_at.desc(), CaseEntry.uid)
    )
    told = dict.fromkeys(row.details["role"] for row in rows if not is_suspected_false(row.details))
    case.roles = [*(role for role in case.roles if role in told), *(role for role in told if role not in case.roles)]


def record_note(actor: Actor, case: Case, note: str | None) -> None:
    """What somebody wrote when they changed the course of a case; nothing when they wrote nothing."""
    if note and note.strip():
        record_entry(actor, case, EntryDraft(NOTE, {"text": note.strip()}, agency_uid=actor.agency_uid))
