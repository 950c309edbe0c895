"""The people around an action, as for actions, and what the worker does in the morning."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

import pytest
from flask import Flask

from app.features.escalation.jobs import look
from app.kernel.clock import LONDON
from app.platform.access import bind_actor
from app.platform.database import db
from tests.conftest import Clock
from tests.factories.accounts import the_system
from tests.integration.actions.conftest import Group, beginning, browse, group

__all__ = ["Group", "Morning", "beginning", "browse", "group", "morning"]

Morning = Callable[[int, int], int]


@pytest.fixture
def morning(app: Flask, clock: Clock) -> Morning:
    """`morning(12, 1)`: at 6:30 of 1 December the worker looks. Returns how many were opened."""

    def comes(month: int, day: int) -> int:
        clock.set(datetime(2026 if month > 6 else 2027, month, day, 6, 30, tzinfo=LONDON))
        with app.app_context():
            bind_actor(the_system())
            opened = look()
            db.session.remove()
        clock.advance(hours=3)
        return cast(int, opened)

    return comes
