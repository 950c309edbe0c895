"""Which cases a meeting hears, why, and in what order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

NEW = "NEW"
DEFERRED = "DEFERRED"
DUE_BACK = "DUE_BACK"
RED_TRIGGER = "RED_TRIGGER"
ESCALATED = "ESCALATED"
ASSURANCE = "ASSURANCE"
OVERDUE_ACTION = "OVERDUE_ACTION"
ADDED = "ADDED"

Place = tuple[bool, int, int, date, str]
"""A case's place in the hearing order; the smallest is heard first."""

KINDS = ("PERSON", "NETWORK", "PLACE")
"""The kinds of subject in the order in which they are heard."""


@dataclass(frozen=True)
class CaseFacts:
    """What decides whether and when an open case is heard.

    `meetings_since` counts the monthly meetings since it was last heard, the one being prepared included;
    None: it was never heard. `review_every` is in meetings. `sent_late`: everything known of it came after
    nominations closed. `is_child`: under the adult age on the day, or of an age nobody knows. `red_trigger_on` is the
    newest red-trigger event told since it was last heard (section 3.3). An action overdue for long, and weak
    assurance, go up the ladder (section 4.7, E1). `brief`: taken on as a paper update.
    """

    case_uid: str
    reference: str
    kind: str
    is_child: bool
    band_rank: int
    opened_on: date
    meetings_since: int | None = None
    review_every: int = 1
    review_on: date | None = None
    returns_on: date | None = None
    was_deferred: bool = False
    has_overdue_action: bool = False
    needs_assurance: bool = False
    sent_late: bool = False
    urgent: bool = False
    heard_on: date | None = None
    red_trigger_on: date | None = None
    has_long_overdue_action: bool = False
    has_weak_assurance: bool = False
    brief: bool = False
    on_hold_since: date | None = None
    transferred_on: date | None = None


def reasons_to_hear(facts: CaseFacts, held_on: date) -> tuple[str, ...]:
    """Why a monthly meeting hears a case, main reason first; empty: it does not.

    A case sent late waits for the next month, or for the chair's agreement; one on hold, or handed on, for its return.
    """
    if facts.on_hold_since is not None or facts.transferred_on is not None:
        return ()
    reasons = []
    if facts.was_deferred:
        reasons.append(DEFERRED)
    elif facts.meetings_since is None:
        if facts.sent_late:
            return ()
        reasons.append(NEW)
    elif _is_due_back(facts, held_on):
        reasons.append(DUE_BACK)
    if facts.red_trigger_on is not None:
        reasons.append(RED_TRIGGER)
    if facts.has_long_overdue_action or facts.has_weak_assurance:
        reasons.append(ESCALATED)
    if facts.needs_assurance:
        reasons.append(ASSURANCE)
    if facts.has_overdue_action:
        reasons.append(OVERDUE_ACTION)
    return tuple(reasons)


def reasons_to_hear_at_once(facts: CaseFacts) -> tuple[str, ...]:
    """Why an extraordinary meeting hears a case: it is urgent and was never heard. PR-05."""
    if facts.on_hold_since is not None or facts.transferred_on is not None:
        return ()
    return (NEW,) if facts.urgent and facts.meetings_since is None else ()


def _is_due_back(facts: CaseFacts, held_on: date) -> bool:
    if any(day is not None and day <= held_on for day in (facts.returns_on, facts.review_on)):
        return True
    if facts.returns_on is not None or facts.review_on is not None:
        return False  # somebody chose a later day
    return facts.meetings_since is not None and facts.meetings_since >= facts.review_every


def hearing_order(facts: CaseFacts) -> Place:
    """Children first, then the highest band, then people, networks and places; then the oldest."""
    return (not facts.is_child, -facts.band_rank, KINDS.index(facts.kind), facts.opened_on, facts.reference)


def merged(present: Sequence[str], found: Sequence[tuple[str, Place]], fixed: frozenset[str]) -> list[str]:
    """The order of an agenda to which cases are added, as case uids.

    `present` stand on it now; `found` is every case with its place in the hearing order; those in `fixed` were
    heard or put where they are by hand. With none fixed the whole agenda is put in order; otherwise what stands
    keeps its order, and each newcomer goes before the first that comes after it and is not fixed.
    """
    rank = dict(found)
    newcomers = sorted((uid for uid in rank if uid not in present), key=lambda uid: rank[uid])
    if not fixed:
        return sorted([*present, *newcomers], key=lambda uid: (uid not in rank, rank.get(uid, ())))
    order = list(present)
    for uid in newcomers:
        place = next(
            (
                number
                for number, other in enumerate(order)
                if other not in fixed and other in rank and rank[other] > rank[uid]
            ),
            len(order),
        )
        order.insert(place, uid)
    return order
