"""How each referral of the demonstration year goes, and what is measured. Pure."""

from datetime import date, timedelta
from random import Random

from app.features.demonstration.year.people import Someone, weighted
from app.features.demonstration.year.shapes import DAYS, Course, Runs

COURSES = (("SUGGESTED", 4), ("OFFERED", 4), ("REFUSED", 4), ("REFERRED", 4), ("RECEIVED", 3), ("WAITLIST", 5),
           ("DECLINED", 5), ("ACCEPTED", 4), ("NEVER_BEGAN", 3), ("ACTIVE", 24), ("PAUSED", 2), ("COMPLETED", 27),
           ("EARLY", 4), ("STOPPED", 11))  # fmt: skip
"""How a referral stands at the end of the year, and how many in a hundred do."""
BEGUN = frozenset({"ACTIVE", "PAUSED", "COMPLETED", "EARLY", "STOPPED"})
ENDS = {"COMPLETED": "COMPLETED_PLANNED", "EARLY": "COMPLETED_EARLY_POSITIVE"}
STOPPED = ("DISENGAGED", "WITHDRAWN_PERSON", "MOVED", "WITHDRAWN_SAFETY")
NEVER = ("PERSON_DECLINED", "NOT_CONTACTABLE", "OTHER_SERVICE_LEAD")
DECLINED = ("CAPACITY", "INELIGIBLE_AGE", "ALREADY_RECEIVING")


def course(number: int, found: list[Someone], named: list[Runs], begins: date, rng: Random) -> Course:
    person = found[number] if number < len(found) else rng.choice(found)
    state = weighted(COURSES, rng)
    first = begins + timedelta(days=rng.randrange(0, 300 if state in BEGUN else DAYS - 40))
    one = Course(number, person, rng.choice(named).code, state, first)
    if state == "SUGGESTED":
        return one
    one.offered_on = first + timedelta(days=rng.randrange(1, 5))
    if state in ("OFFERED", "REFUSED"):
        return one
    one.referred_on = one.offered_on + timedelta(days=rng.randrange(0, 4))
    if state in ("REFERRED", "RECEIVED"):
        return one
    one.answered_on = one.referred_on + timedelta(days=rng.randrange(1, 6))
    if state == "NEVER_BEGAN":
        one.ended_on, one.end_reason = one.answered_on + timedelta(days=20), rng.choice(NEVER)
    if state not in BEGUN:
        return one
    one.started_on = one.answered_on + timedelta(days=rng.randrange(2, 15))
    if state not in ("ACTIVE", "PAUSED"):
        lasts = min(rng.randrange(40, 200), (begins + timedelta(days=DAYS - 2) - one.started_on).days)
        one.ended_on = one.started_on + timedelta(days=max(lasts, 7))
        one.end_reason = ENDS.get(state) or rng.choice(STOPPED)
    return one


def scores(course: Course, rng: Random) -> list[tuple[str, str, date, int | None]]:
    """Two outcomes at the start; at the end most of them again, some said to be missing."""
    if course.started_on is None:
        return []
    outcomes = rng.sample(("O4", "O5", "O8", "O9"), 2)
    found: list[tuple[str, str, date, int | None]] = []
    for outcome in outcomes:
        before = rng.randrange(1, 7)
        found.append((outcome, "BASELINE", course.started_on, before))
        if course.ended_on:
            score = min(10, max(0, before + rng.randrange(-1, 4))) if rng.random() < 0.8 else None
            found.append((outcome, "EXIT", course.ended_on, score))
    return found
