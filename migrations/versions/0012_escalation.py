"""Steps of the ladder taken, letters, and the mail that could not be delivered."""

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Nothing yet."""
