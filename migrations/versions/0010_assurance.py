"""When it was recorded that an assurance lapsed. What it rests on, and why it was accepted, is in its payload."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("assurance") as table:
        table.add_column(sa.Column("lapsed_on", sa.Date(), nullable=True))
