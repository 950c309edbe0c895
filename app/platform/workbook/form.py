"""A form to be filled in with a spreadsheet program: a question a row, its answer beside it, nothing else to type in.

    book = FormBook("Notification form: person", marking="OFFICIAL-SENSITIVE", line="Lists of 4 May 2026", stamp="…")
    book.add_sheet("Notification", "Save it and send it.", [Heading("The person"), Ask("dob", "Born")])
    data = book.to_bytes()

Cells are known by a key in a hidden column, never by where they stand or what they say. The sheets are protected
without a password: protection keeps slips out, and nobody has to be told a secret to take it away. So beside each row
stand marks of its own words, by which it is noticed when somebody types over them.
"""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

import openpyxl
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.platform.workbook import looks, printing
from app.platform.workbook.book import CHOICES, PROGRAM
from app.platform.workbook.cells import at, height, write

LABEL_COLUMN, ANSWER_COLUMN, HINT_COLUMN, KEY_COLUMN, MARKS_COLUMN = 1, 2, 3, 4, 5
WIDTHS = {"A": 38, "B": 52, "C": 46}
HEAD_ROW = 4
LIST_MARK = "list "
"""Begins the heading of a column of codes on the sheet of choices."""
ANSWER, DAY_ANSWER = "Concord answer", "Concord day to answer"
HINT, INTRO = "Concord hint", "Concord introduction"
LONGEST_PROMPT = 250
EARLIEST = "1900-03-01"
"""Before it spreadsheet programs disagree about dates."""


class Shape(Enum):
    """What is typed into a cell."""

    TEXT = "text"
    DAY = "a day"
    WHOLE = "a whole number"
    DECIMAL = "a number"


@dataclass(frozen=True)
class Choices:
    """A drop-down list. `name` is that of the list of codes; `codes` are code and words, in their order."""

    name: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Heading:
    text: str
    hint: str = ""
    small: bool = False


def mark(words: object) -> str:
    """Short, of the words of a cell whatever their spaces."""
    return hashlib.sha256(" ".join(str(words).split()).encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Ask:
    """A cell to fill in, so many lines high. Several cells may have one key."""

    key: str
    label: str
    hint: str = ""
    shape: Shape = Shape.TEXT
    choices: Choices | None = None
    lines: int = 1


@dataclass
class _Offered:
    choices: Choices
    letter: str
    cells: dict[str, DataValidation] = field(default_factory=dict)
    """By sheet."""


class FormBook:
    """`stamp` tells the form when it comes back; it stands in the hidden column of each sheet."""

    def __init__(self, title: str, *, marking: str, line: str, stamp: str) -> None:
        self.title, self.marking, self.line, self.stamp = title, marking, line, stamp
        self._book = openpyxl.Workbook()
        self._book.remove(self._book.worksheets[0])
        self._offered: dict[Choices, _Offered] = {}
        looks.add_looks(self._book)
        _add_looks(self._book)
        self._book.properties.creator, self._book.properties.title = PROGRAM, title

    def add_sheet(self, name: str, intro: str, lines: Iterable[Heading | Ask]) -> None:
        sheet = self._sheet(name, head_row=HEAD_ROW)
        write(at(sheet, 1, KEY_COLUMN), self.stamp)
        write(at(sheet, 3, LABEL_COLUMN), intro, INTRO)
        sheet.merge_cells(start_row=3, end_row=3, start_column=LABEL_COLUMN, end_column=HINT_COLUMN)
        sheet.row_dimensions[3].height = height([intro], [sum(WIDTHS.values()) - 8])
        for column, words in enumerate(("Question", "Answer", "How to answer"), start=1):
            write(at(sheet, HEAD_ROW, column), words, looks.HEAD_TO_FILL if column == ANSWER_COLUMN else looks.HEAD)
        row = HEAD_ROW
        for row, line in enumerate(lines, start=HEAD_ROW + 1):
            if isinstance(line, Heading):
                self._head(sheet, row, line)
                own = {LABEL_COLUMN: line.text, ANSWER_COLUMN: line.hint}
            else:
                self._ask(sheet, row, line)
                own = {LABEL_COLUMN: line.label, HINT_COLUMN: line.hint}
            write(at(sheet, row, MARKS_COLUMN), " ".join(f"{column}={mark(words)}" for column, words in own.items()))
        for hidden in (KEY_COLUMN, MARKS_COLUMN):
            sheet.column_dimensions[letter(hidden)].hidden = True
        sheet.freeze_panes = f"A{HEAD_ROW + 1}"
        sheet.print_area = f"A1:C{row}"

    def to_bytes(self) -> bytes:
        """The file. Call once, at the end."""
        self._write_choices()
        for sheet in self._book.worksheets:
            sheet.protection.enable()
            sheet.protection.formatColumns = sheet.protection.formatRows = False  # people may widen what they read
        held = io.BytesIO()
        self._book.save(held)
        return held.getvalue()

    def _sheet(self, name: str, *, head_row: int | None) -> Worksheet:
        sheet: Worksheet = self._book.create_sheet(name)
        write(at(sheet, 1, LABEL_COLUMN), self.marking, looks.MARKING)
        write(at(sheet, 2, LABEL_COLUMN), f"{self.title}. {self.line}", looks.LINE)
        printing.set_up(sheet, marking=self.marking, line=self.line, head_row=head_row, portrait=True)
        for letter, width in WIDTHS.items():
            sheet.column_dimensions[letter].width = width
        return sheet

    def _head(self, sheet: Worksheet, row: int, line: Heading) -> None:
        for column in (LABEL_COLUMN, ANSWER_COLUMN, HINT_COLUMN):
            at(sheet, row, column).style = looks.KEY if line.small else looks.HEAD
        write(at(sheet, row, LABEL_COLUMN), line.text, looks.KEY if line.small else looks.HEAD)
        if line.hint:
            write(at(sheet, row, ANSWER_COLUMN), line.hint, HINT if line.small else looks.HEAD)
            sheet.merge_cells(start_row=row, end_row=row, start_column=ANSWER_COLUMN, end_column=HINT_COLUMN)
        sheet.row_dimensions[row].height = height([line.text, line.hint], [WIDTHS["A"], WIDTHS["B"] + WIDTHS["C"] - 6])

    def _ask(self, sheet: Worksheet, row: int, line: Ask) -> None:
        write(at(sheet, row, LABEL_COLUMN), line.label, looks.TEXT)
        write(at(sheet, row, HINT_COLUMN), line.hint, HINT)
        write(at(sheet, row, KEY_COLUMN), line.key)
        answer = at(sheet, row, ANSWER_COLUMN)
        answer.style = DAY_ANSWER if line.shape is Shape.DAY else ANSWER
        if line.shape in (Shape.WHOLE, Shape.DECIMAL):
            answer.number_format = "General"
        sheet.row_dimensions[row].height = max(
            height([line.label, line.hint], [WIDTHS["A"] - 3, WIDTHS["C"] - 5]), 15.0 * line.lines + 3
        )
        rule = self._offer(sheet, line.choices) if line.choices else _checked(line)
        if rule is not None:
            rule.add(answer.coordinate)
            if rule not in sheet.data_validations.dataValidation:
                sheet.add_data_validation(rule)

    def _offer(self, sheet: Worksheet, choices: Choices) -> DataValidation:
        """The drop-down list of a sheet: cells with the same choices share one."""
        offered = self._offered.setdefault(choices, _Offered(choices, letter(2 * len(self._offered) + 1)))
        if sheet.title not in offered.cells:
            end = HEAD_ROW + len(choices.codes)
            words = f"{CHOICES}!${offered.letter}${HEAD_ROW + 1}:${offered.letter}${end}"
            rule = DataValidation(type="list", formula1=words, allow_blank=True)
            offered.cells[sheet.title] = _saying(rule, "Choose from the list", "Choose one of the words in the list")
        return offered.cells[sheet.title]

    def _write_choices(self) -> None:
        """The words of the drop-down lists, on a sheet anybody can look at, with their codes in hidden columns."""
        sheet = self._sheet(CHOICES, head_row=None)
        for number, one in enumerate(self._offered.values()):
            words, codes = 2 * number + 1, 2 * number + 2
            write(at(sheet, HEAD_ROW, words), one.choices.name.replace("_", " ").capitalize(), looks.HEAD)
            write(at(sheet, HEAD_ROW, codes), LIST_MARK + one.choices.name)
            for place, (code, label) in enumerate(one.choices.codes, start=HEAD_ROW + 1):
                write(at(sheet, place, words), label)
                write(at(sheet, place, codes), code)
            sheet.column_dimensions[letter(words)].width = 44
            sheet.column_dimensions[letter(codes)].hidden = True


def letter(column: int) -> str:
    """What a spreadsheet program calls a column."""
    return str(openpyxl.utils.get_column_letter(column))


def _checked(line: Ask) -> DataValidation | None:
    """What may be typed where there is no list; the hint shows while the cell is chosen."""
    if line.shape is Shape.DAY:
        rule = DataValidation(type="date", operator="greaterThanOrEqual", formula1=_days(EARLIEST), allow_blank=True)
        return _saying(rule, "A date", "Enter a date such as 27/3/2026", prompt=line.hint)
    if line.shape in (Shape.WHOLE, Shape.DECIMAL):
        whole = line.shape is Shape.WHOLE
        rule = DataValidation(
            operator="between", formula1="0" if whole else "-10000", formula2="10000", allow_blank=True
        )
        rule.type = "whole" if whole else "decimal"
        return _saying(rule, "A number", "Enter a number, such as 12", prompt=line.hint)
    return None


def _saying(rule: DataValidation, title: str, error: str, *, prompt: str = "") -> DataValidation:
    rule.errorTitle, rule.error, rule.showErrorMessage = title, error, True
    if prompt:
        rule.promptTitle, rule.prompt, rule.showInputMessage = title, prompt[:LONGEST_PROMPT], True
    return rule


def _days(day: str) -> str:
    """As spreadsheet programs count."""
    return str(int(openpyxl.utils.datetime.to_excel(openpyxl.utils.datetime.from_ISO8601(day))))


def _add_looks(book: openpyxl.Workbook) -> None:
    line = Side(style="thin", color="FF4D5753")
    box = Border(left=line, right=line, top=line, bottom=line)
    plain, quiet = Font(name=looks.FONT, size=10), Font(name=looks.FONT, size=9, color=looks.QUIET)
    free = Protection(locked=False)
    white = PatternFill("solid", fgColor=looks.WHITE)
    for name, form in ((ANSWER, "@"), (DAY_ANSWER, looks.DATE_FORMAT)):
        # As text, or a telephone number loses its first nought and 3/4 becomes a date.
        book.add_named_style(
            NamedStyle(
                name, font=plain, alignment=looks.TOP_LEFT, border=box, fill=white, protection=free, number_format=form
            )
        )
    top = Alignment(vertical="top", wrap_text=True)
    aside = Alignment(vertical="top", wrap_text=True, indent=1)
    book.add_named_style(NamedStyle(HINT, font=quiet, alignment=aside))
    book.add_named_style(NamedStyle(INTRO, font=plain, alignment=top))
