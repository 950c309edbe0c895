"""What an assurance is tied to, and what became of it."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Nothing yet."""
