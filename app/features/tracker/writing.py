"""Writing a file of the tracker: the rows of whoever asked, as they may see them, a few hundred at a time.

Between the chunks the transaction ends, so that nobody waits for a long file, and the page shows how far it is. The
rows are chosen at the beginning: each is written once, however long it takes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.features.actions import interface as actions
from app.features.assurance import interface as assurance
from app.features.partnership import interface as partnership
from app.features.tracker import listing, summing
from app.features.tracker.domain import Form, condition_of
from app.features.tracker.filters import OF_ACTIONS, Filters, describe
from app.features.tracker.rows import ASSURANCE, action_cells, action_columns, assurance_cells, columns
from app.features.tracker.template import ACTIONS, SHEET
from app.kernel.clock import now, today
from app.platform.access import Actor
from app.platform.vault import MARKING
from app.platform.workbook import Commas, Rows, Value, Workbook, locked

CHUNK = 500
HANDLING = (
    "Keep this file in your agency’s own secure storage. Share it only with people who need it for this work, and "
    "delete it when that is done. The record itself stays in Concord."
)
WITHOUT_NAMES = "Without names: whoever it is about, and what was written about them, is hidden"
TO_FILL = "Fill in the columns with a brown heading on the sheet of actions, and upload the file in Concord"

Progress = Callable[[int, int], None]
"""`progress(done, rows)`, after each chunk: it ends the transaction."""


@dataclass(frozen=True)
class Wanted:
    """What the file says of itself, as it stands in the register."""

    uid: str
    reference: str
    form: Form
    names: bool
    filters: dict[str, str]
    exported_by: str
    asked_at: datetime
    reason: str
    recipient: str | None = None
    recipient_uid: str | None = None
    gateway: str | None = None
    destroy_on: Any = None
    password: str | None = None


@dataclass
class Written:
    data: bytes = b""
    actions: int = 0
    assurance: int = 0
    hidden: int = 0
    cases: frozenset[str] = frozenset()
    condition: str | None = None


class Sink(Protocol):
    """What takes rows: a table of a workbook, or a text file."""

    def add(self, row: Sequence[Value], /) -> None: ...


class Writer:
    """Writes one file. The actor is whoever asked for it."""

    def __init__(self, actor: Actor, wanted: Wanted, progress: Progress) -> None:
        self.actor = actor
        self.wanted = wanted
        self.on = today()
        self.summary = summing.Summary()
        self.written = Written()
        self._cases: set[str] = set()
        self._any_child = False
        self._progress = progress
        self._done = 0
        chosen = Filters.from_arguments(wanted.filters)
        with_actions, with_assurance = wanted.form != Form.CSV_ASSURANCE, wanted.form != Form.CSV_ACTIONS
        self._actions = listing.action_uids(actor, chosen, self.on) if with_actions else ()
        self._assurance = listing.assurance_uids(actor, chosen) if with_assurance else ()
        self._rows = len(self._actions) + len(self._assurance)

    def write(self) -> Written:
        """The whole file. Raises what the database or the vault raise; nothing is kept then."""
        self._progress(0, self._rows)
        data = {
            Form.WORKBOOK: self._workbook,
            Form.CSV_ACTIONS: self._csv_of_actions,
            Form.CSV_ASSURANCE: self._csv_of_assurance,
        }[self.wanted.form]()
        self.written.data = locked(data, self.wanted.password) if self.wanted.password else data
        if self.wanted.names:
            self.written.cases = frozenset(self._cases)
            self.written.condition = condition_of(any_child=self._any_child)
        return self.written

    def _workbook(self) -> bytes:
        wanted = self.wanted
        book = Workbook(
            "Action tracker",
            marking=MARKING,
            exported_by=wanted.exported_by,
            exported_at=wanted.asked_at,
            copy=wanted.reference,
        )
        rows: Rows = book.add_table(
            SHEET,
            action_columns(wanted.uid, names=wanted.names),
            overdue=("Status today", actions.status_label(actions.Status.OVERDUE)),
            fold_before="Progress to add",
        )
        self._write_actions(rows)
        rows = book.add_table(
            "Assurance",
            columns(ASSURANCE, names=wanted.names),
            overdue=("Status today", assurance.STATUS_NAMES[assurance.Status.OVERDUE]),
            fold_before="Case",
        )
        self._write_assurance(rows)
        book.add_summary(
            "Summary by agency",
            summing.columns("Agency"),
            self.summary.by_agency(),
            chart="Actions by agency, as they stand today",
        )
        book.add_summary(
            "Summary by month",
            summing.columns("Month due"),
            self.summary.by_month(),
            chart="Actions by the month they are due, as they stand today",
        )
        book.add_facts("About", self._facts())
        return book.to_bytes()

    def _csv_of_actions(self) -> bytes:
        file = Commas([*(field.title for field in ACTIONS), "Row"])
        self._write_actions(file)
        return file.to_bytes()

    def _csv_of_assurance(self) -> bytes:
        file = Commas([field.title for field in ASSURANCE])
        self._write_assurance(file)
        return file.to_bytes()

    def _write_actions(self, sink: Sink) -> None:
        cells = action_cells(names=self.wanted.names)
        for uids in _chunks(self._actions):
            for row in listing.actions_of(self.actor, uids, self.on):
                sink.add(cells(row))
                self.summary.add_action(row)
                self.written.actions += 1
                self.written.hidden += row.is_hidden
                self._note_case(row.action.case)
            self._progressed(len(uids))

    def _write_assurance(self, sink: Sink) -> None:
        cells = assurance_cells(names=self.wanted.names)
        for uids in _chunks(self._assurance):
            for row in listing.assurance_of(self.actor, uids, self.on):
                sink.add(cells(row))
                self.summary.add_assurance(row)
                self.written.assurance += 1
                self.written.hidden += row.assurance.case is None
                self._note_case(row.assurance.case)
            self._progressed(len(uids))

    def _note_case(self, case: Any) -> None:
        if case is not None:
            self._cases.add(case.reference)
            self._any_child = self._any_child or case.under_18

    def _progressed(self, rows: int) -> None:
        self._done += rows
        self._progress(self._done, self._rows)

    def _facts(self) -> Iterator[tuple[str, Value]]:
        """What stands on the first sheet."""
        wanted, written = self.wanted, self.written
        (area_uid,) = self.actor.area_uids
        yield "Marking", MARKING
        yield "How to handle this file", HANDLING
        yield "Copy", wanted.reference
        yield "Area", partnership.area_name(area_uid)
        yield "Exported by", wanted.exported_by
        yield "Asked for on", wanted.asked_at
        yield "Written on", now()
        yield "Reason", wanted.reason
        if wanted.names:
            yield "Names", "This copy names people and holds what was written about them"
            yield "For", wanted.recipient
            yield "Of", partnership.agency_name(wanted.recipient_uid or "")
            yield "Shared by the power", partnership.code_label("gateway", wanted.gateway or "")
            yield "Destroy this copy by", wanted.destroy_on
        else:
            yield "Names", WITHOUT_NAMES
        chosen = describe(self.actor, wanted.filters)
        for name, called, value in chosen:
            hidden = name == "owner_uid" and not wanted.names
            what = "Filter of actions" if name in OF_ACTIONS else "Filter"
            yield f"{what}: {called.lower()}", "One person’s" if hidden else value
        if not chosen:
            yield "Filters", "None: everything that whoever exported this may see"
        yield "Statuses as on", self.on
        yield "Actions", written.actions
        yield "Overdue actions", self.summary.overdue()
        yield "Assurance", written.assurance
        yield "To send it back", TO_FILL
        yield "“Hidden”", "It is left out of this copy, or whoever exported it may not see it"
        yield "“Not known”", "Nobody has said. An empty cell means that there is none"


def _chunks(uids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(uids), CHUNK):
        yield uids[start : start + CHUNK]
