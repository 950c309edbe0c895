"""Networks: members, links, purpose and tension."""

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Nothing yet."""
