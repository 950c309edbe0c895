"""The catalogue of interventions."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.database import Base, Uid, uid_column


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
