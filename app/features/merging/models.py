"""What people said of two who may be the same, and two records of one person that were joined. PR-13."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.features.cases.visibility import sees_whole_area, subject_not_locked_out
from app.platform.access import Actor, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class Pair(Sealed, Base):
    """Two people who may be the same, and what was said of it. Sealed under a key of its own.

    `first_uid` is the lower of the two. On the review list while `found_on` is set.
    """

    __tablename__ = "person_pair"
    __table_args__ = (
        Index("uq_person_pair_first_uid_second_uid", "first_uid", "second_uid", unique=True),
        Index("ix_person_pair_area", "area_uid", "found_on", "strength"),
    )

    first_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"))
    second_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"), index=True)
    verdict: Mapped[str | None] = mapped_column(String(9))
    """SAME, DIFFERENT or UNDECIDED: the last thing somebody said."""
    strength: Mapped[int] = mapped_column(default=0)
    """How much speaks for it, for the order of the list alone: likely ones have a thousand more than possible ones."""
    found_on: Mapped[date | None]
    """Since when it waits on the review list."""
    said_at: Mapped[datetime | None]
    said_by_uid: Mapped[str | None] = mapped_column(Uid)
    again_on: Mapped[date | None]
    """When a pair nobody could tell comes back."""

    reason = sealed(str | None)
    picture = sealed(list)
    """The signs, in words without personal data, as they stood when something was last said."""
    signs = sealed(list)
    """The signs that put it on the list."""


class Merge(Sealed, Base):
    """One record joined to another of the same person. Sealed under a key of its own, which an erasure of either
    destroys too."""

    __tablename__ = "person_merge"
    __table_args__ = (
        Index(
            "uq_person_merge_away",
            "away_uid",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index("ix_person_merge_area", "area_uid", "merged_at"),
    )

    kept_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"), index=True)
    away_uid: Mapped[str] = mapped_column(ForeignKey("subject.uid"))
    away_reference: Mapped[str] = mapped_column(String(16), index=True)
    merged_at: Mapped[datetime]
    merged_by_uid: Mapped[str] = mapped_column(Uid)
    until: Mapped[date]
    """The last day on which it can be taken apart."""
    undone_at: Mapped[datetime | None]
    undone_by_uid: Mapped[str | None] = mapped_column(Uid)
    purged_on: Mapped[date | None]
    """When the state before was forgotten."""

    reason = sealed(str)
    undone_reason = sealed(str | None)
    before = sealed(dict)
    """The facts of the record that was kept, as they were."""
    after = sealed(dict)
    """Its facts as they were when the two had been joined."""
    changes = sealed(list)
    """Everything else that was changed: table, uid, and each value before and after."""
    there = sealed(dict)
    """What was there when they were joined: uids of cases, entries, standings and memberships of networks."""


def _pair_rule(actor: Actor) -> ColumnElement[bool]:
    """Those who run the month, and of nobody they are locked out of."""
    if not sees_whole_area(actor):
        return false()
    return and_(
        area_rule(Pair, actor),
        subject_not_locked_out(Pair.first_uid, actor),
        subject_not_locked_out(Pair.second_uid, actor),
    )


def _merge_rule(actor: Actor) -> ColumnElement[bool]:
    """Of a person the actor may see, everybody: an old reference leads on. Pages are for those who may merge."""
    return and_(
        area_rule(Merge, actor),
        subject_not_locked_out(Merge.kept_uid, actor),
        subject_not_locked_out(Merge.away_uid, actor),
    )


protect(Pair, _pair_rule)
protect(Merge, _merge_rule)
