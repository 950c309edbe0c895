"""Providers and their quality; how interventions are commissioned: contracts, venues, terms, evidence."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0022"
down_revision = "0021"

BY_AREA = ("provider_item", "intervention_venue", "venue_restriction")


def upgrade() -> None:
    providers()
    terms()
    contracts()
    venues()
    for table in ("provider_item", "venue_restriction"):
        for column in ("agency_uid", "key_uid"):
            op.create_index(f"ix_{table}_{column}", table, [column])
    shut_by_area(op.get_bind(), *BY_AREA)


def providers() -> None:
    op.create_table(
        "provider_item",
        text("kind", 24),
        text("state", 24, nullable=True),
        text("module", 24, nullable=True),
        uid("user_uid", nullable=True),
        day("given_on"),
        day("expires_on"),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        uid("recorded_by_uid"),
        *_sealed(),
        sa.PrimaryKeyConstraint("uid", name="pk_provider_item"),
    )
    op.create_index("ix_provider_item_area", "provider_item", ["area_uid", "agency_uid"])
    op.create_index("ix_provider_item_user_uid", "provider_item", ["user_uid"])


def terms() -> None:
    """What the catalogue says beyond the documents: each empty for the rows that are there."""
    with op.batch_alter_table("intervention") as table:
        for name, length in (("level", 16), ("setting", 16), ("approach", 24), ("yef_impact", 12)):
            table.add_column(text(name, length, nullable=True))
        for name in ("exclusions", "route", "measures"):
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("outcomes_claimed", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("waiting_list", sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in (
            "capacity", "sessions_planned", "minutes_planned", "weeks_planned", "yef_cost", "yef_confidence", "nesta",
        ):  # fmt: skip
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
        table.add_column(uid("safeguarding_lead_uid", nullable=True))
        table.add_column(day("evidence_on"))
        table.add_column(sa.Column("evidence_source", sa.String(length=300), nullable=False, server_default=""))
        table.add_column(day("changed_on"))


def contracts() -> None:
    op.create_table(
        "intervention_contract",
        uid("uid"),
        uid("intervention_uid"),
        text("reference", 60),
        text("fund_route", 12),
        uid("grant_uid", nullable=True),
        day("starts_on", nullable=False),
        day("ends_on", nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        day("confirmed_on"),
        day("stopped_on"),
        points_to("intervention_contract", "intervention_uid", "intervention"),
        sa.PrimaryKeyConstraint("uid", name="pk_intervention_contract"),
    )
    op.create_index("ix_intervention_contract_intervention_uid", "intervention_contract", ["intervention_uid"])
    op.create_index("ix_intervention_contract_grant_uid", "intervention_contract", ["grant_uid"])


def venues() -> None:
    op.create_table(
        "intervention_venue",
        uid("uid"),
        uid("area_uid"),
        text("name", 120),
        uid("place_uid", nullable=True),
        day("ended_on"),
        sa.PrimaryKeyConstraint("uid", name="pk_intervention_venue"),
        sa.UniqueConstraint("area_uid", "name", name="uq_intervention_venue_area_uid_name"),
    )
    op.create_index("ix_intervention_venue_area_uid", "intervention_venue", ["area_uid"])
    op.create_table(
        "intervention_venue_use",
        uid("uid"),
        uid("intervention_uid"),
        uid("venue_uid"),
        points_to("intervention_venue_use", "intervention_uid", "intervention"),
        points_to("intervention_venue_use", "venue_uid", "intervention_venue"),
        sa.PrimaryKeyConstraint("uid", name="pk_intervention_venue_use"),
        sa.UniqueConstraint(
            "intervention_uid", "venue_uid", name="uq_intervention_venue_use_intervention_uid_venue_uid"
        ),
    )
    op.create_index("ix_intervention_venue_use_intervention_uid", "intervention_venue_use", ["intervention_uid"])
    op.create_index("ix_intervention_venue_use_venue_uid", "intervention_venue_use", ["venue_uid"])
    op.create_table(
        "venue_restriction",
        uid("venue_uid"),
        uid("case_uid"),
        uid("network_uid"),
        day("recorded_on", nullable=False),
        uid("recorded_by_uid"),
        day("review_on", nullable=False),
        day("lifted_on"),
        *_sealed(),
        points_to("venue_restriction", "venue_uid", "intervention_venue"),
        points_to("venue_restriction", "case_uid", "case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_venue_restriction"),
    )
    for column in ("venue_uid", "case_uid", "network_uid"):
        op.create_index(f"ix_venue_restriction_{column}", "venue_restriction", [column])


def uid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


def text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def day(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def points_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.uid"], name=f"fk_{table}_{column}_{other}")


def _sealed() -> list[sa.Column]:
    """The columns of every sealed table."""
    return [
        uid("uid"),
        uid("key_uid"),
        uid("agency_uid", nullable=True),
        uid("area_uid"),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
    ]
