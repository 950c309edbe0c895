"""A person referred to an intervention, who comes for their benefit, who works with them, and how it goes."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.models import Case
from app.features.interventions.models import Intervention
from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed

LATER = "a day of the way with the provider: came later than the rows, which must still open; it lets nobody see more"


class Referral(Sealed, Base):
    """A person linked to an intervention. Sealed under the person's key; `agency_uid` is the provider's agency.

    Status is computed by `domain.referral_status` from the dates. The table's name is bound into every row.
    """

    __tablename__ = "intervention_link"
    UNBOUND = dict.fromkeys(
        (
            "received_on",
            "waitlisted_on",
            "first_contact_on",
            "paused_on",
            "resumed_on",
            "progress_on",
            "outcome_on",
            "followed_up_on",
            "closed_on",
            "custody",
        ),
        LATER,
    )

    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    intervention_uid: Mapped[str] = mapped_column(ForeignKey("intervention.uid"), index=True)
    item_uid: Mapped[str | None] = mapped_column(Uid)
    suggested_on: Mapped[date]
    offered_on: Mapped[date | None]
    referred_on: Mapped[date | None]
    received_on: Mapped[date | None]
    """When somebody of the provider first opened it."""
    waitlisted_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    declined_on: Mapped[date | None]
    first_contact_on: Mapped[date | None]
    started_on: Mapped[date | None]
    """The first session."""
    paused_on: Mapped[date | None]
    """The last pause; it lasts while `resumed_on` is None."""
    resumed_on: Mapped[date | None]
    progress_on: Mapped[date | None]
    """The last note of progress."""
    ended_on: Mapped[date | None]
    outcome_on: Mapped[date | None]
    followed_up_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    custody: Mapped[bool] = mapped_column(default=False)
    """Referred in custody, or within a day of it: a moment when somebody can be reached (6.2)."""
    decline_reason: Mapped[str | None] = mapped_column(String(24))
    """Code list `decline_reason`."""
    end_reason: Mapped[str | None] = mapped_column(String(24))
    """A state of `intervention_state` that is an exit, or of `not_engaged_reason` when it never began."""
    consent: Mapped[str | None] = mapped_column(String(20))
    """Code list `consent_to_service`: what the person said last."""

    reason = sealed(str)
    factors = sealed(list)
    """Codes of the risk factors it is meant to help with."""
    outcomes = sealed(list)
    """Codes of `outcome9` that are tried for, chosen when the person was referred."""
    risk_summary = sealed(str | None)
    """What the provider is told: redacted by the person who refers."""
    first_name = sealed(str | None)
    note = sealed(str | None)
    """What the provider said when it declined or when it ended."""

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    intervention: Mapped[Intervention] = relationship(lazy="joined")


class ReferralParticipant(Sealed, Base):
    """Somebody else who comes for the benefit of the person referred. Sealed under that person's key."""

    __tablename__ = "referral_participant"

    referral_uid: Mapped[str] = mapped_column(ForeignKey("intervention_link.uid"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    """Code list `participant_role`: PARENT_CARER, SIBLING or OTHER."""
    adult: Mapped[bool]
    added_on: Mapped[date]
    left_on: Mapped[date | None]

    first_name = sealed(str)


class ReferralProgress(Sealed, Base):
    """How it goes, in the words of who works with the person: once a month. Sealed under the person's key."""

    __tablename__ = "referral_progress"

    referral_uid: Mapped[str] = mapped_column(ForeignKey("intervention_link.uid"), index=True)
    written_on: Mapped[date]
    written_by_uid: Mapped[str] = mapped_column(Uid)

    text = sealed(str)


class ReferralWorker(Base):
    """Who of the provider worked with somebody, from when until when. The one without an end works with them now."""

    __tablename__ = "referral_worker"
    __table_args__ = (Index("ix_referral_worker_now", "worker_uid", "until_on"),)

    uid: Mapped[str] = uid_column()
    referral_uid: Mapped[str] = mapped_column(ForeignKey("intervention_link.uid"), index=True)
    agency_uid: Mapped[str] = mapped_column(Uid)
    area_uid: Mapped[str] = mapped_column(Uid)
    worker_uid: Mapped[str] = mapped_column(Uid)
    assigned_by_uid: Mapped[str] = mapped_column(Uid)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
