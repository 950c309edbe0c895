"""Another program opens the tracker: LibreOffice prints it, and takes nothing that was typed for a formula."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from app.features.actions.models import Action
from app.platform import audit
from app.platform.database import db
from app.platform.workbook import safe_text
from config import REPOSITORY
from tests.factories.actions import make_action
from tests.factories.cases import acting
from tests.factories.tracker import file_of, write_files
from tests.integration.actions.conftest import Group
from tests.integration.tracker.conftest import Browse, ask, for_a_school

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
LIBREOFFICE = shutil.which("soffice")
HOSTILE = REPOSITORY.parent / "shared" / "data" / "hostile"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def hostile_texts() -> list[str]:
    lines = (HOSTILE / "csv_injection_payloads.txt").read_text(encoding="utf-8").splitlines()
    found = [*lines, *json.loads((HOSTILE / "blns.json").read_text(encoding="utf-8"))]
    return [text for text in found if text.strip()]


@SQLITE
@pytest.mark.skipif(LIBREOFFICE is None, reason="soffice is not installed")
@pytest.mark.skipif(not HOSTILE.exists(), reason="the shared data is not here")
def test_libreoffice_prints_it_and_finds_no_formula(app: Flask, group: Group, browse: Browse, tmp_path: Path) -> None:
    texts = hostile_texts()
    with app.app_context():
        first = make_action(group.coordinator, group.owner, case=group.case, text=texts[0])
        with acting(group.coordinator):
            for number, text in enumerate(texts[1:], start=2):
                db.session.add(another(first, number, text))
            audit.record("action.agreed", first)
            db.session.commit()
    page = ask(browse(group.coordinator), **(for_a_school(group) | {"gateway": "VITAL"}))
    assert write_files(app) == 1
    (tmp_path / "tracker.xlsx").write_bytes(file_of(page))

    sheets = ET.fromstring(converted(tmp_path, "fods").read_bytes())
    cells = list(sheets.iter(f"{TABLE}table-cell"))
    assert not [cell for cell in cells if cell.get(f"{TABLE}formula")]
    said = {plain("".join(cell.itertext())) for cell in cells if cell.get(f"{OFFICE}value-type") == "string"}
    wanted = {plain(safe_text(text)) for text in texts if "_x" not in text}
    assert wanted <= said

    assert converted(tmp_path, "pdf").read_bytes().startswith(b"%PDF")


def another(first: Action, number: int, text: str) -> Action:
    return Action(
        reference=f"A-2026-{number:04d}",
        key_uid=first.key_uid,
        area_uid=first.area_uid,
        agency_uid=first.agency_uid,
        case_uid=first.case_uid,
        owner_uid=first.owner_uid,
        category=first.category,
        priority=first.priority,
        due_on=first.due_on,
        proposed_on=first.proposed_on,
        text=text,
        owner_name=text[:200],
    )


def plain(text: str) -> str:
    """Without the spaces and line ends, which the flat XML writes as elements."""
    return re.sub(r"\s+", "", text)


def converted(folder: Path, kind: str) -> Path:
    command = [LIBREOFFICE or "", "--headless", "--convert-to", kind, "--outdir", str(folder), "tracker.xlsx"]
    subprocess.run(
        command,
        cwd=folder,
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / f"tracker.{kind}"
