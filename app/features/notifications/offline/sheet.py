"""A form that came back: its cells by their keys, and the lists it was filled in with."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.features.notifications.offline.writing import PREFIX
from app.features.notifications.questions import QUESTIONNAIRES
from app.kernel.errors import Refused
from app.platform.workbook.form import (
    ANSWER_COLUMN,
    HEAD_ROW,
    KEY_COLUMN,
    LABEL_COLUMN,
    LIST_MARK,
    MARKS_COLUMN,
    letter,
    mark,
)
from app.platform.workbook.reading import Cell, Row, Sheet
from app.platform.workbook.typed import is_blank

NOT_OURS = "Choose a notification form that was downloaded here: this file has none of its hidden marks"
TWO_FORMS = "Send one form at a time: this file holds the sheets of two"
MOST_CELLS = 2_000
BESIDE = "@beside"
_STAMP = re.compile(rf"{PREFIX};(\d{{1,4}});([A-Z]{{1,20}});(\d{{4}}-\d{{2}}-\d{{2}})")
_MARK = re.compile(r"\b([123])=([0-9a-f]{8})\b")

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
    beside: tuple[Typed, ...] = ()
    """What somebody wrote where nothing is asked."""


def filled(read: Iterable[Sheet | Row]) -> Filled:
    """Raises Refused at `file` for what is no form of ours, and whatever `read` raises."""
    form = _Form()
    for one in read:
        if isinstance(one, Sheet):
            form.begin(one.name)
        elif form.stamped:
            form.answers(one)
        else:
            form.other(one)
    if form.found is None:
        raise Refused(NOT_OURS, field="file")
    version, kind, made_on = form.found
    return Filled(version, kind, made_on, tuple(form.cells[:MOST_CELLS]), form.lists, tuple(form.beside[:MOST_CELLS]))


class _Form:
    """What is gathered of a workbook, sheet by sheet."""

    def __init__(self) -> None:
        self.found: Stamp | None = None
        self.cells: list[Typed] = []
        self.beside: list[Typed] = []
        self.lists: dict[str, dict[str, str]] = {}
        self.sheet_of: dict[str, int] = {}
        self.number = 0
        self.begin("")

    def begin(self, name: str) -> None:
        self.name, self.number = name, self.number + 1
        self.stamped, self.heads = False, dict[int, str]()
        self.before = len(self.beside)

    def answers(self, row: Row) -> None:
        """A row of a sheet that is ours."""
        if row.number <= HEAD_ROW:
            return
        typed = _typed(row, self.name)
        if typed is not None:
            # A sheet that was copied, to tell of somebody else: the two would become one.
            if self.sheet_of.setdefault(typed.key, self.number) != self.number:
                raise Refused(TWO_FORMS, field="file")
            self.cells.append(typed)
        marks = _marks(row)
        for column in marks:
            if not is_blank(row.cells.get(column)) and mark(row.cells[column]) != marks[column]:
                self._add_beside(row, column, "Over the form's own words")
        own = MARKS_COLUMN if marks else KEY_COLUMN if typed is not None or LABEL_COLUMN in row.cells else 0
        self._beside(row, own)

    def other(self, row: Row) -> None:
        """A row above the stamp, of the lists, or of a sheet that somebody added."""
        here = read_stamp(row.cells.get(KEY_COLUMN)) if row.number < HEAD_ROW else None
        if here is not None:
            if self.found not in (None, here):
                raise Refused(TWO_FORMS, field="file")
            self.found, self.stamped = here, True
            del self.beside[self.before :]
            return
        if row.number == HEAD_ROW:
            self.heads = _heads(row)
            if self.heads:
                del self.beside[self.before :]
        for column, listed in self.heads.items():
            code, words = row.cells.get(column), row.cells.get(column - 1)
            if row.number > HEAD_ROW and code is not None and words is not None:
                self.lists.setdefault(listed, {})[fold(words)] = str(code)
        if not self.heads:
            self._beside(row, 0)

    def _beside(self, row: Row, own: int) -> None:
        """What somebody wrote where nothing is asked: after the columns that are our own."""
        for column, cell in row.cells.items():
            if column > own and not is_blank(cell):
                self._add_beside(row, column, "Beside the questions")

    def _add_beside(self, row: Row, column: int, where: str) -> None:
        self.beside.append(Typed(BESIDE, f"{letter(column)}{row.number} ({self.name})", where, row.cells[column]))


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


def _marks(row: Row) -> dict[int, str]:
    """The marks of what stood in the row when the form was made, by column; older forms have none."""
    found = row.cells.get(MARKS_COLUMN)
    return {int(column): words for column, words in _MARK.findall(found)} if isinstance(found, str) else {}


def _typed(row: Row, sheet: str) -> Typed | None:
    key = row.cells.get(KEY_COLUMN)
    if not isinstance(key, str):
        return None
    cell = row.cells.get(ANSWER_COLUMN)
    label = str(row.cells.get(LABEL_COLUMN, ""))
    return Typed(key, f"B{row.number} ({sheet})", label, None if is_blank(cell) else cell)
