"""The timetable's exceptions and moved meetings, and private calendar feeds."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Nothing yet."""
