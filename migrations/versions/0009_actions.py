"""Helpers of actions. Evidence lies in the sealed payload of its action."""

import sqlalchemy as sa
from alembic import op

from app.platform.database.by_area import shut_by_area

revision = "0009"
down_revision = "0008"

BY_AREA = ("action_helper",)


def upgrade() -> None:
    op.create_table(
        "action_helper",
        sa.Column("action_uid", sa.String(length=26), nullable=False),
        sa.Column("user_uid", sa.String(length=26), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["action_uid"], ["action.uid"], name="fk_action_helper_action_uid_action"),
        sa.PrimaryKeyConstraint("uid", name="pk_action_helper"),
    )
    op.create_index("ix_action_helper_action_uid", "action_helper", ["action_uid"])
    op.create_index("ix_action_helper_agency_uid", "action_helper", ["agency_uid"])
    op.create_index("ix_action_helper_key_uid", "action_helper", ["key_uid"])
    op.create_index("ix_action_helper_user_uid", "action_helper", ["user_uid"])
    shut_by_area(op.get_bind(), *BY_AREA)
