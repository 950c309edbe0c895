"""Telling people what was issued: one at a time, each in a transaction of its own.

Whoever is told has a row; the mail, what they may read of it and the note that they were told are one transaction. Cut
short at any moment, the next run goes on with those who have not been told.
"""

from datetime import timedelta

import structlog
from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.accounts.models import User
from app.features.meetings import interface as meetings
from app.features.minutes import mails, queries
from app.features.minutes.content import ItemContent
from app.features.minutes.models import Minutes, MinutesNotice
from app.features.minutes.queries import MINUTES, NOTIFIER, URGENT
from app.features.notifications import interface as notifications
from app.kernel.clock import now
from app.platform import audit
from app.platform.access import Actor, acting_as, current_actor, fetch
from app.platform.database import db
from app.platform.jobs import job

log = structlog.get_logger(__name__)


@job("minutes-tell", every=timedelta(minutes=1), commits_itself=True)
def tell_waiting() -> int:
    """Tell everybody who waits. One who cannot be told does not stop the others, and is tried again next time.

    Returns how many were told.
    """
    actor = current_actor()
    told, failed = 0, set[str]()
    while (uid := _next(failed)) is not None:
        try:
            _tell(actor, uid)
            db.session.commit()
            told += 1
        except Exception as problem:  # noqa: BLE001 - one must not stop the others
            db.session.rollback()
            failed.add(uid)
            log.error("minutes.not_told", notice=uid, problem=type(problem).__name__)
    db.session.rollback()
    return told


def _next(failed: set[str]) -> str | None:
    """The one who has waited longest, held until they are told."""
    return db.session.scalar(
        select(MinutesNotice.uid)
        .where(MinutesNotice.told_at.is_(None), MinutesNotice.uid.not_in(sorted(failed)))
        .order_by(MinutesNotice.queued_at, MinutesNotice.uid)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _tell(actor: Actor, uid: str) -> None:
    notice = fetch(actor, MinutesNotice, uid)
    user = accounts.get_user(actor, notice.user_uid)
    parts = _readable(user, notice.minutes_uid) if notice.kind == MINUTES and accounts.may_sign_in(user) else {}
    # Acting as the reader forgot what was loaded.
    notice, user = fetch(actor, MinutesNotice, uid), accounts.get_user(actor, user.uid)
    minutes = fetch(actor, Minutes, notice.minutes_uid)
    meeting = meetings.get_meeting(actor, minutes.meeting_uid)
    if notice.kind == NOTIFIER:
        _tell_notifier(actor, notice, minutes)
    elif notice.kind == URGENT:
        mails.tell_of_urgent_actions(user, notice, meeting)
    elif parts:
        mails.tell_of_minutes(user, notice, minutes, meeting)
    notice.parts = parts
    notice.told_at = now()
    audit.record(
        "minutes.told",
        minutes,
        kind=notice.kind,
        round=notice.round,
        user_uid=user.uid,
        agency_uid=user.agency_uid,
        parts=len(parts),
    )


def _readable(user: User, minutes_uid: str) -> dict[str, int]:
    """The version of each part that is disclosed to somebody: asked for as themself, so that every rule holds."""
    with acting_as(accounts.actor_for(user)) as reader:
        minutes = fetch(reader, Minutes, minutes_uid)
        versions = queries.current_versions(reader, minutes, issued=True)
        return {uid: version.number for uid, version in versions.items()}


def _tell_notifier(actor: Actor, notice: MinutesNotice, minutes: Minutes) -> None:
    """What was minuted for them, unless the coordinator left it out or the person has been erased. PR-35."""
    notification = notifications.notification_for_change(actor, notice.object_uid)
    versions = queries.current_versions(actor, minutes, issued=True).values()
    for version in versions:
        if version.case_uid == notification.case_uid and version.content:
            words = ItemContent.from_json(version.content).notifier
            if words:
                notifications.tell_outcome(
                    actor=actor, notification=notification, text=words, by_uid=minutes.issued_by_uid or ""
                )
