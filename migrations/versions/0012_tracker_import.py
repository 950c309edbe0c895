"""Uploads of the tracker, and what became of each row."""

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Nothing yet."""
