"""The chain: each entry carries a keyed digest over itself and the one before."""

import hashlib
import hmac
from typing import NamedTuple

from sqlalchemy import BigInteger, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database.base import Base, Uid

SEPARATOR = "\x1f"
START = bytes(32)


class AuditEntry(Base):
    """One event. `seq` is the primary key, so that a fork of the chain is a unique violation."""

    __tablename__ = "audit_entry"
    __table_args__ = {"info": {"grants": "SELECT, INSERT"}}

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BigInteger)
    """Microseconds since 1970, UTC."""
    actor_uid: Mapped[str] = mapped_column(Uid, index=True)
    session_ref: Mapped[str] = mapped_column(String(16))
    agency_uid: Mapped[str] = mapped_column(Uid)
    area_uid: Mapped[str] = mapped_column(Uid)
    event: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_uid: Mapped[str] = mapped_column(Uid, index=True)
    key_uid: Mapped[str] = mapped_column(Uid)
    """Whose data key seals the body."""
    facts: Mapped[str] = mapped_column(Text)
    written: Mapped[str] = mapped_column(Text)
    """The sealed rows written in this transaction, a line each: table, uid, version, digest (`- -`: deleted)."""
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    mac: Mapped[bytes] = mapped_column(LargeBinary)


class AuditHead(Base):
    """Where the chain ends. One row; its lock orders the appends."""

    __tablename__ = "audit_head"
    __table_args__ = {"info": {"grants": "SELECT, UPDATE"}}

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
    mac: Mapped[bytes] = mapped_column(LargeBinary)


class Link(NamedTuple):
    """What the digest of an entry covers, in the order of the columns."""

    seq: int
    at: int
    actor_uid: str
    session_ref: str
    agency_uid: str
    area_uid: str
    event: str
    object_type: str
    object_uid: str
    key_uid: str
    facts: str
    written: str
    body: bytes | None

    def mac(self, key: bytes, previous: bytes) -> bytes:
        body = hashlib.sha256(self.body).digest() if self.body is not None else b""
        text = SEPARATOR.join(map(str, self[:12]))
        return hmac.digest(key, previous + text.encode() + SEPARATOR.encode() + body, "sha256")
