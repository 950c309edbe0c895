"""The catalogue of interventions: what there is, how it is paid for, and where it happens."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.cases.visibility import in_visible_case
from app.platform.access import protect
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

    level: Mapped[str | None] = mapped_column(String(16))
    """Code list `intervention_level`."""
    setting: Mapped[str | None] = mapped_column(String(16))
    """Code list `intervention_setting`."""
    approach: Mapped[str | None] = mapped_column(String(24))
    """Code list `intervention_approach`."""
    exclusions: Mapped[str] = mapped_column(Text, default="")
    """For whom it is not, in words of eligibility, never of anybody."""
    route: Mapped[str] = mapped_column(Text, default="")
    """How somebody is referred to it."""
    capacity: Mapped[int | None]
    """How many people it takes at once; None: not stated."""
    waiting_list: Mapped[bool] = mapped_column(default=False)
    sessions_planned: Mapped[int | None]
    minutes_planned: Mapped[int | None]
    """Of one session."""
    weeks_planned: Mapped[int | None]
    outcomes_claimed: Mapped[list] = mapped_column(default=list)
    """Codes of `outcome9`."""
    measures: Mapped[str] = mapped_column(Text, default="")
    """What it is held to: the performance measures of its contract, in words."""
    safeguarding_lead_uid: Mapped[str | None] = mapped_column(Uid)
    """The user of the provider who leads on safeguarding."""
    yef_impact: Mapped[str | None] = mapped_column(String(12))
    """Code list `yef_impact`; the next two likewise."""
    yef_cost: Mapped[int | None]
    yef_confidence: Mapped[int | None]
    nesta: Mapped[int | None]
    """Standard of evidence, 1 to 5."""
    evidence_on: Mapped[date | None]
    """The day of the rating."""
    evidence_source: Mapped[str] = mapped_column(String(300), default="")
    changed_on: Mapped[date | None]
    """When the row was last changed here; None: as the documents have it."""

    years: Mapped[list["InterventionYear"]] = relationship(lazy="raise_on_sql", order_by="InterventionYear.position")
    contracts: Mapped[list["Contract"]] = relationship(
        lazy="raise_on_sql", order_by="(Contract.starts_on, Contract.uid)"
    )

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


class Contract(Base):
    """For how long an intervention is paid for, by what. Its states follow from the dates: `domain.commissioning`."""

    __tablename__ = "intervention_contract"

    uid: Mapped[str] = uid_column()
    intervention_uid: Mapped[str] = mapped_column(ForeignKey("intervention.uid"), index=True)
    reference: Mapped[str] = mapped_column(String(60), default="")
    """The contract's or grant's own number."""
    fund_route: Mapped[str] = mapped_column(String(12))
    grant_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    """The grant of `funding` that pays for it."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day, included."""
    breaks: Mapped[list] = mapped_column(default=list)
    """`{"from": day, "until": day}` in ISO form, both included: when nothing was delivered under it."""
    confirmed_on: Mapped[date | None]
    """When the money was confirmed; after `starts_on`: late; None: not yet."""
    stopped_on: Mapped[date | None]
    """The last day, when it was ended before its end."""


class InterventionVenue(Base):
    """A building or place in an area where interventions happen."""

    __tablename__ = "intervention_venue"
    __table_args__ = (UniqueConstraint("area_uid", "name"),)

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid, index=True)
    name: Mapped[str] = mapped_column(String(120))
    place_uid: Mapped[str | None] = mapped_column(Uid)
    """The place of concern that it is or stands in."""
    ended_on: Mapped[date | None]
    """The first day on which it is used no more."""


class VenueUse(Base):
    """An intervention happens at a venue."""

    __tablename__ = "intervention_venue_use"
    __table_args__ = (UniqueConstraint("intervention_uid", "venue_uid"),)

    uid: Mapped[str] = uid_column()
    intervention_uid: Mapped[str] = mapped_column(ForeignKey("intervention.uid"), index=True)
    venue_uid: Mapped[str] = mapped_column(ForeignKey("intervention_venue.uid"), index=True)


class VenueRestriction(Sealed, Base):
    """Members of a network are not to come to a venue. Sealed under the network's key: why is its business."""

    __tablename__ = "venue_restriction"

    venue_uid: Mapped[str] = mapped_column(ForeignKey("intervention_venue.uid"), index=True)
    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"), index=True)
    """The network's case: who sees it sees the restriction."""
    network_uid: Mapped[str] = mapped_column(Uid, index=True)
    recorded_on: Mapped[date]
    recorded_by_uid: Mapped[str] = mapped_column(Uid)
    review_on: Mapped[date]
    lifted_on: Mapped[date | None]

    reason = sealed(str)


protect(InterventionVenue, lambda actor: area_rule(InterventionVenue, actor))
protect(VenueRestriction, lambda actor: in_visible_case(VenueRestriction, actor))
