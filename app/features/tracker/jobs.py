"""By the clock: write the files that were asked for, and forget those that have expired.

A file is kept whole, in one transaction, or not at all. A worker that is killed leaves an export that was not written:
the next one begins it again, and gives up after `MOST_TRIES`.
"""

import base64
from datetime import timedelta

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import defer

from app.features.accounts import interface as accounts
from app.features.partnership import interface as partnership
from app.features.tracker.domain import MOST_TRIES, Form
from app.features.tracker.importing import jobs as importing  # noqa: F401 - its job is known by being imported
from app.features.tracker.models import Export, ExportPiece, ExportWork
from app.features.tracker.writing import Wanted, Writer, Written
from app.kernel.clock import now
from app.kernel.errors import NotPermitted
from app.platform import audit
from app.platform.access import Actor, Permission, acting_as, current_actor, fetch
from app.platform.database import db
from app.platform.jobs import job
from app.platform.vault import destroy_after_commit

log = structlog.get_logger(__name__)

audit.declare("tracker.written", facts={"actions", "assurance", "cases", "hidden", "names"})
audit.declare("tracker.not_written")
audit.declare("tracker.expired")

PIECE = 768 * 1024
"""Bytes of a piece: a megabyte in base 64."""


@job("tracker-write", every=timedelta(seconds=10), commits_itself=True)
def write_waiting() -> int:
    """Write every file that waits, the longest first. Returns how many were written; one that fails does not stop the
    others."""
    system = current_actor()
    written = 0
    while (uid := _next()) is not None:
        try:
            _write(system, uid)
            written += 1
        except Exception as problem:  # noqa: BLE001 - one must not stop the others
            db.session.rollback()
            log.error("tracker.not_written", export=uid, problem=type(problem).__name__)
            if _give_up(system, uid):
                continue
            break  # it is tried again by the next run
    db.session.rollback()
    return written


def _next() -> str | None:
    return db.session.scalar(
        select(Export.uid)
        .join(ExportWork, ExportWork.export_uid == Export.uid)
        .where(Export.written_at.is_(None), ExportWork.failed_at.is_(None))
        .order_by(Export.asked_at, Export.reference)
        .limit(1)
    )


def _write(system: Actor, uid: str) -> None:
    export = fetch(system, Export, uid)
    if export.work.tries >= MOST_TRIES:  # the worker was killed each time
        raise RuntimeError("tried too often")
    export.work.tries += 1
    export.work.begun_at, export.work.done = now(), 0
    db.session.commit()
    export = fetch(system, Export, uid)
    user = accounts.get_user(system, export.user_uid)
    reader = accounts.actor_for(user)
    if not accounts.may_sign_in(user) or not reader.may(Permission.ACTION_EXPORT):
        raise NotPermitted
    wanted = Wanted(
        uid=export.uid,
        reference=export.reference,
        form=Form(export.form),
        names=export.names,
        filters=dict(export.filters),
        exported_by=user.name,
        asked_at=export.asked_at,
        reason=export.reason,
        recipient=export.recipient,
        recipient_uid=export.recipient_uid,
        gateway=export.gateway,
        destroy_on=export.destroy_on,
        password=export.password,
    )
    db.session.commit()
    with acting_as(reader) as actor:
        written = Writer(actor, wanted, lambda done, rows: _progress(uid, done, rows)).write()
    _keep(system, uid, written)
    db.session.commit()


def _progress(uid: str, done: int, rows: int) -> None:
    """Say how far it is, and end the transaction; what was read is forgotten."""
    db.session.execute(update(ExportWork).where(ExportWork.export_uid == uid).values(done=done, rows=rows))
    db.session.commit()
    db.session.expunge_all()


def _keep(system: Actor, uid: str, written: Written) -> None:
    export = fetch(system, Export, uid)
    for number, start in enumerate(range(0, len(written.data), PIECE)):
        content = base64.b64encode(written.data[start : start + PIECE]).decode("ascii")
        db.session.add(
            ExportPiece(key_uid=uid, area_uid=export.area_uid, export_uid=uid, number=number, content=content)
        )
    hours = float(partnership.number("tracker.file", export.area_uid))
    export.written_at, export.expires_at = now(), now() + timedelta(hours=hours)
    export.actions, export.assurance, export.hidden = written.actions, written.assurance, written.hidden
    export.cases, export.condition = sorted(written.cases), written.condition
    audit.record(
        "tracker.written",
        export,
        names=export.names,
        actions=written.actions,
        assurance=written.assurance,
        hidden=written.hidden,
        cases=len(written.cases),
    )


def _give_up(system: Actor, uid: str) -> bool:
    """Whether it has been tried often enough."""
    export = fetch(system, Export, uid)
    if export.work.tries < MOST_TRIES:
        return False
    export.work.failed_at = now()
    export.password = None
    audit.record("tracker.not_written", export)
    db.session.commit()
    return True


@job("tracker-forget", every=timedelta(minutes=10))
def forget() -> int:
    """Delete the files that have expired, and destroy their keys. The register keeps its entries."""
    expired = db.session.scalars(select(Export).where(Export.expires_at <= now(), Export.deleted_at.is_(None))).all()
    for export in expired:
        pieces = select(ExportPiece).where(ExportPiece.export_uid == export.uid).options(defer(ExportPiece.payload))
        for piece in db.session.scalars(pieces):
            db.session.delete(piece)
        export.deleted_at, export.password = now(), None
        audit.record("tracker.expired", export)
    destroy_after_commit(db.session(), [export.uid for export in expired])
    return len(expired)
