"""Whole numbers that a page sent back: a version, a page of a list. Somebody may have written anything there."""

from typing import TypeVar

T = TypeVar("T")

MOST_DIGITS = 9
"""So that it fits a column of the database, and is never costly to read."""


def whole_number(text: str | None, otherwise: T, *, digits: int = MOST_DIGITS) -> int | T:
    """The number in `text`, of at most `digits` plain digits; `otherwise` for anything else."""
    is_one = text and text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if text and is_one else otherwise
