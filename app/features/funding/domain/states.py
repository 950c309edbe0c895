"""How grants, commitments, requests and awards stand on a day: computed from their days, never stored."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.ages import months_after

Words = tuple[str, str]
"""What is shown, and the colour of its tag."""

PUBLISHED: Words = ("Published figure", "grey")
AWAITED: Words = ("Not confirmed yet", "yellow")
LATE: Words = ("Confirmation late", "red")
NOT_BEGUN: Words = ("Confirmed, not begun", "blue")
RUNNING: Words = ("Running", "green")
ENDS_SOON: Words = ("Ends soon", "yellow")
OVER: Words = ("Over", "grey")
STOPPED: Words = ("Ended early", "grey")
UNFUNDED: Words = ("Unfunded", "red")


def grant_state(*, published: bool, settled: bool, starts_on: date, ends_on: date, on: date, notice: int = 0) -> Words:
    """`settled`: whoever gives it has confirmed it, and the agreement is signed."""
    if published:
        return PUBLISHED
    if ends_on < on:
        return OVER
    if not settled:
        return LATE if starts_on <= on else AWAITED
    if starts_on > on:
        return NOT_BEGUN
    return ENDS_SOON if ends_on <= on + timedelta(days=notice) else RUNNING


def commitment_state(
    *,
    confirmed_on: date | None,
    starts_on: date,
    ends_on: date,
    ended_on: date | None,
    funded_until: date,
    on: date,
    notice: int = 0,
) -> Words:
    """`funded_until`: the last day of the grant it is paid from; after it the work goes on without money."""
    if ended_on is not None and ended_on <= on:
        return STOPPED
    if ends_on < on:
        return OVER
    if funded_until < on:
        return UNFUNDED
    if confirmed_on is None:
        return LATE if starts_on <= on else AWAITED
    if starts_on > on:
        return NOT_BEGUN
    return ENDS_SOON if ends_on <= on + timedelta(days=notice) else RUNNING


def underspend_state(decided_on: date | None, agreed: bool | None) -> Words:
    if decided_on is None:
        return "Waits for an answer", "yellow"
    return ("Agreed", "green") if agreed else ("Refused", "grey")


def return_state(due_on: date, received_on: date | None, on: date) -> Words:
    if received_on is not None:
        return ("Received late", "yellow") if received_on > due_on else ("Received", "green")
    return ("Overdue", "red") if due_on < on else ("Due", "blue")


@dataclass(frozen=True)
class Facts:
    """What the state of an application follows from."""

    decided_on: date | None = None
    agreed: bool | None = None
    withdrawn_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    clawed_back: int = 0
    awarded: int = 0
    evaluated_on: date | None = None
    returns: tuple[tuple[date, date | None], ...] = ()
    """Due, and received."""


def application_state(facts: Facts, on: date) -> Words:
    """The whole course of a Community Fund grant, from the application to its evaluation."""
    if facts.withdrawn_on is not None:
        return "Withdrawn", "grey"
    if facts.decided_on is None:
        return "To decide", "yellow"
    if not facts.agreed or facts.starts_on is None or facts.ends_on is None:
        return "Refused", "grey"
    if facts.clawed_back and facts.clawed_back >= facts.awarded:
        return "Taken back", "grey"
    if any(received is None and due < on for due, received in facts.returns):
        return "Report overdue", "red"
    if on < facts.starts_on:
        return "Awarded", "blue"
    if on <= facts.ends_on:
        return "Running", "green"
    if any(received is None for _due, received in facts.returns):
        return "Last report due", "blue"
    return ("Complete", "green") if facts.evaluated_on else ("To evaluate", "yellow")


def due_days(starts_on: date, ends_on: date, *, every: int, after: int) -> list[date]:
    """When reports are due: `after` days after each `every` months of an award, the last after its end."""
    days, number = [], 0
    while True:
        number += 1
        closes = min(months_after(starts_on, every * number) - timedelta(days=1), ends_on)
        days.append(closes + timedelta(days=after))
        if closes >= ends_on:
            return days
