"""The timetable's exceptions and moved meetings, and private calendar feeds."""

import sqlalchemy as sa
from alembic import op

from app.kernel.clock import now
from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0002"
down_revision = "0001"

BY_AREA = ("diary_feed", "meeting_invitation")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute("SELECT set_config('app.areas', '*', true)")  # the update below is of every area
    series()
    meetings()
    tables()
    shut_by_area(op.get_bind(), *BY_AREA)


def series() -> None:
    """The nth weekday of every month becomes a rule as iCalendar writes it."""
    with op.batch_alter_table("meeting_series") as table:
        table.add_column(sa.Column("rule", sa.String(length=60), nullable=True))
    rows = sa.table("meeting_series", *map(sa.column, ("uid", "weekday", "week_of_month", "rule")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(rows)).all():
        rule = f"FREQ=MONTHLY;INTERVAL=1;BYDAY={row.week_of_month}{DAYS[row.weekday]}"
        connection.execute(sa.update(rows).where(rows.c.uid == row.uid).values(rule=rule))
    with op.batch_alter_table("meeting_series") as table:
        table.alter_column("rule", existing_type=sa.String(length=60), nullable=False)
        table.drop_column("weekday")
        table.drop_column("week_of_month")


def meetings() -> None:
    """A meeting may be moved, and another be held on the day of one that was called off."""
    with op.batch_alter_table("meeting") as table:
        table.drop_constraint("uq_meeting_area_uid_held_on_extraordinary", type_="unique")
        table.add_column(sa.Column("moved_from", sa.Date(), nullable=True))
        table.add_column(sa.Column("sequence", sa.Integer(), nullable=True))
        table.add_column(sa.Column("changed_at", Moment(), nullable=True))
    rows = sa.table("meeting", sa.column("sequence"), sa.column("changed_at", Moment()))
    op.execute(sa.update(rows).values(sequence=0, changed_at=now()))
    with op.batch_alter_table("meeting") as table:
        table.alter_column("sequence", existing_type=sa.Integer(), nullable=False)
        table.alter_column("changed_at", existing_type=Moment(), nullable=False)
    op.create_index(
        "uq_meeting_day",
        "meeting",
        ["area_uid", "held_on", "extraordinary"],
        unique=True,
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )


def tables() -> None:
    op.create_table(
        "meeting_invitation",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("meeting_uid", sa.String(length=26), nullable=False),
        sa.Column("user_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("told_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_uid"], ["meeting.uid"], name="fk_meeting_invitation_meeting_uid_meeting"),
        sa.PrimaryKeyConstraint("uid", name="pk_meeting_invitation"),
        sa.UniqueConstraint("meeting_uid", "user_uid", name="uq_meeting_invitation_meeting_uid_user_uid"),
    )
    op.create_index("ix_meeting_invitation_area_uid", "meeting_invitation", ["area_uid"])
    op.create_table(
        "diary_feed",
        sa.Column("user_uid", sa.String(length=26), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_diary_feed"),
        sa.UniqueConstraint("token_digest", name="uq_diary_feed_token_digest"),
    )
    for column in ("agency_uid", "key_uid", "user_uid"):
        op.create_index(f"ix_diary_feed_{column}", "diary_feed", [column])
    op.create_table(
        "diary_reading",
        sa.Column("feed_uid", sa.String(length=26), nullable=False),
        sa.Column("read_at", Moment(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("changed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["feed_uid"], ["diary_feed.uid"], name="fk_diary_reading_feed_uid_diary_feed"),
        sa.PrimaryKeyConstraint("feed_uid", name="pk_diary_reading"),
    )
