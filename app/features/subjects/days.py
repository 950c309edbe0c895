"""Dates as facts about people hold them."""

from datetime import date
from typing import Any


def day_of(value: Any) -> date | None:
    """A date, or one written as ISO 8601 has it; None for anything else."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
