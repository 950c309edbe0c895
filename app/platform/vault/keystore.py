"""Where wrapped keys live: apart from the data, so that each is backed up by itself.

SQLite: a file of its own. PostgreSQL: a schema of its own (`keystore`), or a database of its own.
Destroying a row here erases everything it sealed, in every backup of the data.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from app.kernel.references import UID_LENGTH
from app.platform.database.types import Moment

SCHEMA = "keystore"
BATCH = 500

metadata = MetaData()

key_version = Table(
    "key_version",
    metadata,
    Column("purpose", String(16), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("retired_at", Moment),
)

data_key = Table(
    "data_key",
    metadata,
    Column("key_uid", String(UID_LENGTH), primary_key=True),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False, index=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
)

TOMBSTONE = 0
"""The generation of a key that was destroyed."""

WrappedKey = tuple[str, int, int, bytes]
"""key uid, generation, data version, wrapped key."""

LIVE = data_key.c.generation != TOMBSTONE
_FIND = "SELECT key_uid, generation, version, wrapped"


class KeyStore:
    """The store of wrapped keys. Every write here is committed at once: a key without a row is harmless,
    a row without its key is lost."""

    def __init__(self, engine: Engine) -> None:
        shared = engine.dialect.name == "postgresql"
        self.engine = engine.execution_options(schema_translate_map={None: SCHEMA}) if shared else engine
        self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    def create(self) -> None:
        """Make the tables where they are missing."""
        with self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
            metadata.create_all(connection)

    # key versions

    def active_version(self, purpose: str) -> int | None:
        newest = select(func.max(key_version.c.number)).where(key_version.c.purpose == purpose)
        number: int | None = self._read(newest)[0][0]
        return number

    def next_version(self, purpose: str) -> int:
        return (self.active_version(purpose) or 0) + 1

    def add_version(self, purpose: str, number: int, wrapped: bytes, at: datetime) -> None:
        with self.engine.begin() as connection:
            connection.execute(
                update(key_version)
                .where(key_version.c.purpose == purpose, key_version.c.retired_at.is_(None))
                .values(retired_at=at)
            )
            connection.execute(
                insert(key_version).values(purpose=purpose, number=number, wrapped=wrapped, created_at=at)
            )

    def wrapped_version(self, purpose: str, number: int) -> bytes | None:
        rows = self._read(
            select(key_version.c.wrapped).where(key_version.c.purpose == purpose, key_version.c.number == number)
        )
        return bytes(rows[0][0]) if rows else None

    def destroy_version(self, purpose: str, number: int) -> None:
        with self.engine.begin() as connection:
            connection.execute(
                delete(key_version).where(key_version.c.purpose == purpose, key_version.c.number == number)
            )

    # data keys

    def find(self, uids: Iterable[str]) -> list[WrappedKey]:
        """The wrapped keys of `uids` that there are, oldest generation first.

        Every page that opens a record asks this, so it goes to the driver directly: a third of the time of the same
        through the expression language, and no transaction to begin and end.
        """
        wanted = list(uids)
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            if self.engine.dialect.name == "postgresql":
                cursor.execute(f"{_FIND} FROM {SCHEMA}.data_key WHERE key_uid = ANY(%s) ORDER BY generation", (wanted,))
            else:
                marks = ",".join("?" * len(wanted))
                cursor.execute(f"{_FIND} FROM data_key WHERE key_uid IN ({marks}) ORDER BY generation", wanted)
            found: list[WrappedKey] = [tuple(row) for row in cursor.fetchall()]
            cursor.close()
            return found
        finally:
            connection.close()

    def add(self, keys: Sequence[WrappedKey], at: datetime) -> bool:
        """Add wrapped keys, all or none. False when another process was first with any of them."""
        rows = [
            {"key_uid": uid, "generation": generation, "version": version, "wrapped": wrapped, "created_at": at}
            for uid, generation, version, wrapped in keys
        ]
        try:
            with self.engine.begin() as connection:
                connection.execute(insert(data_key), rows)
        except IntegrityError:
            return False
        return True

    def destroy(self, uid: str, at: datetime) -> int:
        """Destroy every generation of a data key and leave a tombstone: erased is not the same as lost.

        Returns how many generations there were.
        """
        with self.engine.begin() as connection:
            destroyed = connection.execute(
                delete(data_key).where(data_key.c.key_uid == uid, data_key.c.generation != TOMBSTONE)
            ).rowcount
            if destroyed:
                connection.execute(
                    insert(data_key).values(key_uid=uid, generation=TOMBSTONE, version=0, wrapped=b"", created_at=at)
                )
            return destroyed

    def older_than(self, moment: datetime) -> list[str]:
        """The subjects whose newest data key was made before `moment`."""
        newest = func.max(data_key.c.created_at)
        rows = self._read(select(data_key.c.key_uid).where(LIVE).group_by(data_key.c.key_uid).having(newest < moment))
        return sorted(row[0] for row in rows)

    def count_by_version(self) -> dict[int, int]:
        rows = self._read(select(data_key.c.version, func.count()).where(LIVE).group_by(data_key.c.version))
        return {int(row[0]): int(row[1]) for row in rows}

    def _read(self, query: Select[Any]) -> Sequence[Any]:
        """Read outside a transaction: on SQLite one would begin as a writer, and wait for the writer it is part of."""
        with self._reading.connect() as connection:
            return connection.execute(query).all()

    def rewrap_batch(self, version: int, rewrap: Callable[[WrappedKey], bytes]) -> int:
        """Rewrap one batch of keys that are not yet under `version`, in one short transaction. Returns how many.

        What is left to do is in the rows themselves, so a killed run goes on where it stopped.
        """
        with self.engine.begin() as connection:
            rows = connection.execute(
                select(data_key.c.key_uid, data_key.c.generation, data_key.c.version, data_key.c.wrapped)
                .where(data_key.c.version < version, LIVE)
                .limit(BATCH)
                .with_for_update(skip_locked=True)
            ).all()
            if rows:
                connection.execute(
                    update(data_key)
                    .where(data_key.c.key_uid == bindparam("u"), data_key.c.generation == bindparam("g"))
                    .values(version=version, wrapped=bindparam("w")),
                    [{"u": row[0], "g": row[1], "w": rewrap((row[0], row[1], row[2], row[3]))} for row in rows],
                )
        return len(rows)
