"""Notification forms as agencies fill them in: with openpyxl, by the keys of their cells."""

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import openpyxl
from werkzeug.datastructures import FileStorage

from app.features.notifications.offline.layout import choices, plain, questions_by_key, sheets
from app.features.notifications.questions import questionnaire
from app.features.notifications.values import OTHER, to_form
from app.platform.workbook.form import ANSWER_COLUMN, HEAD_ROW, KEY_COLUMN, Ask
from tests.factories.sheets import saved
from tests.pages import Page, Pages

WHO = {"@agency": "Brassmill School", "@name": "Robin Example", "@contact": "01632 960100"}


def typed(subject_kind: str, answers: Mapping[str, Any], agency_type: str = "EDU_SCH") -> dict[str, Any]:
    """What somebody types into the cells who means these answers, by key; a list where several cells have one."""
    shown = _flat(to_form(answers, tuple(questionnaire(subject_kind).questions), agency_type))
    questions = questions_by_key(subject_kind)
    places = [line.key for sheet in sheets(subject_kind) for line in sheet.lines if isinstance(line, Ask)]
    found: dict[str, Any] = dict(WHO)
    for key in dict.fromkeys(places):
        value = shown.get(key)
        if value in (None, "", [], False):
            continue
        question = questions[plain(key)]
        listed = choices(question)
        words = dict(listed.codes) if listed else {}
        if key.endswith(OTHER):
            found[key] = value
        elif isinstance(value, list):
            found[key] = [words[one] for one in value][: places.count(key)]
        elif words:
            found[key] = words["y" if value is True else str(value)]
        else:
            found[key] = value if isinstance(value, date) else str(value)
    return found


def _flat(shown: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in shown.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, entry in enumerate(value):
                found |= _flat(entry, f"{prefix}{name}-{number}-")
        else:
            found[prefix + name] = value
    return found


def fill(data: bytes, answers: Mapping[str, Any], change: Callable[[Any], None] | None = None) -> bytes:
    """The form with answers in its cells; `change` does the rest."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = cells_by_key(book)
    for key, value in answers.items():
        for cell, one in zip(cells[key], value if isinstance(value, list) else [value], strict=False):
            cell.value = one
    if change is not None:
        change(book)
    return saved(book)


def cells_by_key(book: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for sheet in book.worksheets:
        for row in range(HEAD_ROW + 1, sheet.max_row + 1 if sheet.cell(1, KEY_COLUMN).value else 0):
            key = sheet.cell(row, KEY_COLUMN).value
            if key:
                found.setdefault(key, []).append(sheet.cell(row, ANSWER_COLUMN))
    return found


def upload(browser: Pages, data: bytes, agency_uid: str, **fields: Any) -> Page:
    """Take a form in as the coordinator does."""
    page = browser.get("/notifications/offline/new")
    given = {"agency": agency_uid, "received_on": "4/11/2026", "how": "SECURE_MAIL"} | fields
    return page.submit("Take it in", given, file=FileStorage(io.BytesIO(data), "form.xlsx"))
