"""Counts of crime recorded by the police, as the open files have them. Public: nothing here is about a person.

The smallest key that serves: file (a month of a force), spot and crime type. A spot is a point that the publisher moved
crimes to, with its street and small area. Crime IDs and outcomes are not kept.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Base, Uid, uid_column


class CrimeFile(Base):
    """A monthly file as it came, and the month it became. State: `domain.course.state_of`."""

    __tablename__ = "crime_file"
    __table_args__ = (Index("ix_crime_file_month", "month", "force"),)

    uid: Mapped[str] = uid_column()
    user_uid: Mapped[str | None] = mapped_column(Uid)
    """Who loaded it; None: a command."""
    loaded_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """Until it is read."""
    tries: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    """Rows read so far."""
    failed_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(300))
    """What to do about it, in words."""
    read_at: Mapped[datetime | None]
    month: Mapped[date | None]
    """Its first day."""
    force: Mapped[str] = mapped_column(String(120), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """`Tally.facts`."""
    differs: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """`Difference` from the month that was in use when it was read."""
    same: Mapped[bool] = mapped_column(default=False)
    in_use_for: Mapped[str | None] = mapped_column(String(140), unique=True)
    """Month and force, while its counts are the ones shown: one file of each."""
    replaced_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


class CrimeSpot(Base):
    """A point the publisher uses; one of them, empty, stands for no location."""

    __tablename__ = "crime_spot"
    __table_args__ = (
        UniqueConstraint("lsoa_code", "lon", "lat", "street", "lsoa_name"),
        Index("ix_crime_spot_area", "area_code", "ward_code"),
    )

    uid: Mapped[str] = uid_column()
    lsoa_code: Mapped[str] = mapped_column(String(9))
    lsoa_name: Mapped[str] = mapped_column(String(120))
    street: Mapped[str] = mapped_column(String(120))
    lon: Mapped[int] = mapped_column(Integer)
    """Millionths of a degree."""
    lat: Mapped[int] = mapped_column(Integer)
    area_code: Mapped[str] = mapped_column(String(60))
    """Code of the area, from the name of the small area; "" elsewhere, and without a location."""
    ward_code: Mapped[str | None] = mapped_column(String(120))
    """The boundary of the newest wards that the point is in."""


class CrimeCount(Base):
    __tablename__ = "crime_count"

    file_uid: Mapped[str] = mapped_column(ForeignKey("crime_file.uid"), primary_key=True)
    spot_uid: Mapped[str] = mapped_column(ForeignKey("crime_spot.uid"), primary_key=True)
    crime_type: Mapped[str] = mapped_column(String(20), primary_key=True)
    """Code list `crime_type`."""
    number: Mapped[int]


class HarmWeight(Base):
    """How much harm one of a kind counts for, between two days."""

    __tablename__ = "harm_weight"
    __table_args__ = (UniqueConstraint("list", "code", "valid_from"),)

    uid: Mapped[str] = uid_column()
    list: Mapped[str] = mapped_column(String(20))
    """`crime_type` or `violence_type`."""
    code: Mapped[str] = mapped_column(String(60))
    weight: Mapped[float] = mapped_column(Float)
    source: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
