"""A document, written from its beginning to its end."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.shared import Cm

from app.kernel.clock import local
from app.platform.document import looks
from app.platform.document.text import safe_text

PROGRAM = "Concord"
NOTHING = "None"
"""What an empty cell says: a blank would leave those who listen in doubt."""


class Document:
    """`title` stands at the top and in the file's properties: nobody is named in it. `line`: whose copy it is."""

    def __init__(self, title: str, *, marking: str, line: str, made_at: datetime) -> None:
        self._document: Any = docx.Document()
        looks.set_up(self._document, title=safe_text(title), program=PROGRAM, made_at=local(made_at))
        looks.set_defaults(self._document)
        looks.mark_pages(self._document, marking=safe_text(marking), line=safe_text(line))
        self.heading(title, level=1)

    def heading(self, text: str, *, level: int = 2) -> None:
        if words := _line(text):
            self._document.add_heading(words, level)

    def paragraph(self, text: str, *, lead: str | None = None) -> None:
        """A paragraph, with a few words in bold before it. Blank, nothing is written: room is made by styles."""
        lines = [line for line in safe_text(text).split("\n") if line.strip()]
        for number, line in enumerate(lines):
            paragraph = self._document.add_paragraph()
            if lead and not number:
                paragraph.add_run(f"{_line(lead)}: ").bold = True
            paragraph.add_run(line)

    def bullets(self, rows: Iterable[str]) -> None:
        for row in rows:
            if row.strip():
                self._document.add_paragraph(_line(row), style="List Bullet")

    def table(
        self, caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]
    ) -> None:
        """A table with a header row; `widths` in centimetres. Put a heading or a paragraph before each table."""
        table = self._document.add_table(rows=1, cols=len(columns), style=looks.TABLE_STYLE)
        looks.describe(table, _line(caption))
        table.autofit = False
        head = table.rows[0]
        for cell, words in zip(head.cells, columns, strict=True):
            cell.paragraphs[0].add_run(_line(words)).bold = True
        looks.as_head(head)
        for row in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                self._fill(cell, text)
        for column, width in zip(table.columns, widths, strict=True):
            for cell in column.cells:
                cell.width = Cm(width)

    def _fill(self, cell: Any, text: str) -> None:
        lines = [line for line in safe_text(text).split("\n") if line.strip()] or [NOTHING]
        cell.paragraphs[0].add_run(lines[0])
        for line in lines[1:]:
            cell.add_paragraph(line)

    def to_bytes(self) -> bytes:
        held = io.BytesIO()
        self._document.save(held)
        return held.getvalue()


def _line(text: str) -> str:
    return " ".join(safe_text(text).split())
