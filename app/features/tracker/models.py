"""The register of exports: what left, to whom, why, by which power, and when the copy is to be destroyed. PR-22, PR-46.

The finished file is kept in pieces, each sealed under the export's own key: when the file expires the key is destroyed,
so that no copy of the database opens it any more. The entry in the register stays.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.access import RUNS_THE_MONTH, Actor, Permission, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class Export(Sealed, Base):
    """One copy for one recipient; its reference is the copy's number. Sealed under the area's key.

    State is computed by `domain.export_state`.
    """

    __tablename__ = "tracker_export"
    __table_args__ = (Index("ix_tracker_export_area", "area_uid", "asked_at"),)

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    user_uid: Mapped[str] = mapped_column(Uid, index=True)
    """Who made it, and alone may fetch it."""
    form: Mapped[str] = mapped_column(String(16))
    """A code of `domain.Form`."""
    names: Mapped[bool]
    """Whether it names people and holds what was written about them."""
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    """As they stand in an address: codes, uids and dates."""
    recipient_uid: Mapped[str | None] = mapped_column(Uid)
    """The recipient's agency."""
    gateway: Mapped[str | None] = mapped_column(String(28))
    basis: Mapped[str | None] = mapped_column(String(28))
    condition: Mapped[str | None] = mapped_column(String(28))
    asked_at: Mapped[datetime]
    destroy_on: Mapped[date | None]
    """When the recipient is to have destroyed the copy; None for one without names."""
    written_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    """When Concord forgets the file."""
    actions: Mapped[int | None]
    assurance: Mapped[int | None]
    hidden: Mapped[int | None]
    """Rows about a case that whoever exported it may not see."""
    fetched_at: Mapped[datetime | None]
    """When it was first downloaded."""
    password_shown_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    """When the file was deleted."""

    reason = sealed(str)
    recipient = sealed(str | None)
    password = sealed(str | None)
    """Until it was shown, once."""
    cases = sealed(list)
    """References of the cases that a copy with names is about."""

    work: Mapped["ExportWork"] = relationship(lazy="joined", innerjoin=True)


class ExportWork(Base):
    """How far the writing of a file is. Plain: it moves without the export being opened or sealed again."""

    __tablename__ = "tracker_work"

    export_uid: Mapped[str] = mapped_column(ForeignKey("tracker_export.uid"), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime | None]
    rows: Mapped[int | None]
    """How many there are to write."""
    done: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]


class ExportPiece(Sealed, Base):
    """A part of a finished file. Every piece of a file is there, or none."""

    __tablename__ = "tracker_piece"
    __table_args__ = (UniqueConstraint("export_uid", "number"),)

    export_uid: Mapped[str] = mapped_column(ForeignKey("tracker_export.uid"))
    number: Mapped[int]

    content = sealed(str)
    """Base 64."""


def _sees_register(actor: Actor) -> bool:
    """Whoever runs the month, and who watches over it, see every export of their area."""
    return actor.is_system or actor.is_any(RUNS_THE_MONTH) or actor.may(Permission.AUDIT_VIEW)


def _export_rule(actor: Actor) -> ColumnElement[bool]:
    area = area_rule(Export, actor)
    return area if _sees_register(actor) else and_(area, Export.user_uid == actor.user_uid)


def _piece_rule(actor: Actor) -> ColumnElement[bool]:
    """The file itself: for whoever made it alone."""
    area = area_rule(ExportPiece, actor)
    if actor.is_system:
        return area
    return and_(area, ExportPiece.export_uid.in_(select(Export.uid).where(Export.user_uid == actor.user_uid)))


protect(Export, _export_rule)
protect(ExportPiece, _piece_rule)
