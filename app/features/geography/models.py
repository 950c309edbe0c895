"""Boundaries of wards and small areas as others publish them. Public: nothing here is about a person."""

from datetime import datetime

from sqlalchemy import Float, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Base, uid_column

AREA = String(60)


class BoundarySet(Base):
    """All boundaries of a kind as they were at a time. A newer vintage stands beside the older."""

    __tablename__ = "boundary_set"
    __table_args__ = (UniqueConstraint("kind", "area_code", "vintage"),)

    uid: Mapped[str] = uid_column()
    kind: Mapped[str] = mapped_column(String(4))
    """WARD or LSOA."""
    area_code: Mapped[str] = mapped_column(AREA)
    """Code of the area it is for; "" for the whole hub."""
    vintage: Mapped[str] = mapped_column(String(7))
    """The year, or year and month, from which they are: 2019, 2019-05."""
    source: Mapped[str] = mapped_column(String(200))
    attribution: Mapped[str] = mapped_column(Text)
    """What has to stand beside every map of them."""
    digest: Mapped[str] = mapped_column(String(64))
    """Of what was taken over: sent twice, it changes nothing."""
    features: Mapped[int]
    imported_at: Mapped[datetime]


class Boundary(Base):
    """One ward or small area."""

    __tablename__ = "boundary"
    __table_args__ = (UniqueConstraint("set_uid", "code"),)

    uid: Mapped[str] = uid_column()
    set_uid: Mapped[str] = mapped_column(ForeignKey("boundary_set.uid"))
    code: Mapped[str] = mapped_column(String(120), index=True)
    """Of the Office for National Statistics; its name where the file has no code."""
    name: Mapped[str] = mapped_column(String(120))
    west: Mapped[float] = mapped_column(Float)
    south: Mapped[float] = mapped_column(Float)
    east: Mapped[float] = mapped_column(Float)
    north: Mapped[float] = mapped_column(Float)
    outline: Mapped[list]
    """With fewer points, for pages."""
    shape: Mapped[list] = mapped_column(deferred=True)
    """As it came: polygons of rings of [longitude, latitude]."""


class Postcode(Base):
    """Which ward and small area a postcode is in, as a table that was loaded says."""

    __tablename__ = "postcode"

    postcode: Mapped[str] = mapped_column(String(8), primary_key=True)
    """In capitals, without spaces."""
    ward: Mapped[str] = mapped_column(String(120))
    lsoa: Mapped[str] = mapped_column(String(9))
