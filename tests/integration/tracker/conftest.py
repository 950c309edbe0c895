"""A tracker with something in it, and the worker that writes its files."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from flask import Flask

from app.features.accounts.models import User
from app.features.actions import interface as actions
from app.kernel.clock import today
from tests.conftest import Clock
from tests.factories.actions import give, judge, make_action, make_assurance
from tests.factories.cases import acting
from tests.factories.tracker import file_of, write_files
from tests.integration.actions.conftest import THURSDAY, Group, beginning, browse, group
from tests.pages import Page, Pages

__all__ = ["beginning", "browse", "group"]

Browse = Callable[[User], Pages]
Worker = Callable[[], int]
FORMULA = '=HYPERLINK("http://example.org","Click")'
REASON = "For the chase call"


@pytest.fixture
def tracked(app: Flask, group: Group, clock: Clock) -> Group:
    """On Friday 27 November: one overdue, one that nobody accepted, one done, one without a case."""
    with app.app_context():
        make_action(group.coordinator, group.owner, case=group.case, due_on=date(2026, 11, 20), text=FORMULA)
        make_action(group.coordinator, agency_uid=group.outsider.agency_uid, accepted=False, due_on=date(2026, 12, 3))
        done = make_action(group.coordinator, group.colleague, case=group.case, text="Ring the coach")
        with acting(group.colleague) as actor:
            actions.apply_step(
                actor=actor,
                action=actions.get_action(actor, done.uid),
                step=actions.Step.COMPLETE,
                what_was_done="Rang\x0bhim\nhe is in",
            )
        make_action(group.coordinator, group.owner, text="Something for everybody", due_on=date(2026, 12, 10))
        asked = make_assurance(group.coordinator, group.case, group.owner)
        judge(group.chair, give(group.owner, asked), "ACCEPTED_TIME_LIMITED")
        make_assurance(group.coordinator, group.case, group.spoc, due_on=today(), axis="CAUSE")
    clock.set(THURSDAY + timedelta(days=8))
    return group


@pytest.fixture
def worker(app: Flask) -> Worker:
    """What the worker does about files now. Returns how many were written."""

    return lambda: write_files(app)


def ask(browser: Pages, query: str = "", **fields: Any) -> Page:
    """Ask for a file, as somebody does who says why. Returns the page of how far it is."""
    page = browser.get(f"/actions/tracker{query}").follow("Export to a spreadsheet")
    return page.submit("Make the file", **({"reason": REASON} | fields))


def for_a_school(group: Group) -> dict[str, Any]:
    """The further answers for a file with names."""
    return {
        "names": "WITH",
        "recipient": "Edda Marsh, head of year",
        "recipient_uid": group.outsider.agency_uid or "",
        "gateway": "CA04_10_11",
    }


def opened(page: Page) -> Any:
    """The workbook behind the page of a finished export, with its password when it has one."""
    return openpyxl.load_workbook(io.BytesIO(file_of(page)))


def again(page: Page) -> Page:
    return page.pages.get(page.path)


def table(book: Any, name: str) -> list[dict[str, Any]]:
    rows = list(book[name].iter_rows(min_row=4, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if any(cell is not None for cell in row)]


def facts(book: Any) -> dict[str, Any]:
    return {row[0]: row[1] for row in book["About"].iter_rows(min_row=4, max_col=2, values_only=True)}
