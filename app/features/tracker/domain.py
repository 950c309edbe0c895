"""Rules of exports: what one holds, and how it stands. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import Refused

MOST_TRIES = 3
"""A file whose writing was cut short this often is not tried again."""
ASK_RECIPIENT = "Enter who will receive the file"
ASK_AGENCY = "Select the agency that will receive the file"
ASK_POWER = "Select the power it is shared by"


class Form(StrEnum):
    """What kind of file it is."""

    WORKBOOK = "WORKBOOK"
    CSV_ACTIONS = "CSV_ACTIONS"
    CSV_ASSURANCE = "CSV_ASSURANCE"


FORM_NAMES = {
    Form.WORKBOOK: "Spreadsheet",
    Form.CSV_ACTIONS: "Text with commas (CSV): actions",
    Form.CSV_ASSURANCE: "Text with commas (CSV): assurance",
}


class State(StrEnum):
    PENDING = "PENDING"
    WRITING = "WRITING"
    READY = "READY"
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"


STATE_NAMES = {
    State.PENDING: "Waiting",
    State.WRITING: "Being written",
    State.READY: "Ready",
    State.EXPIRED: "Expired",
    State.FAILED: "Not written",
}


class WorkFacts(Protocol):
    begun_at: datetime | None
    failed_at: datetime | None


class ExportFacts(Protocol):
    written_at: datetime | None
    expires_at: datetime | None
    deleted_at: datetime | None

    @property
    def work(self) -> WorkFacts: ...


def export_state(export: ExportFacts, at: datetime) -> State:
    """How an export stands at a moment. A file that has expired is not there, whether it was deleted yet or not."""
    if export.written_at is not None:
        over = export.deleted_at is not None or export.expires_at is None or export.expires_at <= at
        return State.EXPIRED if over else State.READY
    if export.work.failed_at is not None:
        return State.FAILED
    return State.PENDING if export.work.begun_at is None else State.WRITING


def check_disclosure(
    *, names: bool, form: str, reason: str, recipient: str, recipient_uid: str | None, gateway: str | None
) -> None:
    """Names leave only in a locked workbook, for a recipient, by a power. PR-46, PR-55."""
    if form not in set(Form):
        raise Refused("Select what kind of file you need", field="form")
    if not reason:
        raise Refused("Enter why you need this file", field="reason", rule="PR-46")
    if not names:
        return
    if form != Form.WORKBOOK:
        raise Refused("Choose a spreadsheet: a file with names is locked, and a text file cannot be", field="form")
    if not recipient:
        raise Refused(ASK_RECIPIENT, field="recipient", rule="PR-46")
    if not recipient_uid:
        raise Refused(ASK_AGENCY, field="recipient_uid", rule="PR-46")
    if not gateway:
        raise Refused(ASK_POWER, field="gateway", rule="PR-46")


def basis_of(gateway: str) -> str:
    """The lawful basis that goes with a gateway (section 5.2)."""
    if gateway.startswith("DUAA_"):
        return "ART_6_1_EA"
    return "ART_6_1_D" if gateway == "VITAL" else "ART_6_1_E"


def condition_of(*, any_child: bool) -> str:
    """The condition of Schedule 1: safeguarding a child if one is in it, or else preventing unlawful acts."""
    return "SCH_1_18" if any_child else "SCH_1_10"
