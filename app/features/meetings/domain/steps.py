"""What may be done with a meeting and with an item of its agenda in each state (section 4.1). One table of each.

What the chair has signed never changes again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.features.meetings.domain import status
from app.kernel.errors import Refused


@dataclass(frozen=True)
class Step:
    """`allowed`: the states in which it may be taken; `done`: those in which it was taken already. `otherwise` is said
    in the others, unless `words` has something for the state."""

    allowed: frozenset[str]
    otherwise: str
    done: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)


AHEAD = frozenset({status.PLANNED, status.AGENDA_BUILT})
NOT_OVER = AHEAD | {status.OPEN}
NOT_OPEN = "Open the meeting first"
OVER = "Choose another meeting: this one is over"
CALLED_OFF = "Choose another meeting: this one was called off"
GONE_BY = "Add a meeting instead: the day of this one has gone by"
CLOSED = "Check the meeting: it is closed"
_ISSUED = "Check the meeting: its minutes have been issued"
_NOT_BEGUN = {status.CANCELLED: CALLED_OFF, **dict.fromkeys([*AHEAD, status.NOT_HELD], NOT_OPEN)}
_WRITTEN_DOWN = AHEAD | {status.OPEN, status.CLOSED, status.NOT_HELD}

MEETING_STEPS: Mapping[str, Step] = {
    "arrange": Step(NOT_OVER, OVER),
    "agree": Step(AHEAD, "Choose another meeting: this one has begun, or is over"),
    "answer": Step(AHEAD, "Tell the coordinator: the meeting has begun, or is over"),
    "move": Step(
        AHEAD,
        "Leave this meeting where it is: it has been opened",
        words={status.CANCELLED: "Add a meeting instead: this one was called off", status.NOT_HELD: GONE_BY},
    ),
    "cancel": Step(
        AHEAD | {status.NOT_HELD},
        "Close the meeting instead: it has been opened",
        done=frozenset({status.CANCELLED}),
    ),
    "open": Step(
        AHEAD,
        "Check the meeting: it has already been opened",
        words={status.CANCELLED: CALLED_OFF, status.NOT_HELD: GONE_BY},
    ),
    "attend": Step(_WRITTEN_DOWN, _ISSUED, words={status.CANCELLED: CALLED_OFF}),
    "declare": Step(_WRITTEN_DOWN, "Tell the coordinator: the minutes of this meeting are issued"),
    "take_part": Step(NOT_OVER, "Check the meeting: it is over"),
    "sit": Step(frozenset({status.OPEN}), CLOSED, words=_NOT_BEGUN),
    "type": Step(frozenset({status.OPEN}), "The meeting is not open, so nothing is kept"),
    "note": Step(frozenset({status.OPEN, status.CLOSED}), "Check the meeting: it is over", words=_NOT_BEGUN),
    "close": Step(frozenset({status.OPEN}), NOT_OPEN, done=frozenset({status.CLOSED, *status.ISSUED})),
    "issue": Step(frozenset({status.CLOSED}), "Close the meeting first", done=status.ISSUED),
    "sign": Step(
        frozenset({status.MINUTES_ISSUED}),
        "Wait until the minutes of the meeting are issued",
        done=frozenset({status.SIGNED_OFF}),
        words={status.CANCELLED: CALLED_OFF, status.NOT_HELD: "Choose another meeting: this one was not held"},
    ),
}
"""Each step of a meeting."""

STANDING = status.TO_HEAR | {status.DECIDED}
_OFF = "Check the item: it was put off or taken off the agenda"
_FIXED = {
    status.SIGNED: "Leave this item as it is: the chair has signed it off",
    status.MINUTED: "Leave this item as it is: its minutes have been issued",
}

ITEM_STEPS: Mapping[str, Step] = {
    "hear": Step(STANDING, _OFF, words=_FIXED),
    "decide": Step(STANDING, _OFF, words=_FIXED),
    "type": Step(STANDING, "This item was put off or taken off the agenda, so nothing is kept", words=_FIXED),
    "defer": Step(
        status.TO_HEAR,
        "Check the item: it is already decided",
        done=frozenset({status.DEFERRED}),
        words={status.WITHDRAWN: _OFF, **_FIXED},
    ),
    "withdraw": Step(
        frozenset({status.LISTED, status.RESEARCHED}),
        "Leave this item on the agenda: it has been decided",
        done=frozenset({status.WITHDRAWN}),
        words={
            status.HEARD: "Defer the item instead: it has been heard",
            status.DEFERRED: "Look at the agenda again: this item was put off meanwhile",
            **_FIXED,
        },
    ),
}
"""Each step of an item. It is minuted and signed with its meeting."""


def is_done(step: Step, state: str, *, at: str | None = None) -> bool:
    """Whether there is nothing left to do. Raises Refused, at the field `at`, where the step may not be taken."""
    if state in step.done:
        return True
    if state not in step.allowed:
        raise Refused(step.words.get(state, step.otherwise), field=at, rule="4.1")
    return False
