"""Sheets of the tracker as people send them back: filled in with openpyxl, by the titles of the columns."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
from werkzeug.datastructures import FileStorage

from app.features.tracker.template import SHEET
from tests.pages import Page, Pages

HEAD_ROW = 4
Change = Callable[[Any], None]


def filled(data: bytes, rows: dict[str, dict[str, Any]], change: Change | None = None) -> bytes:
    """The sheet with cells filled in: by reference of the action and title of the column. `change` does the rest."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book[SHEET]
    for reference, cells in rows.items():
        for title, value in cells.items():
            cell = cell_of(sheet, reference, title)
            cell.value = value
            if isinstance(value, str) and value.startswith("="):
                cell.quotePrefix = False
    if change is not None:
        change(sheet)
    return saved(book)


def saved(book: Any) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def cell_of(sheet: Any, reference: str, title: str) -> Any:
    named = column(sheet, "Reference")
    rows = range(HEAD_ROW + 1, sheet.max_row + 1)
    row = next(row for row in rows if sheet.cell(row, named).value == reference)
    return sheet.cell(row, column(sheet, title))


def column(sheet: Any, title: str) -> int:
    return next(int(cell.column) for cell in sheet[HEAD_ROW] if cell.value == title)


def send(browser: Pages, data: bytes, password: str = "") -> Page:
    """Upload a file as somebody does."""
    page = browser.get("/actions/tracker/send-back")
    return page.submit("Show what would change", file=FileStorage(io.BytesIO(data), "tracker.xlsx"), password=password)
