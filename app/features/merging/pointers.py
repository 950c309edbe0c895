"""What points to a subject, and follows when two records are joined. Rooms above say what of theirs does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.features.cases.models import Case, CaseLockOut
from app.features.forums.models import LeadChange, ListedPerson
from app.features.incidents.models import IncidentPerson
from app.features.merging.changes import Changes
from app.features.subjects.models import NetworkMember
from app.platform.database import db


@dataclass(frozen=True)
class Pointer:
    """A column of a model that holds the uid of a subject."""

    model: type[Any]
    column: str


_pointers: dict[tuple[str, str], Pointer] = {}


def points_to_subject(model: type[Any], column: str = "subject_uid") -> None:
    """Let rows of `model` follow a person whose record is joined to another, and back. Safe to call again."""
    _pointers[model.__tablename__, column] = Pointer(model, column)


def pointers() -> list[Pointer]:
    return list(_pointers.values())


def rows_at(pointer: Pointer, subject_uid: str) -> Iterator[Any]:
    column = getattr(pointer.model, pointer.column)
    yield from db.session.scalars(select(pointer.model).where(column == subject_uid))


def follow(changes: Changes, away_uid: str, kept_uid: str) -> dict[str, int]:
    """Let everything that points to one record point to the other. Returns how many rows, by table."""
    moved: dict[str, int] = {}
    for pointer in pointers():
        for row in rows_at(pointer, away_uid):
            with changes.to(row, pointer.column):
                setattr(row, pointer.column, kept_uid)
            moved[pointer.model.__tablename__] = moved.get(pointer.model.__tablename__, 0) + 1
    return moved


points_to_subject(Case)
points_to_subject(CaseLockOut)
points_to_subject(NetworkMember, "person_uid")
points_to_subject(LeadChange)
points_to_subject(ListedPerson)
points_to_subject(IncidentPerson)
