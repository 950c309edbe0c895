"""What a leaver has in hand: the private link to their diary. It stops working, because it is in the leaver’s own
calendar program; what it showed is in the diary of whoever takes over."""

from sqlalchemy import select

from app.features.accounts.interface import handover
from app.features.accounts.models import User
from app.features.diary.models import Feed
from app.kernel.clock import now
from app.platform import audit
from app.platform.access import Actor
from app.platform.database import db


def feeds(user_uid: str) -> list[str]:
    return ["stops working: the dates move to the colleague’s calendar"] * len(_feeds(user_uid))


def end_feeds(_actor: Actor, leaver: User, _heir: User) -> int:
    ending = _feeds(leaver.uid)
    for feed in ending:
        feed.revoked_at = now()
        audit.record("diary.feed_revoked", feed)
    return len(ending)


def _feeds(user_uid: str) -> list[Feed]:
    return list(db.session.scalars(select(Feed).where(Feed.user_uid == user_uid, Feed.revoked_at.is_(None))))


handover.add_source("calendar", "Private calendar link", feeds, end_feeds, order=50)
