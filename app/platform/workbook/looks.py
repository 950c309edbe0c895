"""How cells look. Each look is a named style, so that it is written once however many cells have it."""

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

TEXT = "Concord text"
NUMBER = "Concord number"
MONEY = "Concord money"
DATE = "Concord date"
MOMENT = "Concord moment"
HEAD = "Concord heading"
HEAD_TO_FILL = "Concord heading to fill in"
HIDDEN = "Concord hidden"
NOT_KNOWN = "Concord not known"
MARKING = "Concord marking"
TITLE = "Concord title"
LINE = "Concord line"
KEY = "Concord key"

SPRUCE = "FF173F3A"
WHITE = "FFFFFFFF"
QUIET = "FF4D5753"
OCHRE = "FF7A4B00"
RED_PALE = "FFF6D7D2"
RED = "FF8A1A10"
STONE = "FFE4E3DD"

DATE_FORMAT = "d mmm yyyy"
MONEY_FORMAT = "£#,##0.00"
MOMENT_FORMAT = "d mmm yyyy hh:mm"
FONT = "Arial"

TOP_LEFT = Alignment(vertical="top", horizontal="left", wrap_text=True)
TABLE_STYLE = "TableStyleLight1"


def add_looks(book: Workbook) -> None:
    """Give `book` every look."""
    top = Alignment(vertical="top", wrap_text=True)
    thin = Side(style="thin", color="FFB9BDB9")
    lines = Border(bottom=thin)
    plain = Font(name=FONT, size=10)
    looks = [
        NamedStyle(TEXT, font=plain, alignment=top, border=lines),
        NamedStyle(
            NUMBER,
            font=plain,
            alignment=Alignment(vertical="top", horizontal="center"),
            border=lines,
            number_format="0",
        ),
        NamedStyle(
            MONEY,
            font=plain,
            alignment=Alignment(vertical="top", horizontal="right"),
            border=lines,
            number_format=MONEY_FORMAT,
        ),
        NamedStyle(
            DATE,
            font=plain,
            alignment=Alignment(vertical="top", horizontal="left"),
            border=lines,
            number_format=DATE_FORMAT,
        ),
        NamedStyle(
            MOMENT,
            font=plain,
            alignment=Alignment(vertical="top", horizontal="left"),
            border=lines,
            number_format=MOMENT_FORMAT,
        ),
        NamedStyle(
            HEAD,
            font=Font(name=FONT, size=10, bold=True, color=WHITE),
            alignment=top,
            fill=PatternFill("solid", fgColor=SPRUCE),
        ),
        NamedStyle(
            HEAD_TO_FILL,
            font=Font(name=FONT, size=10, bold=True, color=WHITE),
            alignment=top,
            fill=PatternFill("solid", fgColor=OCHRE),
        ),
        NamedStyle(
            HIDDEN,
            font=Font(name=FONT, size=10, color=QUIET),
            alignment=top,
            border=lines,
            fill=PatternFill("lightUp", fgColor=STONE),
        ),
        NamedStyle(NOT_KNOWN, font=Font(name=FONT, size=10, italic=True, color=QUIET), alignment=top, border=lines),
        NamedStyle(
            MARKING,
            font=Font(name=FONT, size=11, bold=True),
            alignment=Alignment(vertical="center"),
        ),
        NamedStyle(TITLE, font=Font(name=FONT, size=16, bold=True, color=SPRUCE)),
        NamedStyle(LINE, font=Font(name=FONT, size=10, color=QUIET)),
        NamedStyle(KEY, font=Font(name=FONT, size=10, bold=True), alignment=top, border=lines),
    ]
    for look in looks:
        book.add_named_style(look)


def numbers(sheet: Worksheet) -> dict[str, int]:
    """By what number the file knows each look that a cell of a long table may have. Texts are quoted, so that they
    stay texts when somebody edits them."""
    found = {}
    for look in (TEXT, NUMBER, MONEY, DATE, MOMENT, HIDDEN, NOT_KNOWN):
        cell = Cell(sheet, row=1, column=1)
        cell.style = look
        cell.quotePrefix = look in (TEXT, HIDDEN, NOT_KNOWN)
        found[look] = cell.style_id
    return found
