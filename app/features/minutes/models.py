"""Minutes of a meeting: their course, every version of their words, corrections proposed, and who was told."""

from datetime import date, datetime

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, false, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.features.cases.visibility import in_visible_case, sees_whole_area
from app.platform.access import Actor, Permission, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed


class Minutes(Sealed, Base):
    """The minutes of one meeting. Sealed under the area's key. State is computed by `domain.course.minutes_state`."""

    __tablename__ = "minutes"

    meeting_uid: Mapped[str] = mapped_column(ForeignKey("meeting.uid"), unique=True)
    drafted_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    """When the draft went to the chair."""
    approved_at: Mapped[datetime | None]
    approved_by_uid: Mapped[str | None] = mapped_column(Uid)
    issued_at: Mapped[datetime | None]
    issued_by_uid: Mapped[str | None] = mapped_column(Uid)
    rounds: Mapped[int] = mapped_column(default=0)
    """How often they were issued: the first time, and once more for each set of corrections."""
    corrections_until: Mapped[date | None]
    urgent_out_at: Mapped[datetime | None]
    """When the urgent actions and the log of decisions were issued."""
    locked_at: Mapped[datetime | None]
    locked_by_uid: Mapped[str | None] = mapped_column(Uid)

    returned_reason = sealed(str | None)
    """What the chair wants changed, when the draft came back."""
    locked_reason = sealed(str | None)
    """Why another chair signed in place of whoever chaired the meeting."""


class MinutesVersion(Sealed, Base):
    """One version of one part: an item, sealed under its subject's key, or the general part, under the area's."""

    __tablename__ = "minutes_version"
    __table_args__ = (UniqueConstraint("part_uid", "number"),)

    minutes_uid: Mapped[str] = mapped_column(ForeignKey("minutes.uid"), index=True)
    part_uid: Mapped[str] = mapped_column(Uid)
    """The agenda item; for the general part, the minutes."""
    case_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    number: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by_uid: Mapped[str] = mapped_column(Uid)
    issued_round: Mapped[int | None]

    content = sealed(dict)
    """`content.ItemContent` or `content.GeneralContent` as JSON."""


class MinutesCorrection(Sealed, Base):
    """What an agency that was there wants put right. Sealed like the part it is about."""

    __tablename__ = "minutes_correction"

    minutes_uid: Mapped[str] = mapped_column(ForeignKey("minutes.uid"), index=True)
    part_uid: Mapped[str] = mapped_column(Uid)
    case_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    proposed_at: Mapped[datetime]
    proposed_by_uid: Mapped[str] = mapped_column(Uid)
    answered_at: Mapped[datetime | None]
    answered_by_uid: Mapped[str | None] = mapped_column(Uid)
    accepted: Mapped[bool | None]

    wrong = sealed(str)
    instead = sealed(str)
    answer = sealed(str | None)


class MinutesNotice(Base):
    """Somebody to be told, once. The worker tells one at a time and notes it in the same transaction."""

    __tablename__ = "minutes_notice"
    __table_args__ = (
        UniqueConstraint("minutes_uid", "kind", "round", "user_uid", "object_uid"),
        Index("ix_minutes_notice_told_at", "told_at", "queued_at"),
    )

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid)
    minutes_uid: Mapped[str] = mapped_column(ForeignKey("minutes.uid"))
    kind: Mapped[str] = mapped_column(String(10))
    """MINUTES, URGENT or NOTIFIER."""
    round: Mapped[int]
    user_uid: Mapped[str] = mapped_column(Uid, index=True)
    object_uid: Mapped[str] = mapped_column(String(26), default="")
    """The notification of a notifier."""
    parts: Mapped[dict[str, int]] = mapped_column(JSON)
    """What they may read of it: the number of the version by uid of the part."""
    queued_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]


def _minutes_rule(actor: Actor) -> ColumnElement[bool]:
    if sees_whole_area(actor):
        return area_rule(Minutes, actor)
    if not actor.may(Permission.MEETING_VIEW):
        return false()
    return and_(area_rule(Minutes, actor), or_(Minutes.issued_at.is_not(None), Minutes.urgent_out_at.is_not(None)))


def _general(model: type[MinutesVersion | MinutesCorrection], actor: Actor) -> ColumnElement[bool]:
    """The general part is for everybody who comes to meetings."""
    return model.case_uid.is_(None) if actor.may(Permission.MEETING_VIEW) else false()


def _version_rule(actor: Actor) -> ColumnElement[bool]:
    readable = in_visible_case(MinutesVersion, actor, also=_general(MinutesVersion, actor))
    return readable if sees_whole_area(actor) else and_(readable, MinutesVersion.issued_round.is_not(None))


def _correction_rule(actor: Actor) -> ColumnElement[bool]:
    """Those who run the month see all of them, an agency its own."""
    readable = in_visible_case(MinutesCorrection, actor, also=_general(MinutesCorrection, actor))
    return readable if sees_whole_area(actor) else and_(readable, MinutesCorrection.agency_uid == actor.agency_uid)


def _notice_rule(actor: Actor) -> ColumnElement[bool]:
    in_area = area_rule(MinutesNotice, actor)
    return in_area if sees_whole_area(actor) else and_(in_area, MinutesNotice.user_uid == actor.user_uid)


protect(Minutes, _minutes_rule)
protect(MinutesVersion, _version_rule)
protect(MinutesCorrection, _correction_rule)
protect(MinutesNotice, _notice_rule)
