"""What the first month of use asked for."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Nothing yet."""
