"""Requests for information and what agencies returned."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0003"
down_revision = "0002"

BY_AREA = ("information_request", "agency_return")


def upgrade() -> None:
    op.create_table(
        "information_request",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("meeting_uid", sa.String(length=26), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("asked_by_uid", sa.String(length=26), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("delegated_to_uid", sa.String(length=26), nullable=True),
        sa.Column("started_at", Moment(), nullable=True),
        sa.Column("returned_at", Moment(), nullable=True),
        sa.Column("known", sa.String(length=16), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retracted_at", Moment(), nullable=True),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.Column("over_at", Moment(), nullable=True),
        sa.Column("forgotten_at", Moment(), nullable=True),
        sa.Column("reminded_at", Moment(), nullable=True),
        sa.Column("chased_at", Moment(), nullable=True),
        sa.Column("escalated_at", Moment(), nullable=True),
        *_sealed(),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_information_request_case_uid_case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_information_request"),
        sa.UniqueConstraint("reference", name="uq_information_request_reference"),
        sa.UniqueConstraint(
            "meeting_uid", "case_uid", "agency_uid", name="uq_information_request_meeting_uid_case_uid_agency_uid"
        ),
    )
    for column in ("agency_uid", "case_uid", "key_uid"):
        op.create_index(f"ix_information_request_{column}", "information_request", [column])
    op.create_index(
        "ix_information_request_agency_owed", "information_request", ["agency_uid", "returned_at", "due_at"]
    )
    op.create_index("ix_information_request_over", "information_request", ["over_at"])
    op.create_table(
        "agency_return",
        sa.Column("request_uid", sa.String(length=26), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("known", sa.String(length=16), nullable=True),
        sa.Column("gateway", sa.String(length=30), nullable=True),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("given_at", Moment(), nullable=True),
        sa.Column("given_by_uid", sa.String(length=26), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("retracted_at", Moment(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("kept_from", sa.Text(), nullable=True),
        *_sealed(),
        sa.ForeignKeyConstraint(
            ["request_uid"], ["information_request.uid"], name="fk_agency_return_request_uid_information_request"
        ),
        sa.PrimaryKeyConstraint("uid", name="pk_agency_return"),
        sa.UniqueConstraint("request_uid", "version", name="uq_agency_return_request_uid_version"),
    )
    for column in ("agency_uid", "case_uid", "key_uid"):
        op.create_index(f"ix_agency_return_{column}", "agency_return", [column])
    shut_by_area(op.get_bind(), *BY_AREA)


def _sealed() -> list[sa.Column]:
    """The columns of every sealed row."""
    return [
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
    ]
