"""Who came, in the codes of the domain reference 6.3. Pure.

A child does not fail to attend: somebody did not bring them. What is said of an adult is never said of a child.
"""

from dataclasses import dataclass

from app.kernel.errors import Refused

PRESENT, LATE, PART = "P", "L", "PP"
NOT_BROUGHT, NOT_ATTENDED = "WNB", "DNA"
CANCELLED_BY_SERVICE, UNSAFE = "CXS", "UNSAFE"
ATTENDED = frozenset({PRESENT, LATE, PART, "V", "OUT"})
SHORTER = frozenset({LATE, PART})
"""Came for less than the whole: minutes are asked."""
OF_THE_SESSION = frozenset({CANCELLED_BY_SERVICE, UNSAFE})
"""Said of everybody, when the session did not happen; not of one among others who came."""
USUAL_REASON = {"CXP": "PERSON", CANCELLED_BY_SERVICE: "SERVICE", UNSAFE: "NOBODY", "NA_CUST": "OTHER_AGENCY"}
NOT_KNOWN = "NOT_KNOWN"
BEST_FEEDBACK = 5


@dataclass(frozen=True)
class Answer:
    """What is said of one row of a session. Without a code nothing is said."""

    uid: str
    code: str | None = None
    minutes: int | None = None
    reason_by: str | None = None
    note: str = ""
    feedback: int | None = None


def absent_code(adult: bool) -> str:
    return NOT_ATTENDED if adult else NOT_BROUGHT


def choices_for(codes: list[str], adult: bool) -> list[str]:
    """Of all codes, those that may be said of somebody at a session that happened, in the order given."""
    never = OF_THE_SESSION | {absent_code(not adult)}
    return [code for code in codes if code not in never]


def delivered(code: str, minutes: int | None, planned: int) -> int:
    """Minutes delivered to somebody: the whole, what was told of late and part, or none. Raises Refused."""
    if code not in ATTENDED:
        return 0
    if code not in SHORTER:
        return planned
    if minutes is None or not 1 <= minutes <= planned:
        raise Refused(f"Enter how many minutes they were there, from 1 to {planned}", field="minutes")
    return minutes


def check_code(code: str, adult: bool) -> None:
    """Raises Refused at `code` for words that are not for a child, or not for an adult."""
    if code == NOT_ATTENDED and not adult:
        raise Refused("Choose “was not brought”: this is a child", field="code")
    if code == NOT_BROUGHT and adult:
        raise Refused("Choose “did not attend”: this is an adult", field="code")
    if code in OF_THE_SESSION:
        raise Refused("Record that the session did not happen instead", field="code")


def whose_reason(code: str, said: str | None) -> str | None:
    """Whose reason it was that somebody did not come; none when they came."""
    if code in ATTENDED:
        return None
    return said or USUAL_REASON.get(code, NOT_KNOWN)


def check_feedback(feedback: int | None) -> None:
    if feedback is not None and not 1 <= feedback <= BEST_FEEDBACK:
        raise Refused(f"Enter a number from 1 to {BEST_FEEDBACK}", field="feedback")
