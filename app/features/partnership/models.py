"""Tables of the partnership. Names of organisations are not personal data: nothing here is sealed."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, String, UniqueConstraint, and_, or_
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.partnership import domain
from app.platform.database import Base, Uid, uid_column

CODE = String(60)


def _in_force(terms: type["Dated"], on: date) -> ColumnElement[bool]:
    return and_(terms.valid_from <= on, or_(terms.valid_to.is_(None), terms.valid_to >= on))


class Dated:
    """In force from `valid_from` to `valid_to`, both included; no `valid_to`: until changed."""

    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    in_force = hybrid_method(domain.in_force, _in_force)
    """`term.in_force(day)` in Python, `select(Seat).where(Seat.in_force(day))` in SQL."""


class Hub(Base):
    """The force area that the areas belong to."""

    __tablename__ = "hub"

    uid: Mapped[str] = uid_column()
    code: Mapped[str] = mapped_column(CODE, unique=True)
    terms: Mapped[list["HubTerm"]] = relationship(order_by="HubTerm.valid_from")


class HubTerm(Dated, Base):
    __tablename__ = "hub_term"
    __table_args__ = (UniqueConstraint("hub_uid", "valid_from"),)

    uid: Mapped[str] = uid_column()
    hub_uid: Mapped[str] = mapped_column(ForeignKey("hub.uid"))
    name: Mapped[str]


class Area(Base):
    """A council area: the boundary no case is seen across (PR-44)."""

    __tablename__ = "area"

    uid: Mapped[str] = uid_column()
    code: Mapped[str] = mapped_column(CODE, unique=True)
    hub_uid: Mapped[str] = mapped_column(ForeignKey("hub.uid"))
    terms: Mapped[list["AreaTerm"]] = relationship(order_by="AreaTerm.valid_from")


class AreaTerm(Dated, Base):
    __tablename__ = "area_term"
    __table_args__ = (UniqueConstraint("area_uid", "valid_from"),)

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(ForeignKey("area.uid"))
    name: Mapped[str]


class Agency(Base):
    """An organisation. With no area it serves the whole hub, as the police force does."""

    __tablename__ = "agency"

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str | None] = mapped_column(ForeignKey("area.uid"), index=True)
    agency_type: Mapped[str] = mapped_column(CODE)
    terms: Mapped[list["AgencyTerm"]] = relationship(order_by="AgencyTerm.valid_from")
    agreements: Mapped[list["Agreement"]] = relationship(order_by="Agreement.signed_on")


class AgencyTerm(Dated, Base):
    """What is true of an agency between two days (PR-02)."""

    __tablename__ = "agency_term"
    __table_args__ = (UniqueConstraint("agency_uid", "valid_from"),)

    uid: Mapped[str] = uid_column()
    agency_uid: Mapped[str] = mapped_column(ForeignKey("agency.uid"))
    name: Mapped[str]
    duty_status: Mapped[str] = mapped_column(CODE)
    s16_party: Mapped[bool]
    health_or_social_care: Mapped[bool]
    competent_authority_part3: Mapped[bool]
    dp_registration_no: Mapped[str | None] = mapped_column(String(40))
    controller_role: Mapped[str] = mapped_column(CODE)


class Agreement(Base):
    """An information sharing agreement signed by an agency. `ended_on` is the first day without it."""

    __tablename__ = "agreement"

    uid: Mapped[str] = uid_column()
    agency_uid: Mapped[str] = mapped_column(ForeignKey("agency.uid"), index=True)
    signed_on: Mapped[date]
    review_due: Mapped[date]
    ended_on: Mapped[date | None]


class Seat(Dated, Base):
    """An agency's place in the group of an area."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("area_uid", "agency_uid", "valid_from"),)

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(ForeignKey("area.uid"))
    agency_uid: Mapped[str] = mapped_column(ForeignKey("agency.uid"), index=True)
    kind: Mapped[str] = mapped_column(CODE)
    quorum_group: Mapped[str | None] = mapped_column(CODE)


class Forum(Base):
    """A meeting that holds people's cases in an area (PR-42: it is data)."""

    __tablename__ = "forum"
    __table_args__ = (UniqueConstraint("area_uid", "code"),)

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(ForeignKey("area.uid"))
    code: Mapped[str] = mapped_column(CODE)
    terms: Mapped[list["ForumTerm"]] = relationship(order_by="ForumTerm.valid_from")


class ForumTerm(Dated, Base):
    __tablename__ = "forum_term"
    __table_args__ = (UniqueConstraint("forum_uid", "valid_from"),)

    uid: Mapped[str] = uid_column()
    forum_uid: Mapped[str] = mapped_column(ForeignKey("forum.uid"))
    name: Mapped[str]


class AgeScope(Dated, Base):
    """The ages the group of an area covers."""

    __tablename__ = "age_scope"
    __table_args__ = (
        UniqueConstraint("area_uid", "valid_from"),
        CheckConstraint("max_age_exclusive IS NULL OR max_age_exclusive > min_age", name="ages"),
    )

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(ForeignKey("area.uid"))
    min_age: Mapped[int]
    max_age_exclusive: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")


class Code(Dated, Base):
    """One choice of a code list, between two days."""

    __tablename__ = "code"
    __table_args__ = (UniqueConstraint("list", "code", "valid_from"),)

    uid: Mapped[str] = uid_column()
    list: Mapped[str] = mapped_column(CODE)
    code: Mapped[str] = mapped_column(CODE)
    label: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Number(Dated, Base):
    """A number that can be tuned, for everybody (`area_uid` None) or for one area."""

    __tablename__ = "number"
    __table_args__ = (UniqueConstraint("key", "area_uid", "valid_from"),)

    uid: Mapped[str] = uid_column()
    key: Mapped[str] = mapped_column(CODE)
    area_uid: Mapped[str | None] = mapped_column(ForeignKey("area.uid"))
    value: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(20))
    label: Mapped[str]
    source: Mapped[str]


class PartnershipChange(Base):
    """A random token, replaced by every change, so that each process knows when to read again: one row for the
    reference data, one for the agencies.

    Random and not counted up: a number taken by a change that was rolled back would come again with other content.
    """

    __tablename__ = "partnership_change"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(Uid)
