"""Where notifications came from that reached the group as a form."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0016"
down_revision = "0015"

BY_AREA = ("notification_receipt",)


def upgrade() -> None:
    op.create_table(
        "notification_receipt",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("notification_uid", sa.String(length=26), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("told_at", Moment(), nullable=True),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notification_uid"], ["notification.uid"], name="fk_notification_receipt_notification_uid_notification"
        ),
        sa.PrimaryKeyConstraint("uid", name="pk_notification_receipt"),
        sa.UniqueConstraint("notification_uid", name="uq_notification_receipt_notification_uid"),
        sa.UniqueConstraint("reference", name="uq_notification_receipt_reference"),
    )
    for column in ("key_uid", "agency_uid"):
        op.create_index(f"ix_notification_receipt_{column}", "notification_receipt", [column])
    shut_by_area(op.get_bind(), *BY_AREA)
