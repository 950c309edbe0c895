"""What a meeting keeps while it is held: the room's screen, the time of items, drafts, written contributions."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0005"
down_revision = "0004"

BY_AREA = ("meeting_screen", "item_clock", "item_draft", "item_contribution")


def upgrade() -> None:
    plain_tables()
    sealed_tables()
    shut_by_area(op.get_bind(), *BY_AREA)


def plain_tables() -> None:
    op.create_table(
        "meeting_screen",
        sa.Column("meeting_uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("item_uid", sa.String(length=26), nullable=True),
        sa.Column("operator_uid", sa.String(length=26), nullable=False),
        sa.Column("blank", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_uid"], ["meeting.uid"], name="fk_meeting_screen_meeting_uid_meeting"),
        sa.PrimaryKeyConstraint("meeting_uid", name="pk_meeting_screen"),
    )
    op.create_table(
        "item_clock",
        sa.Column("item_uid", sa.String(length=26), nullable=False),
        sa.Column("meeting_uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("started_at", Moment(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_uid"], ["agenda_item.uid"], name="fk_item_clock_item_uid_agenda_item"),
        sa.ForeignKeyConstraint(["meeting_uid"], ["meeting.uid"], name="fk_item_clock_meeting_uid_meeting"),
        sa.PrimaryKeyConstraint("item_uid", name="pk_item_clock"),
    )
    op.create_index("ix_item_clock_meeting_uid", "item_clock", ["meeting_uid"])


def sealed_tables() -> None:
    op.create_table(
        "item_draft",
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.Column("saved_by_uid", sa.String(length=26), nullable=False),
        *about_item("item_draft"),
        sa.UniqueConstraint("item_uid", "part", "user_uid", name="uq_item_draft_item_uid_part_user_uid"),
    )
    op.create_table(
        "item_contribution",
        sa.Column("written_at", Moment(), nullable=False),
        *about_item("item_contribution"),
        sa.UniqueConstraint(
            "item_uid", "agency_uid", "user_uid", name="uq_item_contribution_item_uid_agency_uid_user_uid"
        ),
    )
    for table in ("item_draft", "item_contribution"):
        for column in ("meeting_uid", "key_uid", "agency_uid"):
            op.create_index(f"ix_{table}_{column}", table, [column])


def about_item(table: str) -> list[sa.schema.SchemaItem]:
    """The columns of a sealed row about an item, somebody's."""
    return [
        sa.Column("item_uid", sa.String(length=26), nullable=False),
        sa.Column("meeting_uid", sa.String(length=26), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("user_uid", sa.String(length=26), nullable=False),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["item_uid"], ["agenda_item.uid"], name=f"fk_{table}_item_uid_agenda_item"),
        sa.ForeignKeyConstraint(["meeting_uid"], ["meeting.uid"], name=f"fk_{table}_meeting_uid_meeting"),
        sa.PrimaryKeyConstraint("uid", name=f"pk_{table}"),
    ]
