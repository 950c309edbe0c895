"""Private calendar feeds."""

from datetime import datetime

from sqlalchemy import ColumnElement, LargeBinary, String, true
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.access import Actor, protect
from app.platform.database import Base, Uid
from app.platform.vault import Sealed


class Feed(Sealed, Base):
    """A private link to somebody's diary. Only the keyed digest of its secret is kept, and the row is sealed, so that
    nobody gives themselves another person's diary in the database."""

    __tablename__ = "diary_feed"
    UNBOUND = {
        "read_at": "moves with every reading",
        "content_digest": "follows from what was read last",
        "changed_at": "follows from what was read last",
    }

    user_uid: Mapped[str] = mapped_column(Uid, index=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    content_digest: Mapped[str | None] = mapped_column(String(64))
    """What was read last, as a calendar program is told (ETag)."""
    changed_at: Mapped[datetime | None]
    """When it was first read like that."""


def _feed_rule(actor: Actor) -> ColumnElement[bool]:
    """One's own; the system looks up whose a link is."""
    return true() if actor.is_system else Feed.user_uid == actor.user_uid


protect(Feed, _feed_rule)
