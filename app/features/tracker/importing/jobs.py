"""By the clock: forget what was typed in sheets that can neither be applied nor undone any more."""

from datetime import timedelta

from sqlalchemy import or_, select

from app.features.tracker.importing.models import Upload, UploadRow
from app.kernel.clock import now
from app.platform import audit
from app.platform.database import db
from app.platform.jobs import job

audit.declare("tracker.forgotten", facts={"rows"})


@job("tracker-forget-returned", every=timedelta(minutes=30))
def forget_returned() -> int:
    """Delete the rows; that there was an upload stays, with its numbers."""
    over = or_(Upload.undo_until <= now(), Upload.applied_at.is_(None) & (Upload.expires_at <= now()))
    uploads = db.session.scalars(select(Upload).where(Upload.forgotten_at.is_(None), over)).all()
    for upload in uploads:
        rows = db.session.scalars(select(UploadRow).where(UploadRow.import_uid == upload.uid)).all()
        for row in rows:
            db.session.delete(row)
        upload.forgotten_at = now()
        audit.record("tracker.forgotten", upload, rows=len(rows))
    return len(uploads)
