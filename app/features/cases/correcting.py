"""Putting right what entries of a case say, and taking them out. Whoever does so keeps what they said before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.features.cases.entries import INCIDENT, NEED, NOTE, PROTECTIVE, RISK_FACTOR, ROLE, STRENGTH, VOICE, WORRY
from app.features.cases.models import Case, CaseEntry
from app.features.cases.recording import keep_roles
from app.features.cases.told import tell
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

TEXTS = {
    ROLE: "evidence",
    RISK_FACTOR: "evidence",
    PROTECTIVE: "evidence",
    INCIDENT: "description",
    VOICE: "text",
    WORRY: "text",
    STRENGTH: "text",
    NEED: "text",
    NOTE: "text",
}

audit.declare("case.entries_corrected", facts={"count", "event_uid"})
audit.declare("case.entries_removed", facts={"count", "event_uid"})


def correct_entries(
    *, actor: Actor, case: Case, entries: Sequence[CaseEntry], changes: Mapping[str, Any], happened_on: date | None
) -> None:
    """Write `changes` over the details of entries. Each keeps who told it and when, and the rest of what they told;
    rooms above hear of it as of something new, as it may be worse than it was."""
    changed = []
    for entry in entries:
        after = {**entry.details, **changes}
        if after == dict(entry.details) and entry.happened_on == happened_on:
            continue
        entry.details, entry.happened_on = after, happened_on
        changed.append(entry)
    if changed:
        audit.record("case.entries_corrected", case, count=len(changed), event_uid=changed[0].event_uid)
        db.session.flush()
        tell(actor, case, changed)


def remove_entries(*, actor: Actor, case: Case, entries: Sequence[CaseEntry]) -> None:
    """Take entries out of a case: they are not about its person, or not true. Its roles are those that are left."""
    if not entries:
        return
    audit.record("case.entries_removed", case, count=len(entries), event_uid=entries[0].event_uid)
    had_role = any(entry.kind == ROLE for entry in entries)
    for entry in entries:
        db.session.delete(entry)
    db.session.flush()
    if had_role:
        keep_roles(case)


def text_of(entry: CaseEntry) -> tuple[str, str] | None:
    """Where an entry keeps its words, and the words; None for one that is made of codes alone."""
    name = TEXTS.get(entry.kind)
    return (name, str(entry.details.get(name) or "")) if name else None


def mark_contested(entry: CaseEntry, state: str | None) -> None:
    """Let every page that shows the entry say that it is contested: OPEN, KEPT, or no longer (None). The caller
    records the event. PR-30."""
    entry.contested = state
