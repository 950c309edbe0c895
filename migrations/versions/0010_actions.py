"""What an action may become, who helps, and what shows that it was done."""

revision = "0010"
down_revision = "0007"


def upgrade() -> None:
    """Nothing yet."""
