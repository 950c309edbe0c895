"""What the index reads of the database: the rows it describes, and which of them were written since."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.platform.access.binding import see_every_area
from app.platform.audit.chain import AuditEntry, AuditHead
from app.platform.database.base import db
from app.platform.identity.records import Record
from app.platform.identity.spellings import Spellings
from app.platform.vault import VaultError, is_erased

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Source:
    """Whose rows are indexed. `describe` gives the record of an open row, or None for one that nobody shall find."""

    model: Any
    describe: Callable[[Any], Record | None]
    spellings: Spellings


@contextmanager
def reading() -> Iterator[Session]:
    """A session of its own that sees what is committed, of every area: only the index may, and it shows nothing by
    itself. On SQLite without a transaction, which would begin as a writer and wait for the request it is part of."""
    connection = db.engine.connect()
    try:
        if connection.dialect.name == "sqlite":
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        see_every_area(connection)
        with Session(bind=connection) as session:
            yield session
    finally:
        connection.close()


def head_of(session: Session) -> int:
    return session.scalar(select(AuditHead.size)) or 0


def written(session: Session, table: str, after: int, until: int) -> set[str]:
    """The uids of the rows of a table that were written in a part of the audit."""
    before = f"{table} "
    entries = session.scalars(
        select(AuditEntry.written).where(
            AuditEntry.seq > after, AuditEntry.seq <= until, AuditEntry.written.contains(before, autoescape=True)
        )
    )
    return {line.split(" ")[1] for lines in entries for line in lines.split("\n") if line.startswith(before)}


def described(rows: Iterable[Any], source: Source) -> Iterator[Record]:
    """A row that does not open is left out: whoever opens its page is told, and searching goes on for the others."""
    for row in rows:
        try:
            record = None if is_erased(row) else source.describe(row)
        except VaultError:
            log.warning("a row of %s does not open and is not indexed: %s", source.model.__tablename__, row.uid)
            continue
        if record is not None:
            yield record
