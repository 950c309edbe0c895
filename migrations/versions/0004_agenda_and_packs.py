"""What an agenda was when it was agreed, conflicts of interest, lock-outs, packs."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0004"
down_revision = "0003"

BY_AREA = ("case_lock_out", "item_conflict", "meeting_answer", "pack_gateway", "pack_release")


def upgrade() -> None:
    agendas()
    lock_outs()
    packs()
    shut_by_area(op.get_bind(), *BY_AREA)


def uid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


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


def agendas() -> None:
    with op.batch_alter_table("meeting") as meeting:
        meeting.add_column(moment("agenda_agreed_at", nullable=True))
        meeting.add_column(uid("agenda_agreed_by_uid", nullable=True))
        meeting.add_column(sa.Column("places", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("agenda_item") as item:
        item.add_column(sa.Column("brief", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "agreed_agenda",
        uid("uid"),
        uid("meeting_uid"),
        moment("agreed_at"),
        uid("agreed_by_uid"),
        sa.Column("lines", sa.JSON(), nullable=False),
        points_to("agreed_agenda", "meeting_uid", "meeting"),
        sa.PrimaryKeyConstraint("uid", name="pk_agreed_agenda"),
    )
    op.create_index("ix_agreed_agenda_meeting_uid", "agreed_agenda", ["meeting_uid"])
    op.create_table(
        "meeting_answer",
        uid("meeting_uid"),
        uid("user_uid"),
        sa.Column("answer", sa.String(length=12), nullable=False),
        moment("answered_at"),
        *sealed(),
        points_to("meeting_answer", "meeting_uid", "meeting"),
        sa.PrimaryKeyConstraint("uid", name="pk_meeting_answer"),
        sa.UniqueConstraint("meeting_uid", "user_uid", name="uq_meeting_answer_meeting_uid_user_uid"),
    )
    index_sealed("meeting_answer")
    op.create_table(
        "item_conflict",
        uid("item_uid"),
        uid("case_uid"),
        uid("user_uid", nullable=True),
        moment("declared_at"),
        uid("declared_by_uid"),
        sa.Column("locked_out", sa.Boolean(), nullable=False),
        sa.Column("left_room", sa.Boolean(), nullable=False),
        *sealed(),
        points_to("item_conflict", "item_uid", "agenda_item"),
        sa.PrimaryKeyConstraint("uid", name="pk_item_conflict"),
    )
    index_sealed("item_conflict")
    for column in ("item_uid", "user_uid"):
        op.create_index(f"ix_item_conflict_{column}", "item_conflict", [column])


def lock_outs() -> None:
    op.create_table(
        "case_lock_out",
        uid("case_uid"),
        uid("subject_uid"),
        uid("user_uid"),
        moment("locked_at"),
        uid("locked_by_uid"),
        moment("lifted_at", nullable=True),
        uid("lifted_by_uid", nullable=True),
        *sealed(),
        points_to("case_lock_out", "case_uid", "case_file"),
        points_to("case_lock_out", "subject_uid", "subject"),
        sa.PrimaryKeyConstraint("uid", name="pk_case_lock_out"),
    )
    index_sealed("case_lock_out")
    op.create_index("ix_case_lock_out_user", "case_lock_out", ["user_uid", "lifted_at"])
    for column in ("case_uid", "subject_uid"):
        op.create_index(f"ix_case_lock_out_{column}", "case_lock_out", [column])


def packs() -> None:
    op.create_table(
        "pack_release",
        uid("uid"),
        uid("area_uid"),
        uid("meeting_uid"),
        moment("released_at"),
        uid("released_by_uid"),
        moment("withdrawn_at", nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        points_to("pack_release", "meeting_uid", "meeting"),
        sa.PrimaryKeyConstraint("uid", name="pk_pack_release"),
    )
    for column in ("area_uid", "meeting_uid"):
        op.create_index(f"ix_pack_release_{column}", "pack_release", [column])
    op.create_table(
        "pack_gateway",
        uid("item_uid"),
        uid("case_uid"),
        uid("source_uid"),
        sa.Column("gateway", sa.String(length=28), nullable=False),
        moment("recorded_at"),
        uid("recorded_by_uid"),
        *sealed(),
        points_to("pack_gateway", "item_uid", "agenda_item"),
        sa.PrimaryKeyConstraint("uid", name="pk_pack_gateway"),
        sa.UniqueConstraint("item_uid", "source_uid", name="uq_pack_gateway_item_uid_source_uid"),
    )
    index_sealed("pack_gateway")
    op.create_table(
        "pack_disclosure",
        uid("uid"),
        uid("release_uid"),
        uid("item_uid"),
        uid("source_uid"),
        uid("recipient_uid"),
        sa.Column("gateways", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(length=28), nullable=False),
        sa.Column("condition", sa.String(length=28), nullable=False),
        points_to("pack_disclosure", "release_uid", "pack_release"),
        points_to("pack_disclosure", "item_uid", "agenda_item"),
        sa.PrimaryKeyConstraint("uid", name="pk_pack_disclosure"),
    )
    for column in ("release_uid", "item_uid"):
        op.create_index(f"ix_pack_disclosure_{column}", "pack_disclosure", [column])
    op.create_table(
        "pack_opening",
        uid("uid"),
        uid("item_uid"),
        uid("user_uid"),
        uid("agency_uid", nullable=True),
        moment("opened_at"),
        points_to("pack_opening", "item_uid", "agenda_item"),
        sa.PrimaryKeyConstraint("uid", name="pk_pack_opening"),
        sa.UniqueConstraint("item_uid", "user_uid", name="uq_pack_opening_item_uid_user_uid"),
    )
