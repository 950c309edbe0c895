"""Feeds: one's own, and what a link shows to whoever holds it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.diary.entries import calendar_for, entries_of
from app.features.diary.models import Feed
from app.features.partnership import interface as partnership
from app.kernel.clock import now
from app.kernel.errors import NotFound
from app.platform.access import Actor, acting_as, fetch, system_actor
from app.platform.database import db
from app.platform.icalendar import PUBLISH
from app.platform.vault import current_vault, open_all

NAME = "Concord"


@dataclass(frozen=True)
class Reading:
    """A diary as a calendar program gets it; `digest` changes with its content, and `changed_at` says when it did."""

    body: bytes
    digest: str
    changed_at: datetime


def token_digest(token: str) -> bytes:
    """The keyed digest of a link's secret."""
    return current_vault().keyring.token("diary.feed", token)


def my_feed(actor: Actor) -> Feed | None:
    """The link of whoever acts that works now."""
    return db.session.scalar(select(Feed).where(Feed.user_uid == actor.user_uid, Feed.revoked_at.is_(None)))


def read_feed(token: str) -> Reading:
    """The diary behind a link, as its owner may see it now; that it was read is noted. Raises NotFound for a link that
    is not there or was taken back, and when its owner may not sign in any more (PR-02)."""
    with acting_as(system_actor("diary-feed", partnership.every_area_uid())) as system:
        feed = db.session.scalar(
            select(Feed).where(Feed.token_digest == token_digest(token), Feed.revoked_at.is_(None))
        )
        if feed is None:
            raise NotFound("feed")
        open_all([feed])
        owner = accounts.get_user(system, feed.user_uid)
        if not accounts.may_sign_in(owner):
            raise NotFound("feed")
        actor = accounts.actor_for(owner)
    with acting_as(actor):
        body = calendar_for(entries_of(actor.user_uid, actor.area_uids), method=PUBLISH, name=NAME)
        digest = hashlib.sha256(body).hexdigest()
        reading = fetch(actor, Feed, feed.uid).reading
        reading.read_at = now()
        if reading.digest != digest or reading.changed_at is None:
            reading.digest, reading.changed_at = digest, now()
        return Reading(body, digest, reading.changed_at)
