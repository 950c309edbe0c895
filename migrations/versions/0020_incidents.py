"""Incidents, who is in them, and plans for age limits."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0020"
down_revision = "0019"

INCIDENT, PERSON, NETWORK, PLAN = "incident", "incident_person", "incident_network", "transition_plan"


def upgrade() -> None:
    op.add_column("case_entry", uid("event_uid", nullable=True))
    op.create_index("ix_case_entry_event_uid", "case_entry", ["event_uid"])
    op.create_table(
        INCIDENT,
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=True),
        uid("place_uid", nullable=True),
        sa.Column("visibility", sa.String(length=1), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        uid("recorded_by_uid"),
        uid("joined_uid", nullable=True),
        *sealed(),
        points_to(INCIDENT, "place_uid", "subject"),
        sa.PrimaryKeyConstraint("uid", name="pk_incident"),
        sa.UniqueConstraint("reference", name="uq_incident_reference"),
    )
    op.create_index("ix_incident_area_day", INCIDENT, ["area_uid", "happened_on", "uid"])
    op.create_index("ix_incident_place_day", INCIDENT, ["place_uid", "happened_on"])
    op.create_index("ix_incident_joined_uid", INCIDENT, ["joined_uid"])
    op.create_table(
        PERSON,
        uid("incident_uid"),
        uid("told_in_uid"),
        uid("subject_uid"),
        sa.Column("added_at", Moment(), nullable=False),
        uid("added_by_uid"),
        sa.Column("taken_out_at", Moment(), nullable=True),
        uid("taken_out_by_uid", nullable=True),
        *sealed(),
        points_to(PERSON, "incident_uid", INCIDENT),
        points_to(PERSON, "told_in_uid", INCIDENT),
        points_to(PERSON, "subject_uid", "subject"),
        sa.PrimaryKeyConstraint("uid", name="pk_incident_person"),
    )
    op.create_index("ix_incident_person_incident_uid", PERSON, ["incident_uid"])
    op.create_index("ix_incident_person_subject", PERSON, ["subject_uid", "incident_uid"])
    op.create_index("ix_incident_person_told_in", PERSON, ["told_in_uid"])
    op.create_table(
        NETWORK,
        uid("uid"),
        uid("area_uid"),
        uid("incident_uid"),
        uid("network_uid"),
        points_to(NETWORK, "incident_uid", INCIDENT),
        points_to(NETWORK, "network_uid", "subject"),
        sa.PrimaryKeyConstraint("uid", name="pk_incident_network"),
        sa.UniqueConstraint("incident_uid", "network_uid", name="uq_incident_network_incident_uid_network_uid"),
    )
    op.create_index("ix_incident_network_network_uid", NETWORK, ["network_uid"])
    op.create_table(
        PLAN,
        uid("case_uid"),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("consent", sa.String(length=20), nullable=True),
        *sealed(),
        points_to(PLAN, "case_uid", "case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_transition_plan"),
        sa.UniqueConstraint("case_uid", "years", name="uq_transition_plan_case_uid_years"),
    )
    op.create_index("ix_transition_plan_area", PLAN, ["area_uid"])
    for table in (INCIDENT, PERSON, PLAN):
        for column in ("key_uid", "agency_uid"):
            op.create_index(f"ix_{table}_{column}", table, [column])
    shut_by_area(op.get_bind(), INCIDENT, PERSON, NETWORK, PLAN)


def sealed() -> tuple[sa.Column, ...]:
    return (
        uid("uid"),
        uid("key_uid"),
        uid("agency_uid", nullable=True),
        uid("area_uid"),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
    )


def uid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=26), nullable=nullable)


def points_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.uid"], name=f"fk_{table}_{column}_{other}")
