"""Sessions, attendance, and contacts counted without names."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0025"
down_revision = "0024"

SESSION, WORKER, ATTENDANCE = "intervention_session", "session_worker", "session_attendance"
TALLY, LINK = "contact_tally", "contact_link"
BY_AREA = (SESSION, WORKER, ATTENDANCE, TALLY, LINK)


def upgrade() -> None:
    sessions()
    attendance()
    contacts()
    shut_by_area(op.get_bind(), *BY_AREA)
    code = sa.table("code", sa.column("list", sa.String), sa.column("code", sa.String))
    op.execute(code.update().where(code.c.list == "session_mode", code.c.code == "1:1").values(code="ONE"))


def sessions() -> None:
    op.create_table(
        SESSION,
        uid("intervention_uid"),
        uid("series_uid", nullable=True),
        uid("parallel_uid", nullable=True),
        sa.Column("for_others", sa.Boolean(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        text("starts_at", 5),
        sa.Column("minutes", sa.Integer(), nullable=False),
        text("mode", 12),
        uid("venue_uid", nullable=True),
        uid("place_uid", nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("happened", sa.Boolean(), nullable=True),
        text("not_held_reason", 24, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=True),
        uid("recorded_by_uid", nullable=True),
        uid("planned_by_uid"),
        *sealed(),
        points_to(SESSION, "intervention_uid", "intervention"),
        sa.PrimaryKeyConstraint("uid", name=f"pk_{SESSION}"),
    )
    for column in ("key_uid", "agency_uid", "series_uid", "parallel_uid"):
        op.create_index(f"ix_{SESSION}_{column}", SESSION, [column])
    op.create_index(f"ix_{SESSION}_area_day", SESSION, ["area_uid", "held_on"])
    op.create_index(f"ix_{SESSION}_of_intervention", SESSION, ["intervention_uid", "held_on"])
    op.create_table(
        WORKER,
        uid("uid"),
        uid("area_uid"),
        uid("session_uid"),
        uid("worker_uid"),
        points_to(WORKER, "session_uid", SESSION),
        sa.PrimaryKeyConstraint("uid", name=f"pk_{WORKER}"),
        sa.UniqueConstraint("session_uid", "worker_uid", name=f"uq_{WORKER}_session_uid_worker_uid"),
    )
    op.create_index(f"ix_{WORKER}_worker_uid", WORKER, ["worker_uid"])


def attendance() -> None:
    op.create_table(
        ATTENDANCE,
        uid("session_uid"),
        uid("referral_uid"),
        uid("participant_uid", nullable=True),
        sa.Column("adult", sa.Boolean(), nullable=False),
        text("code", 8, nullable=True),
        text("reason_by", 16, nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=True),
        uid("recorded_by_uid", nullable=True),
        *sealed(),
        points_to(ATTENDANCE, "session_uid", SESSION),
        points_to(ATTENDANCE, "referral_uid", "intervention_link"),
        points_to(ATTENDANCE, "participant_uid", "referral_participant"),
        sa.PrimaryKeyConstraint("uid", name=f"pk_{ATTENDANCE}"),
        sa.UniqueConstraint(
            "session_uid",
            "referral_uid",
            "participant_uid",
            name=f"uq_{ATTENDANCE}_session_uid_referral_uid_participant_uid",
        ),
    )
    for column in ("key_uid", "agency_uid", "referral_uid"):
        op.create_index(f"ix_{ATTENDANCE}_{column}", ATTENDANCE, [column])
    op.create_index(
        "uq_session_attendance_of_the_person",
        ATTENDANCE,
        ["session_uid", "referral_uid"],
        unique=True,
        sqlite_where=sa.text("participant_uid IS NULL"),
        postgresql_where=sa.text("participant_uid IS NULL"),
    )


def contacts() -> None:
    op.create_table(
        TALLY,
        uid("uid"),
        uid("area_uid"),
        uid("agency_uid"),
        uid("intervention_uid"),
        uid("session_uid", nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        uid("place_uid", nullable=True),
        text("age_band", 12),
        text("sex", 12),
        text("known", 12),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("conversations", sa.Integer(), nullable=False),
        points_to(TALLY, "intervention_uid", "intervention"),
        points_to(TALLY, "session_uid", SESSION),
        sa.PrimaryKeyConstraint("uid", name=f"pk_{TALLY}"),
        sa.UniqueConstraint(
            "session_uid", "age_band", "sex", "known", name=f"uq_{TALLY}_session_uid_age_band_sex_known"
        ),
    )
    op.create_index(f"ix_{TALLY}_place_uid", TALLY, ["place_uid"])
    op.create_index(f"ix_{TALLY}_area_day", TALLY, ["area_uid", "held_on"])
    op.create_index(f"ix_{TALLY}_of_intervention", TALLY, ["intervention_uid", "held_on"])
    op.create_table(
        LINK,
        uid("referral_uid"),
        sa.Column("linked_at", Moment(), nullable=False),
        uid("linked_by_uid"),
        *sealed(),
        points_to(LINK, "referral_uid", "intervention_link"),
        sa.PrimaryKeyConstraint("uid", name=f"pk_{LINK}"),
    )
    for column in ("key_uid", "agency_uid", "referral_uid"):
        op.create_index(f"ix_{LINK}_{column}", LINK, [column])


def sealed() -> tuple[sa.Column, ...]:
    return (
        uid("uid"),
        uid("key_uid"),
        uid("agency_uid", nullable=True),
        uid("area_uid"),
        text("marking", 40),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
    )


def uid(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


def text(name: str, length: int, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def points_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.uid"], name=f"fk_{table}_{column}_{other}")
