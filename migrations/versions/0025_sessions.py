"""Sessions, attendance, and contacts counted without names."""

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    pass
