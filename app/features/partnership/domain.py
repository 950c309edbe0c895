"""Rules of the partnership: terms that run from a day, agreements, ages, gateways, numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from math import isfinite
from typing import Any, Protocol, TypeVar

from app.kernel.ages import whole_years
from app.kernel.days import day_words
from app.kernel.errors import Refused

BEGINNING = date(2000, 1, 1)
"""The first day of whatever has no known beginning."""

EVERY_AGENCY_TYPE = "*"
WHOLE_UNITS = frozenset(
    {"working days", "days", "months", "years", "hours", "minutes", "meetings", "count", "per cent", "score"}
)


class Term(Protocol):
    """Something in force from one day to another, both included; `valid_to` None: until changed."""

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_to(self) -> date | None: ...


T = TypeVar("T", bound=Term)


@dataclass(frozen=True)
class CodeItem:
    """One choice of a code list, as it stands on some day."""

    list: str
    code: str
    label: str
    hint: str
    position: int
    valid_from: date
    valid_to: date | None
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other ways in which files from outside write this code."""
        return tuple(self.attributes.get("aliases", ()))


@dataclass(frozen=True)
class NameTerm:
    """What `of` (a uid) is called between two days."""

    of: str
    name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class AreaItem:
    uid: str
    code: str
    name: str
    hub_uid: str


@dataclass(frozen=True)
class AgencyItem:
    """An agency as it stands on some day (PR-02). `area_uid` None: it serves the whole hub."""

    uid: str
    area_uid: str | None
    agency_type: str
    name: str
    duty_status: str
    s16_party: bool
    health_or_social_care: bool
    competent_authority_part3: bool
    dp_registration_no: str | None
    controller_role: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class AgreementItem:
    uid: str
    agency_uid: str
    signed_on: date
    review_due: date
    ended_on: date | None

    def in_force(self, on: date) -> bool:
        return agreement_in_force(self.signed_on, self.review_due, self.ended_on, on)


@dataclass(frozen=True)
class SeatItem:
    uid: str
    area_uid: str
    agency_uid: str
    kind: str
    quorum_group: str | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class ForumItem:
    uid: str
    area_uid: str
    code: str
    name: str


@dataclass(frozen=True)
class NumberItem:
    key: str
    area_uid: str | None
    value: str
    unit: str
    label: str
    source: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class AgeScopeItem:
    """The ages the group covers: `min_age` up to, not including, `max_age_exclusive` (None: no upper limit)."""

    area_uid: str
    min_age: int
    max_age_exclusive: int | None
    valid_from: date
    valid_to: date | None
    note: str

    def covers(self, age: int) -> bool:
        return age >= self.min_age and (self.max_age_exclusive is None or age < self.max_age_exclusive)


# Terms --------------------------------------------------------------------------------------------------------------


def in_force(term: Term, on: date) -> bool:
    return term.valid_from <= on and (term.valid_to is None or on <= term.valid_to)


def term_on(terms: Iterable[T], on: date) -> T | None:
    """The term in force `on` a day."""
    return next((term for term in terms if in_force(term, on)), None)


def nearest_term(terms: Sequence[T], on: date) -> T | None:
    """The term in force, otherwise the last before the day, otherwise the first after it: a name never fails."""
    found = term_on(terms, on)
    if found or not terms:
        return found
    before = [term for term in terms if term.valid_from <= on]
    if before:
        return max(before, key=lambda term: term.valid_from)
    return min(terms, key=lambda term: term.valid_from)


def check_term(valid_from: date, valid_to: date | None, *, field: str = "valid_to") -> None:
    if valid_to is not None and valid_to < valid_from:
        raise Refused("Enter a last day that is on or after the first day", field=field)


def check_terms(terms: Iterable[Term]) -> None:
    """Refuse terms that end before they begin, or of which two hold on the same day."""
    last: Term | None = None
    for term in sorted(terms, key=lambda one: one.valid_from):
        check_term(term.valid_from, term.valid_to)
        if last is not None and (last.valid_to is None or term.valid_from <= last.valid_to):
            raise Refused("Choose a first day after the last day of the term before it", field="valid_from")
        last = term


def succeed(terms: Iterable[T], valid_from: date) -> T | None:
    """The term that a new one from `valid_from` brings to an end (None: nothing is in force then).

    History is never rewritten: the new term comes after the first day of every other. PR-01.
    """
    latest = max(terms, key=lambda term: term.valid_from, default=None)
    if latest is None:
        return None
    if valid_from <= latest.valid_from:
        shown = day_words(latest.valid_from)
        raise Refused(f"Choose a day after {shown}, when the last change began", field="valid_from", rule="PR-01")
    return latest if in_force(latest, valid_from) else None


def may_put_right(valid_from: date, today: date) -> bool:
    """Whether a term that begins then has not become history: until the end of its first day. PR-01."""
    return valid_from >= today


def day_before(day: date) -> date:
    return day - timedelta(days=1)


# Agreements ---------------------------------------------------------------------------------------------------------


def agreement_in_force(signed_on: date, review_due: date, ended_on: date | None, on: date) -> bool:
    """Signed, not past its review, and not ended (`ended_on` is the first day without it). PR-02."""
    return signed_on <= on <= review_due and (ended_on is None or on < ended_on)


def check_agreement(signed_on: date, review_due: date, today: date) -> None:
    if signed_on > today:
        raise Refused("Enter the day it was signed, which cannot be in the future", field="signed_on")
    if review_due <= signed_on:
        raise Refused("Enter a review day after the day it was signed", field="review_due")


# Ages ---------------------------------------------------------------------------------------------------------------


def in_age_scope(dob: date, on: date, scope: AgeScopeItem | None) -> bool:
    """Whether somebody born on `dob` is of an age the group covers; with no scope set, everybody is. PR-41, 4.12."""
    return scope is None or scope.covers(whole_years(dob, on))


def check_ages(min_age: int, max_age_exclusive: int | None) -> None:
    if min_age < 0:
        raise Refused("Enter a youngest age of 0 or more", field="min_age")
    if max_age_exclusive is not None and max_age_exclusive <= min_age:
        raise Refused("Enter an upper limit above the youngest age", field="max_age_exclusive")


# Codes --------------------------------------------------------------------------------------------------------------


def gateways_for(agency_type: str, codes: Iterable[CodeItem], *, personal: bool = True) -> list[CodeItem]:
    """The gateways an agency of this type may share through.

    With `personal`, those that carry no identities are left out. Section 5.2; the types are attributes of the codes.
    """
    return [
        code
        for code in codes
        if _offered(agency_type, code.attributes) and (not personal or code.attributes.get("personal", True))
    ]


def _offered(agency_type: str, attributes: Mapping[str, Any]) -> bool:
    offered = attributes.get("agency_types", ())
    return EVERY_AGENCY_TYPE in offered or agency_type in offered


def statuses_of(role: CodeItem) -> tuple[str, ...]:
    """The statuses a role in violence may carry; empty: none. Section 2.2."""
    return tuple(role.attributes.get("statuses", ()))


def check_code(code: str, label: str) -> None:
    if not code.strip() or code != code.strip():
        raise Refused("Enter a code", field="code")
    if not label.strip():
        raise Refused("Enter the words to show", field="label")


# Numbers ------------------------------------------------------------------------------------------------------------


# What a number may be, by its unit. A slip of the keyboard must not stop the clocks of everybody at once.
LIMITS: dict[str, tuple[int, int]] = {
    "working days": (0, 260),
    "days": (0, 3650),
    "months": (0, 120),
    "years": (0, 120),
    "hours": (0, 8760),
    "minutes": (0, 1440),
    "meetings": (0, 36),
    "count": (0, 1000),
    "score": (0, 1000),
    "factor": (0, 100),
    "per cent": (0, 100),
}
FROM_THE_MEETING = "cycle."  # days before the meeting are below nought
BESIDE_THE_MEETING = (-60, 60)
# Those whose slips are worst: with less or more nobody could sign in, or every account would be suspended overnight.
OWN_LIMITS: dict[str, tuple[int, int]] = {
    "audit.sample": (1, 100),
    "account.idle": (7, 3650),
    "account.invitation": (1, 30),
    "account.reset": (5, 1440),
    "funding.match_base": (1, 2),
    "funding.report_every": (1, 12),
    "session.idle": (5, 60),
    "session.kept_form": (1, 168),
    "session.longest": (1, 24),
    "sign_in.failures": (3, 100),
    "sign_in.failures.address": (3, 1000),
    "sign_in.window": (1, 1440),
    "statistics.rounding": (1, 1000),
    "action.due.default": BESIDE_THE_MEETING,
    "cycle.meeting.week": (1, 4),
    "cycle.meeting.weekday": (1, 5),
}


def number_limits(key: str, unit: str) -> tuple[int, int] | None:
    """The least and the most that the number `key` may be; None for a time of day."""
    if key in OWN_LIMITS:
        return OWN_LIMITS[key]
    if key.startswith(FROM_THE_MEETING) and unit == "working days":
        return BESIDE_THE_MEETING
    return LIMITS.get(unit)


def check_number(key: str, value: str, unit: str) -> str:
    """`value` as it is kept, in the one way of writing it. Raises Refused when it cannot be read or used."""
    number = parse_number(value, unit)
    if isinstance(number, time):
        return f"{number:%H:%M}"
    limits = number_limits(key, unit)
    if limits is not None and not limits[0] <= number <= limits[1]:
        raise Refused(f"Enter a number from {limits[0]} to {limits[1]:,}", field="value")
    return str(number)


def parse_number(value: str, unit: str) -> int | float | time:
    """`value` in its unit: a time of day, a factor, or a whole number. Raises Refused."""
    try:
        if not value.isascii() or "_" in value:  # other digits and 1_000 are read by int and float
            raise ValueError(value)
        if unit == "time":
            return time.fromisoformat(value)
        if unit in WHOLE_UNITS:
            return int(value)
        number = float(value)
        if not isfinite(number):
            raise ValueError(value)
        return number
    except ValueError as problem:
        shape = {"time": "a time, like 12:00", "factor": "a number, like 0.8"}.get(unit, "a whole number")
        raise Refused(f"Enter {shape}", field="value") from problem
