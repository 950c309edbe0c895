"""Which column of a file is which. Headings are compared without case, spaces and punctuation. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LOOK_FOR_HEAD = 40
"""Rows from the top in which the headings may stand: people put lines above them."""


@dataclass(frozen=True)
class Column:
    """`code` and `kind` as in the list `police_column`; `names` are further headings it is known by."""

    code: str
    label: str
    kind: str
    needed: bool
    compared: bool
    names: tuple[str, ...] = ()


def folded(heading: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", heading).casefold())


def matched(
    headings: Mapping[int, str], columns: Sequence[Column], remembered: Mapping[str, str] | None = None
) -> dict[int, str]:
    """Codes of the columns that are known, by number. What an area said once (`remembered`: folded heading to code, or
    to "" for one to leave alone) goes before the usual names; of two headings for one column the first is taken."""
    usual = {folded(name): one.code for one in columns for name in (*one.names, one.label, one.code)}
    known = usual | dict(remembered or {})
    found: dict[int, str] = {}
    for number in sorted(headings):
        code = known.get(folded(headings[number]))
        if code and code not in found.values():
            found[number] = code
    return found


def missing(found: Mapping[int, str], columns: Iterable[Column]) -> list[Column]:
    """Columns without which no row can be judged."""
    return [one for one in columns if one.needed and one.code not in found.values()]


def head_of(
    rows: Sequence[Mapping[int, str]], columns: Sequence[Column], remembered: Mapping[str, str] | None = None
) -> int | None:
    """The place, in the first rows, of that which holds the headings: the one with the most columns that are known.
    When none is, the first with two cells. None: there is no table."""
    best = max(
        range(min(len(rows), LOOK_FOR_HEAD)),
        key=lambda at: (len(matched(rows[at], columns, remembered)), len(rows[at]) > 1, -at),
        default=None,
    )
    return best if best is not None and len(rows[best]) > 1 else None
