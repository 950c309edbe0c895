"""Extracts of the police Serious Violence App, and what became of their rows."""

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    pass
