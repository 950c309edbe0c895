"""The catalogue of interventions, and who is linked to which."""

from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, String, Text, and_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.models import Case, CaseAgency
from app.features.cases.visibility import EXCLUDED, in_visible_case, not_locked_out
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
    factors: Mapped[list] = mapped_column()
    """Codes of the risk factors it addresses."""
    axes: Mapped[list] = mapped_column()
    """CAUSE, HARMED, EXPLOITED: which sides of somebody's life it works on, when it says so."""
    addresses: Mapped[str] = mapped_column(String(200), default="")
    """What else it addresses, in words."""
    fund_stream: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text)

    years: Mapped[list["InterventionYear"]] = relationship(lazy="raise_on_sql", order_by="InterventionYear.position")

    @property
    def kind_codes(self) -> list[str]:
        return [code for code in self.kinds.split(";") if code]


class InterventionYear(Base):
    """What happened with an intervention in a financial year."""

    __tablename__ = "intervention_year"

    uid: Mapped[str] = uid_column()
    intervention_uid: Mapped[str] = mapped_column(ForeignKey("intervention.uid"), index=True)
    year: Mapped[str] = mapped_column(String(7))
    position: Mapped[int] = mapped_column(default=0)
    """The order in which things happened, as the catalogue has it."""
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
    decline_reason: Mapped[str | None] = mapped_column(String(24))
    """Code list `decline_reason`."""
    end_reason: Mapped[str | None] = mapped_column(String(24))
    """A state of `intervention_state` that is an exit, or of `not_engaged_reason` when it never began."""
    consent: Mapped[str | None] = mapped_column(String(20))
    """Code list `consent_to_service`: what the person said when it was offered."""

    reason = sealed(str)
    factors = sealed(list)
    """Codes of the risk factors it is meant to help with."""
    risk_summary = sealed(str | None)
    """What the provider is told: redacted by the person who refers."""
    first_name = sealed(str | None)
    note = sealed(str | None)
    """What the provider said when it declined or when it ended."""

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    intervention: Mapped[Intervention] = relationship(lazy="joined")


def _link_rule(actor: Actor) -> ColumnElement[bool]:
    """Whoever sees the case; and the provider, from the day the person was referred to it, unless it was shut out of
    the case since."""
    if actor.is_any(PROVIDES):
        shut_out = select(CaseAgency.case_uid).where(
            CaseAgency.agency_uid == actor.agency_uid, CaseAgency.standing == EXCLUDED
        )
        return and_(
            area_rule(InterventionLink, actor),
            InterventionLink.agency_uid == actor.agency_uid,
            InterventionLink.referred_on.is_not(None),
            InterventionLink.case_uid.not_in(shut_out),
            not_locked_out(InterventionLink.case_uid, actor),
        )
    return in_visible_case(InterventionLink, actor)


protect(InterventionLink, _link_rule)
