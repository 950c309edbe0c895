"""Where a transfer to another forum stands, and what it needs (section 4.10, PR-43). Pure."""

from datetime import date
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import Refused


class Status(StrEnum):
    PROPOSED = "PROPOSED"
    SENT = "SENT"
    OVERDUE = "OVERDUE"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


STATUS_NAMES = {
    Status.PROPOSED: "Packet to be handed over",
    Status.SENT: "Handed over, not acknowledged yet",
    Status.OVERDUE: "Acknowledgement overdue",
    Status.ACKNOWLEDGED: "Acknowledged, not accepted yet",
    Status.ACCEPTED: "Accepted",
    Status.DECLINED: "Declined",
    Status.WITHDRAWN: "Withdrawn",
}
COLOURS = {
    Status.PROPOSED: "yellow",
    Status.SENT: "blue",
    Status.OVERDUE: "red",
    Status.ACKNOWLEDGED: "turquoise",
    Status.ACCEPTED: "green",
    Status.DECLINED: "orange",
    Status.WITHDRAWN: "grey",
}
OPEN = frozenset({Status.PROPOSED, Status.SENT, Status.OVERDUE, Status.ACKNOWLEDGED})
STEPS = {
    "send": frozenset({Status.PROPOSED}),
    "acknowledge": frozenset({Status.SENT, Status.OVERDUE}),
    "answer": frozenset({Status.SENT, Status.OVERDUE, Status.ACKNOWLEDGED}),
    "withdraw": OPEN,
}
"""Each step of a transfer, and where it may stand when the step is taken."""
KINDS = {
    "TRANSFER": "Transfer: they take the case over",
    "JOINT": "Joint: both keep it, one discussion",
    "COPY": "Copy: they are told, we lead",
}


class TransferDates(Protocol):
    """The days a status follows from, None for a step not taken; `acknowledge_by` is set when it is handed over."""

    sent_on: date | None
    acknowledge_by: date | None
    acknowledged_on: date | None
    accepted_on: date | None
    declined_on: date | None
    withdrawn_on: date | None


def transfer_status(transfer: TransferDates, on: date) -> Status:
    """Where it stands on a day. A case stays ours until this is ACCEPTED (PR-43)."""
    ends = (
        (transfer.withdrawn_on, Status.WITHDRAWN),
        (transfer.accepted_on, Status.ACCEPTED),
        (transfer.declined_on, Status.DECLINED),
        (transfer.acknowledged_on, Status.ACKNOWLEDGED),
    )
    for day, status in ends:
        if day is not None:
            return status
    if transfer.sent_on is None:
        return Status.PROPOSED
    late = transfer.acknowledge_by is not None and transfer.acknowledge_by < on
    return Status.OVERDUE if late else Status.SENT


def check_step(step: str, status: Status) -> None:
    """Raises Refused when a transfer that stands at `status` may not take `step` (a key of STEPS)."""
    if status in STEPS[step]:
        return
    if status is Status.PROPOSED:
        raise Refused("Hand the packet over first", rule="PR-43")
    raise Refused(f"Check the transfer: it stands at “{STATUS_NAMES[status].lower()}”", rule="PR-43")
