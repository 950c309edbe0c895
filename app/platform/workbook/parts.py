"""Sheets of a workbook that belong to other rooms: the action tracker holds assurance without knowing of it."""

from collections.abc import Callable
from typing import Any

from app.platform.workbook.book import Workbook

Fill = Callable[..., int]
"""`fill(book, name, **chosen)` adds the sheet `name` and returns how many rows it has."""

_sheets: dict[tuple[str, str], tuple[int, Fill]] = {}


def register(of: str, order: int, name: str, fill: Fill) -> None:
    """Let `fill` add the sheet `name` to the workbook `of`. Safe to call again."""
    _sheets[of, name] = (order, fill)


def fill_sheets(of: str, book: Workbook, **chosen: Any) -> dict[str, int]:
    """Add every sheet of `of` in order. Returns how many rows each has, by name."""
    found = sorted((order, name, fill) for (where, name), (order, fill) in _sheets.items() if where == of)
    return {name: fill(book, name, **chosen) for _order, name, fill in found}
