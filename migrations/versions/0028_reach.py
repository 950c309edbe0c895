"""The quarterly return: what was sent, validated and locked, and how each figure was counted."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0028"
down_revision = "0027"

BY_AREA = ("reach_count", "reach_return")


def upgrade() -> None:
    op.create_table(
        "reach_count",
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("counted_at", Moment(), nullable=False),
        uid("counted_by_uid"),
        *_sealed(),
        sa.PrimaryKeyConstraint("uid", name="pk_reach_count"),
    )
    op.create_index("ix_reach_count_area", "reach_count", ["area_uid", "year", "quarter"])
    op.create_table(
        "reach_return",
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        uid("count_uid"),
        sa.Column("begun_at", Moment(), nullable=False),
        *(
            column
            for step in ("submitted", "returned", "validated", "locked")
            for column in (
                sa.Column(f"{step}_at", Moment(), nullable=True),
                uid(f"{step}_by_uid", nullable=True),
            )
        ),
        *_sealed(),
        sa.ForeignKeyConstraint(["count_uid"], ["reach_count.uid"], name="fk_reach_return_count_uid_reach_count"),
        sa.PrimaryKeyConstraint("uid", name="pk_reach_return"),
        sa.UniqueConstraint(
            "area_uid", "year", "quarter", "version", name="uq_reach_return_area_uid_year_quarter_version"
        ),
    )
    op.create_index("ix_reach_return_count_uid", "reach_return", ["count_uid"])
    for table in BY_AREA:
        for column in ("agency_uid", "key_uid"):
            op.create_index(f"ix_{table}_{column}", table, [column])
    shut_by_area(op.get_bind(), *BY_AREA)


def uid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


def _sealed() -> list[sa.Column]:
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
