"""What people said of two who may be the same, and the merges that followed."""

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    pass
