"""Versions of the scoring model, what people made of it, and who is kept although nothing happened."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.features.cases.visibility import in_visible_case
from app.platform.access import protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid
from app.platform.vault import Sealed, sealed


class RiskModel(Sealed, Base):
    """A version of an area's scoring model. Sealed under the area's key. State: `domain.course.state_of`. PR-18.

    Once both have approved it, nothing of it changes any more.
    """

    __tablename__ = "risk_model"
    __table_args__ = (UniqueConstraint("area_uid", "number"),)

    number: Mapped[int]
    valid_from: Mapped[date]
    drafted_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """When one of its values was last changed: what its impact is assessed from (PR-27)."""
    drafted_by_uid: Mapped[str] = mapped_column(Uid)
    chair_uid: Mapped[str | None] = mapped_column(Uid)
    chair_at: Mapped[datetime | None]
    officer_uid: Mapped[str | None] = mapped_column(Uid)
    """The data protection officer who approved it."""
    officer_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    """When its values were last tried on the open cases; None since one of them changed."""
    amounts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Every value by its key, as text so that none is rounded."""
    effect: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What the trial found: `cases` counted, `moves` by axis and direction, `changed` with the uids of cases."""

    why = sealed(str)


class Assessment(Sealed, Base):
    """What a person made of the risk to and from somebody, with what the model suggested then. Never changed: it gives
    its figures for ever. Sealed under the subject's key."""

    __tablename__ = "risk_assessment"
    __table_args__ = (Index("ix_risk_assessment_case", "case_uid", "made_at"),)

    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"))
    model_uid: Mapped[str] = mapped_column(ForeignKey("risk_model.uid"))
    made_at: Mapped[datetime]
    made_by_uid: Mapped[str] = mapped_column(Uid)

    axes = sealed(dict)
    """By axis: `set`, the level people set, with its `reason`, and the suggestion with its rows."""
    imminence = sealed(str)
    protective = sealed(list)
    summary = sealed(str)


class QuietCase(Sealed, Base):
    """A case in which nothing happened for so long that closing was proposed (PR-20), and why it is kept, if it is."""

    __tablename__ = "risk_quiet"
    __table_args__ = (Index("ix_risk_quiet_case", "case_uid", "proposed_on"),)

    case_uid: Mapped[str] = mapped_column(ForeignKey("case_file.uid"))
    proposed_on: Mapped[date]
    kept_on: Mapped[date | None]
    kept_by_uid: Mapped[str | None] = mapped_column(Uid)

    reason = sealed(str | None)


protect(RiskModel, lambda actor: area_rule(RiskModel, actor))
protect(Assessment, lambda actor: in_visible_case(Assessment, actor))
protect(QuietCase, lambda actor: in_visible_case(QuietCase, actor))
