"""Money: grants and how they are shared out, lines of a budget, and what was promised, paid and brought along.

Amounts are whole pence. What somebody typed in words is sealed under the area; an organisation's grant is plain.
"""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, ColumnElement, ForeignKey, Index, String, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.features.funding.fund_models import Application, Award, MonitoringReturn
from app.platform.access import Actor, protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed

__all__ = [
    "Actual",
    "Allocation",
    "Application",
    "Award",
    "BudgetLine",
    "Commitment",
    "Forecast",
    "Grant",
    "Match",
    "MonitoringReturn",
    "Underspend",
]

CODE = String(24)


class Grant(Base):
    """Money given for a time, to the force area (`of_area_uid` None) or to one area. Status: `states.grant_state`.

    Rows with a `code` are figures of published documents: they stay as they were loaded, with their source.
    """

    __tablename__ = "funding_grant"

    uid: Mapped[str] = uid_column()
    code: Mapped[str | None] = mapped_column(String(8), unique=True)
    of_area_uid: Mapped[str | None] = mapped_column(Uid, index=True)
    place: Mapped[str] = mapped_column(String(120), default="")
    """Where a published figure is of; "" for a grant of this partnership."""
    name: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(CODE)
    """Code list `fund_source`."""
    reference: Mapped[str] = mapped_column(String(60), default="")
    amount: Mapped[int | None] = mapped_column(BigInteger)
    """None: the document does not say."""
    core_amount: Mapped[int | None] = mapped_column(BigInteger)
    """The core part, where the rest is an addition; None: all of it is core."""
    match_year: Mapped[int | None]
    """Which year of the programme it is, for the match asked for; None: no match is asked for."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    signed_on: Mapped[date | None]
    """The agreement with whoever gives the money."""
    confirmed_on: Mapped[date | None]
    """When whoever gives the money confirmed it."""
    note: Mapped[str] = mapped_column(String(1000), default="")
    cited: Mapped[str] = mapped_column(String(300), default="")
    """The document a published figure is from."""

    allocations: Mapped[list["Allocation"]] = relationship(order_by="Allocation.position", lazy="raise_on_sql")


class Allocation(Base):
    """The share of an area in a grant of the force area. A published decision: whoever sees the grant sees it whole."""

    __tablename__ = "funding_allocation"
    __table_args__ = (UniqueConstraint("grant_uid", "to_area_uid"),)

    uid: Mapped[str] = uid_column()
    grant_uid: Mapped[str] = mapped_column(ForeignKey("funding_grant.uid"))
    to_area_uid: Mapped[str] = mapped_column(Uid, index=True)
    position: Mapped[int] = mapped_column(default=0)
    amount: Mapped[int] = mapped_column(BigInteger)
    basis: Mapped[dict] = mapped_column(JSON, default=dict)
    """What it was worked out from: `population`, `crimes` (recorded serious violent crime), `period`, `weight` (how
    many per cent the population counts); empty when the amounts were decided or published without."""
    agreed_on: Mapped[date | None]
    """The local agreement."""


class BudgetLine(Base):
    """What an area means to spend of a grant on one thing in a financial year."""

    __tablename__ = "funding_line"
    __table_args__ = (Index("ix_funding_line_area", "area_uid", "year"),)

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid)
    grant_uid: Mapped[str] = mapped_column(ForeignKey("funding_grant.uid"), index=True)
    year: Mapped[int]
    """The calendar year in which the financial year begins, on 1 April."""
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(CODE)
    """Code list `budget_kind`."""
    intervention_uid: Mapped[str | None] = mapped_column(ForeignKey("intervention.uid"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    ver: Mapped[int] = mapped_column(default=1)

    grant: Mapped[Grant] = relationship(lazy="raise_on_sql")


class Commitment(Sealed, Base):
    """Money promised by a contract or an order. Status: `states.commitment_state`."""

    __tablename__ = "funding_commitment"

    line_uid: Mapped[str] = mapped_column(ForeignKey("funding_line.uid"), index=True)
    intervention_uid: Mapped[str | None] = mapped_column(ForeignKey("intervention.uid"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    confirmed_on: Mapped[date | None]
    """When both had signed."""
    ended_on: Mapped[date | None]
    """The first day without it, when it ended before its time; what was not paid by then is free again."""

    what = sealed(str)
    payee = sealed(str)
    ended_reason = sealed(str | None)


class Actual(Sealed, Base):
    """Money paid, in one row that stays as it is: a wrong one is reversed by another."""

    __tablename__ = "funding_actual"
    __table_args__ = (Index("ix_funding_actual_intervention", "intervention_uid", "paid_on"),)

    line_uid: Mapped[str] = mapped_column(ForeignKey("funding_line.uid"), index=True)
    intervention_uid: Mapped[str | None] = mapped_column(ForeignKey("intervention.uid"))
    commitment_uid: Mapped[str | None] = mapped_column(ForeignKey("funding_commitment.uid"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    """Below nought for a reversal, or money that came back."""
    paid_on: Mapped[date]
    reverses_uid: Mapped[str | None] = mapped_column(ForeignKey("funding_actual.uid"), unique=True)
    entered_at: Mapped[datetime]
    entered_by_uid: Mapped[str] = mapped_column(Uid)

    what = sealed(str)
    """What was paid for, or why the row it reverses was wrong."""


class Forecast(Base):
    """What a line is thought to come to by the end of its year. The newest counts; what was thought before stays."""

    __tablename__ = "funding_forecast"

    uid: Mapped[str] = uid_column()
    area_uid: Mapped[str] = mapped_column(Uid)
    line_uid: Mapped[str] = mapped_column(ForeignKey("funding_line.uid"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    made_by_uid: Mapped[str] = mapped_column(Uid)


class Underspend(Sealed, Base):
    """Somebody asks what may be done with money that will not be spent. Status: `states.underspend_state`."""

    __tablename__ = "funding_underspend"

    line_uid: Mapped[str] = mapped_column(ForeignKey("funding_line.uid"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    use: Mapped[str] = mapped_column(CODE)
    """Code list `underspend_use`."""
    asked_on: Mapped[date]
    decided_on: Mapped[date | None]
    agreed: Mapped[bool | None]

    reason = sealed(str)
    answer = sealed(str | None)


class Match(Sealed, Base):
    """What a partner brings along for a grant, in money or in kind. A wrong one is reversed by another row."""

    __tablename__ = "funding_match"

    grant_uid: Mapped[str] = mapped_column(ForeignKey("funding_grant.uid"), index=True)
    intervention_uid: Mapped[str | None] = mapped_column(ForeignKey("intervention.uid"), index=True)
    kind: Mapped[str] = mapped_column(CODE)
    """Code list `match_kind`."""
    amount: Mapped[int] = mapped_column(BigInteger)
    given_on: Mapped[date]
    reverses_uid: Mapped[str | None] = mapped_column(ForeignKey("funding_match.uid"), unique=True)
    entered_at: Mapped[datetime]
    entered_by_uid: Mapped[str] = mapped_column(Uid)

    contributor = sealed(str)
    evidence = sealed(str)
    valuation = sealed(str)
    """How what is not money was valued; for a reversal, why."""


def _grant_rule(actor: Actor) -> ColumnElement[bool]:
    """Grants of the force area, published figures, and those of the actor's own area."""
    return or_(Grant.of_area_uid.is_(None), Grant.of_area_uid.in_(sorted(actor.area_uids)))


protect(Grant, _grant_rule)
protect(BudgetLine, lambda actor: area_rule(BudgetLine, actor))
protect(Commitment, lambda actor: area_rule(Commitment, actor))
protect(Actual, lambda actor: area_rule(Actual, actor))
protect(Forecast, lambda actor: area_rule(Forecast, actor))
protect(Underspend, lambda actor: area_rule(Underspend, actor))
protect(Match, lambda actor: area_rule(Match, actor))
