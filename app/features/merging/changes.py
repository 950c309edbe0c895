"""What a merge changes besides the two records, kept so that it can be put back value by value."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from app.platform.database import Base, db
from app.platform.vault.rows import sealed_attributes


class Changes:
    """Rows as they were, and as they are. Sealed with the merge, so that values may be personal."""

    def __init__(self) -> None:
        self.made: list[dict[str, Any]] = []

    @contextmanager
    def to(self, row: Any, *names: str) -> Iterator[None]:
        """What is done to `names` of a row in this block is kept."""
        before = {name: _plain(getattr(row, name)) for name in names}
        yield
        after = {name: _plain(getattr(row, name)) for name in names}
        if after != before:
            changed = [name for name in names if before[name] != after[name]]
            self.made.append(
                {
                    "table": row.__tablename__,
                    "uid": row.uid,
                    "before": {name: before[name] for name in changed},
                    "after": {name: after[name] for name in changed},
                }
            )

    def made_new(self, row: Any, *names: str) -> None:
        """A row that was not there before."""
        after = {name: _plain(getattr(row, name)) for name in names}
        self.made.append({"table": row.__tablename__, "uid": row.uid, "before": None, "after": after})


def put_back(changes: list[Mapping[str, Any]]) -> None:
    """Give every row its values of before, the last change first. A value that somebody changed since stays."""
    models = _models()
    for change in reversed(changes):
        row = db.session.get(models[change["table"]], change["uid"])
        if row is None:
            continue
        after, before = change["after"], change["before"]
        untouched = [name for name in after if _plain(getattr(row, name)) == _plain(after[name])]
        if before is None:
            if len(untouched) == len(after):
                db.session.delete(row)
            continue
        for name in untouched:
            setattr(row, name, _typed(type(row), name, before[name]))
    db.session.flush()


def _models() -> dict[str, Any]:
    """Every model by its table."""
    return {str(mapper.base_mapper.local_table): mapper.base_mapper.class_ for mapper in Base.registry.mappers}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _typed(model: type[Any], name: str, value: Any) -> Any:
    """A plain value as the attribute holds it."""
    attribute = sealed_attributes(model).get(name)
    kind = attribute.kind if attribute else model.__table__.c[name].type.python_type
    if isinstance(value, str) and kind in (date, datetime):
        return kind.fromisoformat(value)
    return list(value) if isinstance(value, tuple) else value
