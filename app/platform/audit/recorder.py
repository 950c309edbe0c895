"""Recording: events gather during a request and are appended, under the head's lock, just before its one commit."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, inspect, select, update
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.orm import Session

from app.kernel.clock import now
from app.kernel.errors import ConcordError
from app.platform.access.actor import Actor
from app.platform.access.binding import ACTOR
from app.platform.audit import events
from app.platform.audit.chain import AuditEntry, AuditHead, Link
from app.platform.database.base import db
from app.platform.vault import Purpose, Sealed, current_vault
from app.platform.vault.cipher import bound_fields
from app.platform.vault.rows import WRITTEN, row_digest, stored_digests

PENDING = "audit.pending"
HEAD = 1
AUDIT_KEY = 1
NOBODY = "nobody"


_HEAD: Any = AuditHead.__table__
_ENTRY: Any = AuditEntry.__table__
_READ_HEAD = select(_HEAD.c.size, _HEAD.c.mac).where(_HEAD.c.id == HEAD).with_for_update()
_ADD_ENTRY = insert(_ENTRY)
_MOVE_HEAD = update(_HEAD).where(_HEAD.c.id == HEAD).values(size=bindparam("to_size"), mac=bindparam("to_mac"))


class UnauditedWrite(ConcordError):
    """Sealed rows were about to be committed without an audit event."""


class AuditGoneBack(ConcordError):
    """The audit is shorter than this process has seen it: entries were cut off."""


class Outliving(str):
    """A reason that stays readable when the subject of its event is erased: it must not tell about them."""


@dataclass(frozen=True)
class Pending:
    at: int
    actor: Actor | None
    event: str
    object_type: str
    object_uid: str
    key_uid: str
    area_uid: str
    facts: str
    reason: str | None


def record(event: str, subject: Any = None, *, reason: str | None = None, **facts: events.Fact) -> None:
    """Record `event` about the row `subject` (or nothing). `reason` may hold personal text: it is sealed under
    the row's key, or under its area's when it is `Outliving`.

    Raises UndeclaredEvent for an event or fact that no room declared.
    """
    events.check(event, facts)
    session = db.session()
    pending = Pending(
        at=int(now().timestamp() * 1_000_000),
        actor=session.info.get(ACTOR),
        event=event,
        object_type=subject.__tablename__ if subject is not None else "",
        object_uid=_uid_of(subject),
        key_uid=_key_of(subject, reason),
        area_uid=getattr(subject, "area_uid", None) or "",
        facts=json.dumps(facts, sort_keys=True, separators=(",", ":")) if facts else "",
        reason=reason,
    )
    session.info.setdefault(PENDING, []).append(pending)


def _key_of(subject: Any, reason: str | None) -> str:
    """Whose data key seals the reason: the row's, or its area's."""
    key = None if isinstance(reason, Outliving) else getattr(subject, "key_uid", None)
    return key or getattr(subject, "area_uid", None) or ""


def _uid_of(subject: Any) -> str:
    if subject is None:
        return ""
    if getattr(subject, "uid", None) is None:
        db.session.flush([subject])
    return str(subject.uid)


Mark = tuple[int, frozenset[Sealed]]


def mark() -> Mark:
    """Where the pending events and the rows written stand, for `rewind`. What is to be written already is written
    first, as a savepoint that is made next does: it is not undone with it."""
    db.session.flush()
    info = db.session().info
    return len(info.get(PENDING, ())), frozenset(info.get(WRITTEN, ()))


def rewind(to: Mark) -> None:
    """Forget the events recorded and the rows written since `mark` (their changes were rolled back)."""
    events, written = to
    info = db.session().info
    del info.get(PENDING, [])[events:]
    info.get(WRITTEN, set()).intersection_update(written)


def written_now(model: type[Sealed]) -> set[str]:
    """The uids of the rows of `model` that this transaction has written so far, which nobody else sees yet."""
    db.session.flush()
    return {_uid_of(row) for row in db.session().info.get(WRITTEN, ()) if isinstance(row, model)}


def _append(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    pending: list[Pending] = session.info.pop(PENDING, [])
    written: set[Sealed] = session.info.pop(WRITTEN, set())
    register = _register(session, written)
    if register and not pending:
        raise UnauditedWrite(register.split(" ", 1)[0])
    if not pending:
        return
    vault = current_vault()
    mac_key = vault.keyring.secret(Purpose.AUDIT, AUDIT_KEY).raw
    connection = session.connection()
    size, mac = connection.execute(_READ_HEAD).one()
    _refuse_to_go_back(session, size)
    keys = vault.keys_to_seal_with({entry.key_uid or NOBODY for entry in pending if entry.reason})
    rows = []
    for entry in pending:
        size += 1
        actor = entry.actor
        key_uid = entry.key_uid or NOBODY
        body = None
        if entry.reason:
            body = keys[key_uid].seal(
                entry.reason.encode("utf-8", "surrogatepass"), bound_fields("audit", str(size), entry.event)
            )
        link = Link(
            seq=size,
            at=entry.at,
            actor_uid=actor.user_uid if actor else NOBODY,
            session_ref=(actor.session_ref or actor.job or "")[:16] if actor else "",
            agency_uid=(actor.agency_uid or "") if actor else "",
            area_uid=entry.area_uid,
            event=entry.event,
            object_type=entry.object_type,
            object_uid=entry.object_uid,
            key_uid=key_uid,
            facts=entry.facts,
            written=register if entry is pending[-1] else "",
            body=body,
        )
        mac = link.mac(mac_key, mac)
        rows.append({**link._asdict(), "mac": mac})
    connection.execute(_ADD_ENTRY, rows)
    connection.execute(_MOVE_HEAD, {"to_size": size, "to_mac": mac})
    vault.highest_audit_size = size


def _register(session: Session, written: set[Sealed]) -> str:
    """A line for each row written. One that the session let go of since, as when somebody else acted, is read again."""
    lines: dict[tuple[str, str], str] = {}
    let_go = []
    for row in written:
        state = inspect(row)
        if state.deleted or state.was_deleted:
            lines[row.__tablename__, row.uid] = "- -"  # type: ignore[attr-defined]
        elif state.persistent:
            lines[row.__tablename__, row.uid] = f"{row.ver} {row_digest(row)}"  # type: ignore[attr-defined]
        elif state.detached:
            let_go.append(row)
    for model in {type(row) for row in let_go}:
        uids = {row.uid for row in let_go if type(row) is model}
        for table, uid, ver, digest in stored_digests(session.connection(), model, uids):
            lines.setdefault((table, uid), f"{ver} {digest}")
    return "\n".join(f"{table} {uid} {line}" for (table, uid), line in sorted(lines.items()))


def _refuse_to_go_back(_session: Session, size: int) -> None:
    if size < current_vault().highest_audit_size:
        raise AuditGoneBack(f"the audit holds {size} entries; this process has seen more")


def read_reason(entry: AuditEntry) -> str | None:
    """The sealed reason of an entry; None when there is none, or its subject was erased."""
    if entry.body is None:
        return None
    key = current_vault().keys([entry.key_uid]).get(entry.key_uid)
    if key is None or key.erased:
        return None
    return key.unseal(
        entry.body, bound_fields("audit", str(entry.seq), entry.event), f"audit entry {entry.seq}"
    ).decode("utf-8", "surrogatepass")


def _clear(session: Session, *_: object) -> None:
    if not session.in_nested_transaction():
        session.info.pop(PENDING, None)
        session.info.pop(WRITTEN, None)


def listen(session_target: Any) -> None:
    """Append to the audit before every commit of the sessions of `session_target`."""
    sqlalchemy_event.listen(session_target, "before_commit", _append)
    sqlalchemy_event.listen(session_target, "after_rollback", _clear)
