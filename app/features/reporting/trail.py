"""The audit as auditors read it: who did what to which record, when, and whether it is as it was written."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import ColumnElement, func, or_, select

from app.features.accounts import interface as accounts
from app.features.actions.interface import Action
from app.features.assurance.interface import Assurance
from app.features.cases.interface import Case
from app.features.notifications.interface import Notification
from app.features.partnership import interface as partnership
from app.features.subjects.interface import Subject
from app.kernel.errors import NotFound
from app.kernel.references import UID_LENGTH
from app.platform import audit
from app.platform.access import Actor, Role, acting_as, system_actor
from app.platform.audit import AuditEntry, AuditHead
from app.platform.audit.checkpoints import read_checkpoints
from app.platform.audit.recorder import read_reason
from app.platform.database import db
from app.platform.vault.errors import KeyDestroyed
from config import Settings

audit.declare("audit.viewed", facts={"page"})
audit.declare("audit.reason_read", facts={"seq"})

REFERENCED = (Case, Notification, Subject, Action, Assurance)
HERE = ZoneInfo("Europe/London")
MICROSECONDS = 1_000_000
WORDS = {
    "case.bands_set": "Case levels of concern set",
    "case.agency_given_need": "Agency given a need to know the case",
    "case.agency_shut_out": "Agency shut out of the case",
    "case_file": "Case",
    "user_account": "Account",
}
"""Where the words of the code are not those on the pages."""

ERASED = "The reason was erased with the record it belongs to."


@dataclass(frozen=True)
class AuditFilter:
    """What is looked for. Dates include both ends, as days in England."""

    actor_uid: str | None = None
    event: str | None = None
    object_uid: str | None = None
    start: date | None = None
    end: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.actor_uid:
            found.append(AuditEntry.actor_uid == self.actor_uid)
        if self.event:
            found.append(AuditEntry.event == self.event)
        if self.object_uid:
            found.append(AuditEntry.object_uid == self.object_uid)
        if self.start:
            found.append(AuditEntry.at >= _microseconds(self.start))
        if self.end:
            found.append(AuditEntry.at < _microseconds(self.end + timedelta(days=1)))
        return found


@dataclass(frozen=True)
class Line:
    """An entry in words."""

    seq: int
    at: datetime
    who: str
    agency: str
    what: str
    object_type: str
    object_uid: str
    session: str
    facts: tuple[tuple[str, str], ...]
    has_reason: bool


@dataclass(frozen=True)
class Standing:
    """How the audit stands against its last checkpoint. `holds` None: no checkpoint was ever written."""

    entries: int
    size: int
    at: datetime | None
    holds: bool | None


def standing() -> Standing:
    """Compares the last checkpoint with the entry it saw; the whole chain is checked by `flask audit verify`."""
    settings: Settings = current_app.extensions["settings"]
    entries = db.session.scalar(select(AuditHead.size)) or 0
    last = None
    for last in read_checkpoints(settings.checkpoint_dir):  # noqa: B007 - the last one is wanted
        pass
    if last is None:
        return Standing(entries, 0, None, None)
    seen = db.session.execute(select(AuditEntry.mac, AuditEntry.at).where(AuditEntry.seq == last.size)).one_or_none()
    if last.size == 0:
        return Standing(entries, 0, None, last.genuine)
    holds = last.genuine and seen is not None and bytes(seen.mac) == last.mac
    return Standing(entries, last.size, _moment(seen.at) if seen else None, holds)


def count_entries(actor: Actor, chosen: AuditFilter) -> int:
    return db.session.scalar(select(func.count(AuditEntry.seq)).where(_within(actor), *chosen.conditions())) or 0


def list_entries(actor: Actor, chosen: AuditFilter, *, limit: int, offset: int) -> list[Line]:
    """The newest first. The look at the audit is recorded itself."""
    rows = db.session.scalars(
        select(AuditEntry)
        .where(_within(actor), *chosen.conditions())
        .order_by(AuditEntry.seq.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    audit.record("audit.viewed", page="list")
    return _lines(actor, rows)


def get_entry(actor: Actor, seq: int) -> tuple[Line, str | None]:
    """One entry, with its reason in words for a data protection officer alone; reading that is recorded.

    Raises NotFound.
    """
    row = db.session.scalar(select(AuditEntry).where(AuditEntry.seq == seq, _within(actor)))
    if row is None:
        raise NotFound("AuditEntry")
    (line,) = _lines(actor, [row])
    if row.body is None or Role.DPO not in actor.roles:
        audit.record("audit.viewed", page="entry")
        return line, None
    audit.record("audit.reason_read", seq=seq)
    try:
        return line, read_reason(row) or ERASED
    except KeyDestroyed:
        return line, ERASED


def find_object(actor: Actor, text: str) -> str | None:
    """The uid of the record with a reference such as C-2026-0014, or the uid itself. None: there is none.

    Auditors see no records, so the system looks the reference up, in their areas, and nothing else of the record.
    """
    wanted = text.strip()
    if len(wanted) == UID_LENGTH:
        return wanted.lower()
    with acting_as(system_actor("audit-lookup", actor.area_uids)):
        for model in REFERENCED:
            of_any: type = model
            uid: str | None = db.session.scalar(
                select(of_any.uid).where(of_any.reference == wanted.upper())  # type: ignore[attr-defined]
            )
            if uid is not None:
                return uid
    return None


def in_words(event: str) -> str:
    """`case.viewed` is `Case viewed`."""
    if event in WORDS:
        return WORDS[event]
    words = event.replace(".", " ").replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def _within(actor: Actor) -> ColumnElement[bool]:
    """Entries of the actor's areas, and those of none."""
    return or_(AuditEntry.area_uid.in_(sorted(actor.area_uids)), AuditEntry.area_uid == "")


def _lines(actor: Actor, rows: Sequence[AuditEntry]) -> list[Line]:
    names = accounts.user_names(actor, [row.actor_uid for row in rows])
    return [
        Line(
            seq=row.seq,
            at=_moment(row.at),
            who=names.get(row.actor_uid) or OTHERS.get(row.actor_uid, "Somebody outside your area"),
            agency=_agency(row.agency_uid),
            what=in_words(row.event),
            object_type=in_words(row.object_type) if row.object_type else "",
            object_uid=row.object_uid,
            session=row.session_ref,
            facts=tuple((in_words(key), str(value)) for key, value in json.loads(row.facts or "{}").items()),
            has_reason=row.body is not None,
        )
        for row in rows
    ]


OTHERS = {"system": "The system", "nobody": "Nobody signed in"}


def _agency(uid: str) -> str:
    if not uid:
        return ""
    try:
        return partnership.agency_name(uid)
    except NotFound:
        return "An agency no longer listed"


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / MICROSECONDS, tz=UTC)


def _microseconds(day: date) -> int:
    return int(datetime.combine(day, time(), tzinfo=HERE).timestamp() * MICROSECONDS)
