"""Drafts of what is typed in a meeting, and who acknowledged the confidentiality statement."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Nothing yet."""
