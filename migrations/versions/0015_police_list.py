"""Extracts of the police Serious Violence App, and what became of their rows."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0015"
down_revision = "0014"

BY_AREA = ("police_extract", "police_piece", "police_row", "police_headings")


def upgrade() -> None:
    op.create_table(
        "police_extract",
        sa.Column("reference", sa.String(length=16), nullable=False),
        uid("user_uid"),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("loaded_at", Moment(), nullable=False),
        sa.Column("file_until", Moment(), nullable=True),
        sa.Column("extract_at", Moment(), nullable=True),
        sa.Column("read_at", Moment(), nullable=True),
        uid("before_uid", nullable=True),
        uid("marks_key_uid", nullable=True),
        sa.Column("undo_until", Moment(), nullable=True),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        *_sealed(),
        sa.PrimaryKeyConstraint("uid", name="pk_police_extract"),
        sa.UniqueConstraint("reference", name="uq_police_extract_reference"),
    )
    op.create_index("ix_police_extract_area", "police_extract", ["area_uid", "loaded_at"])
    _sealed_indexes("police_extract")
    op.create_table(
        "police_work",
        uid("extract_uid"),
        sa.Column("queued_at", Moment(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failed_at", Moment(), nullable=True),
        sa.Column("problem", sa.String(length=16), nullable=True),
        of_extract("police_work"),
        sa.PrimaryKeyConstraint("extract_uid", name="pk_police_work"),
    )
    op.create_table(
        "police_piece",
        uid("extract_uid"),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_sealed(),
        of_extract("police_piece"),
        sa.PrimaryKeyConstraint("uid", name="pk_police_piece"),
        sa.UniqueConstraint("extract_uid", "kind", "number", name="uq_police_piece_extract_uid_kind_number"),
    )
    _sealed_indexes("police_piece")
    op.create_table(
        "police_row",
        uid("extract_uid"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("disposition", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=8), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("change", sa.String(length=7), nullable=True),
        uid("gone_uid", nullable=True),
        uid("known_uid", nullable=True),
        uid("subject_uid", nullable=True),
        uid("case_uid", nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        uid("decided_by_uid", nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=False),
        *_sealed(),
        of_extract("police_row"),
        sa.PrimaryKeyConstraint("uid", name="pk_police_row"),
        sa.UniqueConstraint("extract_uid", "number", name="uq_police_row_extract_uid_number"),
    )
    op.create_index("ix_police_row_list", "police_row", ["extract_uid", "state", "number"])
    op.create_index("ix_police_row_area_state", "police_row", ["area_uid", "state"])
    for column in ("subject_uid", "case_uid", "keep_until"):
        op.create_index(f"ix_police_row_{column}", "police_row", [column])
    _sealed_indexes("police_row")
    op.create_table(
        "police_headings",
        *_sealed(),
        sa.PrimaryKeyConstraint("uid", name="pk_police_headings"),
        sa.UniqueConstraint("area_uid", name="uq_police_headings_area_uid"),
    )
    _sealed_indexes("police_headings")
    shut_by_area(op.get_bind(), *BY_AREA)


def uid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


def of_extract(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["extract_uid"], ["police_extract.uid"], name=f"fk_{table}_extract_uid_police_extract"
    )


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


def _sealed_indexes(table: str) -> None:
    for column in ("agency_uid", "key_uid"):
        op.create_index(f"ix_{table}_{column}", table, [column])
