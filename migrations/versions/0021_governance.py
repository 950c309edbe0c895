"""Documents in force and the changes that wait for them; contested records; sample audits; disclosures outside."""

import sqlalchemy as sa
from alembic import op

from app.platform.database.by_area import shut_by_area

revision = "0021"
down_revision = "0020"

BY_AREA = ("governed_document", "proposed_change", "contest", "sampled_case", "outside_disclosure")


def upgrade() -> None:
    op.create_table(
        "governed_document",
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("covers", sa.JSON(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        uid("recorded_by_uid"),
        sa.Column("approved_on", sa.Date(), nullable=True),
        uid("approval_by_uid", nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        uid("follows_uid", nullable=True),
        *_sealed(),
        points_to("governed_document", "follows_uid", "governed_document"),
        sa.PrimaryKeyConstraint("uid", name="pk_governed_document"),
    )
    op.create_index("ix_governed_document_area", "governed_document", ["area_uid", "kind"])
    op.create_table(
        "proposed_change",
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        uid("proposed_by_uid"),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        *_sealed(),
        sa.PrimaryKeyConstraint("uid", name="pk_proposed_change"),
    )
    op.create_index("ix_proposed_change_area", "proposed_change", ["area_uid", "what"])
    with op.batch_alter_table("case_entry") as table:
        table.add_column(sa.Column("contested", sa.String(length=4), nullable=True))
    op.create_table(
        "contest",
        sa.Column("reference", sa.String(length=16), nullable=False),
        uid("case_uid"),
        sa.Column("case_reference", sa.String(length=16), nullable=False),
        uid("entry_uid", nullable=True),
        uid("recorded_by_uid", nullable=True),
        sa.Column("visibility", sa.String(length=1), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        uid("heard_by_uid"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        uid("decided_by_uid", nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("tell_by", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        *_sealed(),
        points_to("contest", "case_uid", "case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_contest"),
        sa.UniqueConstraint("reference", name="uq_contest_reference"),
    )
    op.create_index("ix_contest_area", "contest", ["area_uid", "decided_on", "due_on"])
    op.create_index("ix_contest_case_uid", "contest", ["case_uid"])
    op.create_index("ix_contest_entry_uid", "contest", ["entry_uid"])
    op.create_table(
        "sampled_case",
        uid("case_uid"),
        sa.Column("case_reference", sa.String(length=16), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        uid("answered_by_uid", nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("follow_by", sa.Date(), nullable=True),
        sa.Column("followed_on", sa.Date(), nullable=True),
        uid("followed_by_uid", nullable=True),
        *_sealed(),
        points_to("sampled_case", "case_uid", "case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_sampled_case"),
        sa.UniqueConstraint("area_uid", "drawn_on", "case_uid", name="uq_sampled_case_area_uid_drawn_on_case_uid"),
    )
    op.create_index("ix_sampled_case_open", "sampled_case", ["area_uid", "answered_on"])
    op.create_index("ix_sampled_case_case_uid", "sampled_case", ["case_uid"])
    op.create_table(
        "outside_disclosure",
        sa.Column("reference", sa.String(length=16), nullable=False),
        uid("case_uid"),
        sa.Column("case_reference", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("gateway", sa.String(length=24), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        uid("asked_by_uid"),
        sa.Column("chair_on", sa.Date(), nullable=True),
        uid("chair_uid", nullable=True),
        sa.Column("dpo_on", sa.Date(), nullable=True),
        uid("dpo_uid", nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        uid("refused_by_uid", nullable=True),
        sa.Column("made_on", sa.Date(), nullable=True),
        uid("made_by_uid", nullable=True),
        *_sealed(),
        points_to("outside_disclosure", "case_uid", "case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_outside_disclosure"),
        sa.UniqueConstraint("reference", name="uq_outside_disclosure_reference"),
    )
    op.create_index("ix_outside_disclosure_area", "outside_disclosure", ["area_uid", "asked_on"])
    op.create_index("ix_outside_disclosure_case_uid", "outside_disclosure", ["case_uid"])
    for table in BY_AREA:
        for column in ("agency_uid", "key_uid"):
            op.create_index(f"ix_{table}_{column}", table, [column])
    shut_by_area(op.get_bind(), *BY_AREA)


def uid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


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
