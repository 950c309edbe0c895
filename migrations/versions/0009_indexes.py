"""Indexes that the busiest pages read by."""

revision = "0009"
down_revision = "0007"


def upgrade() -> None:
    """Nothing yet."""
