"""How a sheet prints: A4, one page wide, marked at head and foot of every page, pages numbered."""

from typing import Any

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

A4 = 9
READABLE = 62
"""Per cent."""

LONGEST_LINE = 100
"""All parts of a header or footer together hold 255 characters."""
LINE_SIZE = 7
"""Points: so small, the line does not run into the marking beside it."""


def set_up(sheet: Worksheet, *, marking: str, line: str, head_row: int | None, portrait: bool = False) -> None:
    """`line` says who exported it and when; `head_row` is repeated on every page. Landscape, unless told."""
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "portrait" if portrait else "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.75, bottom=0.75, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    if head_row is not None:
        sheet.print_title_rows = f"{head_row}:{head_row}"
    _write(sheet.oddHeader, "center", _escaped(marking))
    _write(sheet.oddFooter, "left", _escaped(line[:LONGEST_LINE]))
    sheet.oddFooter.left.size = LINE_SIZE  # type: ignore[union-attr]
    _write(sheet.oddFooter, "center", _escaped(marking))
    _write(sheet.oddFooter, "right", "Page &P of &N")


def fold(sheet: Worksheet, columns: int) -> None:
    """Print the first `columns` on one page across and the others on the next, each with the first column, at a size
    that can be read: all on one page would be too small."""
    sheet.sheet_properties.pageSetUpPr.fitToPage = False  # type: ignore[union-attr]
    sheet.page_setup.scale = READABLE
    sheet.print_title_cols = "A:A"
    sheet.col_breaks.append(Break(id=columns))


def _write(place: Any, part: str, text: str) -> None:
    getattr(place, part).text = text


def _escaped(text: str) -> str:
    """In a header an ampersand begins a code."""
    return text.replace("&", "&&")
