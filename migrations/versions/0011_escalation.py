"""The escalation ladder, and the day's mail of each person."""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Nothing yet."""
