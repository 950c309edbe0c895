"""Networks: members, links, purpose, places and the plan."""

import sqlalchemy as sa
from alembic import op

from app.platform.database.by_area import shut_by_area

revision = "0018"
down_revision = "0017"

BY_AREA = ("network_term", "network_membership", "network_link", "network_place", "network_goal")


def upgrade() -> None:
    sealed_table(
        "network_term",
        uid("network_uid", "subject"),
        uid("case_uid", "case_file"),
        day("set_on"),
        day("expires_on"),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        day("dissolved_on", nullable=True),
        indexed=("network_uid", "case_uid"),
    )
    sealed_table(
        "network_membership",
        uid("network_uid", "subject"),
        uid("member_uid", "network_member"),
        sa.Column("standing", sa.String(length=10), nullable=False),
        day("decided_on"),
        *(day(name, nullable=True) for name in ("evidenced_on", "expires_on", "ended_on")),
        sa.UniqueConstraint("member_uid", name="uq_network_membership_member_uid"),
        indexed=("network_uid",),
    )
    sealed_table(
        "network_link",
        uid("network_uid", "subject"),
        uid("from_uid", "network_member", nullable=True),
        uid("to_uid", "network_member", nullable=True),
        uid("told_uid", nullable=True),
        sa.Column("police", sa.Boolean(), nullable=False),
        *(day(name, nullable=True) for name in ("evidenced_on", "expires_on", "ended_on")),
        indexed=("network_uid", "from_uid", "to_uid", "told_uid"),
    )
    sealed_table(
        "network_place",
        uid("network_uid", "subject"),
        uid("place_uid", "subject"),
        day("linked_on"),
        sa.UniqueConstraint("network_uid", "place_uid", name="uq_network_place_network_uid_place_uid"),
        indexed=("network_uid", "place_uid"),
    )
    sealed_table(
        "network_goal",
        uid("network_uid", "subject"),
        uid("case_uid", "case_file"),
        day("set_on"),
        day("review_on"),
        day("ended_on", nullable=True),
        uid("who_agency_uid"),
        sa.Column("context", sa.String(length=20), nullable=False),
        indexed=("network_uid", "case_uid"),
    )
    shut_by_area(op.get_bind(), *BY_AREA)


Column = tuple[sa.Column[str], str | None]


def uid(name: str, other: str | None = None, *, nullable: bool = False) -> Column:
    return sa.Column(name, sa.String(length=26), nullable=nullable), other


def day(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def sealed_table(table: str, *parts: object, indexed: tuple[str, ...]) -> None:
    """A table with the columns of every sealed row; `parts` are its own, with what they point to."""
    columns: list[sa.schema.SchemaItem] = []
    for part in (*parts, uid("uid"), uid("key_uid"), uid("agency_uid", nullable=True), uid("area_uid")):
        column, other = part if isinstance(part, tuple) else (part, None)
        columns.append(column)
        if other:
            name = f"fk_{table}_{column.name}_{other}"
            columns.append(sa.ForeignKeyConstraint([column.name], [f"{other}.uid"], name=name))
    op.create_table(
        table,
        *columns,
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name=f"pk_{table}"),
    )
    for column in ("key_uid", "agency_uid", *indexed):
        op.create_index(f"ix_{table}_{column}", table, [column])
