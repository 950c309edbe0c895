"""The escalation ladder, the day's mail of each person, and mails that do not arrive."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0011"
down_revision = "0010"

BY_AREA = ("escalation", "escalation_letter", "escalation_step", "reminder")


def upgrade() -> None:
    mails()
    escalations()
    shut_by_area(op.get_bind(), *BY_AREA)


def mails() -> None:
    with op.batch_alter_table("mail_delivery") as delivery:
        delivery.add_column(moment("refused_at", nullable=True))
        delivery.create_index("ix_mail_delivery_refused_at", ["refused_at"])
    with op.batch_alter_table("forum_transfer") as transfer:
        transfer.drop_column("chased_on")  # whoever owes an acknowledgement is in the mail of the day
    op.create_table(
        "reminder",
        uid("user_uid"),
        uid("area_uid"),
        sa.Column("often", sa.String(length=8), nullable=False),
        sa.Column("at", sa.Time(), nullable=True),
        day("seen_on", nullable=True),
        points_to("reminder", "user_uid", "user_account"),
        sa.PrimaryKeyConstraint("user_uid", name="pk_reminder"),
    )
    op.create_index("ix_reminder_area", "reminder", ["area_uid", "seen_on"])


def escalations() -> None:
    op.create_table(
        "escalation",
        sa.Column("reference", sa.String(length=16), nullable=False),
        uid("case_uid", nullable=True),
        sa.Column("trigger", sa.String(length=20), nullable=False),
        uid("about_uid", nullable=True),
        sa.Column("about_reference", sa.String(length=16), nullable=True),
        sa.Column("open_key", sa.String(length=80), nullable=True),
        day("since"),
        sa.Column("meetings", sa.Integer(), nullable=False),
        day("opened_on"),
        uid("opened_by_uid"),
        sa.Column("level", sa.String(length=2), nullable=True),
        sa.Column("next_level", sa.String(length=2), nullable=True),
        day("next_on", nullable=True),
        day("paused_on", nullable=True),
        day("paused_until", nullable=True),
        day("ended_on", nullable=True),
        *sealed(),
        points_to("escalation", "case_uid", "case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_escalation"),
        sa.UniqueConstraint("reference", name="uq_escalation_reference"),
        sa.UniqueConstraint("open_key", name="uq_escalation_open_key"),
    )
    op.create_index("ix_escalation_area", "escalation", ["area_uid", "ended_on", "next_on"])
    op.create_index("ix_escalation_case_uid", "escalation", ["case_uid"])
    op.create_index("ix_escalation_about_uid", "escalation", ["about_uid"])
    index_sealed("escalation")
    op.create_table(
        "escalation_step",
        uid("escalation_uid"),
        uid("case_uid", nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=2), nullable=True),
        moment("at"),
        uid("by_uid"),
        day("answer_by", nullable=True),
        *sealed(),
        points_to("escalation_step", "escalation_uid", "escalation"),
        sa.PrimaryKeyConstraint("uid", name="pk_escalation_step"),
        sa.UniqueConstraint("escalation_uid", "position", name="uq_escalation_step_escalation_uid_position"),
    )
    op.create_index("ix_escalation_step_case_uid", "escalation_step", ["case_uid"])
    index_sealed("escalation_step")
    op.create_table(
        "escalation_letter",
        uid("escalation_uid"),
        uid("case_uid", nullable=True),
        sa.Column("level", sa.String(length=2), nullable=False),
        moment("drafted_at"),
        uid("to_user_uid", nullable=True),
        moment("sent_at", nullable=True),
        uid("sent_by_uid", nullable=True),
        *sealed(),
        points_to("escalation_letter", "escalation_uid", "escalation"),
        sa.PrimaryKeyConstraint("uid", name="pk_escalation_letter"),
        sa.UniqueConstraint("escalation_uid", "level", name="uq_escalation_letter_escalation_uid_level"),
    )
    op.create_index("ix_escalation_letter_case_uid", "escalation_letter", ["case_uid"])
    index_sealed("escalation_letter")


def uid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


def day(name: str, *, nullable: bool = False) -> sa.Column[sa.types.TypeEngine[object]]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[sa.types.TypeEngine[object]]:
    return sa.Column(name, Moment(), nullable=nullable)


def sealed() -> list[sa.Column[object]]:
    """The columns of every sealed row."""
    return [
        uid("uid"),
        uid("key_uid"),
        uid("agency_uid", nullable=True),
        uid("area_uid"),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
    ]


def index_sealed(table: str) -> None:
    for column in ("key_uid", "agency_uid"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def points_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.uid"], name=f"fk_{table}_{column}_{other}")
