"""The scoring model and what people make of it."""

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Nothing yet."""
