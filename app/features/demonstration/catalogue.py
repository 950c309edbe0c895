"""Which row of the catalogue of interventions the words of the minutes mean. Pure."""

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar

STEM = 5
LEAST = 4


class Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def best_match(rows: Iterable[N], words: str) -> N | None:
    """The row whose name shares most words with `words`, the first of several; None when none shares any."""
    wanted = _stems(words)
    best, most = None, 0
    for row in rows:
        shared = len(wanted & _stems(row.name))
        if shared > most:
            best, most = row, shared
    return best


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in re.findall(r"[a-z]+", text.casefold()) if len(word) >= LEAST}
