"""What may be done with an item and with a meeting in each state. What the chair has signed never changes again."""

from app.features.meetings.domain import status
from app.kernel.errors import Refused

STANDING = frozenset({status.LISTED, status.RESEARCHED, status.HEARD, status.DECIDED})
ITEM_STEPS = {
    "hear": STANDING,
    "decide": STANDING,
    "defer": frozenset({status.LISTED, status.RESEARCHED, status.HEARD}),
    "withdraw": frozenset({status.LISTED, status.RESEARCHED}),
    "minute": frozenset({status.DECIDED}),
    "sign": frozenset({status.MINUTED}),
}
"""Each step of an item, and the states in which it may be taken (section 4.1)."""

MEETING_STEPS = {
    "build": frozenset({status.PLANNED, status.AGENDA_BUILT}),
    "open": frozenset({status.PLANNED, status.AGENDA_BUILT}),
    "cancel": frozenset({status.PLANNED, status.AGENDA_BUILT}),
    "close": frozenset({status.OPEN}),
    "issue": frozenset({status.CLOSED}),
    "sign": frozenset({status.MINUTES_ISSUED}),
}
"""Each step of a meeting, and the states in which it may be taken."""

_OFF = "Check the item: it was put off or taken off the agenda"
_REFUSED = {
    status.SIGNED: "Leave this item as it is: the chair has signed it off",
    status.MINUTED: "Leave this item as it is: its minutes have been issued",
    status.DEFERRED: _OFF,
    status.WITHDRAWN: _OFF,
    status.DECIDED: "Leave this item on the agenda: it has been decided",
    status.HEARD: "Leave this item on the agenda: it has been heard",
}
NOT_MINUTED = "Wait until the minutes of the meeting are issued"
NOT_SIGNED = {
    status.SIGNED_OFF: "Leave this meeting as it is: the chair has signed it off",
    status.CANCELLED: "Choose another meeting: this one was called off",
    status.NOT_HELD: "Choose another meeting: this one was not held",
}


def check_item_step(step: str, state: str) -> None:
    """Raises Refused when an item in `state` may not take `step` (a key of ITEM_STEPS)."""
    if state in ITEM_STEPS[step]:
        return
    final = state in {status.SIGNED, status.DEFERRED, status.WITHDRAWN}
    raise Refused(NOT_MINUTED if step == "sign" and not final else _REFUSED.get(state, NOT_MINUTED), rule="4.1")


def check_signing(state: str) -> None:
    """Raises Refused unless a meeting in `state` may be signed off."""
    if state not in MEETING_STEPS["sign"]:
        raise Refused(NOT_SIGNED.get(state, NOT_MINUTED), rule="4.1")
