"""Grants, allocations, budget lines, commitments, actuals and match contributions."""

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    pass
