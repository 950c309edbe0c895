"""What an agenda was when it was agreed, conflicts of interest, lock-outs, packs."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Nothing yet."""
