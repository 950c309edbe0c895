"""A form that came back: its cells by their keys, and the lists it was filled in with."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.features.notifications.offline.writing import PREFIX
from app.features.notifications.questions import QUESTIONNAIRES
from app.kernel.errors import Refused
from app.platform.workbook.form import ANSWER_COLUMN, HEAD_ROW, KEY_COLUMN, LABEL_COLUMN, LIST_MARK
from app.platform.workbook.reading import Cell, Row, Sheet
from app.platform.workbook.typed import is_blank

NOT_OURS = "Choose a notification form that was downloaded here: this file has none of its hidden marks"
TWO_FORMS = "Send one form at a time: this file holds the sheets of two"
MOST_CELLS = 2_000
_STAMP = re.compile(rf"{PREFIX};(\d{{1,4}});([A-Z]{{1,20}});(\d{{4}}-\d{{2}}-\d{{2}})")

Stamp = tuple[int, str, date]


@dataclass(frozen=True)
class Typed:
    """A cell that can be filled in, and what stands in it: `cell` is None where nothing does."""

    key: str
    address: str
    label: str
    cell: Cell | None


@dataclass(frozen=True)
class Filled:
    """`lists` are the words of each drop-down list of the form with their codes, as they were when it was made."""

    version: int
    subject_kind: str
    made_on: date
    cells: tuple[Typed, ...]
    lists: Mapping[str, Mapping[str, str]]


def filled(read: Iterable[Sheet | Row]) -> Filled:
    """Raises Refused at `file` for what is no form of ours, and whatever `read` raises."""
    found: Stamp | None = None
    cells: list[Typed] = []
    lists: dict[str, dict[str, str]] = {}
    name, stamped = "", False
    heads: dict[int, str] = {}
    for one in read:
        if isinstance(one, Sheet):
            name, stamped, heads = one.name, False, {}
        elif one.number < HEAD_ROW:
            here = read_stamp(one.cells.get(KEY_COLUMN))
            if here is not None:
                if found not in (None, here):
                    raise Refused(TWO_FORMS, field="file")
                found, stamped = here, True
        elif stamped:
            typed = _typed(one, name)
            if typed is not None:
                cells.append(typed)
        elif one.number == HEAD_ROW:
            heads = _heads(one)
        else:
            for column, listed in heads.items():
                code, words = one.cells.get(column), one.cells.get(column - 1)
                if code is not None and words is not None:
                    lists.setdefault(listed, {})[fold(words)] = str(code)
    if found is None:
        raise Refused(NOT_OURS, field="file")
    version, kind, made_on = found
    return Filled(version, kind, made_on, tuple(cells[:MOST_CELLS]), lists)


def read_stamp(cell: Cell | None) -> Stamp | None:
    mark = _STAMP.fullmatch(cell) if isinstance(cell, str) else None
    if mark is None or mark[2] not in QUESTIONNAIRES:
        return None
    try:
        return int(mark[1]), mark[2], date.fromisoformat(mark[3])
    except ValueError:
        return None


def fold(words: object) -> str:
    """As words of a list are compared, whatever their capitals and spaces."""
    return " ".join(str(words).split()).casefold()


def _heads(row: Row) -> dict[int, str]:
    return {
        column: cell.removeprefix(LIST_MARK)
        for column, cell in row.cells.items()
        if isinstance(cell, str) and cell.startswith(LIST_MARK)
    }


def _typed(row: Row, sheet: str) -> Typed | None:
    key = row.cells.get(KEY_COLUMN)
    if not isinstance(key, str):
        return None
    cell = row.cells.get(ANSWER_COLUMN)
    label = str(row.cells.get(LABEL_COLUMN, ""))
    return Typed(key, f"B{row.number} ({sheet})", label, None if is_blank(cell) else cell)
