"""The Community Fund: what organisations ask for, are awarded, and report. Everything is sealed under the area."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.access import protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class Application(Sealed, Base):
    """An organisation asks for money. Status: `states.application_state`."""

    __tablename__ = "fund_application"
    __table_args__ = (Index("ix_fund_application_area", "area_uid", "received_on"),)

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    line_uid: Mapped[str] = mapped_column(ForeignKey("funding_line.uid"), index=True)
    """The line of the budget it would be paid from."""
    intervention_uid: Mapped[str | None] = mapped_column(ForeignKey("intervention.uid"), index=True)
    received_on: Mapped[date]
    asked: Mapped[int] = mapped_column(BigInteger)
    decided_on: Mapped[date | None]
    decided_by_uid: Mapped[str | None] = mapped_column(Uid)
    agreed: Mapped[bool | None]
    conflict: Mapped[bool | None]
    """Whether whoever decided declared an interest in the organisation."""
    withdrawn_on: Mapped[date | None]

    organisation = sealed(str)
    purpose = sealed(str)
    reason = sealed(str | None)
    """Of the decision, or of the withdrawal."""
    interest = sealed(str | None)
    """What the interest is, and who decided in their place."""

    award: Mapped["Award | None"] = relationship(back_populates="application", lazy="raise_on_sql")


class Award(Sealed, Base):
    """What an organisation is given, from when until when. Status: `states.award_state`."""

    __tablename__ = "fund_award"

    application_uid: Mapped[str] = mapped_column(ForeignKey("fund_application.uid"), unique=True)
    commitment_uid: Mapped[str] = mapped_column(ForeignKey("funding_commitment.uid"), index=True)
    """What it takes of the line; it is paid under this."""
    amount: Mapped[int] = mapped_column(BigInteger)
    awarded_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """As awarded, or as extended."""
    extended_on: Mapped[date | None]
    clawed_back: Mapped[int] = mapped_column(BigInteger, default=0)
    clawed_on: Mapped[date | None]
    evaluated_on: Mapped[date | None]

    conditions = sealed(str)
    extended_reason = sealed(str | None)
    clawed_reason = sealed(str | None)
    finding = sealed(str | None)
    """What the evaluation came to."""

    application: Mapped[Application] = relationship(back_populates="award", lazy="raise_on_sql")
    returns: Mapped[list["MonitoringReturn"]] = relationship(order_by="MonitoringReturn.due_on", lazy="raise_on_sql")


class MonitoringReturn(Sealed, Base):
    """What an organisation reports of an award by a day. Status: `states.return_state`."""

    __tablename__ = "fund_return"

    award_uid: Mapped[str] = mapped_column(ForeignKey("fund_award.uid"), index=True)
    due_on: Mapped[date]
    received_on: Mapped[date | None]
    spent: Mapped[int | None] = mapped_column(BigInteger)
    people: Mapped[int | None]
    """How many it says were reached."""

    note = sealed(str | None)


protect(Application, lambda actor: area_rule(Application, actor))
protect(Award, lambda actor: area_rule(Award, actor))
protect(MonitoringReturn, lambda actor: area_rule(MonitoringReturn, actor))
