"""What the meeting, its minutes and forums still had to keep: why what is in a pack was shared."""

import sqlalchemy as sa
from alembic import op

from app.platform.database.by_area import shut_by_area

revision = "0013"
down_revision = "0012"

BY_AREA = ("pack_necessity",)


def upgrade() -> None:
    op.create_table(
        "pack_necessity",
        uid("release_uid"),
        uid("item_uid"),
        uid("case_uid"),
        uid("source_uid"),
        uid("uid"),
        uid("key_uid"),
        uid("agency_uid", nullable=True),
        uid("area_uid"),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        points_to("release_uid", "pack_release"),
        points_to("item_uid", "agenda_item"),
        sa.PrimaryKeyConstraint("uid", name="pk_pack_necessity"),
        sa.UniqueConstraint(
            "release_uid", "item_uid", "source_uid", name="uq_pack_necessity_release_uid_item_uid_source_uid"
        ),
    )
    for column in ("key_uid", "agency_uid"):
        op.create_index(f"ix_pack_necessity_{column}", "pack_necessity", [column])
    shut_by_area(op.get_bind(), *BY_AREA)


def uid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


def points_to(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.uid"], name=f"fk_pack_necessity_{column}_{other}")
