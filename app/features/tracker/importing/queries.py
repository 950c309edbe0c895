"""Reads of what was sent back. Only whoever sent it sees it."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from app.features.actions.models import Action
from app.features.tracker.importing.models import Upload, UploadRow
from app.kernel.clock import now
from app.platform.access import Actor, fetch
from app.platform.database import db

LAST = 10


def get_upload(actor: Actor, uid: str) -> Upload:
    """Raises NotFound."""
    return fetch(actor, Upload, uid)


def list_uploads(actor: Actor) -> Sequence[Upload]:
    """The newest of them."""
    mine = select(Upload).where(Upload.user_uid == actor.user_uid)
    return db.session.scalars(mine.order_by(Upload.uploaded_at.desc(), Upload.reference.desc()).limit(LAST)).all()


def list_rows(actor: Actor, upload: Upload) -> Sequence[UploadRow]:
    """In the order of the sheet."""
    return db.session.scalars(
        select(UploadRow).where(UploadRow.import_uid == upload.uid).order_by(UploadRow.number, UploadRow.uid)
    ).all()


def seen_actions(actor: Actor, rows: Sequence[UploadRow]) -> set[str]:
    """Uids of the actions of `rows` that the actor sees now: somebody may have been locked out since."""
    uids = [row.action_uid for row in rows if row.action_uid]
    return set(db.session.scalars(select(Action.uid).where(Action.uid.in_(uids))))


def sent_before(actor: Actor, digest: str) -> Upload | None:
    """The same file, sent before: it waits still, or was applied and not undone."""
    stands = or_(Upload.applied_at.is_not(None), Upload.expires_at > now())
    mine = select(Upload).where(Upload.user_uid == actor.user_uid, Upload.undone_at.is_(None), stands)
    return next((one for one in db.session.scalars(mine) if one.digest == digest), None)


def hold(upload: Upload) -> None:
    """Until the end of the transaction, as it is now: a second press of the button sees what the first did."""
    db.session.scalar(
        select(Upload)
        .where(Upload.uid == upload.uid)
        .with_for_update(of=Upload)
        .execution_options(populate_existing=True)
    )
