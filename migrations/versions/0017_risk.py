"""The scoring model and what people make of it: versions, assessments, and whom closing was proposed for.

The values of the model leave the code lists and the numbers: they have one home now, the versions of the model.
"""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0017"
down_revision = "0016"

BY_AREA = ("risk_model", "risk_assessment", "risk_quiet")
VIOLENT = (
    "EV_WEAPON_USE", "EV_VIOL_CAUSE", "EV_SHARP_INJURY", "EV_ASSAULTED", "EV_ED_ATTEND",
    "EV_ROBBERY", "EV_ROBBED", "EV_DA_CAUSE", "EV_DA_HARMED", "EV_HSB",
)  # fmt: skip
KEPT = ("risk.trigger.notice", "risk.imminence.now", "risk.imminence.soon")
LEFT = ("weights", "confidence")


def upgrade() -> None:
    op.create_table(
        "risk_model",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("drafted_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        uid("drafted_by_uid"),
        uid("chair_uid", nullable=True),
        sa.Column("chair_at", Moment(), nullable=True),
        uid("officer_uid", nullable=True),
        sa.Column("officer_at", Moment(), nullable=True),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.Column("tried_at", Moment(), nullable=True),
        sa.Column("amounts", sa.JSON(), nullable=False),
        sa.Column("effect", sa.JSON(), nullable=False),
        *_sealed(),
        sa.PrimaryKeyConstraint("uid", name="pk_risk_model"),
        sa.UniqueConstraint("area_uid", "number", name="uq_risk_model_area_uid_number"),
    )
    op.create_table(
        "risk_assessment",
        uid("case_uid"),
        uid("model_uid"),
        sa.Column("made_at", Moment(), nullable=False),
        uid("made_by_uid"),
        *_sealed(),
        points_to("risk_assessment", "case_uid", "case_file"),
        points_to("risk_assessment", "model_uid", "risk_model"),
        sa.PrimaryKeyConstraint("uid", name="pk_risk_assessment"),
    )
    op.create_index("ix_risk_assessment_case", "risk_assessment", ["case_uid", "made_at"])
    op.create_table(
        "risk_quiet",
        uid("case_uid"),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=True),
        uid("kept_by_uid", nullable=True),
        *_sealed(),
        points_to("risk_quiet", "case_uid", "case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_risk_quiet"),
    )
    op.create_index("ix_risk_quiet_case", "risk_quiet", ["case_uid", "proposed_on"])
    for table in BY_AREA:
        for column in ("key_uid", "agency_uid"):
            op.create_index(f"ix_{table}_{column}", table, [column])
    shut_by_area(op.get_bind(), *BY_AREA)
    _one_home()


def _one_home() -> None:
    """What the model holds is in no list and no number any more."""
    number, code = sa.table("number", sa.column("key")), _code()
    op.execute(
        number.delete().where(
            sa.or_(
                sa.and_(number.c.key.startswith("risk."), number.c.key.not_in(KEPT)),
                number.c.key == "closure.zero_harm",
            )
        )
    )
    rows = op.get_bind().execute(
        sa.select(code.c.uid, code.c.code, code.c.attributes).where(code.c.list.in_(("risk_factor", "info_grade")))
    )
    for row in rows.all():
        attributes = {name: value for name, value in (row.attributes or {}).items() if name not in LEFT}
        if row.code in VIOLENT:
            attributes["violent"] = True
        op.execute(code.update().where(code.c.uid == row.uid).values(attributes=attributes))


def _code() -> sa.TableClause:
    columns = (sa.column(name) for name in ("uid", "list", "code"))
    return sa.table("code", *columns, sa.column("attributes", sa.JSON()))


def _sealed() -> tuple[sa.Column[object], ...]:
    return (
        uid("uid"),
        uid("key_uid"),
        uid("agency_uid", nullable=True),
        uid("area_uid"),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
    )


def uid(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


def points_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.uid"], name=f"fk_{table}_{column}_{other}")
