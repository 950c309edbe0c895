"""The minutes as a Word document: each reader's own, opened by python-docx and by LibreOffice."""

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from flask import Flask
from sqlalchemy import select

from app.platform.audit.chain import AuditEntry
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.meetings import Group
from tests.factories.minutes import issue_minutes
from tests.integration.minutes.conftest import ISSUED, Browse, Held
from tests.pages import Pages

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
LIBREOFFICE = shutil.which("soffice")


def download(pages: Pages, path: str) -> tuple[str, bytes]:
    """The name of the file and what is in it."""
    page = pages.get(path).submit("Download as a Word document")
    return page.response.headers["Content-Disposition"], page.response.data


@SQLITE
def test_each_reader_takes_their_own(  # noqa: PLR0917 - fixtures
    app: Flask, group: Group, held: Held, browse: Browse, clock: Clock, tmp_path: Path
) -> None:
    clock.set(ISSUED)
    path = f"/meetings/{held.meeting}/minutes"
    with app.app_context():
        issue_minutes(group, held.meeting)
    name, data = download(browse(group.practitioners["POL"]), path)
    assert name == 'attachment; filename="SVOG-minutes-2026-11-19.docx"'
    read = docx.Document(io.BytesIO(data))
    styled = [(one.style.name if one.style else "", one.text) for one in read.paragraphs]
    headings = [(style, text) for style, text in styled if str(style).startswith("Heading")]
    assert headings[0] == ("Heading 1", "Minutes of 19 November 2026")
    assert ("Heading 2", "Present") in headings
    assert {text.split(": ")[-1] for style, text in headings if ". C-" in text} == {"Robin Example", "Sam Example"}
    assert ("Heading 3", "Actions") in headings
    assert ("Heading 3", "What agencies told the group") in headings
    assert ("Normal", "Left the room for this item: Pat School, School of the town") in styled
    tables = {table.rows[0].cells[0].text: table for table in read.tables}
    assert [cell.text for cell in tables["Reference"].rows[0].cells] == ["Reference", "Action", "Owner", "Due"]
    present = {row.cells[0].text: [cell.text for cell in row.cells[3:]] for row in tables["Name"].rows[1:]}
    assert present["Pat School"] == ["Deputy came for Una Head", "Acknowledged"]
    assert present["Pat Youth justice"][1] == "Not acknowledged"
    assert "Ring the school today" in tables["Reference"].rows[1].cells[1].text
    told = {row.cells[0].text: row.cells[1].text for row in tables["Agency"].rows[1:]}
    assert told["School of the town"].endswith("Attends every day")
    assert told["Youth justice of the town"] == "Hidden"
    assert read.sections[0].header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    assert "Copy of Pat Police, Police of the town" in read.sections[0].footer.paragraphs[0].text
    assert "Robin" not in read.core_properties.title

    _name, other = download(browse(group.practitioners["LA_CSC"]), path)
    assert "Robin" not in " ".join(one.text for one in docx.Document(io.BytesIO(other)).paragraphs)
    with app.app_context():
        taken = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "minutes.document_made")).all()
        assert {entry.actor_uid for entry in taken} == {
            group.practitioners["POL"].uid,
            group.practitioners["LA_CSC"].uid,
        }
    if LIBREOFFICE:
        check_opens(data, tmp_path)


def check_opens(data: bytes, folder: Path) -> None:
    """LibreOffice opens it as it is, and finds the headings."""
    file = folder / "minutes.docx"
    file.write_bytes(data)
    home = f"-env:UserInstallation=file://{folder}/office"
    for kind in ("pdf", "txt:Text"):
        command = [str(LIBREOFFICE), home, "--headless", "--convert-to", kind, "--outdir", str(folder), str(file)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (folder / "minutes.pdf").read_bytes().startswith(b"%PDF")
    text = (folder / "minutes.txt").read_text(encoding="utf-8-sig")
    for heading in ("Minutes of 19 November 2026", "Present", "Actions", "What agencies told the group"):
        assert heading in text.splitlines()
