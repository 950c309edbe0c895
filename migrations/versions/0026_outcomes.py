"""Measures, goals, feedback and evaluations."""

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    pass
