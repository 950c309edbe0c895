"""Exports of the tracker: to whom, why, until when, and the files while they last."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0008"
down_revision = "0007"

BY_AREA = ("tracker_export", "tracker_piece")


def upgrade() -> None:
    op.create_table(
        "tracker_export",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("user_uid", sa.String(length=26), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("names", sa.Boolean(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("recipient_uid", sa.String(length=26), nullable=True),
        sa.Column("gateway", sa.String(length=28), nullable=True),
        sa.Column("basis", sa.String(length=28), nullable=True),
        sa.Column("condition", sa.String(length=28), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("destroy_on", sa.Date(), nullable=True),
        sa.Column("written_at", Moment(), nullable=True),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("actions", sa.Integer(), nullable=True),
        sa.Column("assurance", sa.Integer(), nullable=True),
        sa.Column("hidden", sa.Integer(), nullable=True),
        sa.Column("fetched_at", Moment(), nullable=True),
        sa.Column("password_shown_at", Moment(), nullable=True),
        sa.Column("deleted_at", Moment(), nullable=True),
        *_sealed(),
        sa.PrimaryKeyConstraint("uid", name="pk_tracker_export"),
        sa.UniqueConstraint("reference", name="uq_tracker_export_reference"),
    )
    op.create_index("ix_tracker_export_agency_uid", "tracker_export", ["agency_uid"])
    op.create_index("ix_tracker_export_area", "tracker_export", ["area_uid", "asked_at"])
    op.create_index("ix_tracker_export_key_uid", "tracker_export", ["key_uid"])
    op.create_index("ix_tracker_export_user_uid", "tracker_export", ["user_uid"])
    op.create_table(
        "tracker_work",
        sa.Column("export_uid", sa.String(length=26), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["export_uid"], ["tracker_export.uid"], name="fk_tracker_work_export_uid_tracker_export"
        ),
        sa.PrimaryKeyConstraint("export_uid", name="pk_tracker_work"),
    )
    op.create_table(
        "tracker_piece",
        sa.Column("export_uid", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_sealed(),
        sa.ForeignKeyConstraint(
            ["export_uid"], ["tracker_export.uid"], name="fk_tracker_piece_export_uid_tracker_export"
        ),
        sa.PrimaryKeyConstraint("uid", name="pk_tracker_piece"),
        sa.UniqueConstraint("export_uid", "number", name="uq_tracker_piece_export_uid_number"),
    )
    op.create_index("ix_tracker_piece_agency_uid", "tracker_piece", ["agency_uid"])
    op.create_index("ix_tracker_piece_key_uid", "tracker_piece", ["key_uid"])
    shut_by_area(op.get_bind(), *BY_AREA)


def _sealed() -> list[sa.Column]:
    """The columns of every sealed table."""
    return [
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
    ]
