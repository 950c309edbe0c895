"""A person referred to an intervention."""

from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, String, and_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.models import Case, CaseAgency
from app.features.cases.visibility import EXCLUDED, in_visible_case, not_locked_out
from app.features.interventions.models import Intervention
from app.platform.access import PROVIDES, Actor, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class Referral(Sealed, Base):
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


def link_rule(actor: Actor) -> ColumnElement[bool]:
    """Whoever sees the case; and the provider, from the day the person was referred to it, unless it was shut out of
    the case since."""
    if actor.is_any(PROVIDES):
        shut_out = select(CaseAgency.case_uid).where(
            CaseAgency.agency_uid == actor.agency_uid, CaseAgency.standing == EXCLUDED
        )
        return and_(
            area_rule(Referral, actor),
            Referral.agency_uid == actor.agency_uid,
            Referral.referred_on.is_not(None),
            Referral.case_uid.not_in(shut_out),
            not_locked_out(Referral.case_uid, actor),
        )
    return in_visible_case(Referral, actor)


protect(Referral, link_rule)
