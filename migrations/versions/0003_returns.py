"""Requests for information and what agencies returned."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing yet."""
