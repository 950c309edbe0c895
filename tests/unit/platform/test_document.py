"""The kit that writes documents."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from app.platform.document import Document
from config import REPOSITORY

MADE = datetime(2026, 11, 26, 10, tzinfo=UTC)
HOSTILE = REPOSITORY.parent / "shared/data/hostile/blns.json"


def written(document: Document) -> Any:
    return docx.Document(io.BytesIO(document.to_bytes()))


def a_document() -> Document:
    return Document("Minutes of 19 November 2026", marking="OFFICIAL-SENSITIVE", line="Copy of Priya N", made_at=MADE)


def test_a_document_is_accessible() -> None:
    document = a_document()
    document.heading("Present")
    document.table("Who was there", ["Name", "Agency"], [["Priya N", "Housing"], ["Sam", ""]], [8, 9])
    document.paragraph("One line\n\nand another", lead="What was said")
    document.paragraph("")
    read = written(document)
    assert [(one.style.name, one.text) for one in read.paragraphs] == [
        ("Heading 1", "Minutes of 19 November 2026"),
        ("Heading 2", "Present"),
        ("Normal", "What was said: One line"),
        ("Normal", "and another"),
    ]
    assert read.core_properties.title == "Minutes of 19 November 2026"
    assert (read.core_properties.language, read.core_properties.author) == ("en-GB", "Concord")
    assert not read.core_properties.comments
    languages = {one.get(qn("w:val")) for one in read.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    (table,) = read.tables
    head, *rows = table.rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr is None or row._tr.trPr.find(qn("w:tblHeader")) is None for row in rows)
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Who was there"
    assert rows[1].cells[1].text == "None", "an empty cell would say nothing"
    section = read.sections[0]
    assert section.header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    foot = section.footer.paragraphs[0]
    assert foot.text.startswith("OFFICIAL-SENSITIVE. Copy of Priya N. Page ")
    assert [one.get(qn("w:instr")) for one in foot._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


@pytest.mark.skipif(not HOSTILE.exists(), reason="hostile text is kept outside the project")
def test_hostile_text_is_text() -> None:
    texts = [*json.loads(Path(HOSTILE).read_text(encoding="utf-8")), "\x00\x0b\x1b\ud800￾", "_x0041_"]
    document = Document(texts[-2], marking="M", line="\x07", made_at=MADE)
    document.bullets(texts)
    document.table("\x00", ["Text"], [[text] for text in texts], [17])
    for text in texts:
        document.heading(text, level=3)
        document.paragraph(text, lead=text)
    read = written(document)
    assert all(paragraph.text.strip() for paragraph in read.paragraphs)
    assert len(read.tables[0].rows) == len(texts) + 1
    assert "<script>alert(123)</script>" in {paragraph.text for paragraph in read.paragraphs}
