"""Whose key seals what, when two records are joined or taken apart, and what an erasure destroys with it."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from app.features.cases.interface import Case
from app.features.merging.models import Merge, Pair
from app.features.subjects.interface import Subject, add_key_source
from app.platform.audit.verify import sealed_models
from app.platform.database import db


def keys_with(subject: Subject) -> Iterator[str]:
    """What is held of a subject under other keys: what was said of them and others, the merges, and the whole of every
    record that was joined to theirs."""
    yield from _about(subject.uid)


def _about(uid: str) -> Iterator[str]:
    yield from db.session.scalars(select(Pair.key_uid).where(or_(Pair.first_uid == uid, Pair.second_uid == uid)))
    for merge in db.session.scalars(select(Merge).where(or_(Merge.kept_uid == uid, Merge.away_uid == uid))).all():
        yield merge.key_uid
        if merge.kept_uid == uid and merge.undone_at is None:
            yield merge.away_uid
            yield from _about(merge.away_uid)


def give_case(case: Case, subject: Subject) -> None:
    """Make a case, with all that is sealed with it, the case of `subject`: sealed under its key."""
    before, case.subject_uid, case.key_uid = case.key_uid, subject.uid, subject.key_uid
    moved = {"case_file": {case.uid}}
    models = [model for model in sealed_models() if model is not type(case)]
    for model in sorted(models, key=lambda one: not hasattr(one, "case_uid")):  # what has a case, then what hangs on it
        for row in db.session.scalars(select(model).where(model.key_uid == before)):
            if getattr(row, "case_uid", None) == case.uid or _hangs_on(row, moved):
                row.key_uid = subject.key_uid
                moved.setdefault(row.__tablename__, set()).add(row.uid)
    db.session.flush()


def _hangs_on(row: object, moved: dict[str, set[str]]) -> bool:
    """Whether a row points to something that was moved."""
    return any(
        getattr(row, key.parent.name) in moved.get(key.column.table.name, ())
        for key in row.__table__.foreign_keys  # type: ignore[attr-defined]
    )


add_key_source(keys_with)
