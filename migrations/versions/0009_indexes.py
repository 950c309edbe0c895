"""Indexes that the busiest pages read by."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Nothing yet."""
