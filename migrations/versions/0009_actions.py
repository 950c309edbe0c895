"""Helpers, evidence references and what became of actions."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Nothing yet."""
