"""The people around assurance are those around an action."""

from tests.integration.actions.conftest import browse, group

__all__ = ["browse", "group"]
