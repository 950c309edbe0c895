"""Reading the list of another forum: a file with a row for each person. Pure.

Columns: record_id, ref, name, dob (day first), lead_worker_role. A row that cannot be read is reported and does not
stop the others.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.kernel.errors import Refused

COLUMNS = ("record_id", "ref", "name", "dob", "lead_worker_role")
NEEDED = frozenset({"record_id", "name"})
LONGEST = 200
MOST_ROWS = 2_000
DATES = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")
ENCODINGS = ("utf-8-sig", "cp1252")


@dataclass(frozen=True)
class Row:
    """A person as the list has them."""

    record_id: str
    ref: str
    name: str
    dob: date | None
    worker: str


@dataclass(frozen=True)
class Problem:
    """A row that was left out: its line in the file, counted from 1, and what to put right."""

    line: int
    message: str


def decoded(content: bytes) -> str:
    """The text of a file as spreadsheets save it."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def read_list(content: bytes) -> tuple[list[Row], list[Problem]]:
    """The rows of a file and those that could not be read. Raises Refused at `file` for what is no such list."""
    text = decoded(content).replace("\x00", "")
    head = text.splitlines()[0] if text.strip() else ""
    mark = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error:
        raise Refused("Save the list as a CSV file and choose it again", field="file") from None
    columns = [cell.strip().lower() for cell in lines[0][1]] if lines else []
    if not NEEDED.issubset(columns):
        raise Refused(f"Choose a file whose first line has the columns {', '.join(COLUMNS)}", field="file")
    if len(lines) - 1 > MOST_ROWS:
        raise Refused(f"Choose a file with {MOST_ROWS:,} people or fewer", field="file")
    rows: list[Row] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for line, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        found = _row(dict(zip(columns, (cell.strip() for cell in cells), strict=False)), seen)
        if isinstance(found, Row):
            rows.append(found)
            seen.add(found.record_id)
        else:
            problems.append(Problem(line, found))
    return rows, problems


def _row(cells: Mapping[str, str], seen: set[str]) -> Row | str:
    values = {name: cells.get(name, "") for name in COLUMNS}
    if any(len(value) > LONGEST for value in values.values()):
        return f"Shorten what is longer than {LONGEST} characters"
    if not values["record_id"]:
        return "Give the row a record_id"
    if values["record_id"] in seen:
        return "Give the row a record_id of its own: another row has the same"
    if not values["name"]:
        return "Enter a name"
    born = _day(values["dob"])
    if values["dob"] and born is None:
        return "Enter the date of birth as day, month and year, like 02/10/2011"
    return Row(values["record_id"], values["ref"], values["name"], born, values["lead_worker_role"])


def _day(text: str) -> date | None:
    for form in DATES:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return found if found.year > 1900 else None
    return None


def as_answers(name: str, dob: date | None) -> dict[str, Any]:
    """A listed person as the answers of a notification, for comparing: "Family, Given" or "Given Family"."""
    family, comma, given = name.partition(",")
    if not comma:
        given, _space, family = name.strip().rpartition(" ")
    return {
        "family_name": family.strip(),
        "given_names": given.strip(),
        "dob": dob.isoformat() if dob else None,
        "dob_precision": "EXACT",
    }
