"""Workbooks for people's own spreadsheet programs. The only home of `openpyxl`.

    book = Workbook("Action tracker", marking="OFFICIAL-SENSITIVE", exported_by="Priya N", exported_at=now())
    book.add_facts("About", [("Filter: agency", "Housing"), ("Actions", 38)])
    book.add_table("Actions", [Column("Reference", 14), Column("Due", 12)], rows, overdue=("Status", "Overdue"))
    data = book.to_bytes()

What a cell holds is text, a number or a date and never a formula, whatever was typed.
"""

from app.platform.workbook.book import Workbook
from app.platform.workbook.cells import Unseen, Value, safe_text
from app.platform.workbook.columns import Column
from app.platform.workbook.parts import fill_sheets, register

MIME_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

__all__ = ["MIME_TYPE", "Column", "Unseen", "Value", "Workbook", "fill_sheets", "register", "safe_text"]
