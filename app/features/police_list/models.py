"""Extracts of the police Serious Violence App, and their rows until they are accepted or forgotten. 2.21, PR-14.

A row that waits is sealed under the area's key, one that was accepted under that of the person. The file is kept, under
a key of its own, only until its rows are read.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.visibility import not_locked_out
from app.platform.access import RUNS_THE_MONTH, Actor, Permission, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class Extract(Sealed, Base):
    """One list as it came, or that there is none this month. State: `domain.course.extract_state`."""

    __tablename__ = "police_extract"
    __table_args__ = (Index("ix_police_extract_area", "area_uid", "loaded_at"),)

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    user_uid: Mapped[str] = mapped_column(Uid)
    """Who loaded it."""
    form: Mapped[str] = mapped_column(String(4))
    """CSV, XLSX, HAND for a row keyed by hand, or NONE: the police have nothing to send."""
    loaded_at: Mapped[datetime]
    file_until: Mapped[datetime | None]
    """When the file is forgotten, if its rows were not read by then; None once it is gone."""
    extract_at: Mapped[datetime | None]
    """When the police took it, as most of its rows say."""
    read_at: Mapped[datetime | None]
    """When every row was read."""
    before_uid: Mapped[str | None] = mapped_column(Uid)
    """The extract it was compared with."""
    marks_key_uid: Mapped[str | None] = mapped_column(Uid)
    """The key of its marks; None once they are gone."""
    undo_until: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """How many rows became what (codes of `police_disposition`), `role:` of those ready to accept, and how they stand
    to last month's (`change:`)."""

    digest = sealed(str)
    """Of the file: sent twice, it is one."""
    columns = sealed(dict)
    """Code of the column by its number in the file; empty until they are known."""
    headings = sealed(dict)
    """As they stand in the file, by number."""
    salt = sealed(str)
    """Of its marks."""

    work: Mapped["ExtractWork"] = relationship(lazy="joined", innerjoin=True, cascade="all")


class ExtractWork(Base):
    """How far the reading of a file is. Plain: it moves without the extract being opened or sealed again."""

    __tablename__ = "police_work"

    extract_uid: Mapped[str] = mapped_column(ForeignKey("police_extract.uid"), primary_key=True)
    queued_at: Mapped[datetime | None]
    """When it was left to the worker."""
    tries: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime | None]
    rows: Mapped[int | None]
    done: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(16))
    """A code of `workbook.reader.problems.Problem`."""


class Piece(Sealed, Base):
    """A part of a file, under the extract's own key, or of its marks, under theirs."""

    __tablename__ = "police_piece"
    __table_args__ = (UniqueConstraint("extract_uid", "kind", "number"),)

    extract_uid: Mapped[str] = mapped_column(ForeignKey("police_extract.uid"))
    kind: Mapped[str] = mapped_column(String(5))
    """FILE (base 64) or MARKS (lines)."""
    number: Mapped[int]

    content = sealed(str)


class Row(Sealed, Base):
    """A row of an extract. What is not kept has its number and why, and nothing of what it said."""

    __tablename__ = "police_row"
    __table_args__ = (
        UniqueConstraint("extract_uid", "number"),
        Index("ix_police_row_list", "extract_uid", "state", "number"),
        Index("ix_police_row_area_state", "area_uid", "state"),
    )

    extract_uid: Mapped[str] = mapped_column(ForeignKey("police_extract.uid"))
    number: Mapped[int]
    """Of the row in the file, from 1 below its headings."""
    disposition: Mapped[str] = mapped_column(String(10))
    """A code of `police_disposition`."""
    rule: Mapped[str | None] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8))
    """A code of `domain.course.RowState`."""
    change: Mapped[str | None] = mapped_column(String(7))
    """A code of `domain.marks.Change`; None where there is nothing to compare with, or nothing is kept."""
    gone_uid: Mapped[str | None] = mapped_column(Uid)
    """The extract on which it was not any more."""
    known_uid: Mapped[str | None] = mapped_column(Uid)
    """Whom the same reference was accepted as before."""
    subject_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    case_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    decided_at: Mapped[datetime | None]
    decided_by_uid: Mapped[str | None] = mapped_column(Uid)
    expires_on: Mapped[date | None]
    """As the police say: it is forgotten then, whatever became of it."""
    keep_until: Mapped[date] = mapped_column(index=True)
    """When it is forgotten, unless it was accepted; what stood under other headings is forgotten then in any case."""

    ref = sealed(str)
    cells = sealed(dict)
    """What stands in it by code of `police_column`, with what was put right."""
    unknown = sealed(dict)
    """What stood under headings that nobody knows."""
    put_right = sealed(dict)
    """As it came, of what was put right since."""
    flags = sealed(list)
    problems = sealed(list)
    """[field, message, suggestion]."""
    why = sealed(str | None)
    changes = sealed(list)
    """[column, as it was, as it is]; as it was is None where that is no longer kept."""
    twin = sealed(int | None)
    """The number of the earlier row with the same reference and time; 0 for one of an earlier extract."""
    reason = sealed(str | None)
    """Why it was rejected, or is held."""
    made = sealed(dict)
    """What accepting it made, for the way back."""


def _area(model: type[Any], actor: Actor) -> ColumnElement[bool]:
    """Whoever works on lists; those who run the month count what waits."""
    allowed = actor.is_system or actor.may(Permission.POLICE_LIST) or actor.is_any(RUNS_THE_MONTH)
    return area_rule(model, actor) if allowed else false()


protect(Extract, lambda actor: _area(Extract, actor))
protect(Piece, lambda actor: _area(Piece, actor))
protect(Row, lambda actor: and_(_area(Row, actor), not_locked_out(Row.case_uid, actor)))


class Headings(Sealed, Base):
    """What an area said its headings mean: code of the column by folded heading, "" for one to leave alone."""

    __tablename__ = "police_headings"
    __table_args__ = (UniqueConstraint("area_uid"),)

    known = sealed(dict)


protect(Headings, lambda actor: _area(Headings, actor))
