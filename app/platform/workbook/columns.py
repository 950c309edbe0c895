"""Columns of a table in a workbook."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """`width` is in characters. `choices` are offered in a drop-down list on every cell of the column."""

    title: str
    width: int = 16
    choices: tuple[str, ...] = ()
