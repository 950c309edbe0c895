"""Uploads of the tracker, and what became of each row."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0012"
down_revision = "0011"

BY_AREA = ("tracker_import", "tracker_import_row")


def upgrade() -> None:
    op.create_table(
        "tracker_import",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("user_uid", sa.String(length=26), nullable=False),
        sa.Column("export_uid", sa.String(length=26), nullable=False),
        sa.Column("uploaded_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("applied_at", Moment(), nullable=True),
        sa.Column("undo_until", Moment(), nullable=True),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.Column("forgotten_at", Moment(), nullable=True),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        *_sealed(),
        sa.PrimaryKeyConstraint("uid", name="pk_tracker_import"),
        sa.UniqueConstraint("reference", name="uq_tracker_import_reference"),
    )
    op.create_index("ix_tracker_import_agency_uid", "tracker_import", ["agency_uid"])
    op.create_index("ix_tracker_import_key_uid", "tracker_import", ["key_uid"])
    op.create_index("ix_tracker_import_user", "tracker_import", ["user_uid", "uploaded_at"])
    op.create_table(
        "tracker_import_row",
        sa.Column("import_uid", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action_uid", sa.String(length=26), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("expected_ver", sa.Integer(), nullable=True),
        sa.Column("applied_ver", sa.Integer(), nullable=True),
        sa.Column("applied_position", sa.Integer(), nullable=True),
        *_sealed(),
        sa.ForeignKeyConstraint(
            ["import_uid"], ["tracker_import.uid"], name="fk_tracker_import_row_import_uid_tracker_import"
        ),
        sa.PrimaryKeyConstraint("uid", name="pk_tracker_import_row"),
    )
    op.create_index("ix_tracker_import_row_agency_uid", "tracker_import_row", ["agency_uid"])
    op.create_index("ix_tracker_import_row_import_uid", "tracker_import_row", ["import_uid"])
    op.create_index("ix_tracker_import_row_key_uid", "tracker_import_row", ["key_uid"])
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
