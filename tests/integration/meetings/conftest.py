"""A group that meets on 19 November 2026."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from config import Settings
from tests.beginnings import Beginning, recall
from tests.conftest import Clock
from tests.factories.meetings import Group, make_group, make_series

OCTOBER = datetime(2026, 10, 20, 9, tzinfo=UTC)
MEETING = datetime(2026, 11, 19, 14, tzinfo=UTC)


def make_meeting_group() -> Group:
    """With the meetings of the coming year."""
    made = make_group()
    make_series(made)
    return made


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning | None:
    return Beginning("meetings", OCTOBER, make_meeting_group) if "group" in request.fixturenames else None


@pytest.fixture
def group(app: Flask, settings: Settings, clock: Clock) -> Group:
    """On 20 October."""
    clock.set(OCTOBER)
    with app.app_context():
        made: Group = recall(settings.instance_dir)
    return made
