"""Those who work on the police list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.features.accounts.models import User
from app.kernel.clock import LONDON
from app.platform.access import Role
from tests.conftest import Clock
from tests.factories.accounts import make_agency, make_user
from tests.pages import Pages

Browse = Callable[[User], Pages]


@dataclass
class Group:
    coordinator: User
    officer: User
    admin: User
    elsewhere: User


@pytest.fixture
def group(app: Flask, clock: Clock) -> Group:
    clock.set(datetime(2026, 9, 25, 9, tzinfo=LONDON))
    with app.app_context():
        council = make_agency("Council – community safety")
        police = make_agency("Avon and Somerset Police", agency_type="POL", area="")
        return Group(
            coordinator=make_user(Role.COORD, agency_uid=council),
            officer=make_user(Role.EIT, agency_uid=police),
            admin=make_user(Role.ADMIN, agency_uid=council),
            elsewhere=make_user(Role.COORD, area="NSOM"),
        )


@pytest.fixture
def browse(app: Flask, client: FlaskClient) -> Browse:
    """A browser of its own for each person."""
    return lambda user: Pages(app.test_client()).sign_in(user)
