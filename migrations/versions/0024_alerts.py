"""A provider's safeguarding alert: what was seen, who heard it, what was done."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "safeguarding_alert",
        uid("case_uid"),
        uid("referral_uid"),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("raised_at", Moment(), nullable=False),
        uid("raised_by_uid"),
        sa.Column("heard_at", Moment(), nullable=True),
        uid("heard_by_uid", nullable=True),
        sa.Column("heard_as", sa.String(length=16), nullable=True),
        uid("action_uid", nullable=True),
        uid("uid"),
        uid("key_uid"),
        uid("agency_uid", nullable=True),
        uid("area_uid"),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_safeguarding_alert_case_uid_case_file"),
        sa.ForeignKeyConstraint(
            ["referral_uid"], ["intervention_link.uid"], name="fk_safeguarding_alert_referral_uid_intervention_link"
        ),
        sa.PrimaryKeyConstraint("uid", name="pk_safeguarding_alert"),
    )
    op.create_index("ix_safeguarding_alert_area", "safeguarding_alert", ["area_uid", "heard_at"])
    for column in ("agency_uid", "case_uid", "key_uid", "referral_uid"):
        op.create_index(f"ix_safeguarding_alert_{column}", "safeguarding_alert", [column])
    shut_by_area(op.get_bind(), "safeguarding_alert")


def uid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=26), nullable=nullable)
