"""The same rows as text with commas, for programs that read nothing else. Whatever was typed stays text: a spreadsheet
program that opens the file shows it and runs none of it (OWASP, CSV injection)."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from app.platform.workbook.cells import Value, as_shown, safe_text

CSV_TYPE = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Excel takes a file for UTF-8 by it."""
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
"""The wide forms too: some programs take them for the same."""


class Commas:
    """A file of rows under one heading, every field in quotes."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._held = io.StringIO()
        self._held.write(BYTE_ORDER_MARK)
        self._writer = csv.writer(self._held, quoting=csv.QUOTE_ALL)
        self._writer.writerow([_field(title) for title in titles])

    def add(self, row: Iterable[Value]) -> None:
        self._writer.writerow([_field(value) for value in row])

    def to_bytes(self) -> bytes:
        return self._held.getvalue().encode("utf-8")


def _field(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return as_shown(value).isoformat().replace("T", " ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = safe_text(str(value))
    return f"'{text}" if text.lstrip(" \u00a0").startswith(BEGINS_A_FORMULA) else text
