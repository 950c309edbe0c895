"""How an extract and its rows stand, and what may be done next. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from app.features.police_list.domain import values
from app.kernel.errors import Refused

MOST_TRIES = 3
"""A file whose reading was cut short this often is not tried again."""


class State(StrEnum):
    NOTHING = "NOTHING"
    COLUMNS = "COLUMNS"
    READING = "READING"
    FAILED = "FAILED"
    FORGOTTEN = "FORGOTTEN"
    READ = "READ"
    UNDONE = "UNDONE"


STATE_NAMES = {
    State.NOTHING: "Nothing to send",
    State.COLUMNS: "Waiting for its columns",
    State.READING: "Being read",
    State.FAILED: "Not read",
    State.FORGOTTEN: "Forgotten",
    State.READ: "Read",
    State.UNDONE: "Undone",
}


class RowState(StrEnum):
    WAITING = "WAITING"
    HELD = "HELD"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    COUNTED = "COUNTED"
    """Not kept: there is nothing to decide."""


ROW_STATE_NAMES = {
    RowState.WAITING: "Waiting",
    RowState.HELD: "Held",
    RowState.ACCEPTED: "Accepted",
    RowState.REJECTED: "Rejected",
    RowState.COUNTED: "Not kept",
}
UNDECIDED = frozenset({RowState.WAITING, RowState.HELD})


class WorkFacts(Protocol):
    failed_at: datetime | None


class ExtractFacts(Protocol):
    form: str
    file_until: datetime | None
    read_at: datetime | None
    undone_at: datetime | None

    @property
    def columns(self) -> object: ...
    @property
    def work(self) -> WorkFacts: ...


def extract_state(extract: ExtractFacts) -> State:
    if extract.form == "NONE":
        return State.NOTHING
    if extract.undone_at is not None:
        return State.UNDONE
    if extract.read_at is not None:
        return State.READ
    if extract.work.failed_at is not None:
        return State.FAILED
    if extract.file_until is None:
        return State.FORGOTTEN
    return State.READING if extract.columns else State.COLUMNS


class RowFacts(Protocol):
    disposition: str
    rule: str | None
    state: str
    expires_on: date | None

    @property
    def cells(self) -> Mapping[str, str]: ...


def check_undecided(row: RowFacts) -> None:
    if row.state not in UNDECIDED:
        raise Refused("Leave this row: it was decided before")


def check_acceptable(row: RowFacts, on: date) -> None:
    """Whether a person may accept the row. PR-14(1), (5), (9)."""
    check_undecided(row)
    if row.disposition != "ACCEPT":
        raise Refused("Put the row right before you accept it", rule=row.rule)
    if row.expires_on is not None and row.expires_on < on:
        raise Refused("Ask the police for a newer list: this row has expired", rule="PR-14(1)")


def is_shut(row: RowFacts, *, police: bool) -> bool:
    """Whether what the row says is kept from the reader: it has no conditions on sharing, and its handling code is C or
    not to be read. Whatever else is wrong with the row, and however it was decided. PR-14(5)."""
    conditions = values.tidy(row.cells.get("handling_conditions", ""))
    if police or not row.cells or conditions not in ("", values.FORMULA, values.MISTAKE):
        return False
    return values.tidy(row.cells.get("handling_code", "")).upper() != "P"
