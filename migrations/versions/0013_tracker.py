"""Exports of the tracker: to whom, why, until when."""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Nothing yet."""
