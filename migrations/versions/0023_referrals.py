"""Every step of a referral, its participants, who was assigned, and what was agreed to be tried for."""

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    pass
