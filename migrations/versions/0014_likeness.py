"""What people said of two who may be the same, and the merges that followed."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0014"
down_revision = "0013"

PAIR, MERGE = "person_pair", "person_merge"


def upgrade() -> None:
    op.create_table(
        PAIR,
        uid("first_uid"),
        uid("second_uid"),
        sa.Column("verdict", sa.String(length=9), nullable=True),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column("said_at", Moment(), nullable=True),
        uid("said_by_uid", nullable=True),
        sa.Column("again_on", sa.Date(), nullable=True),
        *sealed(),
        points_to(PAIR, "first_uid", "subject"),
        points_to(PAIR, "second_uid", "subject"),
        sa.PrimaryKeyConstraint("uid", name=f"pk_{PAIR}"),
    )
    op.create_index("uq_person_pair_first_uid_second_uid", PAIR, ["first_uid", "second_uid"], unique=True)
    op.create_index("ix_person_pair_area", PAIR, ["area_uid", "found_on", "strength"])
    op.create_table(
        MERGE,
        uid("kept_uid"),
        uid("away_uid"),
        sa.Column("away_reference", sa.String(length=16), nullable=False),
        sa.Column("merged_at", Moment(), nullable=False),
        uid("merged_by_uid"),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("undone_at", Moment(), nullable=True),
        uid("undone_by_uid", nullable=True),
        sa.Column("purged_on", sa.Date(), nullable=True),
        *sealed(),
        points_to(MERGE, "kept_uid", "subject"),
        points_to(MERGE, "away_uid", "subject"),
        sa.PrimaryKeyConstraint("uid", name=f"pk_{MERGE}"),
    )
    op.create_index(
        "uq_person_merge_away",
        MERGE,
        ["away_uid"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_index("ix_person_merge_area", MERGE, ["area_uid", "merged_at"])
    op.create_index("ix_person_merge_away_reference", MERGE, ["away_reference"])
    for table, column in ((PAIR, "second_uid"), (MERGE, "kept_uid")):
        op.create_index(f"ix_{table}_{column}", table, [column])
    for table in (PAIR, MERGE):
        for column in ("key_uid", "agency_uid"):
            op.create_index(f"ix_{table}_{column}", table, [column])
    shut_by_area(op.get_bind(), PAIR, MERGE)


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
