"""What the meeting, its minutes and forums still had to keep."""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Nothing yet."""
