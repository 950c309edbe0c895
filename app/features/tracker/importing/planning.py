"""What a row of the sheet would do to its action. Pure: whether it may be done is up to the steps of the action.

An emptied cell changes nothing. A date in Done on says that it is done, a reason in Why not done that it is not,
without the status being chosen too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from app.features.actions.interface import Status, Step, recorded_status
from app.features.tracker.importing.sheet import Line
from app.features.tracker.template import ACTIONS
from app.kernel.days import day_words
from app.platform.workbook.typed import Unclear, read_choice, read_day, read_text

TITLES = {one.key: one.title for one in ACTIONS}
OF_STEP = {
    "what_was_done": "progress", "text": "progress", "note": "progress", "done_on": "done_on",
    "evidence": "evidence", "evidence_on": "done_on", "reason_code": "not_done_reason",
}  # fmt: skip
"""The column in which a field of a step stands."""
SAME_AS_EXPORTED = ("due_on", "priority", "category", "accepted_on", "verified_on")
"""Columns not to fill in that stay as they were for as long as the version does."""

UNKNOWN = "Check the reference: you can see no action of this number"
NO_KEY = "Export the tracker again: this row was not in the file that Concord made"
MIXED = "Undo the sorting and sort whole rows: the reference does not go with the hidden column"
MEANWHILE = "Export the tracker again: the action was changed in Concord since this file was made"
NOT_TO_FILL = "Put this back as it was: it cannot be changed in the sheet"
TWICE = "Keep one row of this action: it is in the sheet more than once"
BOTH = "Choose one: the row says both that it is done and that it is not"
NOT_DONE_YET = "Take the date away, or choose Done as the status"
NOT_NOT_DONE = "Take the reason away, or choose Not done as the status"
ENDED_ALREADY = "Leave this as it was: the action has ended, and the sheet cannot change how"
BACKWARDS = "Choose a later status: an action does not go back to Proposed"
ELSEWHERE = "Give the action to another agency on its own page: the sheet cannot say to whom"


class ActionNow(Protocol):
    """An action as it stands: its plain columns."""

    uid: str
    reference: str
    ver: int
    due_on: date
    proposed_on: date
    priority: str
    category: str
    accepted_on: date | None
    started_on: date | None
    done_on: date | None
    verified_on: date | None
    not_done_on: date | None
    not_done_reason: str | None
    superseded_on: date | None
    transferred_on: date | None
    ended_on: date | None


Choices = Mapping[str, Mapping[str, str]]
"""Of each column with a list: codes by the words people see."""


@dataclass
class Plan:
    """What a row would do: `steps` are names of steps with their fields, `changes` are column, before, after in words,
    `why` it is refused. Neither steps nor why: the row changes nothing."""

    steps: list[tuple[Step, dict[str, Any]]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    @property
    def is_unchanged(self) -> bool:
        return not self.steps and not self.why


def plan(line: Line, now: ActionNow | None, choices: Choices) -> Plan:
    """`now`: the action as it stands, None when the reader sees none of that reference."""
    made = Plan()
    if line.key is None:
        made.why.append(NO_KEY)
        return made
    if "reference" in line.cells and str(line.cells["reference"]).strip() != line.key.reference:
        made.why.append(MIXED)
        return made
    told = _Told(line, choices, made)
    if now is None:
        if told.anything:
            made.why.append(UNKNOWN)
        return made
    told.forget_what_stands(now)
    if line.key.ver == now.ver:
        made.why += _touched(line, now, choices)
    elif told.anything:
        made.why.append(MEANWHILE)
    if told.anything and not made.why:
        _steps(told, recorded_status(now), made)
    return made


class _Told:
    """What was filled in, read; what cannot be read is put into the plan's `why`."""

    def __init__(self, line: Line, choices: Choices, made: Plan) -> None:
        assert line.key is not None  # noqa: S101 - looked at before
        self._line, self._made, self.choices = line, made, choices
        self.status: str | None = self._read("status", self._choice("a status", "status"))
        if self.status == line.key.status:
            self.status = None
        self.progress: str | None = self._read("progress", read_text)
        self.evidence: str | None = self._read("evidence", read_text)
        self.done_on: date | None = self._read("done_on", read_day)
        self.reason: str | None = self._read("not_done_reason", self._choice("a reason", "not_done_reason"))

    def _choice(self, words: str, key: str) -> Any:
        return lambda cell: read_choice(cell, self.choices[key], words)

    def _read(self, key: str, read: Any) -> Any:
        if key not in self._line.cells:
            return None
        try:
            return read(self._line.cells[key])
        except Unclear as unclear:
            self._made.why.append(said(key, unclear.message))
            return None

    def forget_what_stands(self, now: ActionNow) -> None:
        """The date and the reason that were in the file already."""
        if self.done_on == now.done_on:
            self.done_on = None
        if self.reason == now.not_done_reason:
            self.reason = None

    @property
    def anything(self) -> bool:
        return bool(self.status or self.progress or self.evidence or self.done_on or self.reason)


def _touched(line: Line, now: ActionNow, choices: Choices) -> Iterator[str]:
    """Columns that are not to be filled in and say something else than Concord does."""
    for key in SAME_AS_EXPORTED:
        if key not in line.cells:
            continue
        cell = line.cells[key]
        try:
            told = read_choice(cell, choices[key], "") if key in choices else read_day(cell)
        except Unclear:
            told = None
        if told != getattr(now, key):
            yield said(key, NOT_TO_FILL)


def _steps(told: _Told, status: Status, made: Plan) -> None:
    """Evidence before an action ends, what happened with the step that ends it."""
    to = told.status
    if to is None and status not in (Status.DONE, Status.DONE_VERIFIED) and told.done_on:
        to = Status.DONE
    if to is None and status is not Status.NOT_DONE_REASON and told.reason:
        to = Status.NOT_DONE_REASON
    made.why += _contradictions(told, to)
    if made.why:
        return
    if to is not None:
        words = {code: label for label, code in told.choices["status"].items()}
        made.changes.append((TITLES["status"], words.get(status, status), words.get(to, to)))
    _list_changes(told, made)
    progress, evidence = told.progress, told.evidence
    if evidence and to != Status.DONE:
        made.steps.append((Step.EVIDENCE, {"evidence": evidence}))
    if to is not None:
        fields: dict[str, dict[str, Any]] = {
            Status.DONE: {"what_was_done": progress, "done_on": told.done_on, "evidence": evidence},
            Status.IN_PROGRESS: {"note": progress},
            Status.NOT_DONE_REASON: {"reason_code": told.reason, "text": progress},
            Status.SUPERSEDED: {"text": progress},
        }
        made.steps.append((Step(to), fields.get(to, {})))
    if progress and to in (None, Status.ACCEPTED, Status.DONE_VERIFIED):
        made.steps.append((Step.NOTE, {"text": progress}))


def _contradictions(told: _Told, to: str | None) -> Iterator[str]:
    if told.done_on and told.reason:
        yield said("done_on", BOTH)
    elif told.done_on and to != Status.DONE:
        yield said("done_on", ENDED_ALREADY if to is None else NOT_DONE_YET)
    elif told.reason and to != Status.NOT_DONE_REASON:
        yield said("not_done_reason", ENDED_ALREADY if to is None else NOT_NOT_DONE)
    if to == Status.PROPOSED:
        yield said("status", BACKWARDS)
    if to == Status.TRANSFERRED:
        yield said("status", ELSEWHERE)


def _list_changes(told: _Told, made: Plan) -> None:
    reasons = {code: label for label, code in told.choices["not_done_reason"].items()}
    for key, value in (
        ("progress", told.progress),
        ("done_on", told.done_on and day_words(told.done_on)),
        ("evidence", told.evidence),
        ("not_done_reason", told.reason and reasons.get(told.reason)),
    ):
        if value:
            made.changes.append((TITLES[key], "", str(value)))


def said(key: str | None, message: str) -> str:
    """A message with the title of its column before it."""
    return f"{TITLES[key]}: {message}" if key in TITLES else message
