"""Grants, allocations, budget lines, commitments, actuals and match contributions; the Community Fund."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0027"
down_revision = "0026"

SEALED = (
    "funding_commitment",
    "funding_actual",
    "funding_underspend",
    "funding_match",
    "fund_application",
    "fund_award",
    "fund_return",
)
BY_AREA = ("funding_line", "funding_forecast", *SEALED)

OF_AREA = (
    "of_area_uid IS NULL OR current_setting('app.areas', true) = '*'"
    " OR of_area_uid = ANY (string_to_array(nullif(current_setting('app.areas', true), ''), ','))"
)


def upgrade() -> None:
    _grants()
    _lines()
    _paid()
    _community_fund()
    for table in SEALED:
        for column in ("agency_uid", "key_uid"):
            op.create_index(f"ix_{table}_{column}", table, [column])
    shut_by_area(op.get_bind(), *BY_AREA)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE funding_grant ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE funding_grant FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY of_area ON funding_grant USING ({OF_AREA}) WITH CHECK ({OF_AREA})")


def _grants() -> None:
    op.create_table(
        "funding_grant",
        uid("uid"),
        sa.Column("code", sa.String(length=8), nullable=True),
        uid("of_area_uid", nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        code("source"),
        sa.Column("reference", sa.String(length=60), nullable=False),
        pence("amount", nullable=True),
        pence("core_amount", nullable=True),
        sa.Column("match_year", sa.Integer(), nullable=True),
        day("starts_on"),
        day("ends_on"),
        day("signed_on", nullable=True),
        day("confirmed_on", nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("cited", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_funding_grant"),
        sa.UniqueConstraint("code", name="uq_funding_grant_code"),
    )
    op.create_index("ix_funding_grant_of_area_uid", "funding_grant", ["of_area_uid"])
    op.create_table(
        "funding_allocation",
        uid("uid"),
        uid("grant_uid"),
        uid("to_area_uid"),
        sa.Column("position", sa.Integer(), nullable=False),
        pence("amount"),
        sa.Column("basis", sa.JSON(), nullable=False),
        day("agreed_on", nullable=True),
        points_to("funding_allocation", "grant_uid", "funding_grant"),
        sa.PrimaryKeyConstraint("uid", name="pk_funding_allocation"),
        sa.UniqueConstraint("grant_uid", "to_area_uid", name="uq_funding_allocation_grant_uid_to_area_uid"),
    )
    op.create_index("ix_funding_allocation_to_area_uid", "funding_allocation", ["to_area_uid"])


def _lines() -> None:
    op.create_table(
        "funding_line",
        uid("uid"),
        uid("area_uid"),
        uid("grant_uid"),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        code("kind"),
        uid("intervention_uid", nullable=True),
        pence("amount"),
        sa.Column("ver", sa.Integer(), nullable=False),
        points_to("funding_line", "grant_uid", "funding_grant"),
        points_to("funding_line", "intervention_uid", "intervention"),
        sa.PrimaryKeyConstraint("uid", name="pk_funding_line"),
    )
    op.create_index("ix_funding_line_area", "funding_line", ["area_uid", "year"])
    indexes("funding_line", "grant_uid", "intervention_uid")
    op.create_table(
        "funding_forecast",
        uid("uid"),
        uid("area_uid"),
        uid("line_uid"),
        pence("amount"),
        moment("made_at"),
        uid("made_by_uid"),
        points_to("funding_forecast", "line_uid", "funding_line"),
        sa.PrimaryKeyConstraint("uid", name="pk_funding_forecast"),
    )
    indexes("funding_forecast", "line_uid")
    op.create_table(
        "funding_commitment",
        uid("line_uid"),
        uid("intervention_uid", nullable=True),
        pence("amount"),
        day("starts_on"),
        day("ends_on"),
        day("confirmed_on", nullable=True),
        day("ended_on", nullable=True),
        *_sealed(),
        points_to("funding_commitment", "line_uid", "funding_line"),
        points_to("funding_commitment", "intervention_uid", "intervention"),
        sa.PrimaryKeyConstraint("uid", name="pk_funding_commitment"),
    )
    indexes("funding_commitment", "line_uid", "intervention_uid")


def _paid() -> None:
    op.create_table(
        "funding_actual",
        uid("line_uid"),
        uid("intervention_uid", nullable=True),
        uid("commitment_uid", nullable=True),
        pence("amount"),
        day("paid_on"),
        uid("reverses_uid", nullable=True),
        moment("entered_at"),
        uid("entered_by_uid"),
        *_sealed(),
        points_to("funding_actual", "line_uid", "funding_line"),
        points_to("funding_actual", "intervention_uid", "intervention"),
        points_to("funding_actual", "commitment_uid", "funding_commitment"),
        points_to("funding_actual", "reverses_uid", "funding_actual"),
        sa.PrimaryKeyConstraint("uid", name="pk_funding_actual"),
        sa.UniqueConstraint("reverses_uid", name="uq_funding_actual_reverses_uid"),
    )
    op.create_index("ix_funding_actual_intervention", "funding_actual", ["intervention_uid", "paid_on"])
    indexes("funding_actual", "line_uid", "commitment_uid")
    op.create_table(
        "funding_underspend",
        uid("line_uid"),
        pence("amount"),
        code("use"),
        day("asked_on"),
        day("decided_on", nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        *_sealed(),
        points_to("funding_underspend", "line_uid", "funding_line"),
        sa.PrimaryKeyConstraint("uid", name="pk_funding_underspend"),
    )
    indexes("funding_underspend", "line_uid")
    op.create_table(
        "funding_match",
        uid("grant_uid"),
        uid("intervention_uid", nullable=True),
        code("kind"),
        pence("amount"),
        day("given_on"),
        uid("reverses_uid", nullable=True),
        moment("entered_at"),
        uid("entered_by_uid"),
        *_sealed(),
        points_to("funding_match", "grant_uid", "funding_grant"),
        points_to("funding_match", "intervention_uid", "intervention"),
        points_to("funding_match", "reverses_uid", "funding_match"),
        sa.PrimaryKeyConstraint("uid", name="pk_funding_match"),
        sa.UniqueConstraint("reverses_uid", name="uq_funding_match_reverses_uid"),
    )
    indexes("funding_match", "grant_uid", "intervention_uid")


def _community_fund() -> None:
    op.create_table(
        "fund_application",
        sa.Column("reference", sa.String(length=16), nullable=False),
        uid("line_uid"),
        uid("intervention_uid", nullable=True),
        day("received_on"),
        pence("asked"),
        day("decided_on", nullable=True),
        uid("decided_by_uid", nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("conflict", sa.Boolean(), nullable=True),
        day("withdrawn_on", nullable=True),
        *_sealed(),
        points_to("fund_application", "line_uid", "funding_line"),
        points_to("fund_application", "intervention_uid", "intervention"),
        sa.PrimaryKeyConstraint("uid", name="pk_fund_application"),
        sa.UniqueConstraint("reference", name="uq_fund_application_reference"),
    )
    op.create_index("ix_fund_application_area", "fund_application", ["area_uid", "received_on"])
    indexes("fund_application", "line_uid", "intervention_uid")
    op.create_table(
        "fund_award",
        uid("application_uid"),
        uid("commitment_uid"),
        pence("amount"),
        day("awarded_on"),
        day("starts_on"),
        day("ends_on"),
        day("extended_on", nullable=True),
        pence("clawed_back"),
        day("clawed_on", nullable=True),
        day("evaluated_on", nullable=True),
        *_sealed(),
        points_to("fund_award", "application_uid", "fund_application"),
        points_to("fund_award", "commitment_uid", "funding_commitment"),
        sa.PrimaryKeyConstraint("uid", name="pk_fund_award"),
        sa.UniqueConstraint("application_uid", name="uq_fund_award_application_uid"),
    )
    indexes("fund_award", "commitment_uid")
    op.create_table(
        "fund_return",
        uid("award_uid"),
        day("due_on"),
        day("received_on", nullable=True),
        pence("spent", nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        *_sealed(),
        points_to("fund_return", "award_uid", "fund_award"),
        sa.PrimaryKeyConstraint("uid", name="pk_fund_return"),
    )
    indexes("fund_return", "award_uid")


def uid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


def code(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=24), nullable=False)


def day(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def moment(name: str) -> sa.Column:
    return sa.Column(name, Moment(), nullable=False)


def pence(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def points_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.uid"], name=f"fk_{table}_{column}_{other}")


def indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


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
