"""The quarterly return of an area: what was counted at a moment, and each version of what was sent to the hub."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.access import Actor, Role, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed

AREAS_OWN = frozenset({Role.COORD, Role.CHAIR, Role.COMMISSIONER, Role.ANALYST})
"""Roles of the area itself: they read exact counts of it, sent or not."""


class ReachCount(Sealed, Base):
    """Everything counted for one area and quarter at one moment. It is made once and never changed, but that the cases
    of somebody who is erased are taken out of `people`: the counts stay true. PR-54.

    Sealed under the area's key: a small count may tell about somebody.
    """

    __tablename__ = "reach_count"
    __table_args__ = (Index("ix_reach_count_area", "area_uid", "year", "quarter"),)

    year: Mapped[str] = mapped_column(String(7))
    """The financial year, "2026/27"."""
    quarter: Mapped[int]
    """1 to 4; the first is April to June."""
    counted_at: Mapped[datetime]
    counted_by_uid: Mapped[str] = mapped_column(Uid)

    figures = sealed(dict)
    """By uid of the intervention (and `ALL`), by period, by cell: the count. See `domain.cells`."""
    people = sealed(dict)
    """The same keys, to the uids of the cases that were counted."""
    words = sealed(dict)
    """By uid of the intervention: name, provider, level and the like, as they stood."""


class ReachReturn(Sealed, Base):
    """One version of an area's return for a quarter. Its state follows from these moments (`domain.states`).

    A version that was sent back, or locked and found wrong, is followed by another beside it; none is changed after it
    was sent, but by what the hub says of it.
    """

    __tablename__ = "reach_return"
    __table_args__ = (UniqueConstraint("area_uid", "year", "quarter", "version"),)

    year: Mapped[str] = mapped_column(String(7))
    quarter: Mapped[int]
    version: Mapped[int]
    count_uid: Mapped[str] = mapped_column(ForeignKey("reach_count.uid"), index=True)
    begun_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_by_uid: Mapped[str | None] = mapped_column(Uid)
    returned_at: Mapped[datetime | None]
    returned_by_uid: Mapped[str | None] = mapped_column(Uid)
    validated_at: Mapped[datetime | None]
    validated_by_uid: Mapped[str | None] = mapped_column(Uid)
    locked_at: Mapped[datetime | None]
    locked_by_uid: Mapped[str | None] = mapped_column(Uid)

    said = sealed(dict)
    """By uid of the intervention: what the area says of risks, and a case study."""
    returned_why = sealed(str | None)
    corrects_why = sealed(str | None)
    """Why a return that was locked is corrected by this version."""

    count: Mapped[ReachCount] = relationship(lazy="raise_on_sql")


def _return_rule(actor: Actor) -> ColumnElement[bool]:
    """The area's own people, all of it; the hub, what was sent to it."""
    here = area_rule(ReachReturn, actor)
    if actor.is_system or actor.is_any(AREAS_OWN):
        return here
    return and_(here, ReachReturn.submitted_at.is_not(None))


protect(ReachCount, lambda actor: area_rule(ReachCount, actor))
protect(ReachReturn, _return_rule)
