"""Reads of the register of exports. Visibility is added by the session."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.features.cases.models import Case
from app.features.subjects.interface import Subject, add_key_source
from app.features.tracker.models import Export, ExportWork
from app.platform.access import Actor, fetch
from app.platform.database import db

NEWEST = (Export.asked_at.desc(), Export.reference.desc())


def get_export(actor: Actor, uid: str) -> Export:
    """Raises NotFound."""
    return fetch(actor, Export, uid)


def list_exports(actor: Actor, *, limit: int, offset: int) -> Sequence[Export]:
    """Those the actor may see, the newest first: one's own, or for whoever keeps the register all of the area."""
    return db.session.scalars(select(Export).order_by(*NEWEST).limit(limit).offset(offset)).all()


def count_exports(actor: Actor) -> int:
    return db.session.scalar(select(func.count(Export.uid))) or 0


def list_unwritten(actor: Actor) -> Sequence[Export]:
    """What the actor asked for and is still to be written."""
    return db.session.scalars(
        select(Export)
        .join(ExportWork, ExportWork.export_uid == Export.uid)
        .where(Export.user_uid == actor.user_uid, Export.written_at.is_(None), ExportWork.failed_at.is_(None))
        .order_by(Export.asked_at)
    ).all()


def keys_about(subject: Subject) -> list[str]:
    """The keys of the files with names that a subject is in: erased, they are in none that can still be fetched."""
    cases = set(db.session.scalars(select(Case.reference).where(Case.subject_uid == subject.uid)))
    live = db.session.scalars(
        select(Export).where(Export.names, Export.written_at.is_not(None), Export.deleted_at.is_(None))
    )
    return [export.uid for export in live if cases & set(export.cases)]


add_key_source(keys_about)
