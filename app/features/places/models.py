"""What the group knows of a place beyond its notifications: when, how it is looked after, what is done about it.

Everything that could describe people is sealed under the place's key; codes and days of process are plain. Statuses are
computed by `domain`.
"""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.features.cases.visibility import in_visible_case
from app.platform.access import protect
from app.platform.database import Base
from app.platform.vault import Sealed, sealed


class PlaceProfile(Sealed, Base):
    """What is known of a place now: one a case, made when something is first recorded."""

    __tablename__ = "place_profile"
    __table_args__ = (UniqueConstraint("case_uid"),)

    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"))
    grid_on: Mapped[date | None]
    """The day on which the grid was typed."""

    grid = sealed(list)
    """Seven rows, Monday first, of 24 numbers; empty when nobody typed one."""
    grid_basis = sealed(str | None)
    """What was counted, over which time."""
    ward = sealed(str | None)
    lat = sealed(float | None)
    lon = sealed(float | None)
    """Where it is, in degrees. Of a home nobody enters it. PR-12."""
    seasons = sealed(dict)
    """Code of `time_of_year` to a number."""
    present = sealed(dict)
    """About how many people are there, by age band: numbers, never names."""
    physical = sealed(dict)
    """Code of `physical_feature` to 0 (none or very poor) to 3 (good)."""
    guardians = sealed(list)
    """Who looks after the place: `who`, `contact`."""
    sessions = sealed(int | None)
    """Of detached work, a week."""
    minutes = sealed(int | None)
    """Of each session."""
    coverage_note = sealed(str | None)


class PlaceRound(Sealed, Base):
    """One round of problem solving (SARA), with a measure before and after."""

    __tablename__ = "place_round"
    __table_args__ = (UniqueConstraint("case_uid", "number"),)

    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"))
    number: Mapped[int]
    scanned_on: Mapped[date]
    analysed_on: Mapped[date | None]
    responded_on: Mapped[date | None]
    assessed_on: Mapped[date | None]

    scan = sealed(str)
    """The problem: what happens, to whom, how it is known."""
    analyse = sealed(str | None)
    respond = sealed(str | None)
    assess = sealed(str | None)
    measure = sealed(str)
    """What is counted, over how long."""
    before = sealed(int)
    after = sealed(int | None)


class PlacePower(Sealed, Base):
    """A power or tool in force at the place (code list `rules_in_force`)."""

    __tablename__ = "place_power"

    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    code: Mapped[str] = mapped_column(String(24))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """Its last day, where it has one."""
    ended_on: Mapped[date | None]
    """The last day, where it was ended before."""

    note = sealed(str | None)


protect(PlaceProfile, lambda actor: in_visible_case(PlaceProfile, actor))
protect(PlaceRound, lambda actor: in_visible_case(PlaceRound, actor))
protect(PlacePower, lambda actor: in_visible_case(PlacePower, actor))
