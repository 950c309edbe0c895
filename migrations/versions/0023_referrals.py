"""Every step of a referral, its participants, who was assigned, and how it goes."""

import sqlalchemy as sa
from alembic import op

from app.platform.database.by_area import shut_by_area

revision = "0023"
down_revision = "0022"

BY_AREA = ("referral_participant", "referral_progress", "referral_worker")
DAYS = (
    "received_on",
    "waitlisted_on",
    "first_contact_on",
    "paused_on",
    "resumed_on",
    "progress_on",
    "outcome_on",
    "followed_up_on",
    "closed_on",
)


def upgrade() -> None:
    with op.batch_alter_table("intervention_link") as table:
        for name in DAYS:
            table.add_column(sa.Column(name, sa.Date(), nullable=True))
        table.add_column(sa.Column("custody", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "referral_participant",
        uid("referral_uid"),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("adult", sa.Boolean(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        *sealed(),
        points_to_referral("referral_participant"),
        sa.PrimaryKeyConstraint("uid", name="pk_referral_participant"),
    )
    op.create_table(
        "referral_progress",
        uid("referral_uid"),
        sa.Column("written_on", sa.Date(), nullable=False),
        uid("written_by_uid"),
        *sealed(),
        points_to_referral("referral_progress"),
        sa.PrimaryKeyConstraint("uid", name="pk_referral_progress"),
    )
    for name in ("referral_participant", "referral_progress"):
        for column in ("agency_uid", "key_uid"):
            op.create_index(f"ix_{name}_{column}", name, [column])
    op.create_table(
        "referral_worker",
        uid("uid"),
        uid("referral_uid"),
        uid("agency_uid"),
        uid("area_uid"),
        uid("worker_uid"),
        uid("assigned_by_uid"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        points_to_referral("referral_worker"),
        sa.PrimaryKeyConstraint("uid", name="pk_referral_worker"),
    )
    op.create_index("ix_referral_worker_now", "referral_worker", ["worker_uid", "until_on"])
    for name in BY_AREA:
        op.create_index(f"ix_{name}_referral_uid", name, ["referral_uid"])
    shut_by_area(op.get_bind(), *BY_AREA)


def uid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


def points_to_referral(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_referral_uid_intervention_link"
    return sa.ForeignKeyConstraint(["referral_uid"], ["intervention_link.uid"], name=name)


def sealed() -> list[sa.Column]:
    """The columns of every sealed table."""
    return [
        uid("uid"),
        uid("key_uid"),
        uid("agency_uid", nullable=True),
        uid("area_uid"),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
    ]
