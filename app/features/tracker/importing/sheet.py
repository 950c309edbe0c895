"""The sheet of actions as it came back: its stamp, and each row by its key. Columns are found by their titles, wherever
they stand now; what somebody added is left alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.features.tracker.template import ACTIONS, RowKey, read_row_key, read_stamp
from app.kernel.errors import Refused
from app.platform.workbook.reading import Cell, Row, Sheet
from app.platform.workbook.typed import is_blank

LOOK_FOR_HEAD = 40
"""Rows from the top of a sheet in which its headings may stand: people put lines above them."""
_FIELDS = {one.title.casefold(): one for one in ACTIONS}
_TO_FILL = frozenset(one.key for one in ACTIONS if one.editable)
TO_READ = _TO_FILL | {"reference", "due_on", "priority", "category", "accepted_on", "verified_on"}
"""Keys of the columns that are read: those to fill in, and those by which a change of what is not shows."""

KEY = "key"
"""Of the hidden column."""

NOT_OURS = (
    "Choose a file that Concord made: this one has no sheet of actions with its hidden last column. If that column was "
    "deleted, export the tracker again"
)


@dataclass(frozen=True)
class Line:
    """A row of the sheet. `key` is None where there is none that can be read; `cells` by key of the column."""

    number: int
    key: RowKey | None
    cells: Mapping[str, Cell]


def returned(read: Iterable[Sheet | Row]) -> tuple[tuple[int, str], list[Line]]:
    """Stamp (version of the template, uid of the export) and rows. Raises Refused for what is no tracker of ours, and
    whatever `read` raises."""
    stamp: tuple[int, str] | None = None
    lines: list[Line] = []
    head: dict[int, str] | None = None
    for one in read:
        if isinstance(one, Sheet):
            head = None
        elif head is not None:
            line = _line(one, head)
            if line is not None:
                lines.append(line)
        elif one.number <= LOOK_FOR_HEAD:
            found = next((mark for mark in map(read_stamp, one.cells.values()) if mark), None)
            if found is not None:
                if stamp not in (None, found):
                    raise Refused("Send the sheets of one export at a time: this file holds those of two", field="file")
                stamp, head = found, _head(one.cells)
    if stamp is None:
        raise Refused(NOT_OURS, field="file")
    return stamp, lines


def _head(cells: Mapping[int, Cell]) -> dict[int, str]:
    """Keys of the columns that are read, by their numbers. Each that is to be filled in is there: under a heading that
    was changed, what somebody typed would be lost and nobody told."""
    found: dict[int, str] = {}
    for number, cell in cells.items():
        known = _FIELDS.get(" ".join(str(cell).split()).casefold())
        key = KEY if read_stamp(cell) else known.key if known and known.key in TO_READ else None
        if key is None:
            continue
        if key in found.values():
            title = f"column “{known.title}”" if known else "hidden column"
            raise Refused(f"Keep one {title}: there are two in the sheet", field="file")
        found[number] = key
    gone = [one.title for one in ACTIONS if one.editable and one.key not in found.values()]
    if gone:
        raise Refused(
            f"Put back the heading “{gone[0]}”: what stands under another is not read. The column may be empty",
            field="file",
        )
    return found


def _line(row: Row, head: Mapping[int, str]) -> Line | None:
    """None for a row of somebody's own: without a key, a reference or anything filled in."""
    cells = {head[number]: cell for number, cell in row.cells.items() if number in head and not is_blank(cell)}
    key = read_row_key(cells.pop(KEY, None))
    if key is None and not cells.keys() & (_TO_FILL | {"reference"}):
        return None
    return Line(row.number, key, cells)
