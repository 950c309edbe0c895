"""Why a case is heard, and why one is not, in words that hold no more than dates and numbers."""

from dataclasses import dataclass
from datetime import date

from app.features.meetings.domain import agenda
from app.features.meetings.domain.agenda import CaseFacts
from app.kernel.days import day_words

SENT_LATE = "SENT_LATE"
ON_HOLD = "ON_HOLD"
TRANSFERRED = "TRANSFERRED"
NOT_DUE = "NOT_DUE"
BRIEF_GIVEN = "BRIEF_GIVEN"
NOT_URGENT = "NOT_URGENT"
TAKEN_OFF = "TAKEN_OFF"
SINCE = "SINCE"


@dataclass(frozen=True)
class LeftOut:
    """A case that was considered and is not heard."""

    case_uid: str
    code: str
    words: str


def sentence(code: str, facts: CaseFacts) -> str:
    """Why it is heard, for one reason."""
    match code:
        case agenda.NEW:
            return "New"
        case agenda.DEFERRED:
            return "Put off last time"
        case agenda.DUE_BACK:
            return f"Due back: {_due_because(facts)}"
        case agenda.RED_TRIGGER:
            return f"Red-trigger event on {_day(facts.red_trigger_on)}"
        case agenda.ESCALATED:
            what = (
                (facts.has_long_overdue_action, "an action is long overdue"),
                (facts.has_weak_assurance, "the assurance given was weak"),
            )
            return "Escalated: " + " and ".join(words for holds, words in what if holds)
        case agenda.ASSURANCE:
            return "Assurance owed or lapsed"
        case agenda.OVERDUE_ACTION:
            return "Overdue action"
    return "Added by hand"


def _due_because(facts: CaseFacts) -> str:
    if facts.returns_on is not None:
        return f"the group asked for it on {_day(facts.returns_on)}"
    if facts.review_on is not None:
        return f"its review is on {_day(facts.review_on)}"
    return f"last heard {_day(facts.heard_on)}, and heard {_every(facts.review_every)}"


def left_out(facts: CaseFacts, held_on: date, *, extraordinary: bool, taken_off: str | None = None) -> LeftOut:
    """Why an open case that is not on an agenda is not heard. `taken_off` is the reason somebody gave for it."""
    uid = facts.case_uid
    if taken_off is not None:
        return LeftOut(uid, TAKEN_OFF, f"Taken off the agenda: {taken_off}")
    if facts.transferred_on is not None:
        return LeftOut(uid, TRANSFERRED, f"Transferred on {_day(facts.transferred_on)}")
    if facts.on_hold_since is not None:
        return LeftOut(uid, ON_HOLD, f"On hold for a critical incident since {_day(facts.on_hold_since)}")
    reasons = agenda.reasons_to_hear_at_once(facts) if extraordinary else agenda.reasons_to_hear(facts, held_on)
    if reasons:
        return LeftOut(uid, SINCE, f"{sentence(reasons[0], facts)}. Build the agenda again to put it on")
    if extraordinary:
        return LeftOut(uid, NOT_URGENT, "Not urgent, or heard before: it comes to the monthly meeting")
    if facts.meetings_since is None and not facts.was_deferred:
        return LeftOut(uid, SENT_LATE, "Sent after nominations closed: the chair may agree to hear it")
    if facts.brief:
        return LeftOut(uid, BRIEF_GIVEN, f"A brief update was heard on {_day(facts.heard_on)}. {_not_due(facts)}")
    return LeftOut(uid, NOT_DUE, _not_due(facts))


def _not_due(facts: CaseFacts) -> str:
    day = min((day for day in (facts.returns_on, facts.review_on) if day is not None), default=None)
    if day is not None:
        return f"Not due until {_day(day)}"
    return f"Not due: last heard {_day(facts.heard_on)}, and heard {_every(facts.review_every)}"


def _every(meetings: int) -> str:
    return "at every meeting" if meetings == 1 else f"every {meetings} meetings"


def _day(day: date | None) -> str:
    return day_words(day) if day else "a day not recorded"
