"""The first tables, the end of the empty audit, and row-level security by area on PostgreSQL."""

from alembic import op
from sqlalchemy import text

from app.platform.database import Base

revision = "0001"
down_revision = None

BY_AREA = (
    "action",
    "action_update",
    "agenda_item",
    "assurance",
    "attendance",
    "case_entry",
    "case_file",
    "decision",
    "intervention_link",
    "meeting",
    "network_member",
    "notification",
    "notification_message",
    "subject",
)
"""Tables whose rows are seen, on PostgreSQL, only by a transaction that named their area."""

IN_AREA = (
    "current_setting('app.areas', true) = '*'"
    " OR area_uid = ANY (string_to_array(nullif(current_setting('app.areas', true), ''), ','))"
)


def upgrade() -> None:
    connection = op.get_bind()
    Base.metadata.create_all(connection)
    connection.execute(text("INSERT INTO audit_head (id, size, mac) VALUES (1, 0, :start)"), {"start": bytes(32)})
    if connection.dialect.name == "postgresql":
        for table in BY_AREA:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY by_area ON {table} USING ({IN_AREA}) WITH CHECK ({IN_AREA})")
