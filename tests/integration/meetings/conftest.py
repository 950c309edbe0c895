"""A group that meets on 19 November 2026."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.factories.meetings import Group, make_group, make_series

OCTOBER = datetime(2026, 10, 20, 9, tzinfo=UTC)
MEETING = datetime(2026, 11, 19, 14, tzinfo=UTC)


@pytest.fixture
def group(app: Flask, clock: Clock) -> Group:
    """On 20 October, with the meetings of the coming year."""
    clock.set(OCTOBER)
    with app.app_context():
        made = make_group()
        make_series(made)
    return made
