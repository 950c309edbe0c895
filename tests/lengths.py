"""SQLite keeps words of any length, PostgreSQL refuses what its column does not take: here both refuse it."""

from functools import cache
from typing import Any

from sqlalchemy import Enum, String, event
from sqlalchemy.orm import Mapper


@cache
def _limits(mapper: Mapper[Any]) -> list[tuple[str, int]]:
    return [
        (attribute.key, kind.length)
        for attribute in mapper.column_attrs
        for kind in (attribute.columns[0].type,)
        if isinstance(kind, String) and not isinstance(kind, Enum) and kind.length
    ]


def _check(mapper: Mapper[Any], _connection: object, row: Any) -> None:
    for name, length in _limits(mapper):
        value = row.__dict__.get(name)
        if isinstance(value, str) and len(value) > length:
            raise AssertionError(f"{mapper.class_.__name__}.{name} takes {length} characters, not {len(value)}")


def hold() -> None:
    """From now on a row with words longer than their column is an error before it reaches the database."""
    event.listen(Mapper, "before_insert", _check)
    event.listen(Mapper, "before_update", _check)
