"""The people around assurance are those around an action."""

from tests.integration.actions.conftest import beginning, browse, group

__all__ = ["beginning", "browse", "group"]
