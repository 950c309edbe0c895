"""The rows of a long table, as the XML of its sheet, kept compressed until the file is made.

openpyxl holds every cell of a sheet in memory or writes them to a file on disk. Neither will do for fifty thousand rows
about people: here a row is text at once, and what is kept of it is a fraction of its size.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from app.platform.workbook import looks
from app.platform.workbook.cells import Unseen, Value, as_shown, can_hold, height, safe_text

LINES_AT_ONCE = 200
"""Rows compressed together."""


class Rows:
    """Rows from `first` on. `styles` gives the number by which the workbook knows each look."""

    def __init__(self, first: int, widths: Sequence[int], styles: Mapping[str, int]) -> None:
        self.last = first - 1
        self._widths = widths
        self._styles = styles
        self._letters = [get_column_letter(number) for number in range(1, len(widths) + 1)]
        self._compressor = zlib.compressobj(1)
        self._kept: list[bytes] = []
        self._waiting: list[str] = []

    def add(self, row: Sequence[Value]) -> None:
        self.last += 1
        number = self.last
        cells = [self._cell(f"{letter}{number}", value) for letter, value in zip(self._letters, row, strict=True)]
        high = height(row, self._widths)
        self._waiting.append(f'<row r="{number}" ht="{high:g}" customHeight="1">{"".join(cells)}</row>')
        if len(self._waiting) == LINES_AT_ONCE:
            self._compress()

    def xml(self) -> Iterator[bytes]:
        """Every row, in pieces. Call once, at the end."""
        self._compress()
        self._kept.append(self._compressor.flush())
        opener = zlib.decompressobj()
        for piece in self._kept:
            yield opener.decompress(piece)
        yield opener.flush()

    def _compress(self) -> None:
        self._kept.append(self._compressor.compress("".join(self._waiting).encode()))
        self._waiting.clear()

    def _cell(self, place: str, value: Value) -> str:
        if value is None or value == "":
            return f'<c r="{place}" s="{self._styles[looks.TEXT]}"/>'
        if isinstance(value, Unseen):
            look = looks.HIDDEN if value is Unseen.HIDDEN else looks.NOT_KNOWN
            return f'<c r="{place}" s="{self._styles[look]}" t="inlineStr"><is><t>{value}</t></is></c>'
        if isinstance(value, date):
            value = as_shown(value)
            if can_hold(value):
                look = looks.MOMENT if isinstance(value, datetime) else looks.DATE
                return f'<c r="{place}" s="{self._styles[look]}"><v>{to_excel(value)}</v></c>'
            value = value.isoformat()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return f'<c r="{place}" s="{self._styles[looks.NUMBER]}"><v>{value}</v></c>'
        if isinstance(value, Decimal):
            return f'<c r="{place}" s="{self._styles[looks.MONEY]}"><v>{value:f}</v></c>'
        text = escape(safe_text(str(value)))
        style = self._styles[looks.TEXT]
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
