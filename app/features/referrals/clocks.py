"""By when the next step of a referral is due. Pure. Source: domain reference 6.2."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from app.features.referrals.domain import NO_FOLLOW_UP, TO_ANSWER, Days, Status, referral_status
from app.kernel.ages import months_after
from app.kernel.working_days import WorkingDays


class Waits(StrEnum):
    """What the provider owes next."""

    ANSWER = "ANSWER"
    CONTACT = "CONTACT"
    SESSION = "SESSION"
    PROGRESS = "PROGRESS"
    OUTCOME = "OUTCOME"
    FOLLOW_UP = "FOLLOW_UP"


class Timed(Days, Protocol):
    """The days of a referral with what moves its clocks."""

    progress_on: date | None
    custody: bool


@dataclass(frozen=True)
class Limits:
    """Working days, but for `custody` (hours), `progress` and `follow_up` (months)."""

    answer: int
    contact: int
    custody: int
    session: int
    progress: int
    outcome: int
    follow_up: int


@dataclass(frozen=True)
class Clock:
    waits: Waits
    due_on: date
    late: bool


def next_clock(of: Timed, limits: Limits, calendar: WorkingDays, on: date) -> Clock | None:
    """What is owed next and by when; None where nothing is: before the referral, while somebody waits for a place or
    rests, and at the end. Late from the day after the day it is due.

    The hours of custody are whole calendar days from the referral, weekends and holidays too: a moment in which
    somebody can be reached does not wait for a working day.
    """
    found = _due(of, limits, calendar)
    return Clock(found[0], found[1], found[1] < on) if found else None


def _due(of: Timed, limits: Limits, calendar: WorkingDays) -> tuple[Waits, date] | None:
    status = referral_status(of)
    if status in TO_ANSWER and of.referred_on:
        return Waits.ANSWER, _reached(of, calendar.add(of.referred_on, limits.answer), limits)
    if status is Status.ACCEPTED and of.accepted_on:
        return Waits.CONTACT, _reached(of, calendar.add(of.accepted_on, limits.contact), limits)
    if status is Status.ENGAGING and of.accepted_on:
        return Waits.SESSION, calendar.add(of.accepted_on, limits.session)
    if status is Status.ACTIVE and of.started_on:
        last = max(day for day in (of.started_on, of.resumed_on, of.progress_on) if day)
        return Waits.PROGRESS, months_after(last, limits.progress)
    if status is Status.ENDED and of.ended_on and of.started_on and of.end_reason != NO_FOLLOW_UP:
        return Waits.OUTCOME, calendar.add(of.ended_on, limits.outcome)
    if status is Status.OUTCOME_RECORDED and of.ended_on:
        return Waits.FOLLOW_UP, months_after(of.ended_on, limits.follow_up)
    return None


def _reached(of: Timed, due: date, limits: Limits) -> date:
    """In custody, the day by which the person is reached, when that comes first."""
    if not of.custody or of.referred_on is None or of.waitlisted_on is not None:
        return due
    return min(due, of.referred_on + timedelta(days=-(-limits.custody // 24)))
