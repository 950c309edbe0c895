"""The quarterly return: what was sent, validated and locked, and how each figure was counted."""

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    pass
