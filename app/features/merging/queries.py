"""Reading merges: which there were, and where the references of joined records lead."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from app.features.cases.interface import Case
from app.features.merging.models import Merge, Pair
from app.features.subjects.interface import Person, provide_joined
from app.platform.access import Actor, fetch
from app.platform.database import db


def get_merge(actor: Actor, uid: str) -> Merge:
    return fetch(actor, Merge, uid)


@dataclass(frozen=True)
class There:
    """How much there is of a person that their case's page shows."""

    cases: int
    pairs: int = 0
    merges: int = 0


def what_is_there(actor: Actor, subject_uid: str, *, likeness: bool) -> There:
    """In one query, as there is seldom anything. Without `likeness` pairs and merges are not asked about."""
    asked = [select(func.count(Case.uid)).where(Case.subject_uid == subject_uid).scalar_subquery()]
    if likeness:
        pairs = select(func.count(Pair.uid)).where(
            Pair.found_on.is_not(None), or_(Pair.first_uid == subject_uid, Pair.second_uid == subject_uid)
        )
        merges = select(func.count(Merge.uid)).where(Merge.kept_uid == subject_uid, Merge.undone_at.is_(None))
        asked += [pairs.scalar_subquery(), merges.scalar_subquery()]
    return There(*db.session.execute(select(*asked)).one())


def list_merges(actor: Actor, *, limit: int = 25, offset: int = 0) -> Sequence[Merge]:
    """The latest first."""
    return db.session.scalars(
        select(Merge).order_by(Merge.merged_at.desc(), Merge.uid).limit(limit).offset(offset)
    ).all()


def count_merges(actor: Actor) -> int:
    return db.session.scalar(select(func.count()).select_from(Merge)) or 0


def merges_of(actor: Actor, subject_uid: str) -> Sequence[Merge]:
    """Records that are joined to a person now, the latest first."""
    return db.session.scalars(
        select(Merge)
        .where(Merge.kept_uid == subject_uid, Merge.undone_at.is_(None))
        .order_by(Merge.merged_at.desc(), Merge.uid)
    ).all()


def merge_that_joins(actor: Actor, one_uid: str, other_uid: str) -> Merge | None:
    """The merge by which one of two is no record of its own any more."""
    return db.session.scalars(
        select(Merge)
        .where(Merge.away_uid.in_((one_uid, other_uid)), Merge.undone_at.is_(None))
        .order_by(Merge.merged_at.desc())
    ).first()


def people_of_merges(merges: Collection[Merge]) -> dict[str, Person]:
    uids = {uid for merge in merges for uid in (merge.kept_uid, merge.away_uid)}
    return {row.uid: row for row in db.session.scalars(select(Person).where(Person.uid.in_(sorted(uids))))}


def joined_references(references: Collection[str]) -> Mapping[str, str]:
    """Of these references those of records that were joined to another: reference to the uid it now belongs to."""
    rows = db.session.execute(
        select(Merge.away_reference, Merge.kept_uid).where(
            Merge.away_reference.in_(references), Merge.undone_at.is_(None)
        )
    ).all()
    found = {reference: kept_uid for reference, kept_uid in rows}  # noqa: C416 - rows are not pairs to mypy
    while found:  # a record that was joined to one that was joined later
        later = db.session.execute(
            select(Merge.away_uid, Merge.kept_uid).where(
                Merge.away_uid.in_(set(found.values())), Merge.undone_at.is_(None)
            )
        ).all()
        on = {away_uid: kept_uid for away_uid, kept_uid in later}  # noqa: C416 - as above
        if not on:
            break
        found = {reference: on.get(uid, uid) for reference, uid in found.items()}
    return found


provide_joined(joined_references)
