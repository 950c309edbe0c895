"""Providers and their quality; how interventions are commissioned: contracts, venues, terms, evidence."""

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    pass
