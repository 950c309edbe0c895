"""The sheet of actions that agencies fill in and send back: its columns, and how each row is known again.

Columns may be moved, hidden and added, rows sorted and deleted: a column is found by its title in the head row, and a
row by its key. The title of the hidden column of keys is the stamp, so that it travels with the rows.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.features.partnership import interface as partnership
from app.kernel.references import is_uid

TEMPLATE = "concord-actions"
VERSION = 1
SHEET = "Actions"
_STAMP = re.compile(r"concord-actions/(\d{1,3})/([0-9a-z]{26})")
_KEY = re.compile(r"([A-Z]{1,4}-\d{4}-\d{4,7}):(\d{1,9}):([A-Z_]{1,24})")


class Kind(StrEnum):
    TEXT = "TEXT"
    DATE = "DATE"
    NUMBER = "NUMBER"
    CHOICE = "CHOICE"


@dataclass(frozen=True)
class Field:
    """A column. `width` in characters; `names` says that what stands in it may name somebody, so that a copy without
    names says Hidden there; `editable` that an agency may fill it in; `codes` is the code list its words come from."""

    key: str
    title: str
    width: int
    kind: Kind = Kind.TEXT
    names: bool = False
    editable: bool = False
    codes: str | None = None


ACTIONS: tuple[Field, ...] = (
    Field("reference", "Reference", 13),
    Field("subject", "About", 17, names=True),
    Field("text", "Action", 40, names=True),
    Field("owner", "Owner", 16, names=True),
    Field("agency", "Agency", 26),
    Field("due_on", "Due", 12, Kind.DATE),
    Field("status_today", "Status today", 14),
    Field("days_overdue", "Working days overdue", 11, Kind.NUMBER),
    Field("status", "Recorded status", 14, Kind.CHOICE, editable=True, codes="action_status"),
    Field("progress", "Progress to add", 20, editable=True),
    Field("done_on", "Done on", 11, Kind.DATE, editable=True),
    Field("evidence", "Evidence reference", 13, names=True, editable=True),
    Field("not_done_reason", "Why not done", 13, Kind.CHOICE, editable=True, codes="not_done_reason"),
    Field("case", "Case", 12),
    Field("subject_kind", "Kind of subject", 10),
    Field("priority", "Priority", 8),
    Field("category", "Kind of action", 13),
    Field("measure_of_done", "How we will know", 19, names=True),
    Field("accepted_on", "Accepted", 11, Kind.DATE),
    Field("verified_on", "Confirmed", 11, Kind.DATE),
    Field("outcome", "Outcome", 22, names=True),
)
"""The visible columns of the sheet of actions, in order. The column of keys comes after them, hidden."""

NOT_TO_CHOOSE = frozenset({"OVERDUE", "ESCALATED"})
"""Statuses that are worked out and nobody records."""


def choices(field: Field) -> dict[str, str]:
    """What the drop-down list of a column offers: code by the words people see. Empty for a column without one."""
    if field.codes is None:
        return {}
    return {one.label: one.code for one in partnership.code_list(field.codes) if one.code not in NOT_TO_CHOOSE}


def stamp(export_uid: str) -> str:
    """The title of the hidden column of keys: which template this is, and which export the sheet comes from."""
    return f"{TEMPLATE}/{VERSION}/{export_uid}"


def read_stamp(title: object) -> tuple[int, str] | None:
    """Version of the template and uid of the export; None for a title that is no stamp."""
    found = _STAMP.fullmatch(title.strip()) if isinstance(title, str) else None
    return (int(found[1]), found[2]) if found and is_uid(found[2]) else None


@dataclass(frozen=True)
class RowKey:
    """The action of a row, with its version and its status when the sheet was written."""

    reference: str
    ver: int
    status: str


def row_key(key: RowKey) -> str:
    """What stands in the hidden column."""
    return f"{key.reference}:{key.ver}:{key.status}"


def read_row_key(value: object) -> RowKey | None:
    """None for anything that is no key."""
    found = _KEY.fullmatch(value.strip()) if isinstance(value, str) else None
    return RowKey(found[1], int(found[2]), found[3]) if found else None
