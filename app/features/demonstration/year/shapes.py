"""The shapes of the demonstration year: courses, sessions, contacts, money. Pure."""

from dataclasses import dataclass, field
from datetime import date

from app.features.demonstration.year.people import Someone

DAYS = 365


@dataclass(frozen=True)
class Runs:
    """An intervention of the catalogue, as the year needs it. `way`: ONE, GROUP, OPEN or CAMPAIGN."""

    code: str
    way: str
    parents: bool = False


@dataclass
class Course:
    """A referral with the days of its steps."""

    number: int
    person: Someone
    intervention: str
    state: str
    suggested_on: date
    offered_on: date | None = None
    referred_on: date | None = None
    answered_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    end_reason: str | None = None
    scores: list[tuple[str, str, date, int | None]] = field(default_factory=list)
    """Outcome, point, day, and the score; None: it is missing."""


@dataclass(frozen=True)
class Came:
    course: int
    code: str | None
    minutes: int | None
    parent: bool = False


@dataclass(frozen=True)
class Met:
    band: str
    sex: str
    known: str
    people: int
    conversations: int


@dataclass
class Held:
    """A session of the calendar."""

    intervention: str
    on: date
    mode: str
    minutes: int
    happened: bool | None = True
    reason: str | None = None
    came: list[Came] = field(default_factory=list)
    met: list[Met] = field(default_factory=list)
    twin: int | None = None
    """Its number, when two groups meet at the same time."""


@dataclass
class Year:
    begins: date
    people: list[Someone]
    courses: list[Course]
    sessions: list[Held]
    impressions: list[tuple[str, date, int]]
    """Campaign, month, and how many were reached without being counted as people."""
    paid: list[tuple[str, date, int]]
    """Intervention, day, pence."""
    matched: list[tuple[str, date, int]]
