"""Sign-off, other forums and transfers to them."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Nothing yet."""
