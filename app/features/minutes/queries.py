"""Reads of minutes. Who may read which part is in `models`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.features.meetings.interface import Meeting
from app.features.minutes.models import Minutes, MinutesCorrection, MinutesNotice, MinutesVersion
from app.kernel.errors import NotFound
from app.platform.access import Actor, fetch
from app.platform.database import db
from app.platform.database.memo import once_a_page

MINUTES, URGENT, NOTIFIER = "MINUTES", "URGENT", "NOTIFIER"


@once_a_page
def find_minutes(actor: Actor, meeting_uid: str) -> Minutes | None:
    return db.session.scalar(select(Minutes).where(Minutes.meeting_uid == meeting_uid))


def get_minutes(actor: Actor, meeting_uid: str) -> Minutes:
    """Raises NotFound."""
    minutes = find_minutes(actor, meeting_uid)
    if minutes is None:
        raise NotFound("minutes")
    return minutes


def hold(minutes: Minutes) -> None:
    """Hold the row until the end of the transaction, as it is now: of two presses of a button the second sees what the
    first wrote."""
    db.session.scalar(
        select(Minutes)
        .where(Minutes.uid == minutes.uid)
        .with_for_update(of=Minutes)
        .execution_options(populate_existing=True)
    )


# Versions -----------------------------------------------------------------------------------------------------------


def current_versions(actor: Actor, minutes: Minutes, *, issued: bool) -> dict[str, MinutesVersion]:
    """The latest version of each part the actor may see, or the latest that was `issued`, by uid of the part."""
    wanted = select(MinutesVersion.part_uid, func.max(MinutesVersion.number)).where(
        MinutesVersion.minutes_uid == minutes.uid
    )
    if issued:
        wanted = wanted.where(MinutesVersion.issued_round.is_not(None))
    latest = wanted.group_by(MinutesVersion.part_uid).subquery()
    part_uid, number = latest.c
    rows = select(MinutesVersion).join(
        latest, (MinutesVersion.part_uid == part_uid) & (MinutesVersion.number == number)
    )
    return {version.part_uid: version for version in db.session.scalars(rows)}


def list_versions(actor: Actor, minutes: Minutes, part_uid: str) -> Sequence[MinutesVersion]:
    """Every version of a part, oldest first. Raises NotFound when there is none for the actor."""
    rows = db.session.scalars(
        select(MinutesVersion)
        .where(MinutesVersion.minutes_uid == minutes.uid, MinutesVersion.part_uid == part_uid)
        .order_by(MinutesVersion.number)
    ).all()
    if not rows:
        raise NotFound("part")
    return rows


def latest_version(actor: Actor, minutes: Minutes, part_uid: str) -> MinutesVersion:
    """Raises NotFound."""
    version = db.session.scalar(
        select(MinutesVersion)
        .where(MinutesVersion.minutes_uid == minutes.uid, MinutesVersion.part_uid == part_uid)
        .order_by(MinutesVersion.number.desc())
        .limit(1)
    )
    if version is None:
        raise NotFound("part")
    return version


# Corrections and notices --------------------------------------------------------------------------------------------


def list_corrections(actor: Actor, minutes: Minutes) -> Sequence[MinutesCorrection]:
    """Those the actor may see, the oldest first."""
    return db.session.scalars(
        select(MinutesCorrection)
        .where(MinutesCorrection.minutes_uid == minutes.uid)
        .order_by(MinutesCorrection.proposed_at, MinutesCorrection.uid)
    ).all()


def get_correction(actor: Actor, uid: str) -> MinutesCorrection:
    """Raises NotFound."""
    return fetch(actor, MinutesCorrection, uid)


def count_unanswered(actor: Actor, minutes: Minutes) -> int:
    wanted = select(func.count(MinutesCorrection.uid)).where(
        MinutesCorrection.minutes_uid == minutes.uid, MinutesCorrection.answered_at.is_(None)
    )
    return db.session.scalar(wanted) or 0


def list_notices(actor: Actor, minutes: Minutes, kinds: Iterable[str] = (MINUTES,)) -> Sequence[MinutesNotice]:
    """Who is or was to be told: everybody for those who run the month, the actor's own otherwise."""
    return db.session.scalars(
        select(MinutesNotice)
        .where(MinutesNotice.minutes_uid == minutes.uid, MinutesNotice.kind.in_(sorted(kinds)))
        .order_by(MinutesNotice.round, MinutesNotice.uid)
    ).all()


# Home pages ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """Minutes that wait for somebody, with their meeting."""

    minutes: Minutes
    meeting: Meeting


def list_unfinished(actor: Actor) -> list[Waiting]:
    """Minutes that are not locked yet, for those who run the month; the oldest meeting first."""
    rows = db.session.execute(
        select(Minutes, Meeting)
        .join(Meeting, Meeting.uid == Minutes.meeting_uid)
        .where(Minutes.locked_at.is_(None))
        .order_by(Meeting.held_on)
    )
    return [Waiting(minutes, meeting) for minutes, meeting in rows]


def list_to_read(actor: Actor) -> list[Waiting]:
    """Minutes that were issued to the actor and that they have not said they read; the latest meeting first."""
    rows = db.session.execute(
        select(Minutes, Meeting)
        .join(Meeting, Meeting.uid == Minutes.meeting_uid)
        .join(MinutesNotice, MinutesNotice.minutes_uid == Minutes.uid)
        .where(
            MinutesNotice.user_uid == actor.user_uid,
            MinutesNotice.kind == MINUTES,
            MinutesNotice.read_at.is_(None),
            Minutes.issued_at.is_not(None),
        )
        .order_by(Meeting.held_on.desc())
    )
    found = {minutes.uid: Waiting(minutes, meeting) for minutes, meeting in rows}
    return list(found.values())
