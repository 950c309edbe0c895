"""What changed for a person referred to an intervention, what they say of it, and what is found out about it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.features.referrals.visibility import of_visible_referral
from app.platform.access import protect
from app.platform.access.reading import area_rule
from app.platform.database import Base, Uid, uid_column
from app.platform.vault import Sealed, sealed

CODE = String(24)
WITH_GOAL, WITHOUT_GOAL = text("goal_uid IS NOT NULL"), text("goal_uid IS NULL")


class Goal(Sealed, Base):
    """What the person wants to reach, in their own words. Sealed under the key of the referral; `agency_uid` is the
    provider's, as of everything here that hangs on a referral."""

    __tablename__ = "outcome_goal"

    referral_uid: Mapped[str] = mapped_column(ForeignKey("intervention_link.uid"), index=True)
    set_on: Mapped[date]
    dropped_on: Mapped[date | None]
    """From when it is no longer measured."""
    recorded_by_uid: Mapped[str] = mapped_column(Uid)

    words = sealed(str)
    why_dropped = sealed(str | None)


class Measure(Sealed, Base):
    """One score at one point, or why there is none: never an item of a tool (PR-52). Sealed under the key of the
    referral."""

    __tablename__ = "outcome_measure"
    __table_args__ = (
        Index(
            "uq_outcome_measure_tool",
            *("referral_uid", "point", "outcome", "tool"),
            unique=True,
            sqlite_where=WITHOUT_GOAL,
            postgresql_where=WITHOUT_GOAL,
        ),
        Index(
            "uq_outcome_measure_goal",
            *("referral_uid", "point", "goal_uid"),
            unique=True,
            sqlite_where=WITH_GOAL,
            postgresql_where=WITH_GOAL,
        ),
        Index("ix_outcome_measure_intervention", "intervention_uid", "point", "measured_on"),
    )

    referral_uid: Mapped[str] = mapped_column(ForeignKey("intervention_link.uid"))
    intervention_uid: Mapped[str] = mapped_column(ForeignKey("intervention.uid"))
    outcome: Mapped[str] = mapped_column(String(8))
    """Code list `outcome9`, or GOAL."""
    tool: Mapped[str] = mapped_column(CODE)
    """Code list `outcome_tool`."""
    goal_uid: Mapped[str | None] = mapped_column(ForeignKey("outcome_goal.uid"))
    point: Mapped[str] = mapped_column(String(12))
    """Code list `outcome_point`."""
    measured_on: Mapped[date]
    """The day of the score; for one that is missing, the day that was said."""
    completed_by: Mapped[str | None] = mapped_column(String(12))
    """Code list `completed_by`; None when it is missing."""
    mode: Mapped[str | None] = mapped_column(String(12))
    """Code list `measure_mode`; None when it is missing."""
    missing_reason: Mapped[str | None] = mapped_column(CODE)
    """Code list `measure_missing`; None when there is a score."""
    recorded_at: Mapped[datetime]
    recorded_by_uid: Mapped[str] = mapped_column(Uid)

    score = sealed(float | None)


class Feedback(Sealed, Base):
    """What somebody thinks of the help they had, asked once. Only the keyed digest of the link's secret is kept.

    State: `domain.feedback.state`.
    """

    __tablename__ = "outcome_feedback"

    referral_uid: Mapped[str] = mapped_column(ForeignKey("intervention_link.uid"), index=True)
    intervention_uid: Mapped[str] = mapped_column(ForeignKey("intervention.uid"), index=True)
    way: Mapped[str] = mapped_column(String(12))
    """LINK or DEVICE."""
    given_by: Mapped[str] = mapped_column(String(12))
    """SELF or PARENT: whom it was asked of."""
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    asked_at: Mapped[datetime]
    asked_by_uid: Mapped[str] = mapped_column(Uid)
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    answers = sealed(dict)
    """Code of the question (`feedback_question`) to the code of the answer (`feedback_answer`)."""
    words = sealed(str | None)


class ToolChoice(Base):
    """A tool that an intervention is measured with, from a day on. Nothing personal."""

    __tablename__ = "outcome_tool_choice"

    uid: Mapped[str] = uid_column()
    intervention_uid: Mapped[str] = mapped_column(ForeignKey("intervention.uid"), index=True)
    tool: Mapped[str] = mapped_column(CODE)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    """The first day on which it is no longer used."""


class Evaluation(Sealed, Base):
    """What is found out about an intervention. Sealed under its area."""

    __tablename__ = "evaluation"
    __table_args__ = (Index("ix_evaluation_area", "area_uid", "stage"),)

    intervention_uid: Mapped[str] = mapped_column(ForeignKey("intervention.uid"), index=True)
    kind: Mapped[str] = mapped_column(CODE)
    """Code list `evaluation_type`."""
    stage: Mapped[str] = mapped_column(CODE)
    """Code list `evaluation_stage`."""
    budget: Mapped[int | None]
    """Whole pounds."""
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    published_on: Mapped[date | None]
    recorded_on: Mapped[date]
    recorded_by_uid: Mapped[str] = mapped_column(Uid)

    evaluator = sealed(str)
    question = sealed(str)
    logic_model = sealed(str | None)
    findings = sealed(str | None)
    learning = sealed(str | None)
    published_where = sealed(str | None)


protect(Goal, lambda actor: of_visible_referral(Goal, actor))
protect(Measure, lambda actor: of_visible_referral(Measure, actor))
protect(Feedback, lambda actor: of_visible_referral(Feedback, actor))
protect(Evaluation, lambda actor: area_rule(Evaluation, actor))
