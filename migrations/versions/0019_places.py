"""Boundaries, recorded crime and places of concern."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0019"
down_revision = "0018"

BY_AREA = ("place_profile", "place_round", "place_power")


def upgrade() -> None:
    boundaries()
    recorded_crime()
    places()
    shut_by_area(op.get_bind(), *BY_AREA)


def boundaries() -> None:
    op.create_table(
        "boundary_set",
        uid("uid"),
        text("kind", 4),
        text("area_code", 60),
        text("vintage", 7),
        text("source", 200),
        sa.Column("attribution", sa.Text(), nullable=False),
        text("digest", 64),
        whole("features"),
        sa.Column("imported_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_boundary_set"),
        sa.UniqueConstraint("kind", "area_code", "vintage", name="uq_boundary_set_kind_area_code_vintage"),
    )
    op.create_table(
        "boundary",
        uid("uid"),
        uid("set_uid"),
        text("code", 120),
        text("name", 120),
        *(sa.Column(name, sa.Float(), nullable=False) for name in ("west", "south", "east", "north")),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        points_to("boundary", "set_uid", "boundary_set"),
        sa.PrimaryKeyConstraint("uid", name="pk_boundary"),
        sa.UniqueConstraint("set_uid", "code", name="uq_boundary_set_uid_code"),
    )
    op.create_index("ix_boundary_code", "boundary", ["code"])
    op.create_table(
        "postcode",
        text("postcode", 8),
        text("ward", 120),
        text("lsoa", 9),
        sa.PrimaryKeyConstraint("postcode", name="pk_postcode"),
    )


def recorded_crime() -> None:
    op.create_table(
        "crime_file",
        uid("uid"),
        uid("user_uid", nullable=True),
        sa.Column("loaded_at", Moment(), nullable=False),
        text("digest", 64),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        whole("tries"),
        whole("done"),
        sa.Column("failed_at", Moment(), nullable=True),
        sa.Column("problem", sa.String(length=300), nullable=True),
        sa.Column("read_at", Moment(), nullable=True),
        sa.Column("month", sa.Date(), nullable=True),
        text("force", 120),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("differs", sa.JSON(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("in_use_for", sa.String(length=140), nullable=True),
        sa.Column("replaced_at", Moment(), nullable=True),
        sa.Column("left_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_crime_file"),
        sa.UniqueConstraint("in_use_for", name="uq_crime_file_in_use_for"),
    )
    op.create_index("ix_crime_file_digest", "crime_file", ["digest"])
    op.create_index("ix_crime_file_month", "crime_file", ["month", "force"])
    op.create_table(
        "crime_spot",
        uid("uid"),
        text("lsoa_code", 9),
        text("lsoa_name", 120),
        text("street", 120),
        whole("lon"),
        whole("lat"),
        text("area_code", 60),
        sa.Column("ward_code", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_crime_spot"),
        sa.UniqueConstraint(
            "lsoa_code", "lon", "lat", "street", "lsoa_name", name="uq_crime_spot_lsoa_code_lon_lat_street_lsoa_name"
        ),
    )
    op.create_index("ix_crime_spot_area", "crime_spot", ["area_code", "ward_code"])
    op.create_table(
        "crime_count",
        uid("file_uid"),
        uid("spot_uid"),
        text("crime_type", 20),
        whole("number"),
        points_to("crime_count", "file_uid", "crime_file"),
        points_to("crime_count", "spot_uid", "crime_spot"),
        sa.PrimaryKeyConstraint("file_uid", "spot_uid", "crime_type", name="pk_crime_count"),
    )
    op.create_table(
        "harm_weight",
        uid("uid"),
        text("list", 20),
        text("code", 60),
        sa.Column("weight", sa.Float(), nullable=False),
        text("source", 200),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_harm_weight"),
        sa.UniqueConstraint("list", "code", "valid_from", name="uq_harm_weight_list_code_valid_from"),
    )


def places() -> None:
    of_case("place_profile", day("grid_on"), unique=("case_uid",))
    of_case(
        "place_round",
        whole("number"),
        day("scanned_on", nullable=False),
        *(day(name) for name in ("analysed_on", "responded_on", "assessed_on")),
        unique=("case_uid", "number"),
    )
    of_case("place_power", text("code", 24), day("starts_on", nullable=False), day("ends_on"), day("ended_on"))
    op.create_index("ix_place_power_case_uid", "place_power", ["case_uid"])


def of_case(table: str, *columns: sa.Column, unique: tuple[str, ...] = ()) -> None:
    """A table of sealed rows that belong to a case."""
    op.create_table(
        table,
        uid("case_uid"),
        *columns,
        uid("uid"),
        uid("key_uid"),
        uid("agency_uid", nullable=True),
        uid("area_uid"),
        text("marking", 40),
        whole("ver"),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        points_to(table, "case_uid", "case_file"),
        sa.PrimaryKeyConstraint("uid", name=f"pk_{table}"),
        *([sa.UniqueConstraint(*unique, name=f"uq_{table}_{'_'.join(unique)}")] if unique else []),
    )
    for column in ("key_uid", "agency_uid"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def uid(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


def text(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False)


def whole(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def day(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def points_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.uid"], name=f"fk_{table}_{column}_{other}")
