"""What goes into a cell: text that stays text, real dates, numbers, and two words that say why nothing is there."""

import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from app.kernel.clock import local
from app.platform.workbook import looks

LONGEST = 32_767
"""Characters a cell can hold."""

CUT = " [cut here: longer than a cell can hold]"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
HIGHEST, LINE_HEIGHT = 409.0, 13.0
"""Points: the highest row there can be, and one line of text."""
LETTER = 0.95
"""How wide a letter is, in the digits that a column's width counts in, on the average."""

FIRST_DAY = date(1900, 3, 1)
"""Before it spreadsheet programs disagree about dates."""

_CANNOT_BE_WRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Unseen(StrEnum):
    """Why a value is not there. An empty cell says that there is none."""

    HIDDEN = "Hidden"
    NOT_KNOWN = "Not known"


Value = str | int | float | Decimal | date | datetime | Unseen | None


def safe_text(text: str) -> str:
    """`text` as a cell can hold it: what no workbook can write is shown as a mark, never dropped unseen.

    A text such as `_x0041_` would be read as an escape, so its first character is escaped itself.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _LOOKS_ESCAPED.sub("_x005F_", _CANNOT_BE_WRITTEN.sub(REPLACEMENT, text))
    return text if _length(text) <= LONGEST else _cut(text)


def _length(text: str) -> int:
    """As spreadsheet programs count: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str) -> str:
    kept = text.encode("utf-16-le")[: (LONGEST - len(CUT)) * 2].decode("utf-16-le", "ignore")
    return kept + CUT


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("a merged cell holds nothing")
    return cell


def height(row: Sequence[Value], widths: Sequence[int]) -> float:
    """How high a row must be for its longest text, in points: not every program works that out when it opens a file."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str) and (len(value) * LETTER > width or "\n" in value):
            lines = max(lines, _lines(value, width))
    return min(HIGHEST, lines * LINE_HEIGHT + 3)


def _lines(text: str, width: int) -> int:
    """Roughly: letters are narrower than the digit a width counts in, but words are not broken."""
    return sum(max(1, math.ceil(len(line) * LETTER / width)) for line in text.split("\n"))


def write(cell: Cell, value: Value, look: str = looks.TEXT) -> None:
    """Write `value` into `cell`: text with `look`, everything else with the look of its kind."""
    if value is None or value == "":
        cell.style = look
    elif isinstance(value, Unseen):
        _write_text(cell, str(value), looks.HIDDEN if value is Unseen.HIDDEN else looks.NOT_KNOWN)
    elif isinstance(value, bool | str):
        _write_text(cell, str(value), look)
    elif isinstance(value, date):
        _write_date(cell, value)
    else:
        cell.value = value
        cell.style = looks.MONEY if isinstance(value, Decimal) else looks.NUMBER


def _write_text(cell: Cell, text: str, look: str) -> None:
    cell.value = safe_text(text)
    cell.data_type = "s"  # whatever openpyxl took it for: a formula, an error, a date
    cell.style = look
    cell.quotePrefix = True  # so that it stays text when somebody edits the cell


def _write_date(cell: Cell, value: date) -> None:
    value = as_shown(value)
    moment = isinstance(value, datetime)
    if not can_hold(value):
        _write_text(cell, value.isoformat(), looks.TEXT)
        return
    cell.value = value
    cell.style = looks.MOMENT if moment else looks.DATE


def as_shown(value: date) -> date:
    """A moment as the clock here shows it, to the second; a day as it is."""
    if isinstance(value, datetime):
        return (local(value) if value.tzinfo else value).replace(tzinfo=None, microsecond=0)
    return value


def can_hold(value: date) -> bool:
    return (value.date() if isinstance(value, datetime) else value) >= FIRST_DAY
