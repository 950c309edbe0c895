"""Measures, goals, feedback and evaluations."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0026"
down_revision = "0025"

GOAL, MEASURE, FEEDBACK, EVALUATION, CHOICE = (
    "outcome_goal",
    "outcome_measure",
    "outcome_feedback",
    "evaluation",
    "outcome_tool_choice",
)


def upgrade() -> None:
    op.create_table(
        GOAL,
        uid("referral_uid"),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        uid("recorded_by_uid"),
        *sealed(),
        points_to(GOAL, "referral_uid", "intervention_link"),
        sa.PrimaryKeyConstraint("uid", name="pk_outcome_goal"),
    )
    op.create_table(
        MEASURE,
        uid("referral_uid"),
        uid("intervention_uid"),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("tool", sa.String(length=24), nullable=False),
        uid("goal_uid", nullable=True),
        sa.Column("point", sa.String(length=12), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("completed_by", sa.String(length=12), nullable=True),
        sa.Column("mode", sa.String(length=12), nullable=True),
        sa.Column("missing_reason", sa.String(length=24), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        uid("recorded_by_uid"),
        *sealed(),
        points_to(MEASURE, "referral_uid", "intervention_link"),
        points_to(MEASURE, "intervention_uid", "intervention"),
        points_to(MEASURE, "goal_uid", GOAL),
        sa.PrimaryKeyConstraint("uid", name="pk_outcome_measure"),
    )
    once("uq_outcome_measure_tool", "outcome", "tool", where="goal_uid IS NULL")
    once("uq_outcome_measure_goal", "goal_uid", where="goal_uid IS NOT NULL")
    op.create_index("ix_outcome_measure_intervention", MEASURE, ["intervention_uid", "point", "measured_on"])
    op.create_table(
        FEEDBACK,
        uid("referral_uid"),
        uid("intervention_uid"),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("given_by", sa.String(length=12), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        uid("asked_by_uid"),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        *sealed(),
        points_to(FEEDBACK, "referral_uid", "intervention_link"),
        points_to(FEEDBACK, "intervention_uid", "intervention"),
        sa.PrimaryKeyConstraint("uid", name="pk_outcome_feedback"),
        sa.UniqueConstraint("token_digest", name="uq_outcome_feedback_token_digest"),
    )
    op.create_table(
        CHOICE,
        uid("uid"),
        uid("intervention_uid"),
        sa.Column("tool", sa.String(length=24), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        points_to(CHOICE, "intervention_uid", "intervention"),
        sa.PrimaryKeyConstraint("uid", name="pk_outcome_tool_choice"),
    )
    op.create_table(
        EVALUATION,
        uid("intervention_uid"),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        uid("recorded_by_uid"),
        *sealed(),
        points_to(EVALUATION, "intervention_uid", "intervention"),
        sa.PrimaryKeyConstraint("uid", name="pk_evaluation"),
    )
    op.create_index("ix_evaluation_area", EVALUATION, ["area_uid", "stage"])
    for table, columns in (
        (GOAL, ("referral_uid", "key_uid", "agency_uid")),
        (MEASURE, ("key_uid", "agency_uid")),
        (FEEDBACK, ("referral_uid", "intervention_uid", "key_uid", "agency_uid")),
        (CHOICE, ("intervention_uid",)),
        (EVALUATION, ("intervention_uid", "key_uid", "agency_uid")),
    ):
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])
    shut_by_area(op.get_bind(), GOAL, MEASURE, FEEDBACK, EVALUATION)


def once(name: str, *columns: str, where: str) -> None:
    only = sa.text(where)
    op.create_index(
        name, MEASURE, ["referral_uid", "point", *columns], unique=True, sqlite_where=only, postgresql_where=only
    )


def sealed() -> tuple[sa.Column, ...]:
    return (
        uid("uid"),
        uid("key_uid"),
        uid("agency_uid", nullable=True),
        uid("area_uid"),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
    )


def uid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


def points_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.uid"], name=f"fk_{table}_{column}_{other}")
