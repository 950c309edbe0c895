"""What is counted, as plain values: rows of other rooms, without a name. Pure.

A person is the subject's uid (the one a record was joined to); a case is the uid their row is known by.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.kernel.ages import Age, age, whole_years

ONE_TO_ONE = frozenset({"ONE", "FAMILY", "CUSTODY"})
"""Modes of a session in which a worker sees one person, or one family."""
COMPLETED = frozenset({"COMPLETED_PLANNED", "COMPLETED_EARLY_POSITIVE"})
EXACT_TO_THE_MONTH = frozenset({None, "EXACT", "MONTH"})


@dataclass(frozen=True)
class Seen:
    """Somebody who came to a session that was held."""

    intervention: str
    person: str
    case: str
    on: date
    mode: str
    minutes: int


@dataclass(frozen=True)
class Course:
    """A referral, by the days of its steps."""

    intervention: str
    person: str
    case: str
    referred_on: date | None
    declined_on: date | None
    started_on: date | None
    ended_on: date | None
    end_reason: str | None
    measured: bool
    """The same outcome at the start and at the exit."""


@dataclass(frozen=True)
class Held:
    """A session of the calendar; `happened` is None while nobody has said."""

    intervention: str
    on: date
    happened: bool | None
    unrecorded: int = 0
    """People of it whose attendance nobody recorded."""


@dataclass(frozen=True)
class Tally:
    intervention: str
    on: date
    band: str
    people: int
    conversations: int


@dataclass(frozen=True)
class Other:
    """A parent or carer who came to a session that was held."""

    intervention: str
    participant: str
    on: date


@dataclass(frozen=True)
class Known:
    """What a person's record says: the sex and the ethnic group as codes of the cells, and how old they are."""

    sex: str = "NK"
    ethnic: str = "NK"
    dob: date | None = None
    precision: str | None = None
    approx_age: int | None = None
    approx_on: date | None = None

    def band(self, on: date) -> str:
        return band_of(age(self.dob, self.precision, self.approx_age, self.approx_on, on))

    def school_year(self, on: date) -> int | None:
        """6 or 7, when the date of birth is known to the month: the year group is set by the age on 31 August."""
        if self.dob is None or self.precision not in EXACT_TO_THE_MONTH:
            return None
        begun = date(on.year - (on.month < 9), 8, 31)
        return {10: 6, 11: 7}.get(whole_years(self.dob, begun))


def band_of(found: Age) -> str:
    """The age band of the return."""
    years = found.years
    if years is None:
        return "NK"
    return next((code for top, code in ((10, "U10"), (15, "10_14"), (18, "15_17"), (25, "18_24")) if years < top), "25")


@dataclass(frozen=True)
class Plan:
    """What the catalogue says of an intervention."""

    capacity: int | None = None
    minutes: int | None = None
    """Planned for one person, over all sessions."""
    campaign: bool = False
    workforce: bool = False


@dataclass(frozen=True)
class Spend:
    """In pence."""

    home_office: int = 0
    match: int = 0
    other: int = 0


@dataclass
class Facts:
    """Everything a count is made from, for one area."""

    plans: Mapping[str, Plan]
    known: Mapping[str, Known]
    seen: list[Seen] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    before: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Minutes that somebody had before the financial year, by intervention and person."""
    spend: Mapping[tuple[str, str], Spend] = field(default_factory=dict)
    """By intervention and period (Q, Y)."""
