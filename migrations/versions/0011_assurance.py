"""What assurance is tied to and how it was tested."""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Nothing yet."""
