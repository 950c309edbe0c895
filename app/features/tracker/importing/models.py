"""What was sent back, and what each row of it would change or has changed.

What was typed is kept sealed, with the key of the action it is about, until it is applied and cannot be undone any
more, or was not confirmed in time. Then the rows are deleted; that there was an upload stays, with its numbers.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.access import Actor, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class Upload(Sealed, Base):
    """A sheet that came back. Sealed under the area's key. State is computed by `domain.upload_state`."""

    __tablename__ = "tracker_import"
    __table_args__ = (Index("ix_tracker_import_user", "user_uid", "uploaded_at"),)

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    user_uid: Mapped[str] = mapped_column(Uid)
    """Who sent it, and alone may look at it."""
    export_uid: Mapped[str] = mapped_column(Uid)
    """The export it comes from."""
    uploaded_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """Until when it can be confirmed."""
    applied_at: Mapped[datetime | None]
    undo_until: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]
    """When its rows were deleted."""
    changed: Mapped[int]
    """Rows that would change an action, or have."""
    refused: Mapped[int]
    unchanged: Mapped[int]

    digest = sealed(str)
    """Of the file: sent twice, it is one."""


class UploadRow(Sealed, Base):
    """A row that changes an action or is refused. Sealed under the key of the action, or of the area without one."""

    __tablename__ = "tracker_import_row"

    import_uid: Mapped[str] = mapped_column(ForeignKey("tracker_import.uid"), index=True)
    number: Mapped[int]
    """In the sheet."""
    action_uid: Mapped[str | None] = mapped_column(Uid)
    state: Mapped[str] = mapped_column(String(8))
    """A code of `domain.RowState`."""
    expected_ver: Mapped[int | None]
    """Version of the action that the sheet was written from."""
    applied_ver: Mapped[int | None]
    """Its version after the row was applied: what is undone must still be that."""
    applied_position: Mapped[int | None]
    """The last line of its log then."""

    reference = sealed(str)
    """As it stands in the sheet."""
    changes = sealed(list)
    """[column, before, after], in words."""
    why = sealed(list)
    """Why it is refused, or was not undone."""
    steps = sealed(list)
    """[step, fields], for `apply_step`."""
    before = sealed(dict)
    """What of the action the row changed, as it was."""


def _upload_rule(actor: Actor) -> ColumnElement[bool]:
    area = area_rule(Upload, actor)
    return area if actor.is_system else and_(area, Upload.user_uid == actor.user_uid)


def _row_rule(actor: Actor) -> ColumnElement[bool]:
    uploads = select(Upload.uid).where(_upload_rule(actor))
    return and_(area_rule(UploadRow, actor), UploadRow.import_uid.in_(uploads))


protect(Upload, _upload_rule)
protect(UploadRow, _row_rule)
