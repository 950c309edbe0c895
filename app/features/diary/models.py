"""Private calendar feeds."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, String, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.access import Actor, protect
from app.platform.database import Base, Uid
from app.platform.vault import Sealed


class Feed(Sealed, Base):
    """A private link to somebody's diary. Only the keyed digest of its secret is kept, and the row is sealed, so that
    nobody gives themselves another person's diary in the database."""

    __tablename__ = "diary_feed"

    user_uid: Mapped[str] = mapped_column(Uid, index=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    reading: Mapped["FeedReading"] = relationship(lazy="joined")


class FeedReading(Base):
    """When a feed was read last, and what was read. Plain: it moves with every reading, and decides nothing."""

    __tablename__ = "diary_reading"

    feed_uid: Mapped[str] = mapped_column(ForeignKey("diary_feed.uid"), primary_key=True)
    read_at: Mapped[datetime | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    """Of what was read last, as a calendar program is told (ETag)."""
    changed_at: Mapped[datetime | None]
    """When it was first read like that."""


def _feed_rule(actor: Actor) -> ColumnElement[bool]:
    """One's own; the system looks up whose a link is."""
    return true() if actor.is_system else Feed.user_uid == actor.user_uid


protect(Feed, _feed_rule)
