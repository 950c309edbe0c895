"""By the clock: read the files that wait."""

from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.features.recorded_crime.domain.course import MOST_TRIES
from app.features.recorded_crime.models import CrimeFile
from app.features.recorded_crime.reading import note_progress, read_file
from app.kernel.clock import now
from app.kernel.errors import Refused
from app.platform import audit
from app.platform.database import db
from app.platform.jobs import job

log = structlog.get_logger(__name__)

audit.declare("crime-file.not_read")

BROKEN = "Load the file again: reading it was cut short three times"


@job("recorded-crime-read", every=timedelta(seconds=10), commits_itself=True)
def read_waiting() -> int:
    """Read every file that waits, the longest waiting first. One that fails does not stop the others; one that was cut
    short is begun again, and given up after some tries."""
    read = 0
    while (uid := _next()) is not None:
        try:
            _read(uid)
            read += 1
        except Refused as refused:
            db.session.rollback()
            _give_up(uid, refused.message)
        except Exception as problem:  # noqa: BLE001 - one must not stop the others
            db.session.rollback()
            log.error("crime_file.not_read", file=uid, problem=type(problem).__name__)
            if _file(uid).tries < MOST_TRIES:
                break  # it is tried again by the next run
            _give_up(uid, BROKEN)
    db.session.rollback()
    return read


def _next() -> str | None:
    waiting = CrimeFile.read_at.is_(None), CrimeFile.failed_at.is_(None)
    return db.session.scalar(select(CrimeFile.uid).where(*waiting).order_by(CrimeFile.loaded_at).limit(1))


def _file(uid: str) -> CrimeFile:
    return db.session.scalars(select(CrimeFile).where(CrimeFile.uid == uid).options(undefer(CrimeFile.content))).one()


def _read(uid: str) -> None:
    file = _file(uid)
    if file.tries >= MOST_TRIES:  # the worker was killed each time
        raise Refused(BROKEN, field="file")
    file.tries, file.done = file.tries + 1, 0
    data = file.content or b""
    db.session.commit()
    read_file(file, data, lambda rows: note_progress(uid, rows))
    db.session.commit()


def _give_up(uid: str, message: str) -> None:
    file = _file(uid)
    file.failed_at, file.problem, file.content = now(), message[:300], None
    audit.record("crime-file.not_read", file)
    db.session.commit()
