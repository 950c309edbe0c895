"""The index of a process: built in the background, up to date at the start of every search, kept sealed for a restart.

What was written is known from the audit, where each transaction registers its sealed rows under the lock of the
chain's head (decision 0003): entry n is committed only after every entry before it, so nothing can be missed.
"""

import logging
from contextlib import suppress
from pathlib import Path
from threading import Event, RLock, Thread
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.platform.audit.chain import AuditEntry
from app.platform.identity import snapshot
from app.platform.identity.features import features
from app.platform.identity.index import Index, Match
from app.platform.identity.query import Query
from app.platform.identity.reading import Source, described, head_of, reading, written
from app.platform.identity.records import packed
from app.platform.identity.segment import Gathering
from app.platform.vault import Purpose, VaultError, current_vault

EXTENSION = "identity"
BATCH = 500
SAVED_EVERY = 500
"""Changes after which the sealed file is written anew."""
PATIENCE = 2.0
"""Seconds that a first search waits for the index of a small partnership."""

log = logging.getLogger(__name__)


_sources: list[Source] = []


def provide(source: Source) -> None:
    """Let the room of subjects say what is indexed."""
    _sources[:] = [source]


class IdentityService:
    """One a process and application."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self._app = app
        self._file = folder / snapshot.NAME
        self._lock = RLock()
        self._index: Index | None = None
        self._seq = 0
        """The last entry of the audit that was followed."""
        self._unsaved = 0
        self._started = False
        self._settled = Event()
        self.done, self.total = 0, 0

    # building

    def start(self) -> None:
        """Begin to build, in the background. Safe to call again; after a failure it tries again."""
        with self._lock:
            if self._started:
                return
            self._started = True
            self._settled.clear()
        Thread(target=self._build, name="identity-index", daemon=True).start()

    def ready(self, wait: float = 0.0) -> bool:
        """Whether searches are answered; waits so many seconds for it."""
        self._settled.wait(wait)
        return self._index is not None

    @property
    def percent(self) -> int:
        """How far building is."""
        if self._index is not None:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0

    def _build(self) -> None:
        try:
            with self._app.app_context():
                if not self._restore():
                    self._read_everything()
        except Exception as problem:  # noqa: BLE001 - the process serves on, and the next search tries again
            log.warning("the identity index could not be built: %s", type(problem).__name__)
            with self._lock:
                self._started = False
        finally:
            self._settled.set()

    def _restore(self) -> bool:
        """Take the sealed file, if it is of this database; what came after is followed."""
        source = _sources[0]
        kept = snapshot.load(self._file, current_vault().keyring, source.spellings)
        if kept is None:
            return False
        with reading() as session:
            if session.scalar(select(AuditEntry.mac).where(AuditEntry.seq == kept.seq)) != kept.mac:
                return False
        with self._lock:
            self._index, self._seq = Index(source.spellings, kept.segment), kept.seq
        return True

    def _read_everything(self) -> None:
        source, gathering = _sources[0], Gathering()
        with reading() as session:
            seq = head_of(session)
            self.done, self.total = 0, session.scalar(select(func.count()).select_from(source.model)) or 0
        last = ""
        while True:
            with reading() as session:
                found = select(source.model).where(source.model.uid > last).order_by(source.model.uid).limit(BATCH)
                rows = session.scalars(found).all()
                for record in described(rows, source):
                    found_by = features(record, source.spellings)
                    gathering.add(record.uid, record.area_uid, packed(record), found_by)
                if rows:
                    last = rows[-1].uid
            self.done += len(rows)
            if len(rows) < BATCH:
                break
        with self._lock:
            self._index, self._seq = Index(source.spellings, gathering.segment()), seq
            self._save(self._index)

    # searching

    def search(self, query: Query, **how: Any) -> list[Match]:
        """As `Index.search`, over everything committed before this call. Call it when `ready`."""
        return self.follow().search(query, **how)

    def follow(self) -> Index:
        """The index with every change committed until now."""
        with self._lock:
            index = self._index
            if index is None:
                raise LookupError("the identity index is not ready")
            with reading() as session:
                stale = self._catch_up(index, session)
            if stale or self._unsaved >= SAVED_EVERY:
                self._save(index)
            return index

    def _catch_up(self, index: Index, session: Session) -> bool:
        """Whether somebody was taken out: then a file is written that no longer knows them."""
        head = head_of(session)
        gone = head != self._seq and self._take_over(index, session, head)
        self._seq = head
        return gone

    def _take_over(self, index: Index, session: Session, head: int) -> bool:
        source = _sources[0]
        changed = sorted(written(session, source.model.__tablename__, self._seq, head))
        gone = False
        for start in range(0, len(changed), BATCH):
            uids = changed[start : start + BATCH]
            rows = session.scalars(select(source.model).where(source.model.uid.in_(uids))).all()
            found = {record.uid: record for record in described(rows, source)}
            for uid in uids:
                if uid in found:
                    index.put(found[uid])
                else:
                    gone = index.remove(uid) or gone
        self._unsaved += len(changed)
        return gone

    def _save(self, index: Index) -> None:
        """Write the sealed file. Not being able to is no reason not to search.

        The key is taken first. Whoever is erased afterwards destroys it, whoever was erased before is taken out now: so
        no file that opens holds anybody erased.
        """
        with suppress(OSError, VaultError), reading() as session:
            secret = current_vault().keyring.newest(Purpose.INDEX)
            self._catch_up(index, session)
            mac = session.scalar(select(AuditEntry.mac).where(AuditEntry.seq == self._seq))
            if mac is not None:
                snapshot.save(self._file, secret, snapshot.Kept(index.settle(), self._seq, mac), index.spellings)
                self._unsaved = 0


def init_identity(app: Flask, folder: Path) -> None:
    app.extensions[EXTENSION] = IdentityService(app, folder)


def identity_service() -> IdentityService:
    """The index of this process."""
    found: IdentityService = current_app.extensions[EXTENSION]
    return found
