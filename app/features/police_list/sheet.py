"""A file of the police list as rows by code of the column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.features.police_list.domain import columns as heads
from app.features.police_list.domain import values
from app.features.police_list.domain.columns import Column
from app.kernel.errors import Refused
from app.platform.workbook.reading import Cell, Limits, NoValue, Row, Sheet, read

NO_TABLE = "Choose a file with a line of headings and at least one row below it"
PATIENT = Limits(seconds=60)
"""For the worker: nobody waits."""
EXTRA = ""
"""Stands for what is in columns beyond the headings."""


@dataclass(frozen=True)
class Line:
    """A row: `number` from 1 below the headings; `cells` by code, without empty ones; `unknown` by heading."""

    number: int
    cells: dict[str, str]
    unknown: dict[str, str]


@dataclass
class Table:
    """The headings of a file, which of them are known, and its rows as they come; `encoding` of a text file."""

    encoding: str = "utf-8"
    headings: dict[int, str] = field(default_factory=dict)
    columns: dict[int, str] = field(default_factory=dict)
    rows: list[dict[int, str]] = field(default_factory=list)
    whole: bool = True
    """Whether every row is in it."""

    def lines(self, columns: Mapping[int, str]) -> Iterator[Line]:
        for number, row in enumerate(self.rows, start=1):
            yield _line(number, row, self.headings, columns)


def table_of(
    data: bytes,
    known: list[Column],
    remembered: Mapping[str, str],
    *,
    most: int | None = None,
    limits: Limits | None = None,
) -> Table:
    """The first sheet with a table, with at most `most` rows. Raises Unreadable, and Refused at `file` without one."""
    best: Table | None = None
    rows: list[dict[int, str]] = []
    name, encoding = "", "utf-8"
    for one in read(data, commas=True, limits=limits or Limits()):
        if isinstance(one, Sheet):
            best = _better(best, _table(rows, known, remembered, encoding))
            name, rows = one.name, []
            encoding = name if not data.startswith(b"PK") else "utf-8"
        else:
            rows.append(_texts(one))
            if most is not None and len(rows) > most + heads.LOOK_FOR_HEAD:
                found = _table(rows, known, remembered, encoding)
                if found is not None and not heads.missing(found.columns, known):
                    found.whole = False
                    return found
    best = _better(best, _table(rows, known, remembered, encoding))
    if best is None:
        raise Refused(NO_TABLE, field="file")
    return best


def _better(one: Table | None, other: Table | None) -> Table | None:
    """The one with more columns that are known: workbooks have sheets of notes and totals."""
    if one is None or other is None:
        return one or other
    return other if len(other.columns) > len(one.columns) else one


def _table(
    rows: list[dict[int, str]], known: list[Column], remembered: Mapping[str, str], encoding: str
) -> Table | None:
    at = heads.head_of(rows, known, remembered)
    if at is None or at + 1 >= len(rows):
        return None
    headings = {number: values.tidy(cell) for number, cell in rows[at].items()}
    return Table(encoding, headings, heads.matched(headings, known, remembered), rows[at + 1 :])


def _texts(row: Row) -> dict[int, str]:
    return {number: _text(cell) for number, cell in row.cells.items()}


def _text(cell: Cell) -> str:
    """A cell as text: a formula stays one in a text file, and is not read in a workbook."""
    if isinstance(cell, NoValue):
        return values.FORMULA if cell is NoValue.FORMULA else values.MISTAKE
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(sep=" ")
    return {True: "1", False: "0"}[cell] if isinstance(cell, bool) else str(cell)


def _line(number: int, row: Mapping[int, str], headings: Mapping[int, str], columns: Mapping[int, str]) -> Line:
    cells: dict[str, str] = {}
    unknown: dict[str, str] = {}
    for at, cell in row.items():
        text = cell if cell in (values.FORMULA, values.MISTAKE) else values.tidy(cell)
        if not text:
            continue
        if at in columns:
            cells[columns[at]] = text
        elif at in headings:
            unknown[headings[at]] = text
        else:
            cells[EXTRA] = text
    return Line(number, cells, unknown)
