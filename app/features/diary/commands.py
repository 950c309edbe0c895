"""A private link to one's diary: made, shown once, taken back."""

import secrets

from app.features.diary.models import Feed, FeedReading
from app.features.diary.queries import my_feed, token_digest
from app.kernel.clock import now
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db

audit.declare("diary.feed_created", facts={"replaced"})
audit.declare("diary.feed_revoked")


def create_feed(*, actor: Actor) -> str:
    """A new link for whoever acts; the one before stops working. Returns its secret, which is not kept."""
    area_uid = actor.area_uid
    before = my_feed(actor)
    if before is not None:
        before.revoked_at = now()
    token = secrets.token_urlsafe(32)
    feed = Feed(
        key_uid=actor.user_uid,
        agency_uid=actor.agency_uid,
        area_uid=area_uid,
        user_uid=actor.user_uid,
        token_digest=token_digest(token),
        created_at=now(),
        reading=FeedReading(),
    )
    db.session.add(feed)
    db.session.flush()
    audit.record("diary.feed_created", feed, replaced=before is not None)
    return token


def revoke_feed(*, actor: Actor) -> bool:
    """The link stops working at once. False: there is none."""
    feed = my_feed(actor)
    if feed is None:
        return False
    feed.revoked_at = now()
    audit.record("diary.feed_revoked", feed)
    return True
