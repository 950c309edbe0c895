"""What many tests begin from, built once in a run for each database and copied for each test: to make nine people took
a third of the time of a test that has them."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import joinedload

KEPT = "beginning"


@dataclass(frozen=True)
class Beginning:
    """`build()` is called at the moment `at` with the application's context entered. It returns a dataclass of users,
    cases, uids and dicts of these; `recall` gives it back."""

    name: str
    at: datetime
    build: Callable[[], Any]


@dataclass(frozen=True)
class Row:
    """One row of the database, to be read again."""

    model: type[Any]
    uid: str


def keep(folder: Path, made: Any) -> None:
    kept = {one.name: _rows_for(getattr(made, one.name)) for one in fields(made)}
    (folder / KEPT).write_bytes(pickle.dumps((type(made), kept)))


def recall(folder: Path) -> Any:
    """What `keep` kept in a folder or in one it was copied to. Call with the application's context entered."""
    from app.platform.access import acting_as
    from tests.factories.accounts import the_system

    kind, kept = pickle.loads((folder / KEPT).read_bytes())
    with acting_as(the_system()):
        return kind(**_read(kept))


def _rows_for(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rows_for(one) for name, one in value.items()}
    return value if isinstance(value, str) else Row(type(value), value.uid)


def _read(value: Any) -> Any:
    from app.platform.database import db
    from app.platform.vault import open_all

    if isinstance(value, dict):
        return {name: _read(one) for name, one in value.items()}
    if not isinstance(value, Row):
        return value
    related = inspect(value.model).relationships
    single = [joinedload(getattr(value.model, one.key)) for one in related if not one.uselist]
    found = db.session.get_one(value.model, value.uid, options=single)
    open_all([found])  # a test has them after the context is left
    for one in related:
        there = getattr(found, one.key)
        open_all(there if one.uselist else [there])
    return found
