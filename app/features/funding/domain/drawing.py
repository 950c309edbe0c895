"""The picture of a year: for each line its budget as a bar, and in it what is spent and what is promised."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 320
"""Units of the picture; it is drawn as wide as its place."""
ROW, TOP = 46, 6
LONGEST = 42


@dataclass(frozen=True)
class Bar:
    label: str
    words: str
    y: int
    budget: int
    """Widths in units."""
    spent: int
    owed: int


def bars(lines: Sequence[tuple[str, str, int, int, int]]) -> tuple[list[Bar], int]:
    """Bars of lines (label, words, budget, spent, owed in pence) on one scale, and the height of the picture."""
    most = max((max(budget, spent + owed) for _label, _words, budget, spent, owed in lines), default=0)
    found = [
        Bar(_short(label), words, TOP + place * ROW, _wide(budget, most), _wide(spent, most), _wide(owed, most))
        for place, (label, words, budget, spent, owed) in enumerate(lines)
    ]
    return found, TOP + len(lines) * ROW


def _wide(amount: int, most: int) -> int:
    return round(WIDTH * max(0, amount) / most) if most > 0 else 0


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"
