"""A group that meets on 19 November 2026, as for meetings, and the browsers of its people."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.features.accounts.models import User
from tests.integration.meetings.conftest import beginning, group
from tests.pages import Pages

__all__ = ["Browse", "beginning", "browse", "group"]

Browse = Callable[[User], Pages]


@pytest.fixture
def browse(app: Flask) -> Browse:
    return lambda user: Pages(app.test_client()).sign_in(user)
