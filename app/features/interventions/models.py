"""The catalogue of interventions, and who is linked to which."""

from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, String, Text, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.models import Case
from app.features.cases.visibility import in_visible_case
from app.platform.access import PROVIDES, Actor, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed


class Intervention(Base):
    """A row of the catalogue (domain reference 6.1). Providers and programmes are organisations: nothing personal."""

    __tablename__ = "intervention"

    uid: Mapped[str] = uid_column()
    code: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    provider_name: Mapped[str] = mapped_column(String(200))
    provider_agency_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    area_code: Mapped[str] = mapped_column(String(8), index=True)
    kinds: Mapped[str] = mapped_column(String(40))
    cohort: Mapped[str] = mapped_column(String(200))
    min_age: Mapped[int | None]
    max_age: Mapped[int | None]
    mode: Mapped[str] = mapped_column(String(120))
    fund_route: Mapped[str] = mapped_column(String(12))
    factors: Mapped[list] = mapped_column()  # type: ignore[type-arg]
    source: Mapped[str] = mapped_column(Text)

    years: Mapped[list["InterventionYear"]] = relationship(lazy="selectin", order_by="InterventionYear.year")


class InterventionYear(Base):
    """What happened with an intervention in a financial year."""

    __tablename__ = "intervention_year"

    uid: Mapped[str] = uid_column()
    intervention_uid: Mapped[str] = mapped_column(ForeignKey("intervention.uid"), index=True)
    year: Mapped[str] = mapped_column(String(7))
    status: Mapped[str] = mapped_column(String(24))
    note: Mapped[str] = mapped_column(Text, default="")


class InterventionLink(Sealed, Base):
    """A person linked to an intervention. Sealed under the person's key; `agency_uid` is the provider's agency.

    Status is computed by `domain.link_status` from the dates.
    """

    __tablename__ = "intervention_link"

    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    intervention_uid: Mapped[str] = mapped_column(ForeignKey("intervention.uid"), index=True)
    item_uid: Mapped[str | None] = mapped_column(Uid)
    suggested_on: Mapped[date]
    offered_on: Mapped[date | None]
    referred_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    declined_on: Mapped[date | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(String(24))
    consent: Mapped[str | None] = mapped_column(String(20))

    reason = sealed(str)
    risk_summary = sealed(str | None)
    """What the provider is told: redacted by the person who refers."""
    first_name = sealed(str | None)
    note = sealed(str | None)

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    intervention: Mapped[Intervention] = relationship(lazy="joined")


def _link_rule(actor: Actor) -> ColumnElement[bool]:
    """Whoever sees the case; and the provider, from the day the person was referred to it."""
    if actor.is_any(PROVIDES):
        return and_(
            area_rule(InterventionLink, actor),
            InterventionLink.agency_uid == actor.agency_uid,
            InterventionLink.referred_on.is_not(None),
        )
    return in_visible_case(InterventionLink, actor)


protect(InterventionLink, _link_rule)
