"""Rules of notifications: how they stand, their clocks, ages. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from app.kernel.clock import local
from app.kernel.days import day_of
from app.kernel.working_days import WorkingDays

INDIVIDUAL, NETWORK, PLACE = "INDIVIDUAL", "NETWORK", "PLACE"
ADULT = 18
"""A child is under 18 in law; no area can set another age."""

IN_DANGER = frozenset({"YES_999_CALLED", "YES_MASH_TOLD", "UNSURE"})
"""Answers to the first question that show the stop page and make a notification urgent. PR-05."""


class Status(StrEnum):
    """Codes of `notification_state`."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    IN_TRIAGE = "IN_TRIAGE"
    MORE_INFO = "MORE_INFO"
    DUPLICATE_LINKED = "DUPLICATE_LINKED"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"
    REDIRECTED = "REDIRECTED"
    ACCEPTED = "ACCEPTED"
    WITHDRAWN = "WITHDRAWN"


ADDED = "ALREADY_HELD_ADD_INFO"
RETURNED = frozenset({"INSUFFICIENT", "NO_LAWFUL_BASIS"})
"""Outcomes that send a notification back to be mended."""
URGENT_OUTCOME = "URGENT_EXTRAORDINARY"


class Standing(Protocol):
    """The dates and facts of a notification that its status follows from."""

    submitted_at: datetime | None
    withdrawn_at: datetime | None
    acknowledged_at: datetime | None
    triage_started_at: datetime | None
    triaged_at: datetime | None
    triage_outcome: str | None


def notification_status(notification: Standing) -> Status:
    if notification.withdrawn_at is not None:
        return Status.WITHDRAWN
    if notification.submitted_at is None:
        return Status.DRAFT
    if notification.triaged_at is not None:
        return _after_triage(notification.triage_outcome or "")
    if notification.triage_started_at is not None:
        return Status.IN_TRIAGE
    return Status.SUBMITTED if notification.acknowledged_at is None else Status.ACKNOWLEDGED


def _after_triage(outcome: str) -> Status:
    if accepts(outcome):
        return Status.ACCEPTED
    if outcome == ADDED:
        return Status.DUPLICATE_LINKED
    if outcome in RETURNED:
        return Status.MORE_INFO
    if outcome.startswith("OUT_OF_SCOPE"):
        return Status.OUT_OF_SCOPE
    return Status.REDIRECTED


def accepts(outcome: str) -> bool:
    """Whether the outcome brings the notification to the group. Section 4.2."""
    return outcome.startswith("ACCEPT_") or outcome == URGENT_OUTCOME


def makes_case(outcome: str) -> bool:
    """Whether the outcome opens a case or adds to one."""
    return accepts(outcome) or outcome == ADDED


def needs_reason(outcome: str) -> bool:
    """All but acceptance. Section 4.2."""
    return not accepts(outcome) or outcome == URGENT_OUTCOME


def fits(outcome: str, subject_kind: str) -> bool:
    """Whether an outcome can be given to a notification about that kind of subject."""
    only = {"ACCEPT_PLACE": PLACE, "ACCEPT_NETWORK": NETWORK, "ACCEPT_FULL": INDIVIDUAL, "ACCEPT_BRIEF": INDIVIDUAL}
    if outcome == "OUT_OF_SCOPE_AGE":
        return subject_kind == INDIVIDUAL
    return only.get(outcome, subject_kind) == subject_kind


@dataclass(frozen=True)
class Clocks:
    acknowledge_by: date
    triage_by: date
    answer_by: date


def clocks(submitted_at: datetime, days: WorkingDays, *, acknowledge: int, triage: int, reply: int) -> Clocks:
    """What is due when, in working days after the day it was sent: 1.4 NOTIFY, PR-35."""
    day = local(submitted_at).date()
    triage_by = days.add(day, triage)
    return Clocks(days.add(day, acknowledge), triage_by, days.add(triage_by, reply))


def is_late(submitted_at: datetime, cutoff: datetime | None) -> bool:
    """Whether it came after nominations closed. With no meeting ahead nothing is late."""
    return cutoff is not None and submitted_at > cutoff


@dataclass(frozen=True)
class MeetingDay:
    """A monthly meeting: whether it is over, and the uids of the cases asked about that it heard."""

    held_on: date
    over: bool
    heard: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lateness:
    """What came of coming late. `waits`: the chair may still let it come to the meeting it was too late for."""

    waits: bool
    words: str


def lateness(
    submitted_on: date, meetings: Sequence[MeetingDay], *, agreed: bool = False, case_uid: str | None = None
) -> Lateness:
    """To which meeting a late notification goes: the one it was late for if the chair agrees, else the next (1.4)."""
    ahead = sorted((one for one in meetings if one.held_on >= submitted_on), key=lambda one: one.held_on)
    first, after = (ahead[0], ahead[1:]) if ahead else (None, [])
    if agreed:
        return Lateness(False, f"For the {first.held_on:%B} meeting: the chair agreed" if first else "The chair agreed")
    if first is None or not first.over:
        return Lateness(True, "Late: needs the chair’s agreement")
    if case_uid in first.heard:
        return Lateness(False, f"Heard at the {first.held_on:%B} meeting")
    return Lateness(False, f"For the {after[0].held_on:%B} meeting" if after else "For the meeting after")


# Ages ---------------------------------------------------------------------------------------------------------------


def age_of(answers: Mapping[str, Any], on: date) -> int | None:
    """Age in whole years `on` a day: by date of birth, or else the approximate age as it was given."""
    dob = day_of(answers.get("dob"))
    if dob is not None:
        return on.year - dob.year - ((on.month, on.day) < (dob.month, dob.day))
    approximate = answers.get("approx_age")
    return approximate if isinstance(approximate, int) else None


def birthday(dob: date, age: int) -> date:
    """The day somebody turns `age`; 29 February becomes 1 March."""
    try:
        return dob.replace(year=dob.year + age)
    except ValueError:
        return date(dob.year + age, 3, 1)


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last one that month has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


def days_after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def turns_within(answers: Mapping[str, Any], age: int, on: date, months: int) -> date | None:
    """The day the person turns `age`, when that is after `on` and within `months`. PR-41."""
    dob = day_of(answers.get("dob"))
    if dob is None:
        return None
    day = birthday(dob, age)
    return day if on < day <= months_after(on, months) else None


# Children under the age of criminal responsibility ------------------------------------------------------------------

CAUSED = "ALLEGED_CAUSE"
AT_RISK_OF_CAUSING = "AT_RISK_CAUSE"


def role_allowed(answers: Mapping[str, Any], on: date, youngest: int) -> bool:
    """Whether the person may be recorded as alleged to have caused harm. Nobody's age is assumed. PR-08."""
    age = age_of(answers, on)
    return age is None or age >= youngest


def with_roles_for_age(answers: Mapping[str, Any], on: date, youngest: int) -> tuple[dict[str, Any], bool]:
    """`answers` with the alleged-cause role of a child under `youngest` turned into being at risk, and whether
    anything was turned. What was observed stays as written. PR-08."""
    kept = dict(answers)
    if role_allowed(answers, on, youngest):
        return kept, False
    said = answers.get("role_in_violence") or ()
    happened = answers.get("incidents") or ()
    if not any(entry.get("role") == CAUSED for entry in (*said, *happened)):
        return kept, False
    roles: list[dict[str, Any]] = []
    for entry in said:
        role = {**entry, "role": AT_RISK_OF_CAUSING, "status": None} if entry.get("role") == CAUSED else dict(entry)
        if role not in roles:
            roles.append(role)
    kept["role_in_violence"] = roles
    kept["incidents"] = [
        {**entry, "role": AT_RISK_OF_CAUSING} if entry.get("role") == CAUSED else dict(entry) for entry in happened
    ]
    return kept, True
