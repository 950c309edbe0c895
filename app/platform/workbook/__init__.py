"""Workbooks for people's own spreadsheet programs. The only home of `openpyxl` and `msoffcrypto`.

    book = Workbook("Action tracker", marking="OFFICIAL-SENSITIVE", exported_by="Priya N", exported_at=now())
    book.add_facts("About", [("Filter: agency", "Housing"), ("Actions", 38)])
    rows = book.add_table("Actions", [Column("Reference", 14), Column("Due", 12)], overdue=("Status", "Overdue"))
    rows.add(["A-2026-0001", date(2026, 11, 5)])
    data = locked(book.to_bytes(), new_password())

What a cell holds is text, a number, money (a `Decimal`) or a date and never a formula, whatever was typed. `Commas`
makes a text file of the same rows.
"""

from app.platform.workbook.book import Workbook
from app.platform.workbook.cells import Unseen, Value, safe_text
from app.platform.workbook.columns import Column
from app.platform.workbook.commas import CSV_TYPE, Commas
from app.platform.workbook.locking import WrongPassword, is_locked, locked, new_password, unlocked
from app.platform.workbook.rows import Rows

MIME_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

__all__ = [
    "CSV_TYPE",
    "MIME_TYPE",
    "Column",
    "Commas",
    "Rows",
    "Unseen",
    "Value",
    "Workbook",
    "WrongPassword",
    "is_locked",
    "locked",
    "new_password",
    "safe_text",
    "unlocked",
]
