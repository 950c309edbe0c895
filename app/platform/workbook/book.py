"""A workbook: facts about the export on one sheet, tables on the others."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import openpyxl
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from app.kernel.clock import local
from app.platform.workbook import charts, looks, printing
from app.platform.workbook.cells import Value, at, height, safe_text, write
from app.platform.workbook.columns import Column
from app.platform.workbook.filling import filled
from app.platform.workbook.rows import Rows

HEAD_ROW = 4
CHOICES = "Choices"
KEY_WIDTH, VALUE_WIDTH = 30, 90
PROGRAM = "Concord"


@dataclass(frozen=True)
class _Table:
    sheet: Worksheet
    columns: Sequence[Column]
    rows: Rows
    overdue: tuple[str, str] | None


class Workbook:
    """Every sheet carries the marking, who exported it and when, and which copy it is, in a cell at its top and
    on every printed page."""

    def __init__(
        self, title: str, *, marking: str, exported_by: str, exported_at: datetime, copy: str | None = None
    ) -> None:
        self.marking = marking
        self.title = title
        moment = local(exported_at)
        self.line = f"Exported by {safe_text(exported_by)} on {moment.day} {moment:%B %Y at %H:%M}"
        self.copy = f"Copy {copy}. " if copy else ""
        self._book = openpyxl.Workbook()
        self._book.remove(self._book.worksheets[0])
        self._choices: list[Column] = []
        self._tables: list[_Table] = []
        looks.add_looks(self._book)
        self._styles = looks.numbers(self._book.create_sheet("Looks"))
        self._book.remove(self._book.worksheets[0])
        properties = self._book.properties
        properties.creator = PROGRAM
        properties.title = title
        properties.created = moment.replace(tzinfo=None, microsecond=0)

    def add_facts(self, name: str, facts: Iterable[tuple[str, Value]]) -> None:
        """A sheet of facts, one a row: what it is and its value. It comes before the sheets there are."""
        sheet = self._sheet(name, head_row=None)
        self._book.move_sheet(sheet, 1 - len(self._book.worksheets))
        self._book.active = sheet
        for number, (what, value) in enumerate(facts, start=HEAD_ROW):
            write(at(sheet, number, 1), what, looks.KEY)
            write(at(sheet, number, 2), value)
            at(sheet, number, 2).alignment = looks.TOP_LEFT
            sheet.row_dimensions[number].height = height([value], [VALUE_WIDTH])
        sheet.column_dimensions["A"].width = KEY_WIDTH
        sheet.column_dimensions["B"].width = VALUE_WIDTH

    def add_table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Value]] = (),
        *,
        overdue: tuple[str, str] | None = None,
        fold_before: str | None = None,
    ) -> Rows:
        """A sheet with one table: filters, frozen header and first column. `overdue`: rows are marked in red whose
        column of that title holds that word. `fold_before`: printed, the columns from this one on come on pages of
        their own. More rows may be added to what is returned, until the file is made."""
        sheet = self._sheet(name, head_row=HEAD_ROW)
        titles = [column.title for column in columns]
        if fold_before is not None:
            printing.fold(sheet, titles.index(fold_before))
        for number, column in enumerate(columns, start=1):
            write(at(sheet, HEAD_ROW, number), column.title, looks.HEAD_TO_FILL if column.to_fill else looks.HEAD)
            dimension = sheet.column_dimensions[get_column_letter(number)]
            dimension.width, dimension.hidden = column.width, column.hidden
        seen = [column for column in columns if not column.hidden]
        sheet.row_dimensions[HEAD_ROW].height = height(
            [column.title for column in seen], [column.width - 3 for column in seen]
        )
        sheet.freeze_panes = f"B{HEAD_ROW + 1}"
        table = _Table(sheet, columns, Rows(HEAD_ROW + 1, [column.width for column in columns], self._styles), overdue)
        self._tables.append(table)
        for row in rows:
            table.rows.add(row)
        return table.rows

    def add_summary(
        self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]], *, chart: str | None = None
    ) -> None:
        """A short sheet of numbers. `chart` is the title of bars stacked from the columns that are `in_chart`; the
        spreadsheet program draws them from the cells."""
        sheet = self._sheet(name, head_row=HEAD_ROW)
        for number, column in enumerate(columns, start=1):
            write(at(sheet, HEAD_ROW, number), column.title, looks.HEAD)
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.row_dimensions[HEAD_ROW].height = height(
            [one.title for one in columns], [one.width - 3 for one in columns]
        )
        for place, row in enumerate(rows, start=HEAD_ROW + 1):
            for number, value in enumerate(row, start=1):
                write(at(sheet, place, number), value)
            sheet.row_dimensions[place].height = height(row, [one.width - 3 for one in columns])
        sheet.freeze_panes = f"B{HEAD_ROW + 1}"
        if chart is not None and rows:
            charts.add_bars(sheet, chart, head_row=HEAD_ROW, rows=len(rows), columns=columns)

    def to_bytes(self) -> bytes:
        """The file. Call once, at the end."""
        for table in self._tables:
            self._close(table)
        if self._choices:
            self._write_choices()
        held = io.BytesIO()
        self._book.save(held)
        places = {self._book.sheetnames.index(table.sheet.title) + 1: table.rows for table in self._tables}
        return filled(held, {f"xl/worksheets/sheet{place}.xml": rows for place, rows in places.items()})

    def _close(self, table: "_Table") -> None:
        """What depends on how many rows there are. A table has at least one, empty or not."""
        sheet, columns = table.sheet, table.columns
        if table.rows.last == HEAD_ROW:
            table.rows.add([None] * len(columns))
        last = table.rows.last
        reach = f"A{HEAD_ROW}:{get_column_letter(len(columns))}{last}"
        named = Table(displayName=re.sub(r"\W", "", sheet.title), ref=reach, autoFilter=AutoFilter(ref=reach))
        # Said here: openpyxl would make every cell of the table to read its headings.
        named.tableColumns = [TableColumn(id=number, name=one.title) for number, one in enumerate(columns, start=1)]
        named.tableStyleInfo = TableStyleInfo(name=looks.TABLE_STYLE, showRowStripes=True)
        sheet.add_table(named)
        self._offer_choices(sheet, columns, last)
        if table.overdue is not None:
            _mark_overdue(sheet, columns, last, *table.overdue)

    def _sheet(self, name: str, *, head_row: int | None) -> Worksheet:
        sheet: Worksheet = self._book.create_sheet(name)
        write(at(sheet, 1, 1), self.marking, looks.MARKING)
        write(at(sheet, 2, 1), f"{self.title}. {self.copy}{self.line}", looks.LINE)
        printing.set_up(sheet, marking=self.marking, line=self.copy + self.line, head_row=head_row)
        return sheet

    def _offer_choices(self, sheet: Worksheet, columns: Sequence[Column], last: int) -> None:
        for number, column in enumerate(columns, start=1):
            if not column.choices:
                continue
            source = get_column_letter(self._choice_column(column))
            end = HEAD_ROW + len(column.choices)
            offered = DataValidation(
                type="list", formula1=f"{CHOICES}!${source}${HEAD_ROW + 1}:${source}${end}", allow_blank=True
            )
            offered.error = f"Choose one of the words in the list for {column.title.lower()}"
            offered.errorTitle = column.title[:32]
            offered.showErrorMessage = True
            letter = get_column_letter(number)
            offered.add(f"{letter}{HEAD_ROW + 1}:{letter}{last}")
            sheet.add_data_validation(offered)

    def _choice_column(self, column: Column) -> int:
        """The column of the sheet of choices; columns with the same choices share one."""
        for number, known in enumerate(self._choices, start=1):
            if known.choices == column.choices:
                return number
        self._choices.append(column)
        return len(self._choices)

    def _write_choices(self) -> None:
        """The words of the drop-down lists, on a sheet anybody can look at."""
        sheet = self._sheet(CHOICES, head_row=None)
        for number, column in enumerate(self._choices, start=1):
            write(at(sheet, HEAD_ROW, number), column.title, looks.HEAD)
            for place, word in enumerate(column.choices, start=HEAD_ROW + 1):
                write(at(sheet, place, number), word)
            sheet.column_dimensions[get_column_letter(number)].width = 32


def _mark_overdue(sheet: Worksheet, columns: Sequence[Column], last: int, title: str, word: str) -> None:
    number = next(number for number, column in enumerate(columns, start=1) if column.title == title)
    quoted = word.replace('"', '""')
    rule = FormulaRule(
        formula=[f'${get_column_letter(number)}{HEAD_ROW + 1}="{quoted}"'],
        fill=PatternFill("solid", bgColor=looks.RED_PALE),
        font=Font(color=looks.RED, bold=True),
    )
    sheet.conditional_formatting.add(f"A{HEAD_ROW + 1}:{get_column_letter(len(columns))}{last}", rule)
