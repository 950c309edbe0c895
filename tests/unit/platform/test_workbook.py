"""Workbooks that other programs open: nothing runs, everything is marked, dates are dates."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest

from app.platform.workbook import (
    Column,
    Commas,
    Unseen,
    Value,
    Workbook,
    WrongPassword,
    is_locked,
    locked,
    new_password,
    safe_text,
    unlocked,
)
from config import REPOSITORY

HOSTILE = REPOSITORY.parent / "shared" / "data" / "hostile"
MARKING = "OFFICIAL-SENSITIVE"
MOMENT = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
ROWS: list[list[Value]] = [
    ["A-2026-0001", "Overdue", date(2026, 11, 5), 16],
    ["A-2026-0002", "Done", None, None],
    [Unseen.HIDDEN, "Accepted", date(2026, 12, 3), None],
    [Unseen.NOT_KNOWN, "Accepted", MOMENT, 0],
]
COLUMNS = [
    Column("Reference"),
    Column("Status", 20, choices=("Overdue", "Done", "Not done, yet")),
    Column("Due"),
    Column("Days"),
]


def made(rows: list[list[Value]] | None = None, *, by: str = "Priya N") -> bytes:
    book = Workbook("Action tracker", marking=MARKING, exported_by=by, exported_at=MOMENT)
    book.add_table("Actions", COLUMNS, ROWS if rows is None else rows, overdue=("Status", "Overdue"))
    book.add_facts("About", [("Area", "Bath"), ("Actions", 4), ("On", date(2026, 11, 27))])
    return book.to_bytes()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def hostile_texts() -> list[str]:
    texts = ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "#N/A", "#REF!", "TRUE", "2026-01-01", "1e5", "=\x00cmd"]
    if HOSTILE.exists():
        texts += (HOSTILE / "csv_injection_payloads.txt").read_text().split("\n")
        texts += json.loads((HOSTILE / "blns.json").read_text())
    return [text for text in texts if text]


def test_no_text_becomes_a_formula_a_number_or_an_error() -> None:
    texts = hostile_texts()
    rows: list[list[Value]] = [[text, None, None, None] for text in texts]
    data = made(rows)
    sheet = opened(data)["Actions"]
    for number, text in enumerate(texts, start=5):
        cell = sheet.cell(number, 1)
        assert cell.data_type == "s", repr(text)
        assert cell.quotePrefix, repr(text)
        # an inline text keeps its spaces and line ends; the reader undoes no escapes
        assert cell.value == safe_text(text), repr(text)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any("vbaProject" in name or "externalLink" in name for name in archive.namelist())
    assert all("<f>" not in sheet and "<f " not in sheet and 't="e"' not in sheet for sheet in sheets)


def test_what_cannot_be_written_is_shown_as_a_mark() -> None:
    assert safe_text("a\x00b\x1bc\ud800d\ufffee\x7f") == "a\N{REPLACEMENT CHARACTER}" + "".join(
        f"{letter}\N{REPLACEMENT CHARACTER}" for letter in "bcde"
    )
    assert safe_text("one\r\ntwo\rthree\ttab") == "one\ntwo\nthree\ttab"
    assert safe_text("_x0041_ and _x004") == "_x005F_x0041_ and _x004"


def test_a_long_text_says_that_it_was_cut() -> None:
    long = safe_text("🙂" * 40_000)
    assert len(long.encode("utf-16-le")) // 2 <= 32_767
    assert long.endswith("[cut here: longer than a cell can hold]")
    opened(made([[long, None, None, None]]))


def test_dates_are_dates_numbers_numbers_and_nothing_is_nothing() -> None:
    sheet = opened(made())["Actions"]
    assert sheet["C5"].value.isoformat() == "2026-11-05T00:00:00"
    assert sheet["C5"].number_format == "d mmm yyyy"
    assert sheet["C8"].value.isoformat() == "2026-11-27T09:30:00"
    assert (sheet["D5"].value, sheet["D5"].data_type) == (16, "n")
    assert sheet["D8"].value == 0
    assert sheet["C6"].value is None
    assert sheet["D6"].value is None


def test_hidden_and_not_known_look_like_nothing_that_was_typed() -> None:
    sheet = opened(made([[Unseen.HIDDEN, "Hidden", None, None], [Unseen.NOT_KNOWN, "Not known", None, None]]))[
        "Actions"
    ]
    assert (sheet["A5"].value, sheet["A6"].value) == ("Hidden", "Not known")
    assert sheet["A5"].style != sheet["B5"].style
    assert sheet["A6"].style != sheet["B6"].style
    assert sheet["A6"].font.italic


def test_the_sheet_is_a_table_that_can_be_filtered_with_a_header_that_stays() -> None:
    sheet = opened(made())["Actions"]
    (table,) = sheet.tables.values()
    assert table.ref == "A4:D8"
    assert table.autoFilter is not None
    assert [column.name for column in table.tableColumns] == ["Reference", "Status", "Due", "Days"]
    assert sheet.freeze_panes == "B5"
    assert sheet.column_dimensions["B"].width == 20
    assert sheet["A5"].alignment.wrap_text


def test_an_empty_table_still_opens() -> None:
    (table,) = opened(made([]))["Actions"].tables.values()
    assert table.ref == "A4:D5"


def test_overdue_rows_are_marked_by_a_rule() -> None:
    sheet = opened(made())["Actions"]
    ((reach, rules),) = [(str(one.sqref), one.rules) for one in sheet.conditional_formatting]
    assert reach == "A5:D8"
    assert rules[0].formula == ['$B5="Overdue"']
    assert rules[0].dxf.fill.bgColor.rgb == "FFF6D7D2"


def test_a_column_with_choices_offers_them() -> None:
    book = opened(made())
    (offered,) = book["Actions"].data_validations.dataValidation
    assert (offered.type, str(offered.sqref), offered.formula1) == ("list", "B5:B8", "Choices!$A$5:$A$7")
    assert [book["Choices"].cell(row, 1).value for row in range(4, 8)] == ["Status", "Overdue", "Done", "Not done, yet"]


def test_every_sheet_is_marked_and_says_who_exported_it_and_when() -> None:
    book = opened(made(by="Ann & Co\x07"))
    assert book.sheetnames == ["About", "Actions", "Choices"]
    for sheet in book.worksheets:
        assert sheet["A1"].value == MARKING
        assert (
            sheet["A2"].value
            == "Action tracker. Exported by Ann & Co\N{REPLACEMENT CHARACTER} on 27 November 2026 at 09:30"
        )
        assert sheet.oddHeader.center.text == MARKING
        assert sheet.oddFooter.center.text == MARKING
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert "Ann && Co" in sheet.oddFooter.left.text
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_state == "visible"
    assert book["Actions"].print_title_rows == "$4:$4"


def test_properties_name_nobody() -> None:
    with zipfile.ZipFile(io.BytesIO(made(by="Priya N"))) as archive:
        properties = archive.read("docProps/core.xml").decode() + archive.read("docProps/app.xml").decode()
    assert "Priya" not in properties
    assert re.search("<dc:creator[^>]*>Concord</dc:creator>", properties)


@pytest.mark.parametrize("day", [date(1066, 10, 14), date(1900, 2, 28)])
def test_a_day_no_spreadsheet_can_hold_is_written_out(day: date) -> None:
    assert opened(made([[None, None, day, None]]))["Actions"]["C5"].value == day.isoformat()


def test_a_wide_table_prints_on_two_pages_across_rather_than_too_small() -> None:
    book = Workbook("Tracker", marking=MARKING, exported_by="Priya N", exported_at=MOMENT)
    book.add_table("Actions", COLUMNS, ROWS, fold_before="Due")
    sheet = opened(book.to_bytes())["Actions"]
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.scale, sheet.page_setup.orientation) == (62, "landscape")
    assert [one.id for one in sheet.col_breaks.brk] == [2]
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$4:$4", "$A:$A")


def test_rows_are_as_high_as_their_longest_text() -> None:
    sheet = opened(made([["short", None, None, None], ["word " * 40, None, None, None], ["x" * 30_000, *[None] * 3]]))[
        "Actions"
    ]
    heights = [sheet.row_dimensions[row].height for row in (5, 6, 7)]
    assert heights[0] == 16
    assert heights[1] > 16 * 6
    assert heights[2] == 409


def test_rows_may_be_added_until_the_file_is_made_and_one_column_is_hidden() -> None:
    book = Workbook("Tracker", marking=MARKING, exported_by="Priya N", exported_at=MOMENT, copy="E-2026-0001")
    rows = book.add_table("Actions", [Column("Reference"), Column("Key", hidden=True), Column("Note", to_fill=True)])
    for number in range(1_000):
        rows.add([f"A-{number}", "key", None])
    sheet = opened(book.to_bytes())["Actions"]
    assert (sheet.max_row, sheet["A1004"].value, sheet.dimensions) == (1_004, "A-999", "A1:C1004")
    assert sheet.column_dimensions["B"].hidden
    assert sheet["C4"].fill.fgColor.rgb != sheet["A4"].fill.fgColor.rgb
    assert sheet["A2"].value.startswith("Tracker. Copy E-2026-0001. Exported by Priya N")


def test_a_summary_has_its_chart_below_it_on_one_page() -> None:
    book = Workbook("Tracker", marking=MARKING, exported_by="Priya N", exported_at=MOMENT)
    columns = [Column("Agency"), Column("Open", in_chart=True), Column("Overdue", in_chart=True), Column("All")]
    book.add_summary("By agency", columns, [["Housing", 3, 1, 4], ["=1+1", 0, 2, 2]], chart="Actions")
    sheet = opened(book.to_bytes())["By agency"]
    assert (sheet["A6"].value, sheet["A6"].data_type, sheet["C6"].value) == ("=1+1", "s", 2)
    (chart,) = sheet._charts
    assert [one.val.numRef.f for one in chart.series] == ["'By agency'!$B$5:$B$6", "'By agency'!$C$5:$C$6"]
    assert chart.series[0].cat.numRef.f == "'By agency'!$A$5:$A$6"
    assert sheet.page_setup.fitToHeight == 1


def test_a_locked_file_opens_with_its_password_alone() -> None:
    data, password = made(), new_password()
    assert re.fullmatch(r"([0-9a-z]{4}-){4}[0-9a-z]{4}", password)
    assert new_password() != password
    shut = locked(data, password)
    assert is_locked(shut)
    assert not is_locked(data)
    assert b"Housing" not in shut
    assert unlocked(shut, password) == data
    for wrong in (password.upper(), "", f"{password} "):
        with pytest.raises(WrongPassword):
            unlocked(shut, wrong)
    for broken in (data, shut[:4_096], b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)):
        with pytest.raises(WrongPassword):
            unlocked(broken, password)


def test_rows_with_commas_are_text_whatever_was_typed() -> None:
    file = Commas(["Reference", "Text", "Due", "At", "Days", "None"])
    texts = hostile_texts()
    for text in texts:
        file.add([Unseen.HIDDEN, text, date(2026, 11, 5), MOMENT, -3, None])
    data = file.to_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert head == ["Reference", "Text", "Due", "At", "Days", "None"]
    assert len(rows) == len(texts)
    for row, text in zip(rows, texts, strict=True):
        assert (row[0], *row[2:]) == ("Hidden", "2026-11-05", "2026-11-27 09:30:00", "-3", "")
        assert row[1] in (safe_text(text), f"'{safe_text(text)}")
        assert not re.match(r"[\s\u00a0]*[=+\-@]", row[1]), repr(text)
