"""Versions of the minutes, corrections, and what was issued to whom."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Nothing yet."""
