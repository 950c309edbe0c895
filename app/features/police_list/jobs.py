"""By the clock: read the long files, and forget what was kept long enough. PR-14(3), (10), R06, R07."""

from datetime import date, timedelta

import structlog
from sqlalchemy import or_, select, update

from app.features.partnership import interface as partnership
from app.features.police_list import keeping, queries, reference
from app.features.police_list.domain.course import MOST_TRIES, RowState
from app.features.police_list.models import Extract, ExtractWork, Row
from app.features.police_list.reading import keep_rows
from app.features.police_list.sheet import PATIENT, table_of
from app.features.police_list.taking_in import remembered
from app.kernel.clock import now, today
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.access import current_actor, fetch
from app.platform.database import db
from app.platform.jobs import job
from app.platform.workbook.reading import Unreadable

log = structlog.get_logger(__name__)

audit.declare("police.list_not_read")
audit.declare("police.rows_forgotten", facts={"rows"})
audit.declare("police.list_forgotten", facts={"what"})

AT_ONCE = 500
NEVER = date.max


@job("police-list-read", every=timedelta(seconds=10), commits_itself=True)
def read_waiting() -> int:
    """Read every file that was left to the worker, the longest waiting first. One that fails does not stop the others;
    one that was cut short is begun again, and given up after some tries."""
    read = 0
    while (uid := _next()) is not None:
        try:
            _read(uid)
            read += 1
        except (Refused, Unreadable) as problem:
            db.session.rollback()
            _give_up(uid, problem.problem if isinstance(problem, Unreadable) else "NO_TIME")
        except Exception as problem:  # noqa: BLE001 - one must not stop the others
            db.session.rollback()
            log.error("police.list_not_read", extract=uid, problem=type(problem).__name__)
            if not _tried_enough(uid):
                break  # it is tried again by the next run
            _give_up(uid, "BROKEN")
    db.session.rollback()
    return read


def _next() -> str | None:
    return db.session.scalar(
        select(Extract.uid)
        .join(ExtractWork, ExtractWork.extract_uid == Extract.uid)
        .where(
            Extract.read_at.is_(None),
            Extract.file_until.is_not(None),
            ExtractWork.queued_at.is_not(None),
            ExtractWork.failed_at.is_(None),
        )
        .order_by(ExtractWork.queued_at)
        .limit(1)
    )


def _read(uid: str) -> None:
    extract = fetch(current_actor(), Extract, uid)
    if extract.work.tries >= MOST_TRIES:  # the worker was killed each time
        raise RuntimeError("tried too often")
    extract.work.tries += 1
    extract.work.begun_at, extract.work.done = now(), 0
    begun = queries.rows_of(uid)
    for row in begun:
        db.session.delete(row)
    if begun:
        audit.record("police.rows_forgotten", rows=len(begun))
    db.session.commit()
    extract = fetch(current_actor(), Extract, uid)
    table = table_of(keeping.file_of(extract), reference.columns(), remembered(extract.area_uid), limits=PATIENT)
    keep_rows(extract, table, lambda done, rows: _progress(uid, done, rows))
    db.session.commit()


def _progress(uid: str, done: int, rows: int) -> None:
    """Say how far it is, and end the transaction; what was read is forgotten."""
    db.session.execute(update(ExtractWork).where(ExtractWork.extract_uid == uid).values(done=done, rows=rows))
    db.session.commit()
    db.session.expunge_all()


def _tried_enough(uid: str) -> bool:
    return fetch(current_actor(), Extract, uid).work.tries >= MOST_TRIES


def _give_up(uid: str, problem: str) -> None:
    extract = fetch(current_actor(), Extract, uid)
    extract.work.failed_at, extract.work.problem = now(), problem
    audit.record("police.list_not_read", extract)
    db.session.commit()


@job("police-list-forget", every=timedelta(minutes=30), commits_itself=True)
def forget() -> int:
    """Forget files that nobody named the columns of, rows that nobody accepted, what stood under headings that nobody
    knows, rows that have expired, and marks. Returns how many rows went."""
    _forget_files()
    _forget_marks()
    gone = 0
    while rows := _to_forget():
        for row in rows:
            if row.state == RowState.ACCEPTED and not _expired(row):
                row.unknown, row.put_right, row.keep_until = {}, {}, NEVER
            else:
                db.session.delete(row)
                gone += 1
        audit.record("police.rows_forgotten", rows=len(rows))
        db.session.commit()
        db.session.expunge_all()
    db.session.commit()
    return gone


def _to_forget() -> list[Row]:
    over = or_(Row.keep_until < today(), Row.expires_on < today())
    return list(db.session.scalars(select(Row).where(over).limit(AT_ONCE)))


def _expired(row: Row) -> bool:
    return row.expires_on is not None and row.expires_on < today()


def _forget_files() -> None:
    for extract in db.session.scalars(select(Extract).where(Extract.file_until <= now())).all():
        keeping.forget_file(extract)
        audit.record("police.list_forgotten", extract, what="FILE")


def _forget_marks() -> None:
    for area in partnership.list_areas():
        before = now() - timedelta(days=int(partnership.number("import.marks_keep", area.uid)))
        old = select(Extract).where(
            Extract.area_uid == area.uid, Extract.marks_key_uid.is_not(None), Extract.loaded_at < before
        )
        for extract in db.session.scalars(old).all():
            keeping.forget_marks(extract)
            audit.record("police.list_forgotten", extract, what="MARKS")
