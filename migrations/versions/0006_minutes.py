"""Versions of the minutes, corrections, and what was issued to whom."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0006"
down_revision = "0005"

BY_AREA = ("minutes", "minutes_correction", "minutes_notice", "minutes_version")


def upgrade() -> None:
    tables()
    shut_by_area(op.get_bind(), *BY_AREA)


def sealed_columns() -> list[sa.Column]:
    return [
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
    ]


def tables() -> None:
    op.create_table(
        "minutes",
        sa.Column("meeting_uid", sa.String(length=26), nullable=False),
        sa.Column("drafted_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("approved_at", Moment(), nullable=True),
        sa.Column("approved_by_uid", sa.String(length=26), nullable=True),
        sa.Column("issued_at", Moment(), nullable=True),
        sa.Column("issued_by_uid", sa.String(length=26), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("corrections_until", sa.Date(), nullable=True),
        sa.Column("urgent_out_at", Moment(), nullable=True),
        sa.Column("locked_at", Moment(), nullable=True),
        sa.Column("locked_by_uid", sa.String(length=26), nullable=True),
        *sealed_columns(),
        sa.ForeignKeyConstraint(["meeting_uid"], ["meeting.uid"], name="fk_minutes_meeting_uid_meeting"),
        sa.PrimaryKeyConstraint("uid", name="pk_minutes"),
        sa.UniqueConstraint("meeting_uid", name="uq_minutes_meeting_uid"),
    )
    op.create_table(
        "minutes_correction",
        sa.Column("minutes_uid", sa.String(length=26), nullable=False),
        sa.Column("part_uid", sa.String(length=26), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=True),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("proposed_by_uid", sa.String(length=26), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("answered_by_uid", sa.String(length=26), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        *sealed_columns(),
        sa.ForeignKeyConstraint(["minutes_uid"], ["minutes.uid"], name="fk_minutes_correction_minutes_uid_minutes"),
        sa.PrimaryKeyConstraint("uid", name="pk_minutes_correction"),
    )
    op.create_table(
        "minutes_notice",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("minutes_uid", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("user_uid", sa.String(length=26), nullable=False),
        sa.Column("object_uid", sa.String(length=26), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("queued_at", Moment(), nullable=False),
        sa.Column("told_at", Moment(), nullable=True),
        sa.Column("read_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["minutes_uid"], ["minutes.uid"], name="fk_minutes_notice_minutes_uid_minutes"),
        sa.PrimaryKeyConstraint("uid", name="pk_minutes_notice"),
        sa.UniqueConstraint(
            "minutes_uid", "kind", "round", "user_uid", "object_uid",
            name="uq_minutes_notice_minutes_uid_kind_round_user_uid_object_uid",
        ),
    )  # fmt: skip
    op.create_table(
        "minutes_version",
        sa.Column("minutes_uid", sa.String(length=26), nullable=False),
        sa.Column("part_uid", sa.String(length=26), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.Column("saved_by_uid", sa.String(length=26), nullable=False),
        sa.Column("issued_round", sa.Integer(), nullable=True),
        *sealed_columns(),
        sa.ForeignKeyConstraint(["minutes_uid"], ["minutes.uid"], name="fk_minutes_version_minutes_uid_minutes"),
        sa.PrimaryKeyConstraint("uid", name="pk_minutes_version"),
        sa.UniqueConstraint("part_uid", "number", name="uq_minutes_version_part_uid_number"),
    )
    for table, columns in (
        ("minutes", ("agency_uid", "key_uid")),
        ("minutes_correction", ("agency_uid", "case_uid", "key_uid", "minutes_uid")),
        ("minutes_notice", ("user_uid",)),
        ("minutes_version", ("agency_uid", "case_uid", "key_uid", "minutes_uid")),
    ):
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index("ix_minutes_notice_told_at", "minutes_notice", ["told_at", "queued_at"])
