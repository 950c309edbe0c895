"""Sign-off, what a decision did, other forums and transfers to them."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0007"
down_revision = "0006"

BY_AREA = (
    "bridging_plan",
    "forum_lead_change",
    "forum_listed",
    "forum_member",
    "forum_membership",
    "forum_transfer",
    "joint_item",
)


def upgrade() -> None:
    for table in ("meeting", "agenda_item"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("signed_at", Moment(), nullable=True))
            changed.add_column(sa.Column("signed_by_uid", sa.String(length=26), nullable=True))
    for table, column, kind in (
        ("decision", "level", sa.String(length=4)),
        ("case_file", "retention_class", sa.String(length=4)),
        ("assurance", "released_on", sa.Date()),
    ):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column(column, kind, nullable=True))
    tables()
    shut_by_area(op.get_bind(), *BY_AREA)


def tables() -> None:
    op.create_table(
        "forum_membership",
        sa.Column("subject_uid", sa.String(length=26), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("forum_code", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=4), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("discussed_on", sa.Date(), nullable=True),
        *_sealed(),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_forum_membership_case_uid_case_file"),
        sa.ForeignKeyConstraint(["subject_uid"], ["subject.uid"], name="fk_forum_membership_subject_uid_subject"),
        sa.PrimaryKeyConstraint("uid", name="pk_forum_membership"),
        sa.UniqueConstraint("subject_uid", "forum_code", name="uq_forum_membership_subject_uid_forum_code"),
    )
    op.create_index("ix_forum_membership_agency_uid", "forum_membership", ["agency_uid"])
    op.create_index("ix_forum_membership_case_uid", "forum_membership", ["case_uid"])
    op.create_index("ix_forum_membership_key_uid", "forum_membership", ["key_uid"])
    op.create_index(
        "uq_forum_membership_lead",
        "forum_membership",
        ["subject_uid"],
        unique=True,
        sqlite_where=sa.text("role = 'LEAD'"),
        postgresql_where=sa.text("role = 'LEAD'"),
    )
    op.create_table(
        "forum_lead_change",
        sa.Column("subject_uid", sa.String(length=26), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("other_code", sa.String(length=40), nullable=False),
        sa.Column("to_code", sa.String(length=40), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("ours_on", sa.Date(), nullable=True),
        sa.Column("ours_by_uid", sa.String(length=26), nullable=True),
        sa.Column("theirs_on", sa.Date(), nullable=True),
        sa.Column("theirs_by_uid", sa.String(length=26), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        *_sealed(),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_forum_lead_change_case_uid_case_file"),
        sa.ForeignKeyConstraint(["subject_uid"], ["subject.uid"], name="fk_forum_lead_change_subject_uid_subject"),
        sa.PrimaryKeyConstraint("uid", name="pk_forum_lead_change"),
    )
    op.create_index("ix_forum_lead_change_agency_uid", "forum_lead_change", ["agency_uid"])
    op.create_index("ix_forum_lead_change_case_uid", "forum_lead_change", ["case_uid"])
    op.create_index("ix_forum_lead_change_key_uid", "forum_lead_change", ["key_uid"])
    op.create_table(
        "forum_listed",
        sa.Column("forum_code", sa.String(length=40), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=True),
        sa.Column("subject_uid", sa.String(length=26), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("list_for", sa.Date(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_uid", sa.String(length=26), nullable=True),
        *_sealed(),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_forum_listed_case_uid_case_file"),
        sa.ForeignKeyConstraint(["subject_uid"], ["subject.uid"], name="fk_forum_listed_subject_uid_subject"),
        sa.PrimaryKeyConstraint("uid", name="pk_forum_listed"),
    )
    op.create_index("ix_forum_listed_agency_uid", "forum_listed", ["agency_uid"])
    op.create_index("ix_forum_listed_area", "forum_listed", ["area_uid", "forum_code", "gone_on"])
    op.create_index("ix_forum_listed_case_uid", "forum_listed", ["case_uid"])
    op.create_index("ix_forum_listed_key_uid", "forum_listed", ["key_uid"])
    op.create_table(
        "forum_member",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("user_uid", sa.String(length=26), nullable=False),
        sa.Column("forum_code", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_forum_member"),
        sa.UniqueConstraint("user_uid", "forum_code", name="uq_forum_member_user_uid_forum_code"),
    )
    op.create_table(
        "joint_item",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("item_uid", sa.String(length=26), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("forum_code", sa.String(length=40), nullable=False),
        sa.Column("case_reference", sa.String(length=16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("by_uid", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_joint_item_case_uid_case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_joint_item"),
        sa.UniqueConstraint("item_uid", "forum_code", name="uq_joint_item_item_uid_forum_code"),
    )
    op.create_index("ix_joint_item_case_uid", "joint_item", ["case_uid"])
    op.create_table(
        "bridging_plan",
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("forum_code", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        *_sealed(),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_bridging_plan_case_uid_case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_bridging_plan"),
    )
    op.create_index("ix_bridging_plan_agency_uid", "bridging_plan", ["agency_uid"])
    op.create_index("ix_bridging_plan_case_uid", "bridging_plan", ["case_uid"])
    op.create_index("ix_bridging_plan_key_uid", "bridging_plan", ["key_uid"])
    op.create_table(
        "forum_transfer",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("item_uid", sa.String(length=26), nullable=True),
        sa.Column("forum_code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("gateway", sa.String(length=40), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by_uid", sa.String(length=26), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_by_uid", sa.String(length=26), nullable=True),
        sa.Column("acknowledge_by", sa.Date(), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("chased_on", sa.Date(), nullable=True),
        *_sealed(),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_forum_transfer_case_uid_case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_forum_transfer"),
        sa.UniqueConstraint("reference", name="uq_forum_transfer_reference"),
    )
    op.create_index("ix_forum_transfer_agency_uid", "forum_transfer", ["agency_uid"])
    op.create_index("ix_forum_transfer_area", "forum_transfer", ["area_uid", "ended_on", "acknowledge_by"])
    op.create_index("ix_forum_transfer_case_uid", "forum_transfer", ["case_uid"])
    op.create_index("ix_forum_transfer_key_uid", "forum_transfer", ["key_uid"])


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
