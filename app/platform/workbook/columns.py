"""Columns of a table in a workbook."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """`width` is in characters. `choices` are offered in a drop-down list on every cell of the column. `to_fill`: its
    heading shows that whoever has the file fills it in; `hidden`: nobody sees it unless they ask; `in_chart`: a part
    of the bars of a summary."""

    title: str
    width: int = 16
    choices: tuple[str, ...] = ()
    to_fill: bool = False
    hidden: bool = False
    in_chart: bool = False
